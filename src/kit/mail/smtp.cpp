#include "kit/mail/smtp.hpp"

#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/text.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace mail {

namespace {

template <auto free_it>
struct Free {
    template <class T>
    void operator()(T* one) const {
        free_it(one);
    }
};
using Easy = std::unique_ptr<CURL, Free<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, Free<curl_url_cleanup>>;
using List = std::unique_ptr<curl_slist, Free<curl_slist_free_all>>;

/// What libcurl's callbacks see. They are called from C: nothing is thrown, nothing grows without bound.
struct Dialogue {
    std::string_view rest;  // of the message
    std::array<char, 4> command{};
    bool body = false;
    bool leaving = false;
    std::string reply;  // since the last command
};

constexpr std::size_t longest_reply = 600;

std::size_t read_message(char* to, std::size_t size, std::size_t count, void* of) noexcept {
    Dialogue& dialogue = *static_cast<Dialogue*>(of);
    const std::size_t taken = std::min(size * count, dialogue.rest.size());
    std::memcpy(to, dialogue.rest.data(), taken);
    dialogue.rest.remove_prefix(taken);
    return taken;
}

/// Remembers which command the last answer is to. Nothing else of the dialogue is kept: it holds the sign-in.
int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* of) noexcept {
    Dialogue& dialogue = *static_cast<Dialogue*>(of);
    switch (type) {
        case CURLINFO_HEADER_OUT:
            // libcurl takes its leave before it reports what went wrong.
            if (std::string_view(data, size).starts_with("QUIT")) dialogue.leaving = true;
            if (dialogue.leaving) break;
            dialogue.command.fill(' ');
            std::memcpy(dialogue.command.data(), data, std::min(size, dialogue.command.size()));
            dialogue.reply.clear();
            break;
        case CURLINFO_DATA_OUT:
            dialogue.body = true;
            dialogue.reply.clear();
            break;
        case CURLINFO_HEADER_IN:
            if (dialogue.leaving) break;
            dialogue.reply.append(data, std::min(size, longest_reply - std::min(longest_reply, dialogue.reply.size())));
            break;
        case CURLINFO_TEXT:
        case CURLINFO_DATA_IN:
        case CURLINFO_SSL_DATA_IN:
        case CURLINFO_SSL_DATA_OUT:
        case CURLINFO_END: break;
    }
    return 0;
}

template <class T>
void set(const Easy& easy, CURLoption option, T value) {
    if (curl_easy_setopt(easy.get(), option, value) != CURLE_OK)
        throw base::Error("libcurl does not take an option that sending mail needs");
}

void set(const Easy& easy, CURLoption option, const std::string& value) { set(easy, option, value.c_str()); }

void set_part(const Url& url, CURLUPart part, const std::string& value) {
    if (curl_url_set(url.get(), part, value.c_str(), 0) != CURLUE_OK)
        throw base::Error("mail.host and mail.port are no address of a server");
}

Url url_of(const Smtp& smtp) {
    Url url(curl_url());
    if (!url) throw base::Error("out of memory");
    set_part(url, CURLUPART_SCHEME, smtp.tls == Tls::tls ? "smtps" : "smtp");
    const bool is_ipv6 = smtp.host.find(':') != std::string::npos && smtp.host.front() != '[';
    set_part(url, CURLUPART_HOST, is_ipv6 ? "[" + smtp.host + "]" : smtp.host);
    set_part(url, CURLUPART_PORT, std::to_string(smtp.port));
    // The name in EHLO: machines seldom know their own in full.
    set_part(url, CURLUPART_PATH, "/" + domain_of(smtp.from.address));
    return url;
}

long use_ssl(Tls tls) {
    switch (tls) {
        case Tls::starttls: return CURLUSESSL_ALL;
        case Tls::tls: return CURLUSESSL_ALL;
        case Tls::none: return CURLUSESSL_NONE;
    }
    throw base::Error("no such privacy");
}

bool is_this_machine(std::string_view host) { return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127."); }

/// Three digits at the beginning of the reply's last line (RFC 5321 4.2); 0 for none.
int code_of(std::string_view reply) {
    while (!reply.empty() && (reply.back() == '\n' || reply.back() == '\r')) reply.remove_suffix(1);
    if (const std::size_t line = reply.rfind('\n'); line != std::string_view::npos) reply.remove_prefix(line + 1);
    const bool digits = reply.size() >= 3 && std::all_of(reply.begin(), reply.begin() + 3, [](char c) { return c >= '0' && c <= '9'; });
    return digits ? (reply[0] - '0') * 100 + (reply[1] - '0') * 10 + (reply[2] - '0') : 0;
}

/// Only enhanced status codes (RFC 3463) tell a missing mailbox from a policy: many servers say a bare 550 for a sender that they do not
/// like, too. 5.1.7 and 5.1.8 are about the sender.
bool says_no_such_address(std::string_view reply) {
    const std::string_view enhanced = reply.substr(std::min<std::size_t>(4, reply.size()));
    const std::string_view code = enhanced.substr(0, std::min(enhanced.find_first_of(" \r\n"), enhanced.size()));
    return code.starts_with("5.1.") && code != "5.1.7" && code != "5.1.8";
}

std::string readable(std::string_view what) {
    std::string clean(what);
    while (!clean.empty() && (clean.back() == '\n' || clean.back() == '\r')) clean.pop_back();
    const bool utf8 = base::is_utf8(clean);
    std::replace_if(clean.begin(), clean.end(), [&](char c) { return (c >= 0 && c < 0x20) || c == 0x7f || (c < 0 && !utf8); }, ' ');
    return text::shorten(clean, 300);
}

}

void check(const Smtp& smtp) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(".-:[]_").find(c) != std::string_view::npos;
    };
    if (smtp.host.empty() || !std::all_of(smtp.host.begin(), smtp.host.end(), allowed))
        throw base::Error("the mail server is not the name of a host");
    if (smtp.port < 1 || smtp.port > 65535) throw base::Error("the port of the mail server is not between 1 and 65535");
    if (const auto fault = fault_of_address(smtp.from.address)) throw base::Error("the sender of mail: " + *fault);
    if (smtp.tls == Tls::none && !smtp.password.empty() && !is_this_machine(smtp.host))
        throw base::Error("a password for the mail server would travel readable: use starttls or tls");
    if (smtp.timeout.count() <= 0 || smtp.pause.count() < 0) throw base::Error("the times for sending mail must not be negative");
}

Fate fate_of(std::string_view command, std::string_view reply) {
    const int code = code_of(reply);
    const bool for_good = code >= 500 && code < 600, for_now = code >= 400 && code < 500;
    // 552 to MAIL: it is larger than the server takes. Any other word against the sender is about us.
    if (command == "MAIL") return code == 552 ? Fate::refused : for_now ? Fate::not_now : Fate::no_way;
    if (command != "RCPT" && command != "DATA" && command != "body") return Fate::no_way;
    if (for_now) return Fate::not_now;
    if (!for_good) return Fate::no_way;
    return command == "RCPT" && says_no_such_address(reply) ? Fate::no_such_address : Fate::refused;
}

Outcome deliver(const Smtp& smtp, std::string_view to, std::string_view bytes) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw base::Error("libcurl cannot be used");
    const Easy easy(curl_easy_init());
    if (!easy) throw base::Error("out of memory");
    const Url url = url_of(smtp);
    const List recipients(curl_slist_append(nullptr, std::string(to).c_str()));
    if (!recipients) throw base::Error("out of memory");
    Dialogue dialogue{.rest = bytes, .command = {}, .body = false, .leaving = false, .reply = {}};
    dialogue.reply.reserve(longest_reply);
    std::array<char, CURL_ERROR_SIZE> said{};

    set(easy, CURLOPT_CURLU, url.get());
    set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(easy, CURLOPT_PROXY, "");  // not that of the environment
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_USE_SSL, use_ssl(smtp.tls));
    set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!smtp.ca_file.empty()) set(easy, CURLOPT_CAINFO, smtp.ca_file);
    if (!smtp.user.empty()) {
        set(easy, CURLOPT_USERNAME, smtp.user);
        set(easy, CURLOPT_PASSWORD, smtp.password);
    }
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(smtp.timeout.count(), 20'000)));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(smtp.timeout.count()));
    // libcurl says QUIT at the end whatever happened, and waits for the answer.
    set(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>((smtp.timeout.count() + 999) / 1000));
    set(easy, CURLOPT_MAIL_FROM, smtp.from.address);
    set(easy, CURLOPT_MAIL_RCPT, recipients.get());
    set(easy, CURLOPT_UPLOAD, 1L);
    set(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
    set(easy, CURLOPT_READFUNCTION, &read_message);
    set(easy, CURLOPT_READDATA, &dialogue);
    set(easy, CURLOPT_DEBUGFUNCTION, &watch);
    set(easy, CURLOPT_DEBUGDATA, &dialogue);
    set(easy, CURLOPT_VERBOSE, 1L);  // to the function above, and nowhere else
    set(easy, CURLOPT_ERRORBUFFER, said.data());

    const CURLcode result = curl_easy_perform(easy.get());
    if (result == CURLE_OK) return {Fate::accepted, readable(dialogue.reply)};
    const std::string_view command = dialogue.body ? "body" : std::string_view(dialogue.command.data(), dialogue.command.size());
    const Fate fate = fate_of(command, dialogue.reply);
    // Before the recipient is named the server's words may repeat what was signed in with.
    if (fate == Fate::no_way) return {fate, readable(said[0] != '\0' ? said.data() : curl_easy_strerror(result))};
    return {fate, readable(dialogue.reply)};
}

}

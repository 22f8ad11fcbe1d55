#include "kit/client/client.hpp"

#include "kit/base/error.hpp"
#include "kit/client/address.hpp"
#include "kit/client/resolve.hpp"
#include "kit/text/host.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <optional>

namespace client {

namespace {
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

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
using Text = std::unique_ptr<char, Free<curl_free>>;

constexpr std::size_t most_header_bytes = 64 * 1024;
constexpr std::size_t longest_url = 4000;
constexpr unsigned int url_flags = CURLU_URLENCODE | CURLU_DISALLOW_USER;

std::uint16_t port_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return ntohs(v4.sin_port);
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return address.sa_family == AF_INET6 ? ntohs(v6.sin6_port) : std::uint16_t{0};
}

/// A parsed address of one hop.
struct Place {
    std::string url, scheme, host;  // of an IPv6 address without brackets
    std::uint16_t port = 0;
};

std::string part(const Url& url, CURLUPart which, unsigned int flags = 0) {
    char* raw = nullptr;
    if (curl_url_get(url.get(), which, &raw, flags) != CURLUE_OK) return {};
    const Text text(raw);
    return text.get();
}

/// What libcurl's callbacks see. They are called from C: nothing is thrown out of them.
struct Hop {
    const Testing& testing;
    std::size_t most_bytes;
    bool wants_body;
    std::size_t header_bytes = 0;
    std::string location, body;
    bool too_large = false, forbidden = false, enough = false;
};

bool is_allowed(const Testing& testing, const std::string& address, std::uint16_t port) {
    if (is_public(address) && (port == 80 || port == 443)) return true;
    return std::find(testing.allowed.begin(), testing.allowed.end(), std::pair(address, port)) != testing.allowed.end();
}

bool starts_with_name(std::string_view line, std::string_view lower_case_name) {
    return line.size() > lower_case_name.size() &&
           std::equal(lower_case_name.begin(), lower_case_name.end(), line.begin(),
                      [](char wanted, char c) { return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c); });
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* of) noexcept {
    Hop& hop = *static_cast<Hop*>(of);
    const std::string_view line(data, size * count);
    hop.header_bytes += line.size();
    if (hop.header_bytes > most_header_bytes) {
        hop.too_large = true;
        return 0;
    }
    try {
        if (line.starts_with("HTTP/")) hop.location.clear();  // the head of a 1xx answer came before
        if (starts_with_name(line, "location:")) {
            std::string_view value = line.substr(9);
            while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
            while (!value.empty() && (value.back() == ' ' || value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
            hop.location = value;
        }
    } catch (...) {
        return 0;
    }
    return line.size();
}

/// Gets what is decompressed in small parts, so that a bomb goes off outside.
std::size_t take_body(char* data, std::size_t size, std::size_t count, void* of) noexcept {
    Hop& hop = *static_cast<Hop*>(of);
    const std::size_t more = size * count;
    if (!hop.wants_body) {
        hop.enough = true;
        return 0;
    }
    if (more > hop.most_bytes - std::min(hop.most_bytes, hop.body.size())) {
        hop.too_large = true;
        return 0;
    }
    try {
        hop.body.append(data, more);
    } catch (...) {
        return 0;
    }
    return more;
}

/// The last word on each connection, whatever led to it.
curl_socket_t open_socket(void* of, curlsocktype purpose, curl_sockaddr* address) noexcept {
    Hop& hop = *static_cast<Hop*>(of);
    try {
        const auto text = text_of(address->addr);
        if (purpose != CURLSOCKTYPE_IPCXN || !text || !is_allowed(hop.testing, *text, port_of(address->addr))) {
            hop.forbidden = true;
            return CURL_SOCKET_BAD;
        }
    } catch (...) {
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

template <class T>
void set(const Easy& easy, CURLoption option, T value) {
    if (curl_easy_setopt(easy.get(), option, value) != CURLE_OK)
        throw base::Error("libcurl does not take an option that asking other servers needs");
}
void set(const Easy& easy, CURLoption option, const std::string& value) { set(easy, option, value.c_str()); }

std::string one_line(std::string_view text) {
    std::string line(text.substr(0, 200));
    std::replace_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return line;
}

base::Failure<Refusal> refusal(Why why, std::string_view detail) { return {Refusal{why, one_line(detail)}}; }

Why why_of(CURLcode code) {
    if (code == CURLE_OPERATION_TIMEDOUT) return Why::too_slow;
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_CERTPROBLEM) return Why::certificate;
    if (code == CURLE_COULDNT_RESOLVE_HOST) return Why::unknown;
    return Why::unreachable;
}

bool is_redirect(long status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }
}

std::string_view name(Why why) {
    switch (why) {
        case Why::address: return "address";
        case Why::port: return "port";
        case Why::forbidden: return "forbidden";
        case Why::unknown: return "unknown";
        case Why::redirects: return "redirects";
        case Why::too_large: return "too_large";
        case Why::too_slow: return "too_slow";
        case Why::certificate: return "certificate";
        case Why::unreachable: return "unreachable";
        case Why::busy: return "busy";
    }
    return "unreachable";
}

class Client::Impl {
public:
    explicit Impl(Options options) : options_(std::move(options)) {
        static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
        if (ready != CURLE_OK) throw base::Error("libcurl cannot be used");
        for (const char c : options_.user_agent)
            if (c < 0x20 || c > 0x7e) throw base::Error("the name under which this site asks others must be printable ASCII");
    }

    base::Result<Answer, Refusal> get(const std::string& url, const Ask& ask) {
        const Slot slot(running_, options_.at_once);
        if (!slot.taken) return refusal(Why::busy, "too many requests at the same time");
        const auto deadline = Clock::now() + ask.time;
        if (url.size() > longest_url) return refusal(Why::address, "too long");
        auto place = read(url);
        for (int hops = 0;; ++hops) {
            if (!place) return base::Failure{place.error()};
            std::string location;
            auto answer = hop(*place, ask, deadline, location);
            if (!answer || location.empty()) return answer;
            if (hops == ask.redirects) return refusal(Why::redirects, "led on more than " + std::to_string(ask.redirects) + " times");
            const bool secure = place->scheme == "https";
            place = location.size() > longest_url ? base::Result<Place, Refusal>(refusal(Why::address, "too long"))
                                                  : read(location, place->url);
            if (place && secure && place->scheme != "https") return refusal(Why::redirects, "led from https to " + place->scheme);
        }
    }

private:
    struct Slot {
        Slot(std::atomic<int>& of, int most) : count(of), taken(++of <= most) {}
        ~Slot() { --count; }
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        std::atomic<int>& count;
        const bool taken;
    };

    /// An address, or what is relative to `from`.
    base::Result<Place, Refusal> read(const std::string& address, const std::string& from = {}) const {
        const Url url(curl_url());
        if (!url) throw base::Error("out of memory");
        if (!from.empty()) curl_url_set(url.get(), CURLUPART_URL, from.c_str(), url_flags);
        if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), url_flags) != CURLUE_OK) return refusal(Why::address, address);
        curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
        Place place;
        place.scheme = part(url, CURLUPART_SCHEME);
        if (place.scheme != "http" && place.scheme != "https") return refusal(Why::address, address);
        if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty() || !part(url, CURLUPART_ZONEID).empty())
            return refusal(Why::address, address);
        // An address in brackets is one already.
        const std::string typed = part(url, CURLUPART_HOST);
        auto looked_up = typed.starts_with('[') ? std::optional(typed) : text::ascii_host(typed);
        std::string host = looked_up ? *std::move(looked_up) : std::string{};
        while (host.ends_with('.')) host.pop_back();
        const auto fits = [](char c) { return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f; };
        if (host.empty() || !std::all_of(host.begin(), host.end(), fits)) return refusal(Why::address, address);
        if (curl_url_set(url.get(), CURLUPART_HOST, host.c_str(), 0) != CURLUE_OK) return refusal(Why::address, address);
        place.host = host.front() == '[' ? host.substr(1, host.size() - 2) : host;
        place.port = static_cast<std::uint16_t>(std::atoi(part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT).c_str()));
        place.url = part(url, CURLUPART_URL);
        const bool for_tests = std::any_of(options_.testing.allowed.begin(), options_.testing.allowed.end(),
                                           [&](const auto& one) { return one.second == place.port; });
        if (place.port != 80 && place.port != 443 && !for_tests) return refusal(Why::port, address);
        return place;
    }

    static milliseconds left_until(Clock::time_point deadline) { return std::chrono::duration_cast<milliseconds>(deadline - Clock::now()); }

    base::Result<Answer, Refusal> hop(const Place& place, const Ask& ask, Clock::time_point deadline, std::string& location) const {
        if (left_until(deadline) <= milliseconds(0)) return refusal(Why::too_slow, place.host);
        const auto addresses = options_.testing.resolve ? options_.testing.resolve(place.host) : resolve(place.host, left_until(deadline));
        if (addresses.empty()) return refusal(left_until(deadline) <= milliseconds(0) ? Why::too_slow : Why::unknown, place.host);
        // One private address among public ones is a trap, and the resolver decides which comes first.
        for (const std::string& address : addresses)
            if (!is_allowed(options_.testing, address, place.port)) return refusal(Why::forbidden, place.host + " is " + address);
        const milliseconds left = left_until(deadline);
        if (left <= milliseconds(0)) return refusal(Why::too_slow, place.host);

        std::string pin = place.host + ":" + std::to_string(place.port) + ":";
        for (std::size_t i = 0; i < addresses.size() && i < 6; ++i)
            pin += (i ? "," : "") + (addresses[i].find(':') == std::string::npos ? addresses[i] : "[" + addresses[i] + "]");
        // What is an IPv6 address already is not looked up.
        const bool is_v6 = place.host.find(':') != std::string::npos;
        const List pinned(curl_slist_append(nullptr, is_v6 ? "-none:1" : pin.c_str()));
        const List headers(curl_slist_append(nullptr, ("Accept: " + ask.accept).c_str()));
        const Easy easy(curl_easy_init());
        if (!easy || !pinned || !headers) throw base::Error("out of memory");
        Hop hop{.testing = options_.testing,
                .most_bytes = ask.bytes,
                .wants_body = ask.body,
                .header_bytes = 0,
                .location = {},
                .body = {},
                .too_large = false,
                .forbidden = false,
                .enough = false};
        prepare(easy, place, ask, left, hop);
        set(easy, CURLOPT_RESOLVE, pinned.get());
        set(easy, CURLOPT_HTTPHEADER, headers.get());
        std::array<char, CURL_ERROR_SIZE> said{};
        set(easy, CURLOPT_ERRORBUFFER, said.data());
        const CURLcode result = curl_easy_perform(easy.get());
        set(easy, CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));

        long status = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
        if (hop.forbidden) return refusal(Why::forbidden, place.host);
        if (hop.too_large || result == CURLE_FILESIZE_EXCEEDED) return refusal(Why::too_large, place.host);
        if (result != CURLE_OK && !hop.enough)
            return refusal(why_of(result), place.host + ": " + (said[0] != '\0' ? said.data() : curl_easy_strerror(result)));
        if (is_redirect(status)) {
            if (hop.location.empty()) return refusal(Why::redirects, place.host + " leads to nowhere");
            location = std::move(hop.location);
        }
        const char* type = nullptr;
        curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &type);
        return Answer{.status = static_cast<int>(status), .url = place.url, .content_type = type ? type : "", .body = std::move(hop.body)};
    }

    void prepare(const Easy& easy, const Place& place, const Ask& ask, milliseconds left, Hop& hop) const {
        set(easy, CURLOPT_URL, place.url);
        set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        set(easy, CURLOPT_FOLLOWLOCATION, 0L);
        set(easy, CURLOPT_NOSIGNAL, 1L);
        set(easy, CURLOPT_PROXY, "");  // not that of the environment
        set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
        set(easy, CURLOPT_USERAGENT, options_.user_agent);
        if (ask.head) set(easy, CURLOPT_NOBODY, 1L);
        set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
        set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
        if (!options_.testing.ca_file.empty()) set(easy, CURLOPT_CAINFO, options_.testing.ca_file);
        set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
        set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(left.count(), 5'000)));
        set(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        set(easy, CURLOPT_OPENSOCKETDATA, &hop);
        set(easy, CURLOPT_HEADERFUNCTION, &take_header);
        set(easy, CURLOPT_HEADERDATA, &hop);
        set(easy, CURLOPT_WRITEFUNCTION, &take_body);
        set(easy, CURLOPT_WRITEDATA, &hop);
    }

    const Options options_;
    std::atomic<int> running_{0};
};

Client::Client(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

base::Result<Answer, Refusal> Client::get(const std::string& url, const Ask& ask) const { return impl_->get(url, ask); }

}

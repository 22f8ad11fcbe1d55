#include "kit/mail/compose.hpp"

#include "kit/base/error.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/utf8.hpp"
#include "kit/mail/header.hpp"

#include <algorithm>
#include <array>

namespace mail {

namespace {

std::string small_letters(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

void check_address(std::string_view what, const Address& address) {
    check_head("the name of " + std::string(what), address.name);
    if (const auto fault = fault_of_address(address.address)) throw base::Error(std::string(what) + " of a mail: " + *fault);
}

bool is_field_name(std::string_view name) {
    return !name.empty() && name.size() <= 60 &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != ':'; });
}

/// Fields that compose() writes, or that would send the mail elsewhere.
bool is_reserved(const std::string& small) {
    static constexpr std::array names{
        "from",        "sender",   "reply-to",        "to", "cc", "bcc", "subject", "date", "message-id", "mime-version",
        "return-path", "received", "content-language"};
    return std::find(names.begin(), names.end(), small) != names.end() || small.starts_with("content-") || small.starts_with("resent-");
}

void check_fields(const Message& message) {
    std::vector<std::string> seen;
    for (const auto& [name, value] : message.headers) {
        if (!is_field_name(name)) throw base::Error("the name of a further field of a mail is no field name");
        const std::string small = small_letters(name);
        if (is_reserved(small)) throw base::Error("the field " + name + " of a mail is made from the message itself");
        if (std::find(seen.begin(), seen.end(), small) != seen.end())
            throw base::Error("the field " + name + " of a mail stands there twice");
        seen.push_back(small);
        check_head("the field " + name, value);
    }
}

void check_body(std::string_view what, std::string_view body) {
    if (!base::is_utf8(body) || body.find('\0') != std::string_view::npos)
        throw base::Error(std::string(what) + " of a mail is not UTF-8 or holds NUL");
}

bool is_message_id(std::string_view id) {
    if (id.starts_with('<') && id.ends_with('>')) return is_address(id.substr(1, id.size() - 2));
    return is_address(std::string(id) + "@host.example");
}

/// Every line end as CRLF, one behind the last line too.
std::string with_crlf(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
        if (text[at] == '\n' || text[at] == '\r')
            out += "\r\n";
        else
            out += text[at];
    }
    if (!out.ends_with("\r\n")) out += "\r\n";
    return out;
}

std::string in_lines(std::string_view encoded) {
    std::string out;
    for (std::size_t at = 0; at < encoded.size(); at += 76) {
        out += encoded.substr(at, 76);
        out += "\r\n";
    }
    return out;
}

/// RFC 2045 6.7 of text whose line ends are CRLF.
std::string quoted_printable(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) == "\r\n") {
            out += "\r\n";
            column = 0;
            ++at;
            continue;
        }
        const char c = text[at];
        const bool before_end = at + 1 >= text.size() || text[at + 1] == '\r';
        // A dot or "From " at the beginning of a line is touched by some servers on the way.
        const bool touched = column == 0 && (c == '.' || text.substr(at, 5) == "From ");
        const bool itself = ((c > 0x20 && c < 0x7f) || ((c == ' ' || c == '\t') && !before_end)) && c != '=' && !touched;
        if (column + (itself ? 1 : 3) > 75) {
            out += "=\r\n";
            column = 0;
        }
        if (itself) {
            out += c;
            ++column;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'=', digits[byte >> 4], digits[byte & 0xf]};
            column += 3;
        }
    }
    return out;
}

/// Mostly Latin text stays readable in transit; in Japanese, base64 is half as long.
std::string part(std::string_view type, std::string_view body) {
    const std::string text = with_crlf(body);
    const auto foreign = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c < 0; }));
    const bool printable = foreign * 6 < text.size();
    return "Content-Type: " + std::string(type) + "; charset=UTF-8\r\nContent-Transfer-Encoding: " +
           (printable ? "quoted-printable\r\n\r\n" + quoted_printable(text) : "base64\r\n\r\n" + in_lines(base64(text)));
}

/// RFC 5322 3.3 wants an offset where HTTP says GMT.
std::string mail_date(base::Instant now) {
    std::string date = base::http_date(now);
    return date.replace(date.size() - 3, 3, "+0000");
}

}

void check(const Message& message) {
    if (!message.from.address.empty() || !message.from.name.empty()) check_address("the sender", message.from);
    check_address("the recipient", message.to);
    if (message.reply_to) check_address("the address for replies", *message.reply_to);
    check_head("the subject", message.subject);
    check_body("the text", message.text);
    check_body("the HTML", message.html);
    if (message.text.empty()) throw base::Error("a mail needs a text: not everybody sees HTML");
    if (!message.message_id.empty() && !is_message_id(message.message_id)) throw base::Error("the message id of a mail cannot be one");
    check_fields(message);
}

std::string whole_message_id(const std::string& id, const Address& from) {
    if (id.starts_with('<')) return id;
    return "<" + id + "@" + domain_of(from.address) + ">";
}

std::string compose(const Message& message, base::Instant now) {
    check(message);
    check_address("the sender", message.from);
    const std::string id = whole_message_id(message.message_id.empty() ? base::new_uid() : message.message_id, message.from);

    std::string out = address_field("From", message.from);
    if (message.reply_to) out += address_field("Reply-To", *message.reply_to);
    out += address_field("To", message.to);
    out += text_field("Subject", message.subject);
    out += "Date: " + mail_date(now) + "\r\n";
    out += "Message-ID: " + id + "\r\n";
    const auto says_auto = [](const auto& field) { return small_letters(field.first) == "auto-submitted"; };
    if (std::none_of(message.headers.begin(), message.headers.end(), says_auto)) out += "Auto-Submitted: auto-generated\r\n";
    for (const auto& [name, value] : message.headers) out += plain_field(name, value);
    out += "Content-Language: " + std::string(base::tag(message.lang)) + "\r\nMIME-Version: 1.0\r\n";

    if (message.html.empty()) return out + part("text/plain", message.text);
    // Neither encoding can make "=_", so no part holds the boundary.
    const std::string boundary = "=_" + base::hash(id);
    out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    out += "--" + boundary + "\r\n" + part("text/plain", message.text);
    out += "\r\n--" + boundary + "\r\n" + part("text/html", message.html);
    return out + "\r\n--" + boundary + "--\r\n";
}

}

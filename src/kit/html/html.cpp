#include "kit/html/html.hpp"

#include "kit/base/check.hpp"
#include "kit/base/escape.hpp"

#include <array>

namespace html {

namespace {
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool scheme_allowed(std::string_view scheme) {
    static constexpr std::array<std::string_view, 4> allowed{"http", "https", "mailto", "tel"};
    std::string lowered;
    for (const char c : scheme) lowered += lower(c);
    for (const auto name : allowed)
        if (lowered == name) return true;
    return false;
}

/// Does the pattern so far end in an attribute that holds an address, as in ` href="`?
bool opens_address(std::string_view before) {
    if (before.size() < 3 || before.back() != '"' || before[before.size() - 2] != '=') return false;
    before.remove_suffix(2);
    std::size_t begin = before.size();
    while (begin > 0 && (is_letter(before[begin - 1]) || before[begin - 1] == '-')) --begin;
    const std::string_view name = before.substr(begin);
    static constexpr std::array<std::string_view, 6> addresses{"href", "src", "action", "formaction", "poster", "data"};
    for (const auto address : addresses)
        if (name == address) return true;
    return false;
}
}

Url::Url(std::string_view address) {
    // Browsers drop tabs and line ends inside addresses and blanks before them; so a scheme cannot hide behind them.
    for (const char c : address)
        if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) address_ += c;
        else if (c == ' ' && !address_.empty()) address_ += "%20";
    for (std::size_t i = 0; i < address_.size(); ++i) {
        const char c = address_[i];
        if (c == ':') {
            if (!scheme_allowed(std::string_view(address_).substr(0, i))) address_ = "#";
            break;
        }
        if (c == '/' || c == '?' || c == '#') break;
    }
    // Two slashes (or a backslash) would leave this site.
    if (address_.starts_with("//") || address_.starts_with("/\\") || address_.starts_with("\\")) address_ = "#";
}

void escape_into(std::string& out, std::string_view text) { base::escape_html_into(out, text); }

std::string escape(std::string_view text) {
    std::string out;
    escape_into(out, text);
    return out;
}

Html text(std::string_view text) { return Html::trusted(escape(text)); }

Html html(std::string_view pattern, std::initializer_list<Arg> args) {
    std::string out;
    out.reserve(pattern.size() + args.size() * 24);
    auto arg = args.begin();
    std::size_t done = 0;
    for (std::size_t at = pattern.find("{}"); at != std::string_view::npos; at = pattern.find("{}", done)) {
        base::check(arg != args.end());
        const std::string_view before = pattern.substr(0, at);
        out.append(pattern, done, at - done);
        switch (arg->kind()) {
            case Arg::Kind::markup:
                out += arg->text();
                break;
            case Arg::Kind::number:
                base::check(!opens_address(before));
                out += std::to_string(arg->number());
                break;
            case Arg::Kind::url:
                escape_into(out, arg->text());
                break;
            case Arg::Kind::text:
                base::check(!opens_address(before));
                escape_into(out, arg->text());
                break;
        }
        ++arg;
        done = at + 2;
    }
    out.append(pattern, done);
    base::check(arg == args.end());
    return Html::trusted(std::move(out));
}

}

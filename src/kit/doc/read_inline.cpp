#include "kit/doc/read_inline.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>

namespace doc {

namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); }

bool begins(std::string_view text, std::string_view small) {
    if (text.size() < small.size()) return false;
    for (std::size_t i = 0; i < small.size(); ++i)
        if (lower(text[i]) != small[i]) return false;
    return true;
}

/// `[@key]` or `[@key, p. 12]` at the beginning of the text; its size, or 0.
std::size_t read_cite(std::string_view text, Node& cite) {
    if (!text.starts_with("[@")) return 0;
    const std::size_t close = text.substr(0, 320).find(']');
    if (close == std::string_view::npos) return 0;
    const std::string_view inner = text.substr(2, close - 2);
    const std::size_t comma = inner.find(',');
    std::string_view locator = comma == std::string_view::npos ? std::string_view{} : inner.substr(comma + 1);
    while (locator.starts_with(' ')) locator.remove_prefix(1);
    const std::string_view key = inner.substr(0, comma);
    if (!is_key(key) || (comma != std::string_view::npos && !is_locator(locator))) return 0;
    cite = make("cite", {{"key", key}, {"locator", locator}});
    return close + 1;
}

/// Size of a domain with at least one dot, or 0.
std::size_t domain_size(std::string_view text) {
    std::size_t end = 0, dots = 0;
    for (; end < text.size() && end < 253; ++end) {
        if (text[end] == '.' && end > 0 && text[end - 1] != '.' && end + 1 < text.size() && is_word(text[end + 1]))
            ++dots;
        else if (!is_word(text[end]) && text[end] != '-')
            break;
    }
    return dots ? end : 0;
}

/// Where an address ends: at white space, `<`, `[`, `{`, a guard or the first Japanese character; marks that close a sentence stay outside.
std::size_t address_size(std::string_view text) {
    std::size_t end = 0, opened = 0, closed = 0;
    while (end < text.size()) {
        std::size_t next = end;
        const char32_t point = base::next_code_point(text, next);
        if (point <= ' ' || point == '<' || point == '[' || point == '{' || point == guard_point || point == 0xa0 ||
            text::is_japanese(point) || (point >= 0x2000 && point <= 0x206f))
            break;
        opened += point == '(';
        closed += point == ')';
        end = next;
    }
    while (end > 0) {
        const char last = text[end - 1];
        if (last == ')') {
            if (closed <= opened) break;
            --closed;
        } else if (std::string_view("?!.,:;*_~'\"").find(last) == std::string_view::npos)
            break;
        --end;
    }
    return end;
}

/// `https://…`, `http://…` or `www.…` at the beginning of the text; its size, or 0.
std::size_t url_size(std::string_view text) {
    const std::size_t scheme = begins(text, "https://") ? 8 : begins(text, "http://") ? 7 : 0;
    const bool www = !scheme && begins(text, "www.");
    if (!scheme && !www) return 0;
    if (!domain_size(text.substr(scheme))) return 0;
    const std::size_t size = address_size(text);
    return size > scheme + 2 ? size : 0;
}

/// An address around the `@` at `at`: where it begins, and its size (0 if it is none). `from` is the first character it may take.
std::size_t email_size(std::string_view text, std::size_t from, std::size_t at, std::size_t& begin) {
    const auto local = [](char c) { return is_word(c) || c == '.' || c == '-' || c == '_' || c == '+'; };
    begin = at;
    while (begin > from && at - begin < 64 && local(text[begin - 1])) --begin;
    if (begin == at || (begin > from && local(text[begin - 1]))) return 0;
    const std::size_t domain = domain_size(text.substr(at + 1));
    if (!domain || !is_word(text[at + domain])) return 0;
    return at + 1 + domain - begin;
}
}

std::size_t ruby_size(std::string_view text) {
    if (!text.starts_with('{')) return 0;
    const std::size_t close = text.substr(0, 420).find('}');
    if (close == std::string_view::npos) return 0;
    const std::string_view inner = text.substr(1, close - 1);
    const std::size_t bar = inner.find('|');
    if (bar == std::string_view::npos || !is_ruby(inner.substr(0, bar)) || !is_ruby(inner.substr(bar + 1))) return 0;
    return close + 1;
}

void read_text(std::string_view text, const std::vector<Mark>& marks, bool in_link, std::vector<Node>& out) {
    std::size_t done = 0;
    const auto put_text = [&](std::size_t end) {
        if (end > done) out.push_back(make_text(without_guards(text.substr(done, end - done)), marks));
        done = end;
    };
    const auto put_link = [&](std::size_t begin, std::size_t size, std::string_view scheme) {
        put_text(begin);
        const std::string shown(text.substr(begin, size));
        std::vector<Mark> with_link = marks;
        with_link.push_back({"link", {{"href", std::string(scheme) + shown}, {"title", ""}}});
        out.push_back(make_text(shown, std::move(with_link)));
        done = begin + size;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        Node node;
        if (rest.front() == '[') {
            if (const std::size_t size = read_cite(rest, node)) {
                put_text(at);
                node.marks = marks;
                out.push_back(std::move(node));
                done = at += size;
                continue;
            }
        } else if (rest.front() == '{') {
            if (const std::size_t size = ruby_size(rest)) {
                put_text(at);
                const std::string_view inner = rest.substr(1, size - 2);
                const std::size_t bar = inner.find('|');
                node = make("ruby", {{"base", inner.substr(0, bar)}, {"reading", inner.substr(bar + 1)}});
                node.marks = marks;
                out.push_back(std::move(node));
                done = at += size;
                continue;
            }
        } else if (!in_link && (lower(rest.front()) == 'h' || lower(rest.front()) == 'w') && (at == done || !is_word(text[at - 1]))) {
            if (const std::size_t size = url_size(rest)) {
                put_link(at, size, lower(rest.front()) == 'w' ? "http://" : "");
                at += size;
                continue;
            }
        } else if (!in_link && rest.front() == '@') {
            std::size_t begin = at;
            if (const std::size_t size = email_size(text, done, at, begin)) {
                put_link(begin, size, "mailto:");
                at = begin + size;
                continue;
            }
        }
        ++at;
    }
    put_text(text.size());
}

}

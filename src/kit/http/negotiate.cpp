#include "kit/http/negotiate.hpp"

#include <algorithm>
#include <cstddef>

namespace http {

namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view next_item(std::string_view& list, char separator) {
    const std::size_t end = list.find(separator);
    const std::string_view item = trimmed(list.substr(0, end));
    list.remove_prefix(end == list.npos ? list.size() : end + 1);
    return item;
}

// qvalue in thousandths; what is not one counts as 0, so that a broken weight never makes us send what was not wanted.
int weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int value = (text[0] - '0') * 1000, unit = 100;
    if (text.size() > 1 && text[1] != '.') return 0;
    for (std::size_t at = 2; at < text.size(); ++at, unit /= 10) {
        if (text[at] < '0' || text[at] > '9') return 0;
        value += (text[at] - '0') * unit;
    }
    return std::min(value, 1000);
}
}

bool same_word(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

Accepts accepts(std::string_view list) {
    int gzip = -1, br = -1, identity = -1, any = -1;
    while (!list.empty()) {
        std::string_view item = next_item(list, ',');
        const std::string_view name = next_item(item, ';');
        int q = 1000;
        while (!item.empty()) {
            const std::string_view parameter = next_item(item, ';');
            if (parameter.size() >= 2 && lower(parameter[0]) == 'q' && parameter[1] == '=') q = weight(parameter.substr(2));
        }
        if (same_word(name, "gzip") || same_word(name, "x-gzip")) gzip = q;
        else if (same_word(name, "br")) br = q;
        else if (same_word(name, "identity")) identity = q;
        else if (name == "*") any = q;
    }
    const int others = std::max(any, 0);
    Accepts out;
    out.gzip = gzip >= 0 ? gzip : others;
    out.br = br >= 0 ? br : others;
    // Identity not named is welcome, but less than what was named.
    out.identity = identity >= 0 ? identity : any == 0 ? 0 : 1;
    return out;
}

Coding Accepts::best(bool have_gzip, bool have_br) const {
    const int g = have_gzip ? gzip : 0, b = have_br ? br : 0;
    if (b > 0 && b >= g && b >= identity) return Coding::br;
    if (g > 0 && g >= identity) return Coding::gzip;
    return Coding::identity;
}

std::string_view tag_held(std::string_view list, std::string_view hash) {
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    if (hash.empty()) return {};
    while (!list.empty()) {
        std::string_view tag = next_item(list, ',');
        if (tag == "*") return hash;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag.size() < hash.size() + 2 || tag.front() != '"' || tag.back() != '"') continue;
        tag = tag.substr(1, tag.size() - 2);
        if (!tag.starts_with(hash) || !std::all_of(tag.begin(), tag.end(), is_plain)) continue;
        if (tag.size() == hash.size() || tag[hash.size()] == '-') return tag;
    }
    return {};
}

}

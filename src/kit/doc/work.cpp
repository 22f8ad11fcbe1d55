#include "kit/doc/work.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/text/japanese.hpp"
#include "kit/text/text.hpp"
#include "kit/text/typed.hpp"

#include <algorithm>
#include <array>

namespace doc {

namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

bool is_isbn10(std::string_view digits) {
    int sum = 0;
    for (int i = 0; i < 10; ++i) {
        const char c = digits[static_cast<std::size_t>(i)];
        if (!is_digit(c) && !(i == 9 && (c == 'X' || c == 'x'))) return false;
        sum += (10 - i) * (is_digit(c) ? c - '0' : 10);
    }
    return sum % 11 == 0;
}

char check_digit_13(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += (digits[i] - '0') * (i % 2 ? 3 : 1);
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::optional<std::string> isbn_of(std::string_view digits) {
    if (digits.size() == 10 && is_isbn10(digits)) {
        std::string whole = "978" + std::string(digits.substr(0, 9));
        return whole += check_digit_13(whole);
    }
    const bool plain = digits.size() == 13 && std::all_of(digits.begin(), digits.end(), is_digit);
    if (plain && (digits.starts_with("978") || digits.starts_with("979")) && check_digit_13(digits) == digits[12])
        return std::string(digits);
    return std::nullopt;
}

/// `&amp;`, `&#233;`, `&#xe9;`: at `at`, moved behind it; nothing for what is none.
std::optional<char32_t> reference(std::string_view text, std::size_t& at) {
    const std::size_t end = text.substr(at, 12).find(';');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view name = text.substr(at + 1, end - 1);
    static constexpr std::array<std::pair<std::string_view, char32_t>, 12> known{{{"amp", U'&'},
                                                                                  {"lt", U'<'},
                                                                                  {"gt", U'>'},
                                                                                  {"quot", U'"'},
                                                                                  {"apos", U'\''},
                                                                                  {"nbsp", U' '},
                                                                                  {"ndash", U'–'},
                                                                                  {"mdash", U'—'},
                                                                                  {"lsquo", U'‘'},
                                                                                  {"rsquo", U'’'},
                                                                                  {"ldquo", U'“'},
                                                                                  {"rdquo", U'”'}}};
    char32_t found = 0;
    if (name.starts_with('#')) {
        const bool hex = name.size() > 1 && lower(name[1]) == 'x';
        for (const char c : name.substr(hex ? 2 : 1)) {
            const char small = lower(c);
            if (!is_digit(c) && !(hex && small >= 'a' && small <= 'f')) return std::nullopt;
            found = found * (hex ? 16 : 10) + static_cast<char32_t>(is_digit(c) ? c - '0' : small - 'a' + 10);
            if (found > 0x10ffff) return std::nullopt;
        }
        if (found < 0x20 || (found >= 0x7f && found < 0xa0) || (found >= 0xd800 && found < 0xe001)) return std::nullopt;
    } else {
        const auto one = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == name; });
        if (one == known.end()) return std::nullopt;
        found = one->second;
    }
    at += end + 1;
    return found;
}

/// The end of a tag at `at` (`<i>`, `</jats:p>`), or `at` where there is only a sign for "less than".
std::size_t behind_tag(std::string_view text, std::size_t at) {
    const bool named = at + 1 < text.size() && (is_letter(text[at + 1]) || text[at + 1] == '/');
    const std::size_t end = text.find('>', at);
    return named && end != std::string_view::npos && end - at < 100 ? end + 1 : at;
}
}

std::optional<std::string> doi_in(std::string_view text) {
    for (std::size_t at = text.find("10."); at != std::string_view::npos; at = text.find("10.", at + 1)) {
        if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
        std::size_t slash = at + 3;
        while (slash < text.size() && (is_digit(text[slash]) || text[slash] == '.')) ++slash;
        if (slash < at + 7 || slash >= text.size() || text[slash] != '/') continue;
        std::size_t end = slash + 1;
        while (end < text.size() && static_cast<unsigned char>(text[end]) > 0x20 &&
               std::string_view("\"<>{}\\\x7f").find(text[end]) == std::string_view::npos)
            ++end;
        while (end > slash + 1 && std::string_view(".,;").find(text[end - 1]) != std::string_view::npos) --end;
        if (end > slash + 1 && end - at <= 200) return std::string(text.substr(at, end - at));
    }
    return std::nullopt;
}

std::string web_address_of_work(std::string_view text) {
    const std::string url = plain_of_work(text);
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    const bool whole = std::all_of(url.begin(), url.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != '{' && c != '}' && c != '\\' && c != 0x7f;
    });
    return web && whole ? url : std::string{};
}

std::optional<std::string> isbn_in(std::string_view text) {
    std::string digits;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char c = at < text.size() ? text[at] : ';';
        const bool last = (c == 'X' || c == 'x') && digits.size() == 9;
        if (is_digit(c) || last) {
            digits += c;
        } else if (c != '-' && !(c == ' ' && !digits.empty() && digits.size() < 10)) {
            if (auto found = isbn_of(digits)) return found;
            digits.clear();
        }
    }
    return std::nullopt;
}

std::string year_in(std::string_view text) {
    for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
        const std::string_view four = text.substr(at, 4);
        if (!std::all_of(four.begin(), four.end(), is_digit)) continue;
        const bool alone = (at == 0 || !is_digit(text[at - 1])) && (at + 4 == text.size() || !is_digit(text[at + 4]));
        // 20130901 is a date, too.
        const bool date = at == 0 && text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit);
        if ((alone || date) && (four[0] == '1' || four[0] == '2')) return std::string(four);
    }
    return {};
}

std::string name_of_work(std::string_view typed) {
    std::string name = plain_of_work(typed);
    for (const char* const comma : {"，", "、"}) replace_all(name, comma, ", ");
    replace_all(name, "　", " ");
    replace_all(name, " and ", " & ");
    std::string one;
    for (const char c : name)
        if (c != ' ' || (!one.empty() && one.back() != ' ')) one += c;
    name = without_blanks(one);
    const std::size_t comma = name.find(',');
    if (comma != std::string::npos) {
        const std::string_view family = without_blanks(std::string_view(name).substr(0, comma));
        std::string_view given = without_blanks(std::string_view(name).substr(comma + 1));
        while (given.ends_with(',')) given = without_blanks(given.substr(0, given.size() - 1));
        return given.empty() || family.empty() ? std::string(family.empty() ? given : family)
                                               : std::string(family) + ", " + std::string(given);
    }
    const std::size_t space = name.find(' ');
    if (space == std::string::npos || name.find(' ', space + 1) != std::string::npos) return name;
    for (std::size_t at = 0; at < name.size();) {
        const char32_t c = base::next_code_point(name, at);
        if (c != U' ' && !text::is_kanji(c) && !text::is_kana(c)) return name;
    }
    return name.substr(0, space) + ", " + name.substr(space + 1);
}

std::string pages_of_work(std::string_view first, std::string_view last) {
    std::string pages(without_blanks(first));
    if (const std::string_view end = without_blanks(last); !end.empty() && end != pages)
        pages += (pages.empty() ? "" : "–") + std::string(end);
    replace_all(pages, "--", "–");
    const std::size_t hyphen = pages.find('-');
    const bool range = hyphen != std::string::npos && hyphen > 0 && is_digit(pages[hyphen - 1]) && hyphen + 1 < pages.size() &&
                       is_digit(pages[hyphen + 1]);
    if (range) pages.replace(hyphen, 1, "–");
    return pages;
}

std::string plain_of_work(std::string_view marked) {
    std::string out;
    for (std::size_t at = 0; at < marked.size();) {
        if (marked[at] == '<') {
            if (const std::size_t behind = behind_tag(marked, at); behind != at) {
                at = behind;
                continue;
            }
        } else if (marked[at] == '&') {
            if (const auto character = reference(marked, at)) {
                base::append_utf8(out, *character);
                continue;
            }
        }
        out += marked[at++];
    }
    return text::nfc(text::one_line(out));
}

Faults faults_of_bytes(std::string_view text) {
    if (text.size() > most_work_bytes) return {{1, "the file is longer than " + std::to_string(most_work_bytes) + " bytes"}};
    if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos || text.find(guard) != std::string_view::npos)
        return {{1, "the file must be UTF-8 without NUL and U+E000"}};
    return {};
}

}

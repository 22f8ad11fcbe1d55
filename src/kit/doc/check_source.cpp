#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"

#include <algorithm>

// The parser is slow, or hungry, on a few kinds of text that nobody writes. They are counted here and refused before it sees them.
namespace doc {

namespace {
constexpr std::size_t most_markers = 100;  // of nested blocks, on one line
constexpr std::size_t most_columns = 200;
constexpr std::size_t most_cells = 200'000;

constexpr std::size_t most_bars = 1000;               // on one line
constexpr std::size_t most_picture_links = 4'000'000;  // openings of pictures times ends of links in one paragraph
constexpr std::size_t most_expanded = 64'000'000;      // the longest definition times all that could refer to it

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

/// How long can the address and title of a definition get whose `]:` stands before this text?
std::size_t definition_size(std::string_view text) {
    static constexpr std::string_view space = " \t\r\n";
    std::size_t at = std::min(text.find_first_not_of(space), text.size());
    if (at == text.size() || text.substr(0, at).find("\n\n") != std::string_view::npos) return 0;
    const std::size_t begin = at;
    at = text[at] == '<' ? text.find_first_of(">\n", at) : text.find_first_of(space, at);
    const std::size_t title = text.find_first_not_of(space, std::min(at, text.size()));
    if (title == std::string_view::npos || std::string_view("\"'(").find(text[title]) == std::string_view::npos)
        return std::min(at, text.size()) - begin;
    const char closing = text[title] == '(' ? ')' : text[title];
    std::size_t end = title + 1;
    while (end < text.size() && text[end] != closing && !(text[end] == '\n' && text[end - 1] == '\n')) ++end;
    return end - begin;
}

/// How many quotes and list items could this line open?
std::size_t markers(std::string_view line) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        const auto ends_marker = [&](std::size_t end) { return end == line.size() || line[end] == ' ' || line[end] == '\t'; };
        if (c == ' ' || c == '\t')
            ++at;
        else if (c == '>')
            ++at, ++count;
        else if ((c == '-' || c == '+' || c == '*') && ends_marker(at + 1))
            ++at, ++count;
        else if (is_digit(c)) {
            std::size_t end = at;
            while (end < line.size() && is_digit(line[end]) && end - at < 10) ++end;
            if (end == line.size() || (line[end] != '.' && line[end] != ')') || !ends_marker(end + 1)) break;
            at = end + 1;
            ++count;
        } else
            break;
    }
    return count;
}
}

Faults check_source(std::string_view markdown, bool site) {
    Faults faults;
    if (markdown.size() > longest_markdown) {
        faults.push_back({1, "the text is longer than " + std::to_string(longest_markdown) + " bytes"});
        return faults;
    }
    if (site) {
        std::size_t number = 1, at = 0;
        const auto line_of = [&](std::size_t target) {
            for (; at < target; ++at)
                if (markdown[at] == '\n') ++number;
            return number;
        };
        if (!base::is_utf8(markdown)) {
            std::size_t begin = 0;
            for (std::size_t end = markdown.find('\n'); end != std::string_view::npos && base::is_utf8(markdown.substr(begin, end - begin));
                 end = markdown.find('\n', begin))
                begin = end + 1;
            faults.push_back({line_of(begin), "this line is not UTF-8"});
            return faults;
        }
        if (markdown.starts_with("\uFEFF"))
            faults.push_back({1, "the text begins with a byte order mark; it begins with its first character"});
        if (const std::size_t nul = markdown.find('\0'); nul != std::string_view::npos)
            faults.push_back({line_of(nul), "a NUL character stands here"});
        number = 1, at = 0;
        if (const std::size_t found = markdown.find(guard); found != std::string_view::npos)
            faults.push_back({line_of(found), "the character U+E000 stands here; it is reserved"});
    }
    std::size_t longest = 0;
    for (std::size_t at = markdown.find("]:"); at != std::string_view::npos; at = markdown.find("]:", at + 2)) {
        const std::size_t size = definition_size(markdown.substr(at + 2));
        longest = std::max(longest, size);
        at += size;  // definitions do not stand in one another
    }
    if (longest * count(markdown, "]") > most_expanded) {
        faults.push_back({1, "the definitions of links are too long for so many links"});
        return faults;
    }
    std::size_t number = 0, columns = 0, cells = 0, pictures = 0, links = 0;
    for (std::size_t at = 0; at < markdown.size();) {
        const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
        const std::string_view line = markdown.substr(at, end - at);
        at = end + 1;
        ++number;
        if (markers(line) > most_markers) {
            faults.push_back({number, "more than " + std::to_string(most_markers) + " quotes and lists open on this line"});
            return faults;
        }
        const bool blank = line.find_first_not_of("> \t\r") == std::string_view::npos;
        if (blank) pictures = links = 0;
        pictures += count(line, "![");
        links += count(line, "](") + count(line, "][");
        if (pictures * links > most_picture_links) {
            faults.push_back({number, "too many pictures and links in one paragraph"});
            return faults;
        }
        if (!site) continue;
        if (static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')) > most_bars) {
            faults.push_back({number, "more than " + std::to_string(most_bars) + " bars on one line"});
            return faults;
        }
        if (blank)
            columns = 0;
        else if (line.find_first_not_of("|-: \t>+*0123456789.)\r\v\f") == std::string_view::npos &&
                 line.find('-') != std::string_view::npos)
            columns = std::max(columns, static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')) + 1);
        // Short rows are filled up, so a wide head over many rows would make far more cells than there are characters.
        if (columns > 4) cells += columns;
        if (columns > most_columns || cells > most_cells) {
            faults.push_back({number, "the table is too large: at most " + std::to_string(most_columns) + " columns, and " +
                                          std::to_string(most_cells) + " cells in one text"});
            return faults;
        }
    }
    return faults;
}

}

#include "kit/text/sanitize.hpp"

#include "kit/base/escape.hpp"
#include "kit/base/utf8.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

namespace text {

namespace {
constexpr std::size_t most_bytes = 2'000'000;
constexpr std::size_t most_open = 500;
// The parser opens every unclosed <b>, <font> … again in each new block; this bounds the elements it can make that way.
constexpr std::size_t most_reopened = 1'000'000;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 14> formatting{"a",    "b", "big",   "code",   "em",     "font", "i",
                                                      "nobr", "s", "small", "strike", "strong", "tt",   "u"};
constexpr std::array<std::string_view, 14> empty{"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                                 "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::array<std::string_view, 58> kept{
    "a",       "abbr", "b",     "bdi", "bdo",   "blockquote", "br",     "caption", "cite", "code",    "dd",  "del",
    "details", "dfn",  "dl",    "dt",  "em",    "figcaption", "figure", "h1",      "h2",   "h3",      "h4",  "h5",
    "h6",      "hr",   "i",     "img", "ins",   "kbd",        "li",     "mark",    "ol",   "p",       "pre", "q",
    "rp",      "rt",   "ruby",  "s",   "samp",  "small",      "span",   "strong",  "sub",  "summary", "sup", "table",
    "tbody",   "td",   "tfoot", "th",  "thead", "time",       "tr",     "u",       "ul",   "var"};
// Gone with all that stands in them; anything else that is not kept leaves its content.
constexpr std::array<std::string_view, 23> dropped{"script", "style",  "iframe", "object",   "embed",  "applet",   "noscript", "template",
                                                   "svg",    "math",   "head",   "title",    "video",  "audio",    "canvas",   "frameset",
                                                   "select", "button", "input",  "textarea", "option", "noframes", "noembed"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

// The next of these closes the one before, so they nest only with one of the counted elements between them.
constexpr std::array<std::string_view, 13> closes_itself{"p",     "li",    "dd",    "dt",     "td", "th", "tr",
                                                         "tbody", "thead", "tfoot", "option", "rt", "rp"};

/// Would the parser be led deeper, or to more elements, than it can bear? Counted without parsing; never too low by more than a small factor.
bool is_too_deep(std::string_view html) {
    std::map<std::string, std::size_t, std::less<>> open;
    std::size_t depth = 0, formats = 0, reopened = 0;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        std::size_t from = at + 1;
        const bool closes = from < html.size() && html[from] == '/';
        if (closes) ++from;
        if (from >= html.size() || !is_letter(html[from])) continue;
        std::string name;
        for (; from < html.size() && name.size() < 32; ++from) {
            if (html[from] == '>' || html[from] == '/' || static_cast<unsigned char>(html[from]) <= ' ') break;
            name += lower(html[from]);
        }
        reopened += formats;
        if (reopened > most_reopened) return true;
        if (is_one_of(name, empty) || is_one_of(name, closes_itself)) continue;
        const bool formats_text = is_one_of(name, formatting);
        std::size_t& count = open[name];
        if (!closes) {
            ++count;
            if (formats_text) ++formats;
            if (++depth > most_open) return true;
        } else if (count > 0) {
            --count;
            --depth;
            if (formats_text) --formats;
        }
    }
    return false;
}

/// What stands between the tags, for input that is not parsed.
std::string text_alone(std::string_view html) {
    std::string out;
    for (std::size_t at = 0; at < html.size();) {
        const char next = at + 1 < html.size() ? html[at + 1] : '\0';
        if (html[at] == '<' && (is_letter(next) || next == '/' || next == '!' || next == '?')) {
            const std::size_t end = html.find('>', at);
            if (end == std::string_view::npos) break;
            at = end + 1;
            out += ' ';
        } else
            base::escape_html_into(out, html.substr(at++, 1));
    }
    return out;
}

/// The address as it may be written, or nothing. Relative addresses may.
std::optional<std::string> harmless(std::string_view address, bool picture) {
    std::string clean;
    for (const char c : address)
        if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) clean += c; // browsers drop what could hide a scheme
    if (clean.starts_with("//") || clean.find('\\') < 2) return std::nullopt;
    const std::size_t colon = clean.find(':');
    if (colon != std::string::npos && colon < clean.find_first_of("/?#")) {
        std::string scheme = clean.substr(0, colon);
        std::transform(scheme.begin(), scheme.end(), scheme.begin(), lower);
        const bool web = scheme == "http" || scheme == "https";
        if (!web && (picture || (scheme != "mailto" && scheme != "tel"))) return std::nullopt;
    }
    return clean;
}

bool is_number(std::string_view value) {
    return !value.empty() && value.size() <= 4 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A BCP 47 tag, a date, a keyword: letters, digits and - : . + only.
bool is_word(std::string_view value) {
    return !value.empty() && value.size() <= 40 && std::all_of(value.begin(), value.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.' || c == '+';
    });
}

std::optional<std::string> attribute(std::string_view element, std::string_view name, std::string_view value) {
    if (name == "title" || (name == "alt" && element == "img")) return std::string(value);
    if (name == "lang" || name == "dir" || (name == "datetime" && (element == "time" || element == "ins" || element == "del")) ||
        (name == "scope" && element == "th"))
        return is_word(value) ? std::optional(std::string(value)) : std::nullopt;
    if (name == "href" && element == "a") return harmless(value, false);
    if (name == "src" && element == "img") return harmless(value, true);
    const bool cell = element == "td" || element == "th";
    if (((name == "colspan" || name == "rowspan") && cell) || ((name == "width" || name == "height") && element == "img") ||
        (name == "start" && element == "ol"))
        return is_number(value) ? std::optional(std::string(value)) : std::nullopt;
    return std::nullopt;
}

class Serializer {
public:
    void children(const GumboVector& nodes) {
        for (unsigned i = 0; i < nodes.length; ++i) node(*static_cast<const GumboNode*>(nodes.data[i]));
    }
    std::string out;

private:
    void node(const GumboNode& node) {
        switch (node.type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA: base::escape_html_into(out, node.v.text.text); return;
            case GUMBO_NODE_ELEMENT: element(node.v.element); return;
            case GUMBO_NODE_DOCUMENT:
            case GUMBO_NODE_COMMENT:
            case GUMBO_NODE_TEMPLATE: return;
        }
    }

    void element(const GumboElement& element) {
        const std::string_view name = element.tag == GUMBO_TAG_UNKNOWN ? std::string_view{} : gumbo_normalized_tagname(element.tag);
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML || is_one_of(name, dropped)) return;
        if (!is_one_of(name, kept)) return children(element.children);
        out += '<';
        out += name;
        std::size_t addresses = 0;
        for (unsigned i = 0; i < element.attributes.length; ++i) {
            const auto& given = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
            const auto value = attribute(name, given.name, given.value);
            if (!value) continue;
            addresses += std::string_view(given.name) == "href" || std::string_view(given.name) == "src";
            out += ' ';
            out += given.name;
            out += "=\"";
            base::escape_html_into(out, *value);
            out += '"';
        }
        if (name == "a" && addresses) out += " rel=\"noopener nofollow\"";
        out += '>';
        if (is_one_of(name, empty)) return;
        // The parser drops a line end at the beginning of <pre>.
        if (name == "pre") out += '\n';
        children(element.children);
        out += "</";
        out += name;
        out += '>';
    }
};
}

namespace {
/// The parser counts a character reference in an int, without looking whether it still fits: `&#9666666666666;` would come back as
/// anything. What is too long to be a code point becomes U+FFFD here (HTML, "numeric character reference end state").
std::string with_short_references(std::string_view html) {
    constexpr std::size_t longest = 7; // of 1114111 and 10FFFF
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = html.find("&#"); at != std::string_view::npos; at = html.find("&#", at)) {
        at += 2;
        const bool hex = at < html.size() && (html[at] == 'x' || html[at] == 'X');
        const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
        const std::size_t begin = std::min(html.find_first_not_of('0', at + hex), html.size());
        const std::size_t end = std::min(html.find_first_not_of(digits, begin), html.size());
        if (end - begin <= longest) continue;
        out += html.substr(copied, at - copied);
        // Ended by a sign of its own: letters that follow may be digits of a hexadecimal number.
        out += "xFFFD;";
        copied = at = end < html.size() && html[end] == ';' ? end + 1 : end;
    }
    return copied == 0 ? std::string(html) : out.append(html.substr(copied));
}
}

std::string sanitize(std::string_view given) {
    std::string sound;
    std::string_view html = given;
    if (!base::is_utf8(html) || html.find('\0') != std::string_view::npos) {
        // Bytes beyond ASCII are lost here; an importer that knows the encoding decodes first.
        for (const char c : html) sound += static_cast<unsigned char>(c) < 0x80 && c != '\0' ? c : '?';
        html = sound;
    }
    if (html.size() > most_bytes || is_too_deep(html)) return text_alone(html);
    const std::string bounded = with_short_references(html);
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const auto destroy = [&](GumboOutput* output) { gumbo_destroy_output(&options, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> parsed(gumbo_parse_with_options(&options, bounded.data(), bounded.size()),
                                                                 destroy);
    Serializer serializer;
    serializer.children(parsed->document->v.document.children);
    return std::move(serializer.out);
}

}

#include "kit/text/sanitize.hpp"

#include "kit/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {
constexpr std::array<std::string_view, 14> attributes{"title", "alt",     "lang",    "dir",   "datetime", "scope", "href",
                                                      "src",   "colspan", "rowspan", "width", "height",   "start", "rel"};
constexpr std::array<std::string_view, 12> never{"script", "style", "iframe", "svg",      "math",     "object",
                                                 "embed",  "form",  "input",  "template", "noscript", "base"};

void demand(bool holds) {
    if (!holds) std::abort();
}

/// Every `<` begins a tag written as we write tags, with attributes of the list; elements are closed in order.
void check_markup(std::string_view html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find_first_of("<>"); at != std::string_view::npos; at = html.find_first_of("<>", at)) {
        demand(html[at] == '<');
        const bool closes = html[++at] == '/';
        if (closes) ++at;
        const std::size_t end = html.find_first_of(" >", at);
        demand(end != std::string_view::npos);
        const std::string name(html.substr(at, end - at));
        demand(!name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos);
        demand(std::find(never.begin(), never.end(), name) == never.end());
        at = end;
        while (html[at] == ' ') {
            const std::size_t equals = html.find("=\"", at);
            demand(equals != std::string_view::npos);
            const std::string_view attribute = html.substr(at + 1, equals - at - 1);
            demand(std::find(attributes.begin(), attributes.end(), attribute) != attributes.end());
            const std::size_t quote = html.find('"', equals + 2);
            demand(quote != std::string_view::npos);
            const std::string_view value = html.substr(equals + 2, quote - equals - 2);
            demand(value.find_first_of("<>") == std::string_view::npos);
            if (attribute == "href" || attribute == "src")
                demand(!value.starts_with("javascript:") && !value.starts_with("data:") && !value.starts_with("//"));
            at = quote + 1;
        }
        demand(html[at++] == '>');
        if (closes) {
            demand(!open.empty() && open.back() == name);
            open.pop_back();
        } else if (name != "br" && name != "hr" && name != "img")
            open.push_back(name);
    }
    demand(open.empty());
}
}

/// Any bytes: well-formed markup of the allow-list; cleaning it again gives such markup again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::string clean = text::sanitize(input);
    check_markup(clean);
    if (base::is_utf8(input)) demand(base::is_utf8(clean));
    check_markup(text::sanitize(clean));
    return 0;
}

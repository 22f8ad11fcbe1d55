#include "design/assets.hpp"

#include "kit/base/check.hpp"
#include "kit/base/embedded.hpp"
#include "kit/base/hash.hpp"

#include <map>
#include <optional>
#include <utility>

namespace design {

namespace {

std::string_view embedded_file(std::string_view path) {
    for (const auto& file : embedded::assets())
        if (file.path == path) return file.bytes;
    throw base::Bug("no asset " + std::string(path));
}

std::string_view mime_of(std::string_view name) {
    const auto ends = [&](std::string_view end) { return name.ends_with(end); };
    if (ends(".css")) return "text/css; charset=utf-8";
    if (ends(".js")) return "text/javascript; charset=utf-8";
    if (ends(".woff2")) return "font/woff2";
    if (ends(".svg")) return "image/svg+xml";
    if (ends(".png")) return "image/png";
    return "text/plain; charset=utf-8";
}

Asset fingerprinted(std::string name, std::string bytes) {
    const std::size_t dot = name.rfind('.');
    std::string url = "/assets/" + name.substr(0, dot) + "." + base::hash(bytes).substr(0, 8) + name.substr(dot);
    std::string mime(mime_of(name));
    return {std::move(name), std::move(url), std::move(mime), std::move(bytes)};
}

/// The style sheet in the order of order.txt, with `url(/assets/x)` pointing at the fingerprinted x.
std::string whole_css(const std::vector<Asset>& known) {
    std::string all;
    std::string_view order = embedded_file("css/order.txt");
    while (!order.empty()) {
        const std::size_t end = order.find('\n');
        const std::string_view line = order.substr(0, end);
        order.remove_prefix(end == std::string_view::npos ? order.size() : end + 1);
        if (line.empty() || line.front() == '#') continue;
        all += trim_css(embedded_file("css/" + std::string(line)));
    }
    for (const Asset& asset : known) {
        const std::string plain = "(/assets/" + asset.name + ")";
        for (std::size_t at = all.find(plain); at != std::string::npos; at = all.find(plain, at))
            all.replace(at, plain.size(), "(" + asset.url_path + ")");
    }
    return all;
}

std::vector<Asset> make_assets() {
    std::vector<Asset> made;
    for (const auto& file : embedded::assets()) {
        const std::size_t slash = file.path.rfind('/');
        const std::string_view folder = file.path.substr(0, slash);
        const std::string_view name = file.path.substr(slash + 1);
        // The sprite is drawn into pages; licences and style sheets stand in the source tree.
        if (folder == "css" || name == "icons.svg" || name.ends_with(".txt")) continue;
        made.push_back(fingerprinted(std::string(name), std::string(file.bytes)));
    }
    made.push_back(fingerprinted("site.css", whole_css(made)));
    // Readers do not load what only forms need.
    for (const char* name : {"desk.css", "editor.css"})
        made.push_back(fingerprinted(name, trim_css(embedded_file("css/" + std::string(name)))));
    return made;
}

std::string_view attribute(std::string_view tag, std::string_view name) {
    const std::string open = " " + std::string(name) + "=\"";
    const std::size_t at = tag.find(open);
    base::check(at != std::string_view::npos);
    const std::size_t begin = at + open.size();
    return tag.substr(begin, tag.find('"', begin) - begin);
}

/// Each <symbol> of the sprite as an inline drawing.
std::map<std::string, html::Html, std::less<>> make_icons() {
    std::map<std::string, html::Html, std::less<>> icons;
    std::string_view rest = embedded_file("img/icons.svg");
    for (std::size_t at = rest.find("<symbol "); at != std::string_view::npos; at = rest.find("<symbol ")) {
        rest.remove_prefix(at);
        const std::size_t open_end = rest.find('>');
        const std::size_t close = rest.find("</symbol>");
        base::check(open_end < close && close != std::string_view::npos);
        const std::string_view tag = rest.substr(0, open_end);
        const std::string_view inner = rest.substr(open_end + 1, close - open_end - 1);
        icons.emplace(std::string(attribute(tag, "id")),
                      html::Html::trusted(R"(<svg class="i" viewBox=")" + std::string(attribute(tag, "viewBox")) +
                                          R"(" aria-hidden="true">)" + std::string(inner) + "</svg>"));
        rest.remove_prefix(close);
    }
    return icons;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
}

std::string trim_css(std::string_view css) {
    std::string out;
    out.reserve(css.size());
    for (std::size_t i = 0; i < css.size();) {
        const char c = css[i];
        if (c == '"') {
            const std::size_t end = css.find('"', i + 1);
            base::check(end != std::string_view::npos);
            out.append(css, i, end - i + 1);
            i = end + 1;
        } else if (c == '/' && i + 1 < css.size() && css[i + 1] == '*') {
            const std::size_t end = css.find("*/", i + 2);
            base::check(end != std::string_view::npos);
            i = end + 2;
        } else if (is_blank(c)) {
            while (i < css.size() && is_blank(css[i])) ++i;
            const char before = out.empty() ? '\n' : out.back();
            const char after = i < css.size() ? css[i] : '\n';
            // `--D: ;` is an empty value and keeps its blank.
            const bool empty_value = before == ':' && after == ';';
            const bool needless = before == '\n' || before == '{' || before == '}' || before == ';' || before == ',' || after == '{' ||
                                  after == '}' || after == ';' || after == ',' || after == '\n';
            if (empty_value || !needless) out += ' ';
        } else {
            out += c;
            ++i;
            if (c == '}' && out.size() > 1 && out[out.size() - 2] == ';') {
                const bool empty_value = out.size() > 3 && out[out.size() - 3] == ' ' && out[out.size() - 4] == ':';
                if (!empty_value) out.erase(out.size() - 2, 1);
            }
        }
    }
    return out;
}

const std::vector<Asset>& assets() {
    static const std::vector<Asset> all = make_assets();
    return all;
}

html::Url asset_url(std::string_view name) {
    for (const Asset& asset : assets())
        if (asset.name == name) return html::Url(asset.url_path);
    throw base::Bug("no asset " + std::string(name));
}

html::Html icon(std::string_view name) {
    static const auto icons = make_icons();
    const auto found = icons.find(name);
    if (found == icons.end()) throw base::Bug("no icon " + std::string(name));
    return found->second;
}

}

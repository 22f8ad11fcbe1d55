#include "kit/text/text.hpp"
#include "trade/content.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace trade {

namespace {
struct Place {
    std::string_view folder, kind;
};
constexpr std::array<Place, 6> places{{{"courses", "course"}, {"lessons", "lesson"}, {"posts", "post"}, {"series", "series"}, {"pages", "page"}, {"snippets", "snippet"}}};

/// Cuts up to the next "/" off; the whole rest when there is none.
std::string_view cut_segment(std::string_view& rest) {
    const auto slash = rest.find('/');
    const auto segment = rest.substr(0, slash);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    return segment;
}
}

bool is_not_content(std::string_view path) { return path == "LICENSE" || path == "README.md"; }

std::optional<TextFile> place_of(std::string_view path) {
    std::string_view rest = path;
    const auto folder = cut_segment(rest);
    const auto place = std::find_if(places.begin(), places.end(), [&](const Place& p) { return p.folder == folder; });
    if (place == places.end()) return std::nullopt;
    TextFile file;
    file.path = path;
    file.kind = place->kind;
    if (file.kind == "lesson") {
        file.course = cut_segment(rest);
        if (!text::is_slug(file.course)) return std::nullopt;
    }
    if (rest.find('/') != std::string_view::npos || !rest.ends_with(".md")) return std::nullopt;
    rest.remove_suffix(3);
    const auto dot = rest.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto lang = base::lang_from(rest.substr(dot + 1));
    if (!lang || !text::is_slug(rest.substr(0, dot))) return std::nullopt;
    file.slug = rest.substr(0, dot);
    file.lang = *lang;
    return file;
}

std::string path_of(const TextFile& file) {
    const auto place = std::find_if(places.begin(), places.end(), [&](const Place& p) { return p.kind == file.kind; });
    std::string path(place == places.end() ? std::string_view(file.kind) : place->folder);
    if (file.kind == "lesson") path += "/" + (file.course.empty() ? std::string("without-course") : file.course);
    return path + "/" + file.slug + "." + std::string(base::tag(file.lang)) + ".md";
}

std::size_t TextFile::line_of(std::string_view key) const {
    const auto at = lines.find(key);
    return at == lines.end() ? 1 : at->second;
}

}

#include "site/uploads.hpp"

#include "kit/doc/doc.hpp"
#include "kit/image/image.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <array>

namespace site {

namespace {
struct Upload {
    std::string_view pattern;  // of the route; `{name}` stands for one segment
    std::size_t bytes;         // of the file, or of the text twice: as it was and as it is
};

constexpr std::array<Upload, 3> uploads{{
    {"/me/photo", std::size_t{6} * 1024 * 1024},
    {"/desk/{piece}/{lang}/pictures", image::max_bytes},
    {"/desk/{piece}/{lang}", 2 * doc::longest_markdown},
}};
/// What a form puts around a file.
constexpr std::size_t around = std::size_t{64} * 1024;

bool fits(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = pattern.substr(0, pattern.find('/', 1)), there = path.substr(0, path.find('/', 1));
        const bool any = wanted.starts_with("/{") && there.size() > 1;
        if (!any && wanted != there) return false;
        pattern.remove_prefix(wanted.size());
        path.remove_prefix(there.size());
    }
    return pattern.empty() && path.empty();
}
}

std::size_t max_body_of(std::string_view target, std::size_t normal) {
    const std::string_view path = web::split_lang(target.substr(0, target.find('?'))).second;
    const auto* const found = std::find_if(uploads.begin(), uploads.end(), [&](const Upload& one) { return fits(one.pattern, path); });
    return found == uploads.end() ? normal : std::max(normal, found->bytes + around);
}

}

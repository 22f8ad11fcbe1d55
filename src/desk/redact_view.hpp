#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: taking words and pictures out of everything.
namespace desk::view {

struct RedactPicture {
    std::string uid, src, alt;
    int width = 0, height = 0;  // of the rendition at `src`
    bool chosen = false;
};
struct RedactPage {
    std::string path;  // of the page, without language
    std::string title;
    html::Url piece;
    std::string words;
    std::vector<RedactPicture> pictures;
    std::optional<editorial::RedactedPlaces> places;  // after they were looked for
    bool understood = false;
    std::string done;
};
design::DeskPage redact(base::Lang, const RedactPage&, const std::vector<design::Problem>&);

}

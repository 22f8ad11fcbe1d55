#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <vector>

/// Private to desk.
namespace desk::view {

struct PictureForm {
    std::string path;  // of the form, without language
    std::string back;  // of the page of the text, without language
    std::string title;  // of the text or piece
    std::string alt;   // what was typed
    bool people_ok = false;
    std::optional<editorial::Picture> saved;  // the one that was just put in
    std::string markdown;                     // the line that shows it
};
design::DeskPage picture(base::Lang, const PictureForm&, const std::vector<design::Problem>&);

}

#pragma once
#include "design/forms.hpp"
#include "desk/write_view.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: a piece that readers no longer find, and what its address leads to instead.
namespace desk::view {

/// A live piece that could be read instead.
struct Instead {
    std::string id, title, kind, address;
    Lang title_lang{};
};
struct RetirePage {
    std::vector<std::pair<std::string, html::Url>> crumbs;
    std::string path, piece_path, title;
    std::optional<editorial::Gone> gone;  // it is retired already
    std::string instead_path;             // of what its address leads to now
    bool live = false;                    // readers see it; else there is nothing to retire
    std::string words;                    // that were searched for
    std::vector<Instead> found;
    std::string chosen;
    std::optional<std::int64_t> undo;     // the act that brought it back, if the viewer may take that back
    std::string done;
};
design::DeskPage retirement(Lang, const RetirePage&, const std::vector<design::Problem>&);

/// Why something could not be taken back.
design::DeskPage not_undone(Lang, const std::string& piece_path, const std::vector<design::Problem>&);

}

#pragma once
#include "editorial/stage.hpp"
#include "kit/base/json.hpp"

namespace editorial {

/// Something that is set for a piece as a whole and kept by editorial or a room above: address, credits, tags, place in a course. Wiring lists them.
struct Setting {
    std::string name;
    std::function<base::Json(db::Tx&, PieceId)> read;
    /// Writes what read() gave, or a form made. Empty: done.
    std::function<Problems(db::Tx&, const base::Viewer&, PieceId, const base::Json&)> write;
};
void set_settings(std::vector<Setting>);

/// Writes it, with a line in the record ("changed", stage_to is the name of the setting) that undo() takes back within a day. Needs `publish`.
/// Nothing where it was so already. Throws base::Bug for no such setting.
base::Result<std::optional<ActId>, Problems> change_setting(db::Tx&, const base::Viewer&, PieceId, std::string_view name,
                                                            const base::Json& now);

/// For undo(): writes what was before, unless it was changed again since. Answers what is in the way.
std::optional<std::string_view> take_setting_back(db::Tx&, const base::Viewer&, PieceId, const base::Json& before);

}

#include "editorial/setting.hpp"

#include "editorial/history.hpp"
#include "kit/base/check.hpp"

#include <algorithm>

namespace editorial {

using base::Json;

namespace {
/// Written once by the wiring, before threads start.
std::vector<Setting>& settings() {
    static std::vector<Setting> list;
    return list;
}

const Setting* find_setting(std::string_view name) {
    const auto& all = settings();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Setting& each) { return each.name == name; });
    return at == all.end() ? nullptr : &*at;
}
}

void set_settings(std::vector<Setting> list) { settings() = std::move(list); }

base::Result<std::optional<ActId>, Problems> change_setting(db::Tx& tx, const base::Viewer& viewer, PieceId piece, std::string_view name,
                                                            const Json& now) {
    people::require(tx, viewer, people::Right::publish, scope_of(tx, piece), piece_tag(piece));
    const Setting* setting = find_setting(name);
    base::check(setting != nullptr);
    const std::string was = base::write_json(setting->read(tx, piece));
    if (Problems problems = setting->write(tx, viewer, piece, now); !problems.empty()) return base::Failure{std::move(problems)};
    const std::string is = base::write_json(setting->read(tx, piece));
    if (was == is) return std::optional<ActId>();
    return std::optional(record_act(tx, viewer, {.piece = piece, .act = "changed", .stage_to = std::string(name)},
                                    base::write_json(Json::Object{{"setting", std::string(name)}, {"was", was}, {"is", is}})));
}

std::optional<std::string_view> take_setting_back(db::Tx& tx, const base::Viewer& viewer, PieceId piece, const Json& before) {
    const auto text = [&](std::string_view name) {
        const Json* member = before.find(name);
        return member && member->text() ? *member->text() : std::string();
    };
    const Setting* setting = find_setting(text("setting"));
    const auto was = base::parse_json(text("was"));
    if (!setting || !was) return "publish.problem.no_undo";
    if (base::write_json(setting->read(tx, piece)) != text("is")) return "publish.problem.undo_later_act";
    if (!setting->write(tx, viewer, piece, *was).empty()) return "publish.problem.undo_later_act";
    return std::nullopt;
}

}

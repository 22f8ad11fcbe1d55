#include "site/piece_settings.hpp"

#include "blog/blog.hpp"
#include "kit/base/json.hpp"
#include "kit/text/text.hpp"
#include "learn/learn.hpp"

#include <algorithm>
#include <array>

namespace site {

namespace {
using base::Json;
using editorial::PieceId;
using editorial::Problems;

std::int64_t number(const Json& json, std::string_view name) {
    const Json* member = json.find(name);
    return member ? member->integer().value_or(0) : 0;
}
std::string text(const Json& json, std::string_view name) {
    const Json* member = json.find(name);
    return member && member->text() ? *member->text() : std::string();
}
Json ids_json(const std::vector<PieceId>& ids) {
    Json::Array all;
    for (const PieceId id : ids) all.emplace_back(static_cast<std::int64_t>(id));
    return all;
}
std::vector<PieceId> ids_in(const Json& json) {
    std::vector<PieceId> ids;
    if (json.array())
        for (const Json& each : *json.array())
            if (const auto id = each.integer()) ids.push_back(static_cast<PieceId>(*id));
    return ids;
}
std::vector<std::string> texts_in(const Json& json) {
    std::vector<std::string> texts;
    if (json.array())
        for (const Json& each : *json.array())
            if (each.text()) texts.push_back(*each.text());
    return texts;
}
Json texts_json(const std::vector<std::string>& texts) {
    Json::Array all;
    for (const std::string& each : texts) all.emplace_back(each);
    return all;
}

/// A list of parts holds no stranger and nothing twice.
bool are_all(db::Tx& tx, const std::vector<PieceId>& ids, std::string_view kind) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto piece = editorial::find_piece(tx, {}, ids[i]);
        if (!piece || piece->kind != kind ||
            std::find(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(i), ids[i]) != ids.begin() + static_cast<std::ptrdiff_t>(i))
            return false;
    }
    return true;
}

editorial::Piece get_piece(db::Tx& tx, PieceId id) {
    auto piece = editorial::find_piece(tx, {}, id);
    if (!piece) throw base::Missing();
    return std::move(*piece);
}

Problems write_slug(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto piece = get_piece(tx, id);
    const std::string slug = now.text() ? *now.text() : std::string();
    if (!text::is_slug(slug)) return {{"slug", "piece.problem_slug"}};
    if (slug == piece.slug) return {};
    const auto owner = editorial::find_slug_owner(tx, piece.kind, slug);
    if (owner && *owner != id) return {{"slug", "piece.problem_slug_taken"}};
    editorial::rename_piece(tx, viewer, id, slug);
    return {};
}

Problems write_licence(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto& known = editorial::licences;
    if (!now.text() || std::find(known.begin(), known.end(), *now.text()) == known.end()) return {{"licence", "publish.problem.licence"}};
    editorial::set_licence(tx, viewer, id, *now.text());
    return {};
}

Json read_credits(db::Tx& tx, PieceId id) {
    Json::Array all;
    for (const editorial::KeptCredit& kept : editorial::list_kept_credits(tx, people::keeper_at_the_terminal(), id))
        all.push_back(Json::Object{{"role", kept.credit.role},
                                   {"person", static_cast<std::int64_t>(kept.credit.person.id)},
                                   {"line", kept.credit.line},
                                   {"line_ja", kept.credit.line_ja}});
    return all;
}
Problems write_credits(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    std::vector<editorial::NewCredit> credits;
    if (now.array())
        for (const Json& each : *now.array())
            credits.push_back(
                {text(each, "role"), static_cast<people::PersonId>(number(each, "person")), text(each, "line"), text(each, "line_ja")});
    return editorial::arrange_credits(tx, viewer, id, credits);
}

Json read_place(db::Tx& tx, PieceId id) {
    const auto place = learn::find_place(tx, id);
    if (!place) return {};
    return Json::Object{{"course", static_cast<std::int64_t>(place->course)}, {"at", static_cast<std::int64_t>(place->at)}};
}
Problems write_place(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    if (get_piece(tx, id).kind != "lesson") return {{"course", "piece.problem_part"}};
    if (!now.object()) return learn::set_place(tx, viewer, id, std::nullopt), Problems{};
    const auto course = static_cast<PieceId>(number(now, "course"));
    if (!learn::find_course(tx, viewer, course)) return {{"course", "piece.problem_course"}};
    learn::set_place(tx, viewer, id, learn::Place{course, static_cast<std::size_t>(std::max<std::int64_t>(number(now, "at"), 1))});
    return {};
}

Json read_series(db::Tx& tx, PieceId id) {
    const auto place = blog::find_place(tx, id);
    if (!place) return {};
    return Json::Object{{"series", static_cast<std::int64_t>(place->series)}, {"at", static_cast<std::int64_t>(place->at)}};
}
Problems write_series(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    if (get_piece(tx, id).kind != "post") return {{"series", "piece.problem_part"}};
    if (!now.object()) return blog::set_place(tx, viewer, id, std::nullopt), Problems{};
    const auto series = static_cast<PieceId>(number(now, "series"));
    const auto piece = editorial::find_piece(tx, viewer, series);
    if (!piece || piece->kind != "series") return {{"series", "piece.problem_series"}};
    blog::set_place(tx, viewer, id, blog::Place{series, static_cast<std::size_t>(std::max<std::int64_t>(number(now, "at"), 1))});
    return {};
}

Json read_lessons(db::Tx& tx, PieceId id) {
    const auto course = learn::find_course(tx, {}, id);
    return course ? ids_json(course->lessons) : Json(Json::Array{});
}
Problems write_lessons(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto ids = ids_in(now);
    if (!are_all(tx, ids, "lesson")) return {{"lessons", "piece.problem_part"}};
    learn::set_lessons(tx, viewer, id, ids);
    return {};
}
Problems write_posts(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto ids = ids_in(now);
    if (!are_all(tx, ids, "post")) return {{"posts", "piece.problem_part"}};
    blog::set_posts(tx, viewer, id, ids);
    return {};
}

Json read_cover(db::Tx& tx, PieceId id) {
    const auto course = learn::find_course(tx, {}, id);
    return course ? Json(course->cover) : Json("green");
}
Problems write_cover(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    if (!now.text() || !learn::is_cover(*now.text())) return {{"cover", "piece.problem_choice"}};
    learn::set_cover(tx, viewer, id, *now.text());
    return {};
}
Problems write_levels(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto levels = texts_in(now);
    if (!std::all_of(levels.begin(), levels.end(), learn::is_level)) return {{"levels", "piece.problem_choice"}};
    learn::set_levels(tx, viewer, id, levels);
    return {};
}
Json read_tags(db::Tx& tx, PieceId id) {
    std::vector<std::string> slugs;
    for (const blog::Tag& tag : blog::list_tags(tx, id)) slugs.push_back(tag.slug);
    return texts_json(slugs);
}
Problems write_tags(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Json& now) {
    const auto slugs = texts_in(now);
    for (const std::string& slug : slugs)
        if (!blog::find_tag(tx, viewer, slug)) return {{"tags", "piece.problem_choice"}};
    blog::set_tags(tx, viewer, id, slugs);
    return {};
}
}

std::vector<editorial::Setting> piece_settings() {
    return {{"slug", [](db::Tx& tx, PieceId id) { return Json(get_piece(tx, id).slug); }, write_slug},
            {"licence", [](db::Tx& tx, PieceId id) { return Json(get_piece(tx, id).licence); }, write_licence},
            {"credits", read_credits, write_credits},
            {"levels", [](db::Tx& tx, PieceId id) { return texts_json(learn::list_levels(tx, id)); }, write_levels},
            {"tags", read_tags, write_tags},
            {"place", read_place, write_place},
            {"series", read_series, write_series},
            {"lessons", read_lessons, write_lessons},
            {"posts", [](db::Tx& tx, PieceId id) { return ids_json(blog::list_series_posts(tx, id)); }, write_posts},
            {"cover", read_cover, write_cover}};
}

}

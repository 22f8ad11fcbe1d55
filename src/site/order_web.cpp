#include "blog/blog.hpp"
#include "design/visit.hpp"
#include "kit/base/json.hpp"
#include "kit/text/text.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"
#include "learn/learn.hpp"
#include "site/piece.hpp"
#include "site/piece_view.hpp"

#include <algorithm>

namespace site {

using base::Json;
using design::tr;
using editorial::PieceId;
using people::Right;
using web::Visit;
using namespace pieces;

namespace {
view::OrderLine line_of(Visit& visit, PieceId id) {
    const auto found = editorial::find_piece_line(visit.tx(), visit.viewer, id, visit.lang);
    view::OrderLine line{
        .id = std::to_string(static_cast<std::int64_t>(id)), .title = {}, .title_lang = visit.lang, .url = desk_path(id), .state = {}};
    if (!found) {
        line.title = tr(visit.lang, "piece.somebodys");
        return line;
    }
    line.title = view::title_of(visit.lang, *found);
    if (!found->title.empty()) line.title_lang = found->lang;
    line.state = view::state_of(visit.lang, *found);
    return line;
}

/// The list after what a form asks for; nothing if it asks for nothing that can be done.
std::optional<std::vector<PieceId>> moved(std::vector<PieceId> list, const web::Fields& fields) {
    const auto number = number_in(fields.get("id"));
    if (!number) return std::nullopt;
    const auto id = static_cast<PieceId>(*number);
    const std::string_view act = fields.get("act");
    const auto at = std::find(list.begin(), list.end(), id);
    if (act == "add") {
        if (at == list.end()) list.push_back(id);
        return list;
    }
    if (at == list.end()) return std::nullopt;
    if (act == "up" && at != list.begin())
        std::iter_swap(at, at - 1);
    else if (act == "down" && at + 1 != list.end())
        std::iter_swap(at, at + 1);
    else if (act == "out")
        list.erase(at);
    else if (act == "to") {
        const auto place = number_in(text::one_line(fields.get("at")));
        if (!place || *place < 1) return std::nullopt;
        list.erase(at);
        list.insert(list.begin() + std::min<std::int64_t>(*place - 1, static_cast<std::int64_t>(list.size())), id);
    }
    return list;
}

std::vector<PieceId> parts_of(Visit& visit, const editorial::Piece& piece) {
    if (piece.kind == "series") return blog::list_series_posts(visit.tx(), piece.id);
    const auto course = learn::find_course(visit.tx(), visit.viewer, piece.id);
    return course ? course->lessons : std::vector<PieceId>();
}

editorial::Piece whole_of(Visit& visit) {
    auto piece = piece_of(visit);
    if (piece.kind != "course" && piece.kind != "series") throw base::Missing();
    people::require(visit.tx(), visit.viewer, Right::publish, editorial::scope_of(visit.tx(), piece.id));
    return piece;
}

web::Response draw_parts(const Facts& facts, Visit& visit, const editorial::Piece& piece, const std::vector<design::Problem>& problems) {
    const bool course = piece.kind == "course";
    const auto parts = parts_of(visit, piece);
    view::OrderPage page{.path = desk_path(piece.id) + "/parts",
                         .lines = {},
                         .others = {},
                         .add_words = tr(visit.lang, course ? "piece.other_lesson" : "piece.other_post"),
                         .add_button = tr(visit.lang, course ? "piece.put_in_course" : "piece.put_in_series"),
                         .empty = tr(visit.lang, course ? "piece.no_lessons" : "piece.no_posts"),
                         .new_url = "/edit/new?" + std::string(course ? "kind=lesson&course=" : "kind=post&series=") +
                                    std::to_string(static_cast<std::int64_t>(piece.id)),
                         .new_words = tr(visit.lang, course ? "piece.new_lesson_here" : "piece.new_post_here")};
    for (const PieceId part : parts) page.lines.push_back(line_of(visit, part));
    for (auto& option : options_of(visit, course ? "lesson" : "post"))
        if (std::none_of(page.lines.begin(), page.lines.end(), [&](const view::OrderLine& line) { return line.id == option.first; }))
            page.others.push_back(std::move(option));
    const auto whole = line_of(visit, piece.id);
    return draw(facts, visit,
                {.crumbs = {{whole.title, design::address(visit.lang, whole.url)}},
                 .title = tr(visit.lang, course ? "piece.lessons_of" : "piece.posts_of", {{"title", whole.title}}),
                 .dek = tr(visit.lang, course ? "piece.lessons_dek" : "piece.posts_dek"),
                 .done = {},
                 .problems = problems,
                 .content = view::order(visit.lang, page)},
                problems.empty() ? 200 : 422);
}

web::Response show_parts(const Facts& facts, Visit& visit) { return draw_parts(facts, visit, whole_of(visit), {}); }

web::Response order_parts(const Facts& facts, Visit& visit) {
    const auto piece = whole_of(visit);
    const auto list = moved(parts_of(visit, piece), visit.fields());
    if (!list) return draw_parts(facts, visit, piece, {{"add", tr(visit.lang, "piece.problem_place")}});
    Json::Array ids;
    for (const PieceId id : *list) ids.emplace_back(static_cast<std::int64_t>(id));
    const auto done = editorial::change_setting(visit.tx(), visit.viewer, piece.id, piece.kind == "course" ? "lessons" : "posts", ids);
    if (!done) return draw_parts(facts, visit, piece, in_words(visit.lang, done.error()));
    return web::see_other(web::in_lang(visit.lang, desk_path(piece.id) + "/parts"), "piece_changed");
}

// ---- courses ---------------------------------------------------------------------------------------------------------

web::Response draw_courses(const Facts& facts, Visit& visit, const std::vector<design::Problem>& problems) {
    people::require(visit.tx(), visit.viewer, Right::publish, editorial::scope_of_kind("course"));
    view::OrderPage page{.path = "/edit/courses",
                         .lines = {},
                         .others = {},
                         .add_words = {},
                         .add_button = {},
                         .empty = tr(visit.lang, "piece.no_courses"),
                         .new_url = "/edit/new?kind=course",
                         .new_words = tr(visit.lang, "piece.new_course"),
                         .takes_out = false};
    for (const PieceId id : learn::list_course_ids(visit.tx())) page.lines.push_back(line_of(visit, id));
    return draw(facts, visit,
                {.crumbs = {},
                 .title = tr(visit.lang, "piece.courses"),
                 .dek = tr(visit.lang, "piece.courses_dek"),
                 .done = {},
                 .problems = problems,
                 .content = view::order(visit.lang, page)},
                problems.empty() ? 200 : 422);
}

web::Response order_courses(const Facts& facts, Visit& visit) {
    const auto list = moved(learn::list_course_ids(visit.tx()), visit.fields());
    if (!list) return draw_courses(facts, visit, {{"add", tr(visit.lang, "piece.problem_place")}});
    learn::order_courses(visit.tx(), visit.viewer, *list);
    return web::see_other(web::in_lang(visit.lang, "/edit/courses"), "piece_changed");
}

// ---- tags ------------------------------------------------------------------------------------------------------------

web::Response draw_tags(const Facts& facts, Visit& visit, const std::vector<design::Problem>& problems) {
    people::require(visit.tx(), visit.viewer, Right::publish, editorial::scope_of_kind("post"));
    const base::Lang lang = visit.lang;
    const web::Fields none;
    const web::Fields& typed = problems.empty() ? none : visit.fields();
    const auto form = [&](const std::string& slug, const std::string& name, const std::string& name_ja) {
        const bool here = !problems.empty() && typed.get("slug") == slug;
        const std::string id = slug.empty() ? "new" : slug;
        return design::side_form(design::address(lang, "/edit/tags"),
                                 design::field(lang, {.id = id + "-name",
                                                      .label = tr(lang, "tags.name"),
                                                      .hint = {},
                                                      .value = here ? std::string(typed.get(id + "-name")) : name,
                                                      .error = here ? design::message_for(problems, id + "-name") : std::string(),
                                                      .required = true,
                                                      .lang = "en"}) +
                                     design::field(lang, {.id = id + "-name_ja",
                                                          .label = tr(lang, "tags.name_ja"),
                                                          .hint = {},
                                                          .value = here ? std::string(typed.get(id + "-name_ja")) : name_ja,
                                                          .error = here ? design::message_for(problems, id + "-name_ja") : std::string(),
                                                          .required = true,
                                                          .lang = "ja"}),
                                 tr(lang, slug.empty() ? "tags.add" : "tags.save"), {{"slug", slug}});
    };
    html::Html content = design::desk_section("new-tag", tr(lang, "tags.new"), form("", "", ""));
    for (const blog::Tag& tag : blog::list_all_tags(visit.tx(), visit.viewer))
        content += design::desk_section("tag-" + tag.slug, blog::name_in(lang, tag), form(tag.slug, tag.name, tag.name_ja));
    return draw(
        facts, visit,
        {.crumbs = {}, .title = tr(lang, "tags.title"), .dek = tr(lang, "tags.dek"), .done = {}, .problems = problems, .content = content},
        problems.empty() ? 200 : 422);
}

web::Response save_tag(const Facts& facts, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const std::string slug(fields.get("slug")), id = slug.empty() ? "new" : slug;
    blog::Tag tag{.slug = slug, .name = text::one_line(fields.get(id + "-name")), .name_ja = text::one_line(fields.get(id + "-name_ja"))};
    std::vector<design::Problem> problems;
    if (tag.name.empty() || tag.name.size() > 60) problems.push_back({id + "-name", tr(visit.lang, "tags.problem_name")});
    if (tag.name_ja.empty() || tag.name_ja.size() > 120) problems.push_back({id + "-name_ja", tr(visit.lang, "tags.problem_name")});
    const bool is_new = slug.empty();
    if (is_new) tag.slug = text::slug(tag.name);
    const bool known = blog::find_tag(visit.tx(), visit.viewer, tag.slug).has_value();
    if (problems.empty() && (is_new ? tag.slug.empty() || known : !known))
        problems.push_back({id + "-name", tr(visit.lang, is_new ? "tags.problem_known" : "tags.problem_name")});
    if (!problems.empty()) return draw_tags(facts, visit, problems);
    blog::save_tag(visit.tx(), visit.viewer, tag);
    return web::see_other(web::in_lang(visit.lang, "/edit/tags"), "saved");
}
}

void order_routes(web::Routes& on, const Facts& facts) {
    on.get("/desk/{piece}/parts", [&](Visit& visit) { return show_parts(facts, visit); }).needs("publish").takes({"done"});
    on.post("/desk/{piece}/parts", [&](Visit& visit) { return order_parts(facts, visit); }).needs("publish");
    on.get("/edit/courses", [&](Visit& visit) { return draw_courses(facts, visit, {}); }).needs("publish").takes({"done"});
    on.post("/edit/courses", [&](Visit& visit) { return order_courses(facts, visit); }).needs("publish");
    on.get("/edit/tags", [&](Visit& visit) { return draw_tags(facts, visit, {}); }).needs("publish").takes({"done"});
    on.post("/edit/tags", [&](Visit& visit) { return save_tag(facts, visit); }).needs("publish");
}

}

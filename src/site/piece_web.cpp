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
#include <charconv>

namespace site {

using base::Json;
using design::tr;
using editorial::PieceId;
using people::Right;
using web::Visit;

namespace pieces {

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

editorial::Piece piece_of(Visit& visit) {
    const auto id = number_in(visit.param("piece"));
    if (!id) throw base::Missing();
    auto piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, static_cast<PieceId>(*id)));
    const auto scope = editorial::scope_of(visit.tx(), piece.id);
    if (!people::may(visit.viewer, Right::edit, scope)) people::require(visit.tx(), visit.viewer, Right::publish, scope);
    return piece;
}

web::Response draw(const Facts& facts, Visit& visit, design::DeskPage desk, int status) {
    desk.crumbs.insert(desk.crumbs.begin(), {tr(visit.lang, "nav.me"), design::address(visit.lang, "/me")});
    if (desk.done.empty()) desk.done = visit.query("done");
    design::Page page = design::page_for(visit, desk.title);
    page.own_lang = false;
    page.head = design::desk_head();
    return web::page(design::page(facts.frame, page, design::desk_page(visit.lang, desk)), status);
}

std::vector<design::Problem> in_words(base::Lang lang, const editorial::Problems& problems) {
    std::vector<design::Problem> words;
    for (const editorial::Problem& problem : problems) words.push_back({problem.field, tr(lang, problem.word, problem.args)});
    return words;
}

std::vector<std::pair<std::string, std::string>> options_of(Visit& visit, std::string_view kind) {
    std::vector<std::pair<std::string, std::string>> options;
    for (const editorial::PieceLine& line : editorial::list_piece_lines(visit.tx(), visit.viewer, kind, visit.lang))
        options.emplace_back(std::to_string(static_cast<std::int64_t>(line.id)), view::title_of(visit.lang, line));
    return options;
}

std::string desk_path(PieceId id) { return "/desk/" + std::to_string(static_cast<std::int64_t>(id)); }

}

using namespace pieces;

namespace {
// ---- a new one -------------------------------------------------------------------------------------------------------

constexpr std::string_view new_kinds[] = {"lesson", "post", "course", "series"};
constexpr std::size_t longest_title = 200;

view::NewPiece new_page(Visit& visit) {
    view::NewPiece page;
    page.lang = visit.lang;
    for (const std::string_view kind : new_kinds)
        if (people::may(visit.viewer, Right::publish, editorial::scope_of_kind(kind))) page.kinds.emplace_back(kind);
    if (page.kinds.empty()) throw base::Denied(std::string(people::name_of(Right::publish)));
    page.kind = page.kinds.front();
    const auto has = [&](std::string_view kind) { return std::find(page.kinds.begin(), page.kinds.end(), kind) != page.kinds.end(); };
    if (has("lesson")) page.courses = options_of(visit, "course");
    if (has("post")) page.series = options_of(visit, "series");
    return page;
}

web::Response draw_new(const Facts& facts, Visit& visit, const view::NewPiece& page, const std::vector<design::Problem>& problems) {
    return draw(facts, visit,
                {.crumbs = {},
                 .title = tr(visit.lang, "piece.new"),
                 .dek = tr(visit.lang, "piece.new_dek"),
                 .done = {},
                 .problems = problems,
                 .content = view::new_piece(visit.lang, page, problems)},
                problems.empty() ? 200 : 422);
}

web::Response show_new(const Facts& facts, Visit& visit) {
    view::NewPiece page = new_page(visit);
    const std::string kind(visit.query("kind"));
    if (std::find(page.kinds.begin(), page.kinds.end(), kind) != page.kinds.end()) page.kind = kind;
    page.course = visit.query("course");
    page.in_series = visit.query("series");
    return draw_new(facts, visit, page, {});
}

web::Response make(const Facts& facts, Visit& visit) {
    view::NewPiece page = new_page(visit);
    const web::Fields& fields = visit.fields();
    page.kind = fields.get("kind");
    page.title = text::one_line(fields.get("title"));
    page.slug = text::one_line(fields.get("slug"));
    page.lang = base::lang_from(fields.get("lang")).value_or(visit.lang);
    page.course = fields.get("course");
    page.in_series = fields.get("series");
    std::vector<design::Problem> problems;
    const auto add = [&](std::string field, std::string_view word) { problems.push_back({std::move(field), tr(visit.lang, word)}); };
    if (std::find(page.kinds.begin(), page.kinds.end(), page.kind) == page.kinds.end()) add("kind", "piece.problem_kind");
    if (page.title.empty()) add("title", "piece.problem_title");
    if (page.title.size() > longest_title) add("title", "problem.too_long");
    if (page.slug.empty()) page.slug = text::slug(page.title);
    if (problems.empty()) {
        if (page.slug.empty())
            page.asks_slug = true, add("slug", "piece.problem_no_slug");
        else if (!text::is_slug(page.slug))
            page.asks_slug = true, add("slug", "piece.problem_slug");
        else if (editorial::find_slug_owner(visit.tx(), page.kind, page.slug))
            page.asks_slug = true, add("slug", "piece.problem_slug_taken");
    }
    const auto course = number_in(page.course), series = number_in(page.in_series);
    const bool in_course = page.kind == "lesson" && !page.course.empty(), in_series = page.kind == "post" && !page.in_series.empty();
    if (in_course && (!course || !learn::find_course(visit.tx(), visit.viewer, static_cast<PieceId>(*course))))
        add("course", "piece.problem_course");
    if (in_series && !series) add("series", "piece.problem_series");
    if (!problems.empty()) return draw_new(facts, visit, page, problems);

    const PieceId id = editorial::make_piece(visit.tx(), visit.viewer, {page.kind, page.slug, std::string(editorial::licences.front())});
    if (page.kind == "course") learn::set_cover(visit.tx(), visit.viewer, id, "green");
    if (in_course) learn::set_place(visit.tx(), visit.viewer, id, learn::Place{static_cast<PieceId>(*course), 10000});
    if (in_series) blog::set_place(visit.tx(), visit.viewer, id, blog::Place{static_cast<PieceId>(*series), 10000});
    const auto copy = editorial::open_copy(visit.tx(), visit.viewer, id, page.lang);
    editorial::save_heading(visit.tx(), visit.viewer, copy.text, {.title = std::pair(copy.title, page.title), .summary = {}});
    return web::see_other(web::in_lang(visit.lang, desk_path(id)), "piece_made");
}

// ---- one piece -------------------------------------------------------------------------------------------------------

view::PiecePage page_of(const Facts& facts, Visit& visit, const editorial::Piece& piece) {
    db::Tx& tx = visit.tx();
    view::PiecePage page;
    page.piece = piece;
    page.path = desk_path(piece.id);
    page.public_path = facts.frame.public_url + editorial::url_of(tx, piece).value_or("");
    page.keeps = people::may(visit.viewer, Right::keep);
    page.may_set = people::may(visit.viewer, Right::publish, editorial::scope_of(tx, piece.id));
    for (const base::Lang lang : base::languages) {
        view::PieceText line{.lang = lang, .title = {}, .exists = editorial::find_text_id(tx, piece.id, lang).has_value()};
        if (const auto live = editorial::find_text(tx, visit.viewer, piece, lang)) {
            line.live = true;
            line.title = live->title;
        }
        if (const auto copy = editorial::find_copy(tx, visit.viewer, piece.id, lang)) {
            line.stage = copy->stage;
            line.withdrawn = editorial::is_withdrawn(tx, copy->text);
            if (!copy->title.empty()) line.title = copy->title;
        }
        page.texts.push_back(std::move(line));
    }
    page.acts = editorial::list_acts(tx, visit.viewer, piece.id);
    if (!page.may_set) return page;
    for (editorial::KeptCredit& kept : editorial::list_kept_credits(tx, visit.viewer, piece.id)) {
        const people::Person& person = kept.credit.person;
        std::string name =
            person.may_be_named() ? people::name_in(visit.lang, person) : tr(visit.lang, person.former ? "byline.former" : "byline.guest");
        page.credits.push_back({std::move(kept), std::move(name)});
    }
    for (const people::Person& person : people::list_people(tx, visit.viewer))
        page.people.emplace_back(std::to_string(static_cast<std::int64_t>(person.id)), people::name_in(visit.lang, person));
    page.levels = learn::list_levels(tx, piece.id);
    for (const blog::Tag& tag : blog::list_all_tags(tx, visit.viewer)) page.all_tags.emplace_back(tag.slug, blog::name_in(visit.lang, tag));
    for (const blog::Tag& tag : blog::list_tags(tx, piece.id)) page.tags.push_back(tag.slug);
    if (piece.kind == "lesson") {
        page.courses = options_of(visit, "course");
        if (const auto place = learn::find_place(tx, piece.id))
            page.course = std::to_string(static_cast<std::int64_t>(place->course)), page.at = place->at;
    }
    if (piece.kind == "post") {
        page.series = options_of(visit, "series");
        if (const auto place = blog::find_place(tx, piece.id))
            page.in_series = std::to_string(static_cast<std::int64_t>(place->series)), page.at = place->at;
    }
    if (const auto course = learn::find_course(tx, visit.viewer, piece.id)) page.cover = course->cover;
    return page;
}

web::Response draw_piece(const Facts& facts, Visit& visit, const view::PiecePage& page) {
    const auto line = editorial::find_piece_line(visit.tx(), visit.viewer, page.piece.id, visit.lang);
    return draw(facts, visit,
                {.crumbs = {},
                 .title = line ? view::title_of(visit.lang, *line) : page.piece.slug,
                 .dek = tr(visit.lang, "kind." + page.piece.kind),
                 .done = {},
                 .problems = page.problems,
                 .content = view::piece(visit.lang, visit.viewer, page)},
                page.problems.empty() ? 200 : 422);
}

web::Response show(const Facts& facts, Visit& visit) {
    const auto piece = piece_of(visit);
    return draw_piece(facts, visit, page_of(facts, visit, piece));
}

Json place_from(const web::Fields& fields, const char* what) {
    const auto id = number_in(fields.get(what));
    if (!id) return {};
    const auto at = number_in(text::one_line(fields.get(std::string(what) + "-at")));
    return Json::Object{{what, *id}, {"at", std::max<std::int64_t>(at.value_or(10000), 1)}};
}

Json all_of(const web::Fields& fields, std::string_view name) {
    Json::Array all;
    for (const auto& [key, value] : fields.all())
        if (key == name) all.emplace_back(value);
    return all;
}

/// The value of a setting, as its form gives it; throws base::Missing for a setting that has no form.
Json value_from(const web::Fields& fields, std::string_view name) {
    if (name == "slug" || name == "licence" || name == "cover") return text::one_line(fields.get(name));
    if (name == "place") return place_from(fields, "course");
    if (name == "series") return place_from(fields, "series");
    if (name == "levels") return all_of(fields, "level");
    if (name == "tags") return all_of(fields, "tag");
    throw base::Missing();
}

web::Response refused(const Facts& facts, Visit& visit, const editorial::Piece& piece, const editorial::Problems& problems) {
    view::PiecePage page = page_of(facts, visit, piece);
    page.problems = in_words(visit.lang, problems);
    page.typed = visit.fields().all();
    return draw_piece(facts, visit, page);
}

web::Response change(const Facts& facts, Visit& visit) {
    const std::string& name = visit.param("setting");
    const Json value = value_from(visit.fields(), name);
    const auto piece = piece_of(visit);
    const auto done = editorial::change_setting(visit.tx(), visit.viewer, piece.id, name, value);
    if (!done) return refused(facts, visit, piece, done.error());
    return web::see_other(web::in_lang(visit.lang, desk_path(piece.id)), "piece_changed");
}

web::Response change_credits(const Facts& facts, Visit& visit) {
    const auto piece = piece_of(visit);
    const web::Fields& fields = visit.fields();
    const std::string act(fields.get("act"));
    Json::Array all;
    for (const editorial::KeptCredit& kept : editorial::list_kept_credits(visit.tx(), visit.viewer, piece.id))
        all.push_back(Json::Object{{"role", kept.credit.role},
                                   {"person", static_cast<std::int64_t>(kept.credit.person.id)},
                                   {"line", kept.credit.line},
                                   {"line_ja", kept.credit.line_ja}});
    if (act == "add") {
        const auto person = number_in(fields.get("person"));
        const auto known = people::list_people(visit.tx(), visit.viewer);
        if (!person || std::none_of(known.begin(), known.end(),
                                    [&](const people::Person& each) { return static_cast<std::int64_t>(each.id) == *person; }))
            return refused(facts, visit, piece, {{"person", "piece.problem_person"}});
        all.push_back(Json::Object{{"role", std::string(fields.get("role"))}, {"person", *person}, {"line", ""}, {"line_ja", ""}});
    } else {
        // Which one is meant is said by its person and role: others may have changed the list since the page was drawn.
        const auto number = number_in(fields.get("number")), person = number_in(fields.get("person"));
        if (!number || !person) throw base::Missing();
        const auto at = std::find_if(all.begin(), all.end(), [&](const Json& line) {
            return line.find("person")->integer() == person && *line.find("role")->text() == fields.get("role");
        });
        if (at == all.end()) return refused(facts, visit, piece, {{"credits", "piece.problem_credit_gone"}});
        if (act == "remove")
            all.erase(at);
        else if (act == "up" && at != all.begin())
            std::iter_swap(at, at - 1);
        else if (act == "down" && at + 1 != all.end())
            std::iter_swap(at, at + 1);
        else if (act == "line") {
            const std::string id = "credit-" + std::to_string(*number);
            Json::Object line = *at->object();
            for (auto& [key, value] : line) {
                if (key == "line") value = text::one_line(fields.get(id + "-line"));
                if (key == "line_ja") value = text::one_line(fields.get(id + "-line_ja"));
            }
            *at = std::move(line);
        }
    }
    const auto done = editorial::change_setting(visit.tx(), visit.viewer, piece.id, "credits", all);
    if (!done) return refused(facts, visit, piece, done.error());
    return web::see_other(web::in_lang(visit.lang, desk_path(piece.id)), "piece_changed");
}
}

void piece_routes(web::Routes& on, const Facts& facts) {
    on.get("/edit/new", [&](Visit& visit) { return show_new(facts, visit); }).needs("publish").takes({"kind", "course", "series"});
    on.post("/edit/new", [&](Visit& visit) { return make(facts, visit); }).needs("publish");
    on.get("/desk/{piece}", [&](Visit& visit) { return show(facts, visit); }).needs("account").takes({"done"});
    on.post("/desk/{piece}/settings/{setting}", [&](Visit& visit) { return change(facts, visit); }).needs("publish");
    on.post("/desk/{piece}/credits", [&](Visit& visit) { return change_credits(facts, visit); }).needs("publish");
    order_routes(on, facts);
}

}

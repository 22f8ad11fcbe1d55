#include "design/words.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/hash.hpp"
#include "research/research.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/pages.hpp"

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::string_view licence = "CC-BY-4.0";
constexpr std::size_t longest_title = 200, longest_summary = 500;

/// Which text the address names.
struct Which {
    std::string slug;
    base::Lang lang;
};

Which which(const Visit& visit) {
    const std::string& slug = visit.param("page");
    const auto lang = base::lang_from(visit.param("text_lang"));
    if (!page_path(slug) || !lang || (is_japanese_only(slug) && *lang != base::Lang::ja)) throw base::Missing();
    return {slug, *lang};
}

std::string path_of(const Which& which) { return "/admin/texts/" + which.slug + "/" + std::string(base::tag(which.lang)); }

std::optional<editorial::Text> find(Visit& visit, const Which& which) {
    return editorial::find_text(visit.tx(), visit.viewer, "page", which.slug, which.lang);
}

/// Tells whether somebody else published meanwhile.
std::string mark_of(const std::optional<editorial::Text>& text) {
    return text ? base::hash(text->title + "\n" + text->summary + "\n" + doc::to_markdown(text->body)) : "";
}

web::Response list(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    std::vector<view::TextLine> lines;
    for (const std::string_view slug : page_slugs())
        for (const base::Lang lang : base::languages) {
            if (is_japanese_only(slug) && lang != base::Lang::ja) continue;
            const auto text = find(visit, {std::string(slug), lang});
            view::TextLine line{.slug = std::string(slug),
                                .title = text ? text->title : *page_path(slug),
                                .lang = lang,
                                .exists = text.has_value(),
                                .changed = {}};
            if (text) line.changed = text->revised_on.value_or(text->published_on);
            lines.push_back(std::move(line));
        }
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "admin.texts"),
                       .dek = tr(visit.lang, "admin.texts_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = {},
                       .content = view::texts(visit.lang, lines)});
}

web::Response draw(const Facts& facts, Visit& visit, const Which& which, const view::TextForm& form,
                   const std::vector<design::Problem>& problems, int status) {
    const std::string title = tr(visit.lang, which.lang == base::Lang::en ? "admin.text_english" : "admin.text_japanese",
                                 {{"title", form.title.empty() ? *page_path(which.slug) : form.title}});
    return admin_page(facts, visit,
                      {.crumbs = {{tr(visit.lang, "admin.texts"), design::address(visit.lang, "/admin/texts")}},
                       .title = title,
                       .dek = tr(visit.lang, "admin.text_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = problems,
                       .content = view::text_form(visit.lang, form, problems)},
                      status);
}

web::Response edit(const Facts& facts, Visit& visit) {
    const Which text_of = which(visit);
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const auto text = find(visit, text_of);
    view::TextForm form{
        .slug = text_of.slug, .text_lang = text_of.lang, .title = {}, .summary = {}, .body = {}, .was = mark_of(text), .preview = {}};
    if (text) {
        form.title = text->title;
        form.summary = text->summary;
        form.body = doc::to_markdown(text->body);
    }
    return draw(facts, visit, text_of, form, {}, 200);
}

/// A browser sends CR LF, and the document model counts LF.
std::string with_plain_line_ends(std::string_view typed) {
    std::string text;
    for (std::size_t i = 0; i < typed.size(); ++i)
        if (typed[i] != '\r')
            text += typed[i];
        else if (i + 1 == typed.size() || typed[i + 1] != '\n')
            text += '\n';
    return text;
}

/// What is wrong with it, with the line; what cites a source that is not in the library, too.
std::vector<design::Problem> faults_of(Visit& visit, const base::Result<doc::Node, doc::Faults>& body) {
    std::vector<design::Problem> problems;
    const auto add = [&](std::size_t line, std::string_view what) {
        problems.push_back({"body", tr(visit.lang, "admin.text_fault", {{"line", line}, {"what", what}})});
    };
    if (!body)
        for (const doc::Fault& fault : body.error()) add(fault.line, fault.what);
    else
        for (const doc::Citation& citation : doc::citations(*body))
            if (!research::find_source(visit.tx(), visit.viewer, citation.key))
                add(citation.line, tr(visit.lang, "admin.text_no_source", {{"key", citation.key}}));
    return problems;
}

web::Response publish(const Facts& facts, Visit& visit) {
    const Which text_of = which(visit);
    const web::Fields& fields = visit.fields();
    const bool only_show = fields.get("act") == "show";
    view::TextForm form{.slug = text_of.slug,
                        .text_lang = text_of.lang,
                        .title = std::string(fields.get("title")),
                        .summary = std::string(fields.get("summary")),
                        .body = with_plain_line_ends(fields.get("body")),
                        .was = std::string(fields.get("was")),
                        .preview = {}};
    const auto body = doc::from_markdown(form.body);
    people::require(visit.tx(), visit.viewer, people::Right::keep);

    auto problems = faults_of(visit, body);
    const auto add = [&](std::string_view field, std::string_view word) { problems.push_back({std::string(field), tr(visit.lang, word)}); };
    if (form.title.empty()) add("title", "problem.title_missing");
    if (form.title.size() > longest_title) add("title", "problem.too_long");
    if (form.summary.empty()) add("summary", "problem.summary");
    if (form.summary.size() > longest_summary) add("summary", "problem.too_long");
    if (body && doc::plain_text(*body).empty()) add("body", "problem.text_missing");
    const auto live = find(visit, text_of);
    if (!only_show && form.was != mark_of(live)) {
        add("body", "problem.text_changed");
        form.was = mark_of(live);
    }
    if (!problems.empty()) return draw(facts, visit, text_of, form, problems, 422);
    if (only_show) {
        research::Reading reading(visit.tx(), visit.viewer, text_of.lang);
        form.preview = reading.draw(*body);
        return draw(facts, visit, text_of, form, {}, 200);
    }

    const auto piece =
        editorial::make_piece(visit.tx(), visit.viewer, {.kind = "page", .slug = text_of.slug, .licence = std::string(licence)});
    editorial::Publication wanted{.title = form.title,
                                  .summary = form.summary,
                                  .body = *body,
                                  .published_on = base::day_of(visit.tx().now()),
                                  .checked_on = {},
                                  .check_by = {}};
    if (live) {
        wanted.checked_on = live->checked_on;
        wanted.check_by = live->check_by;
        wanted.native_read = live->native_read;
        wanted.pairing = live->pairing;
    }
    if (const auto done = editorial::publish(visit.tx(), visit.viewer, piece, text_of.lang, wanted); !done) {
        for (const editorial::Problem& problem : done.error()) problems.push_back({"body", problem.what});
        return draw(facts, visit, text_of, form, problems, 422);
    }
    return admin_done(visit, path_of(text_of), "published");
}
}

void admin_text_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.get("/admin/texts", [&](Visit& visit) { return list(facts, visit); }).needs("keep").takes({"done"});
    on.get("/admin/texts/{page}/{text_lang}", [&](Visit& visit) { return edit(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/texts/{page}/{text_lang}", [&](Visit& visit) { return publish(facts, visit); }).needs("keep");
}

}

#include "design/visit.hpp"
#include "desk/history_view.hpp"
#include "desk/text_web.hpp"
#include "desk/wall.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Copy;
using editorial::Revision;
using editorial::RevisionId;
using people::Right;
using web::Visit;
using writing::Which;

std::optional<std::int64_t> number_in(std::string_view typed) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (typed.empty() || failed != std::errc{} || end != typed.data() + typed.size()) return std::nullopt;
    return number;
}

/// A text with all its versions, for its people.
struct Versions {
    Which asked;
    editorial::TextId text{};
    std::optional<Copy> copy;
    std::vector<Revision> revisions; // newest first, without bodies
    std::string title;
};

Versions versions_of(Visit& visit) {
    Which asked = writing::which_text(visit);
    auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    const auto text = web::or_404(editorial::find_text_id(visit.tx(), asked.piece.id, asked.lang));
    auto revisions = editorial::list_revisions(visit.tx(), visit.viewer, text);
    std::string title = copy                 ? writing::title_of(visit.lang, *copy)
                        : !revisions.empty() ? revisions.front().title
                                             : tr(visit.lang, "writing.untitled");
    return {std::move(asked), text, std::move(copy), std::move(revisions), std::move(title)};
}

std::string id_of(const Revision& revision) { return std::to_string(static_cast<std::int64_t>(revision.id)); }

std::string name_of(const Visit& visit, const Revision& revision) {
    return tr(visit.lang, revision.live ? "history.version_live" : "history.version_of",
              {{"when", wall::in_words(visit.lang, revision.made_at)}});
}

std::string reason_of(base::Lang lang, const Revision& revision) {
    const std::string key = "history.reason_" + revision.reason;
    return tr(lang, design::has_word(lang, key) ? key : "history.reason_idle");
}

std::vector<std::pair<std::string, html::Url>> crumbs_of(const Visit& visit, const Versions& all) {
    return {{tr(visit.lang, "nav.me"), design::address(visit.lang, "/me")}, {all.title, design::address(visit.lang, all.asked.path)}};
}

const Revision* live_of(const Versions& all) {
    const auto found = std::find_if(all.revisions.begin(), all.revisions.end(), [](const Revision& one) { return one.live; });
    return found == all.revisions.end() ? nullptr : &*found;
}

// ---- the list --------------------------------------------------------------------------------------------------------

web::Response list(const Frame& frame, Visit& visit) {
    const Versions all = versions_of(visit);
    view::HistoryPage page{
        .crumbs = crumbs_of(visit, all), .path = all.asked.path, .title = all.title, .lines = {}, .from = {}, .to = {}, .other = {}};
    if (all.copy)
        page.lines.push_back({.value = "copy",
                              .name = tr(visit.lang, "history.version_copy"),
                              .when = wall::in_words(visit.lang, all.copy->changed_at),
                              .who = {},
                              .why = tr(visit.lang, "history.reason_copy", {{"version", all.copy->version}})});
    for (const Revision& revision : all.revisions)
        page.lines.push_back(
            {.value = id_of(revision),
             .name = name_of(visit, revision),
             .when = wall::in_words(visit.lang, revision.made_at),
             .who = revision.made_by ? view::maker(visit.lang, visit.viewer, *revision.made_by) : tr(visit.lang, "history.the_site"),
             .why = reason_of(visit.lang, revision),
             .live = revision.live});
    const Revision* live = live_of(all);
    if (!page.lines.empty()) {
        page.to = page.lines.front().value;
        page.from = live ? id_of(*live) : page.lines.back().value;
        // The newest may be what readers see.
        if (page.from == page.to && page.lines.size() > 1) page.from = page.lines[1].value;
    }
    if (page.lines.size() > 1) page.other = live ? "live" : all.copy ? "copy" : "";
    design::DeskPage drawn = view::history(visit.lang, page);
    drawn.done = visit.query("done");
    return draw(frame, visit, drawn);
}

// ---- two of them -----------------------------------------------------------------------------------------------------

/// "copy", "live", the id of a revision of this text, or v12: the working copy as it stood at version 12. Throws base::Missing for anything else.
view::Side side_of(Visit& visit, const Versions& all, std::string_view asked) {
    const auto in_address = std::string(asked);
    if (asked == "copy") {
        const Copy& copy = web::or_404(all.copy);
        return {in_address, tr(visit.lang, "history.version_copy"), copy.title, copy.summary, doc::normalized(copy.body), {}};
    }
    if (asked.starts_with('v')) {
        const auto version = web::or_404(number_in(asked.substr(1)));
        const Copy& copy = web::or_404(all.copy);
        const auto body = web::or_404(editorial::body_at(visit.tx(), visit.viewer, all.text, version));
        // Titles are not kept by version.
        return {
            in_address, tr(visit.lang, "history.version_number", {{"version", version}}), copy.title, copy.summary, doc::normalized(body),
            {}};
    }
    std::optional<RevisionId> id;
    if (asked == "live") {
        if (const Revision* live = live_of(all)) id = live->id;
    } else if (const auto number = number_in(asked)) {
        id = static_cast<RevisionId>(*number);
    }
    const Revision revision = web::or_404(id ? editorial::find_revision(visit.tx(), visit.viewer, *id) : std::nullopt);
    if (revision.text != all.text) throw base::Missing();
    return {in_address,       name_of(visit, revision),       revision.title,
            revision.summary, doc::normalized(revision.body), static_cast<std::int64_t>(revision.id)};
}

bool may_restore(Visit& visit, const Versions& all) {
    if (all.copy) return editorial::may_write(visit.tx(), visit.viewer, *all.copy);
    return writing::may(visit, Right::edit, all.asked.piece.id);
}

web::Response draw_compare(const Frame& frame, Visit& visit, const Versions& all, std::string from, std::string to,
                           const std::vector<design::Problem>& problems) {
    const Revision* live = live_of(all);
    if (to.empty()) to = all.copy ? "copy" : live ? "live" : all.revisions.empty() ? "" : id_of(all.revisions.front());
    if (from.empty()) from = live && to != "live" ? "live" : all.revisions.size() > 1 ? id_of(all.revisions[1]) : to;
    view::ComparePage page{.crumbs = crumbs_of(visit, all),
                           .path = all.asked.path,
                           .title = all.title,
                           .text_lang = all.asked.lang,
                           .from = side_of(visit, all, from),
                           .to = side_of(visit, all, to),
                           .may_restore = may_restore(visit, all)};
    page.crumbs.emplace_back(tr(visit.lang, "writing.history"), design::address(visit.lang, all.asked.path + "/history"));
    const design::DeskPage drawn = view::compare(visit.lang, page, problems);
    design::Page shown = design::page_for(visit, drawn.title);
    shown.path = all.asked.path + "/history/compare";
    shown.own_lang = false;
    shown.head = design::desk_head();
    return web::page(design::page(frame, shown, design::desk_page(visit.lang, drawn)), problems.empty() ? 200 : 422);
}

web::Response compare(const Frame& frame, Visit& visit) {
    const Versions all = versions_of(visit);
    return draw_compare(frame, visit, all, std::string(visit.query("from")), std::string(visit.query("to")), {});
}

web::Response restore(const Frame& frame, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const std::string from(fields.get("from")), to(fields.get("to"));
    const auto id = web::or_404(number_in(fields.get("revision")));
    const Versions all = versions_of(visit);
    const auto revision = web::or_404(editorial::find_revision(visit.tx(), visit.viewer, static_cast<RevisionId>(id)));
    if (revision.text != all.text) throw base::Missing();
    const auto done = editorial::restore_revision(visit.tx(), visit.viewer, revision.id);
    if (std::holds_alternative<editorial::Saved>(done)) return web::see_other(web::in_lang(visit.lang, all.asked.path), "version_restored");
    const bool unfit = std::holds_alternative<editorial::Unfit>(done);
    return draw_compare(frame, visit, all, from, to, {{"compared", tr(visit.lang, unfit ? "history.unfit" : "history.closed")}});
}
}

void history_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}/history", [&frame](Visit& visit) { return list(frame, visit); }).needs("account").takes({"done"});
    on.get("/desk/{piece}/{lang}/history/compare", [&frame](Visit& visit) { return compare(frame, visit); })
        .needs("account")
        .takes({"from", "to"});
    on.post("/desk/{piece}/{lang}/history/restore", [&frame](Visit& visit) { return restore(frame, visit); }).needs("account");
}

}

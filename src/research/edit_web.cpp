#include "research/edit_web.hpp"

#include "design/visit.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"
#include "research/edit_form.hpp"
#include "research/edit_view.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace research {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

constexpr std::size_t sources_per_page = 30;
constexpr web::Rule look_ups{.burst = 20, .per = std::chrono::seconds(60)};

web::Response draw(const Frame& frame, const Visit& visit, const design::DeskPage& shown, int status = 200) {
    design::Page page = design::page_for(visit, shown.title);
    page.own_lang = false;  // for nobody's search engine
    page.head = design::desk_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, shown)), status);
}

std::vector<design::Problem> told(base::Lang lang, const people::Problems& problems) {
    std::vector<design::Problem> all;
    for (const people::Problem& problem : problems) all.push_back({problem.field, tr(lang, problem.word)});
    return all;
}

void require_add(const Visit& visit) {
    if (!may_add(visit.viewer)) throw base::Denied(std::string(people::name_of(people::Right::edit)));
}

/// The library as it was asked for.
void fill(Visit& visit, const Network* network, view::Desk& shown) {
    shown.network = may_look_up(visit.tx(), network);
    shown.citing = count_citing(visit.tx(), visit.viewer, visit.lang);
    for (const auto& [key, count] : count_citing(visit.tx(), visit.viewer, base::other(visit.lang))) shown.citing[key] += count;
    const auto all = list_sources(visit.tx(), visit.viewer);
    shown.empty = all.empty();
    const auto seen = seen_from(shown.seen);
    std::set<std::string> fitting;
    for (const Found& found : find_sources(visit.tx(), visit.viewer, shown.query, all.size())) fitting.insert(found.key);
    std::vector<const Source*> kept;
    for (const Source& one : all)
        if (fitting.contains(one.key) && (!seen || one.seen == *seen)) kept.push_back(&one);
    const std::size_t from = static_cast<std::size_t>(shown.page - 1) * sources_per_page;
    for (std::size_t i = from; i < kept.size() && i < from + sources_per_page; ++i) shown.sources.push_back(*kept[i]);
    shown.more = kept.size() > from + sources_per_page;
}

web::Response list(const Frame& frame, const Network* network, Visit& visit) {
    require_add(visit);
    view::Desk shown;
    shown.query = text::one_line(visit.query("q"));
    const auto seen = seen_from(visit.query("seen"));
    shown.seen = seen ? name(*seen) : "";
    shown.page = web::page_number(visit.query("page"));
    shown.done = visit.query("done");
    shown.level = "listed";
    fill(visit, network, shown);
    if (shown.page > 1 && shown.sources.empty()) throw base::Missing();
    return draw(frame, visit, view::desk(visit.lang, shown));
}

std::string in_words(base::Lang lang, const Unread& unread) {
    std::string said = tr(lang, unread.word);
    for (const doc::Fault& fault : unread.faults) said += " " + tr(lang, "sources.fault", {{"line", fault.line}, {"what", fault.what}});
    return said;
}

/// The works that a form brings; problems where it brings none.
std::vector<Source> read_form(const Network* network, Visit& visit, view::Desk& shown) {
    const auto problem = [&](const char* field, std::string message) { shown.problems.push_back({field, std::move(message)}); };
    const auto file = visit.file("file");
    shown.text = text::several_lines(visit.fields().get("text"));
    shown.identifier = text::one_line(visit.fields().get("identifier"));
    // A DOI alone belongs into the other field, and everybody pastes it here.
    if (shown.identifier.empty() && !file && is_identifier(shown.text)) shown.identifier = shown.text;
    if (!shown.identifier.empty() && !file) {
        const bool allowed = may_look_up(visit.tx(), network);
        visit.close();  // another server is slow, and nobody waits for it with a transaction
        if (!allowed) return problem("text", tr(visit.lang, "sources.problem_network")), std::vector<Source>{};
        visit.limit("sources.look_up", std::to_string(visit.viewer.person.value_or(0)), look_ups);
        auto found = look_up(*network, shown.identifier);
        if (!found) return problem("identifier", tr(visit.lang, found.error())), std::vector<Source>{};
        return {std::move(*found)};
    }
    if (!file && shown.text.empty()) return problem("text", tr(visit.lang, "sources.problem_nothing")), std::vector<Source>{};
    auto read = read_sources(file ? *file : std::string_view(shown.text));
    if (!read) return problem(file ? "file" : "text", in_words(visit.lang, read.error())), std::vector<Source>{};
    return std::move(*read);
}

web::Response add(const Frame& frame, const Network* network, Visit& visit) {
    require_add(visit);
    view::Desk shown;
    const auto level = seen_from(visit.fields().get("level"));
    shown.level = name(level.value_or(Seen::listed));
    std::vector<Source> sources = read_form(network, visit, shown);
    if (!shown.problems.empty()) {
        fill(visit, network, shown);
        return draw(frame, visit, view::desk(visit.lang, shown), 422);
    }
    for (Source& source : sources)
        if (source.field("seen").empty()) {
            source.seen = level.value_or(Seen::listed);
            source.fields["seen"] = name(source.seen);
        }
    shown.added = add_sources(visit.tx(), visit.viewer, sources);
    if (shown.added.added.size() == 1 && shown.added.known.empty())
        return web::see_other(web::in_lang(visit.lang, "/edit/sources/" + shown.added.added.front().key), "source_added");
    shown.text.clear();
    shown.identifier.clear();
    fill(visit, network, shown);
    return draw(frame, visit, view::desk(visit.lang, shown));
}

view::Change find(Visit& visit) {
    require_add(visit);
    view::Change shown;
    const std::string& key = visit.param("source");
    auto source = find_source(visit.tx(), visit.viewer, key);
    shown.history = list_source_revisions(visit.tx(), visit.viewer, key);
    shown.here = source.has_value();
    if (!source && shown.history.empty()) throw base::Missing();
    shown.source = source ? std::move(*source) : shown.history.front().source;
    shown.may = may_change(visit.tx(), visit.viewer, shown.source);
    shown.is_public = find_source(visit.tx(), base::Viewer{}, key).has_value();
    if (!shown.history.empty()) shown.was = shown.history.front().id;
    return shown;
}

web::Response show(const Frame& frame, Visit& visit) {
    view::Change shown = find(visit);
    shown.done = visit.query("done");
    return draw(frame, visit, view::change(visit.lang, shown));
}

std::optional<SourceRevisionId> revision_in(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return static_cast<SourceRevisionId>(id);
}

web::Response save(const Frame& frame, Visit& visit) {
    Source typed = source_from(visit.fields());
    typed.key = visit.param("source");
    const auto done = change_source(visit.tx(), visit.viewer, typed, revision_in(visit.fields().get("was")));
    if (done) return web::see_other(web::in_lang(visit.lang, "/edit/sources/" + typed.key), "saved");
    view::Change shown = find(visit);
    shown.source = std::move(typed);
    shown.problems = told(visit.lang, done.error());
    return draw(frame, visit, view::change(visit.lang, shown), 422);
}

web::Response remove(const Frame& frame, Visit& visit) {
    const auto done = delete_source(visit.tx(), visit.viewer, visit.param("source"));
    if (done) return web::see_other(web::in_lang(visit.lang, "/edit/sources/" + visit.param("source")), "source_deleted");
    view::Change shown = find(visit);
    shown.problems = told(visit.lang, done.error());
    return draw(frame, visit, view::change(visit.lang, shown), 422);
}

web::Response restore(Visit& visit) {
    const auto revision = revision_in(visit.fields().get("revision"));
    if (!revision) throw base::Missing();
    restore_source(visit.tx(), visit.viewer, visit.param("source"), *revision);
    return web::see_other(web::in_lang(visit.lang, "/edit/sources/" + visit.param("source")), "source_restored");
}
}

void edit_routes(web::Routes& on, const Frame& frame, const Network* network) {
    on.get("/edit/sources", [&frame, network](Visit& visit) { return list(frame, network, visit); })
        .needs("edit")
        .takes({"q", "seen", "page", "done"});
    on.post("/edit/sources", [&frame, network](Visit& visit) { return add(frame, network, visit); }).needs("edit");
    on.get("/edit/sources/{source}", [&frame](Visit& visit) { return show(frame, visit); }).needs("edit").takes({"done"});
    on.post("/edit/sources/{source}", [&frame](Visit& visit) { return save(frame, visit); }).needs("edit");
    on.post("/edit/sources/{source}/deletion", [&frame](Visit& visit) { return remove(frame, visit); }).needs("edit");
    on.post("/edit/sources/{source}/restoration", [](Visit& visit) { return restore(visit); }).needs("edit");
}

}

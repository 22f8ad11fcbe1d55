#include "desk/desk.hpp"
#include "desk/text_web.hpp"
#include "kit/base/json.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"

#include <chrono>

namespace desk {

namespace {
using base::Json;
using design::tr;
using web::Visit;

constexpr web::Rule searches{240, std::chrono::minutes(1)};
constexpr web::Rule additions{30, std::chrono::minutes(1)};

std::string key_of(const Visit& visit) { return std::to_string(visit.viewer.person.value_or(0)); }

web::Response json(const Json& answer, int status = 200) {
    web::Response response = web::file("application/json", base::write_json(answer));
    response.status = status;
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

web::Response refuse(const std::string& message) { return json(Json::Object{{"message", message}}, 422); }

/// Sources are for texts that the viewer works on.
void require_edit(Visit& visit) { editorial::require_edit(visit.tx(), visit.viewer, writing::which_text(visit).piece.id); }

web::Response find(Visit& visit) {
    require_edit(visit);
    visit.limit("desk.sources", key_of(visit), searches);
    Json::Array found;
    for (const research::Found& one : research::find_sources(visit.tx(), visit.viewer, text::one_line(visit.query("q"))))
        found.push_back(Json::Object{{"key", one.key}, {"line", one.line}});
    return json(found);
}

std::string in_words(base::Lang lang, const research::Unread& unread) {
    std::string said = tr(lang, unread.word);
    for (const doc::Fault& fault : unread.faults) said += " " + tr(lang, "sources.fault", {{"line", fault.line}, {"what", fault.what}});
    return said;
}

/// What was pasted: BibTeX, CSL-JSON, RIS, or a number under which other servers know the work.
web::Response add(const Tools& tools, Visit& visit) {
    const auto body = base::parse_json(visit.request.body);
    const Json* field = body ? body->find("text") : nullptr;
    if (!field || !field->text()) throw web::BadRequest(400);
    const std::string typed = text::several_lines(*field->text());
    require_edit(visit);
    visit.limit("desk.sources.add", key_of(visit), additions);
    if (typed.empty()) return refuse(tr(visit.lang, "sources.problem_nothing"));
    std::vector<research::Source> works;
    if (research::is_identifier(typed)) {
        const bool allowed = research::may_look_up(visit.tx(), tools.network);
        visit.close();  // another server is slow, and nobody waits for it with a transaction
        if (!allowed) return refuse(tr(visit.lang, "sources.problem_network"));
        auto found = research::look_up(*tools.network, typed);
        if (!found) return refuse(tr(visit.lang, found.error()));
        works.push_back(std::move(*found));
    } else {
        auto read = research::read_sources(typed);
        if (!read) return refuse(in_words(visit.lang, read.error()));
        works = std::move(*read);
    }
    const research::Added added = research::add_sources(visit.tx(), visit.viewer, works);
    Json::Array told;
    const auto tell = [&](const research::Source& source) {
        told.push_back(Json::Object{{"key", source.key}, {"line", research::reference(source)}});
    };
    for (const research::Source& source : added.added) tell(source);
    // What the library had already can be chosen all the same.
    for (const research::Known& known : added.known) tell(known.here);
    return json(Json::Object{{"added", std::move(told)}});
}
}

void source_routes(web::Routes& on, const Tools& tools) {
    on.get("/desk/{piece}/{lang}/sources", find).needs("account").takes({"q"});
    on.post("/desk/{piece}/{lang}/sources", [&tools](Visit& visit) { return add(tools, visit); }).needs("account");
}

}

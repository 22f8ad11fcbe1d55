#include "desk/desk.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/web/routes.hpp"

#include <chrono>

namespace desk {

namespace {
using base::Json;
using design::tr;
using web::Visit;

constexpr web::Rule asks{120, std::chrono::minutes(1)};

std::string_view word_of(japanese::Refusal refusal) {
    switch (refusal) {
        case japanese::Refusal::too_long: return "problem.readings_long";
        case japanese::Refusal::not_text: return "problem.readings_text";
        case japanese::Refusal::no_dictionary: return "problem.readings_none";
        case japanese::Refusal::too_slow:
        case japanese::Refusal::busy:
        case japanese::Refusal::unavailable: return "problem.readings_later";
    }
    return "";
}

/// Would a shorter text, or another one, be read?
bool is_of_the_text(japanese::Refusal refusal) { return refusal == japanese::Refusal::too_long || refusal == japanese::Refusal::not_text; }

Json part(const japanese::Part& one) {
    if (one.reading.empty()) return Json::Object{{"text", one.text}};
    return Json::Object{{"base", one.text}, {"reading", one.reading}};
}

/// Without a dictionary the text comes back as it is, with the reason: readings are then typed by hand.
web::Response suggest(const Tools& tools, Visit& visit, std::string_view typed) {
    if (!base::lang_from(visit.param("lang"))) throw base::Missing();
    editorial::require_edit(visit.tx(), visit.viewer, static_cast<editorial::PieceId>(id_in(visit, "piece")));
    const std::string text(typed);
    visit.limit("readings", std::to_string(visit.viewer.person.value_or(0)), asks);
    // No transaction waits for the child process that knows the dictionary.
    visit.close();
    const auto suggested =
        tools.readings ? tools.readings->suggest(text) : japanese::Suggested(base::Failure{japanese::Refusal::no_dictionary});
    Json::Object answer;
    Json::Array parts;
    if (suggested)
        for (const japanese::Part& one : *suggested) parts.push_back(part(one));
    else if (!is_of_the_text(suggested.error()))
        parts.push_back(Json::Object{{"text", text}});
    answer.emplace_back("parts", std::move(parts));
    if (!suggested) answer.emplace_back("message", tr(visit.lang, word_of(suggested.error())));
    web::Response response = web::file("application/json", base::write_json(answer));
    response.status = suggested || !is_of_the_text(suggested.error()) ? 200 : 422;
    return response;
}
}

void reading_routes(web::Routes& on, const Tools& tools) {
    on.get("/desk/{piece}/{lang}/readings", [&tools](Visit& visit) { return suggest(tools, visit, visit.query("text")); })
        .needs("account")
        .takes({"text"});
    on.post("/desk/{piece}/{lang}/readings", [&tools](Visit& visit) {
          return suggest(tools, visit, visit.fields().get("text"));
      }).needs("account");
}

}

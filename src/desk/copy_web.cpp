#include "design/visit.hpp"
#include "design/words.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "kit/http/streams.hpp"
#include "kit/web/routes.hpp"
#include "kit/web/stream.hpp"

#include <charconv>
#include <chrono>

namespace desk {

namespace {
using base::Json;
using design::tr;
using web::Visit;

/// Somebody who types sends a batch every second or two from each tab; ten a second from one person is no typing.
constexpr web::Rule batches{600, std::chrono::minutes(1)};
constexpr web::Rule headings{120, std::chrono::minutes(1)};
constexpr web::Rule openings{30, std::chrono::minutes(1)};
constexpr web::Rule cursors{2, std::chrono::seconds(2)};
/// Of all tabs of one person, whatever they call themselves.
constexpr web::Rule all_cursors{180, std::chrono::minutes(1)};
/// A browser asks for what it missed from there on.
constexpr std::string_view since_parameter = "since";

struct Which {
    editorial::PieceId piece{};
    base::Lang lang{};
};

/// Which text the address names; its language is not that of the page.
Which which(const Visit& visit) {
    const auto lang = base::lang_from(visit.param("lang"));
    if (!lang) throw base::Missing();
    return {static_cast<editorial::PieceId>(id_in(visit, "piece")), *lang};
}

editorial::TextId text_of(Visit& visit, const Which& asked) {
    return web::or_404(editorial::find_text_id(visit.tx(), asked.piece, asked.lang));
}

std::string key_of(const Visit& visit) { return std::to_string(visit.viewer.person.value_or(0)); }

web::Response json(const Json& answer, int status = 200) {
    web::Response response = web::file("application/json", base::write_json(answer));
    response.status = status;
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

web::Response told(const Visit& visit, std::string_view word, int status) {
    return json(Json::Object{{"message", tr(visit.lang, word)}}, status);
}

/// The document that the script works on is not there any more. `url`: what readers see now, else the page of the piece. `last`: how it ended.
web::Response gone(Visit& visit, const Which& asked, Json last = Json::Object{}) {
    std::string url = web::in_lang(visit.lang, "/desk/" + std::to_string(static_cast<std::int64_t>(asked.piece)) + "/" +
                                                   std::string(base::tag(asked.lang)));
    const auto piece = editorial::find_piece(visit.tx(), visit.viewer, asked.piece);
    if (piece && editorial::has_text(visit.tx(), visit.viewer, asked.piece, asked.lang))
        if (const auto path = editorial::url_of(visit.tx(), *piece)) url = web::in_lang(asked.lang, *path);
    Json::Object answer{{"message", tr(visit.lang, "copy.gone")}, {"url", url}};
    for (auto& member : *last.object()) answer.push_back(std::move(member));
    return json(std::move(answer), 410);
}

/// The body, which must be an object.
Json body_of(const Visit& visit) {
    auto body = base::parse_json(visit.request.body);
    if (!body || !body->object()) throw web::BadRequest(400);
    return std::move(*body);
}

std::int64_t number_in(const Json& body, std::string_view name) {
    const Json* value = body.find(name);
    const auto number = value ? value->integer() : std::nullopt;
    if (!number) throw web::BadRequest(400);
    return *number;
}

const std::string& text_in(const Json& body, std::string_view name) {
    const Json* value = body.find(name);
    if (!value || !value->text()) throw web::BadRequest(400);
    return *value->text();
}

std::int64_t version_in(std::string_view text) {
    std::int64_t version = -1;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (failed != std::errc{} || end != text.data() + text.size() || version < 0) throw web::BadRequest(400);
    return version;
}

web::Response document(Visit& visit) {
    const Which asked = which(visit);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece, asked.lang);
    if (!copy) {
        if (!editorial::find_piece(visit.tx(), visit.viewer, asked.piece)) throw base::Missing();
        return gone(visit, asked);
    }
    return json(Json::Object{{"version", copy->version},
                             {"doc", doc::to_json(copy->body)},
                             {"title", copy->title},
                             {"summary", copy->summary},
                             {"stage", editorial::name_of(copy->stage)},
                             {"may_edit", editorial::may_write(visit.tx(), visit.viewer, *copy)}});
}

web::Response save(Visit& visit) {
    const Which asked = which(visit);
    visit.limit("copy.steps", key_of(visit), batches);
    const Json body = body_of(visit);
    const Json* steps = body.find("steps");
    if (!steps || !steps->array()) throw web::BadRequest(400);
    const editorial::Batch batch{.version = number_in(body, "version"), .client = text_in(body, "client"), .steps = *steps->array()};
    const auto saved = editorial::save_steps(visit.tx(), visit.viewer, text_of(visit, asked), batch);
    if (const auto* done = std::get_if<editorial::Saved>(&saved)) return json(Json::Object{{"version", done->version}});
    if (const auto* since = std::get_if<editorial::Since>(&saved)) return json(editorial::to_json(*since), 409);
    if (const auto* closed = std::get_if<editorial::Closed>(&saved))
        return closed->published ? gone(visit, asked) : told(visit, "copy.closed", 403);
    return told(visit, "copy.unfit", 422);
}

web::Response catch_up(Visit& visit) {
    const Which asked = which(visit);
    const std::int64_t version = version_in(visit.query(since_parameter));
    const auto since = editorial::steps_since(visit.tx(), visit.viewer, text_of(visit, asked), version);
    if (since) return json(editorial::to_json(*since));
    return gone(visit, asked, editorial::to_json(editorial::last_steps(visit.tx(), visit.viewer, text_of(visit, asked), version)));
}

/// {was, now} of one field; nothing where it is not sent.
std::optional<std::pair<std::string, std::string>> change_in(const Json& body, std::string_view name) {
    const Json* change = body.find(name);
    if (!change) return std::nullopt;
    return std::pair(text_in(*change, "was"), text_in(*change, "now"));
}

web::Response save_heading(Visit& visit) {
    const Which asked = which(visit);
    visit.limit("copy.heading", key_of(visit), headings);
    const Json body = body_of(visit);
    const editorial::HeadingChange change{.title = change_in(body, "title"), .summary = change_in(body, "summary")};
    const auto saved = editorial::save_heading(visit.tx(), visit.viewer, text_of(visit, asked), change);
    if (std::get_if<editorial::Saved>(&saved)) return json(Json::Object{});
    if (const auto* now = std::get_if<editorial::Heading>(&saved))
        return json(Json::Object{{"title", now->title}, {"summary", now->summary}}, 409);
    if (const auto* closed = std::get_if<editorial::Closed>(&saved))
        return closed->published ? gone(visit, asked) : told(visit, "copy.closed", 403);
    return json(Json::Object{{"message", tr(visit.lang, "copy.long_heading",
                                            {{"title", editorial::longest_title}, {"summary", editorial::longest_summary}})}},
                422);
}

/// Where somebody is, for the others. Nothing is kept; who tells it too often is not heard.
web::Response tell_cursor(Visit& visit) {
    const Which asked = which(visit);
    const Json body = body_of(visit);
    const std::string& client = text_in(body, "client");
    const std::int64_t from = number_in(body, "from"), to = number_in(body, "to");
    if (client.size() > 64) throw web::BadRequest(400);
    web::Response done;
    done.status = 204;
    try {
        visit.limit("copy.cursor", key_of(visit) + " " + client, cursors);
        visit.limit("copy.cursors", key_of(visit), all_cursors);
    } catch (const web::TooOften&) {
        return done;
    }
    const auto text = text_of(visit, asked);
    if (!editorial::is_of_the_piece(visit.tx(), visit.viewer, asked.piece))
        throw base::Denied(std::string(people::name_of(people::Right::comment)));
    const auto person = people::get_person(visit.tx(), visit.viewer, people::require_account(visit.viewer));
    const std::string name = person.may_be_named() ? people::name_in(asked.lang, person) : tr(asked.lang, "copy.somebody");
    editorial::tell_copy(visit.tx(), {.text = text,
                                      .event = "people",
                                      .data = Json::Array{Json::Object{{"name", name}, {"client", client}, {"from", from}, {"to", to}}},
                                      .id = 0});
    return done;
}

web::Response correct(Visit& visit) {
    const Which asked = which(visit);
    visit.limit("copy.open", key_of(visit), openings);
    return json(Json::Object{{"version", editorial::open_copy(visit.tx(), visit.viewer, asked.piece, asked.lang).version}});
}

std::string event(std::string_view name, const Json& data, std::string id = {}) {
    return http::event_text({.name = std::string(name), .id = std::move(id), .data = base::write_json(data)});
}

web::Response events(Visit& visit) {
    const Which asked = which(visit);
    const std::int64_t version = version_in(web::last_event_id(visit));
    const auto text = text_of(visit, asked);
    if (!editorial::is_of_the_piece(visit.tx(), visit.viewer, asked.piece))
        throw base::Denied(std::string(people::name_of(people::Right::comment)));
    visit.listen(editorial::copy_topic(text));
    const auto since = editorial::steps_since(visit.tx(), visit.viewer, text, version);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, text);
    if (!since || !copy) return gone(visit, asked);
    std::string first;
    if (!since->steps.empty()) first = event("steps", editorial::to_json(*since), std::to_string(since->version));
    // Neither has a number of its own, so what was missed of them is told anew.
    first += event("heading", Json::Object{{"title", copy->title}, {"summary", copy->summary}});
    first += event("moved", Json::Object{{"stage", editorial::name_of(copy->stage)}});
    return web::stream(visit, std::move(first));
}
}

void copy_routes(web::Routes& on) {
    on.get("/desk/{piece}/{lang}/document", document).needs("account");
    on.get("/desk/{piece}/{lang}/steps", catch_up).needs("account").takes({std::string(since_parameter)});
    on.post("/desk/{piece}/{lang}/steps", save).needs("account").limits_itself();
    on.post("/desk/{piece}/{lang}/heading", save_heading).needs("account").limits_itself();
    on.post("/desk/{piece}/{lang}/cursor", tell_cursor).needs("account").limits_itself();
    on.post("/desk/{piece}/{lang}/correction", correct).needs("account");
    on.get("/desk/{piece}/{lang}/events", events).needs("account").takes({std::string(since_parameter)});
}

}

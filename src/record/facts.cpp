#include "kit/base/json.hpp"
#include "record/record.hpp"
#include "record/store.hpp"

#include <algorithm>

namespace record {

using base::Json;

constexpr db::Query first_and_last{"record.period", R"sql(
    select min(at), max(at) from acts where person_id = :person and undone_at is null
)sql"};
constexpr db::Query held_roles{"record.roles", R"sql(
    select role, scope, accepted_at, ended_at, term_end from roles
     where person_id = :person and accepted_at is not null and role <> 'reader' order by accepted_at, id
)sql"};
constexpr db::Query publishers{"record.publishers", R"sql(
    select persons_shown.name, count(*)
      from acts join persons_shown on persons_shown.id = acts.person_id
     where acts.piece_id in (select credits.piece_id from credits where credits.person_id = :person and credits.live = 1)
       and acts.person_id <> :person and acts.act in ('published', 'approved', 'scheduled') and acts.undone_at is null
       and persons_shown.agreed_on is not null and persons_shown.former = 0
     group by persons_shown.id, persons_shown.name order by count(*) desc, persons_shown.name limit 3
)sql"};

namespace {
void widen(std::optional<std::pair<base::Day, base::Day>>& period, base::Day day) {
    if (!period)
        period = {day, day};
    else
        period = {std::min(period->first, day), std::max(period->second, day)};
}

/// One line for each piece, with both titles.
std::vector<Work> works_of(db::Tx& tx, const base::Viewer& viewer, people::PersonId person) {
    std::vector<Work> works;
    std::vector<editorial::PieceId> pieces;
    for (const base::Lang lang : base::languages)
        for (const editorial::Work& work : editorial::list_works(tx, viewer, person, lang)) {
            auto at = std::find(pieces.begin(), pieces.end(), work.entry.piece);
            if (at == pieces.end()) {
                const auto piece = editorial::find_piece(tx, viewer, work.entry.piece);
                const auto url = piece ? editorial::url_of(tx, *piece) : std::nullopt;
                if (!url) continue;
                pieces.push_back(work.entry.piece);
                at = pieces.end() - 1;
                works.push_back({.title = {},
                                 .title_ja = {},
                                 .kind = work.entry.kind,
                                 .url = *url,
                                 .roles = {},
                                 .published_on = work.entry.published_on});
            }
            Work& known = works[static_cast<std::size_t>(at - pieces.begin())];
            (work.entry.lang == base::Lang::ja ? known.title_ja : known.title) = work.entry.title;
            if (std::find(known.roles.begin(), known.roles.end(), work.role) == known.roles.end()) known.roles.push_back(work.role);
        }
    std::stable_sort(works.begin(), works.end(), [](const Work& a, const Work& b) { return a.published_on > b.published_on; });
    return works;
}

std::vector<Duty> duties_of(const std::vector<Work>& works) {
    std::vector<Duty> duties;
    for (const Work& work : works)
        for (const std::string& role : work.roles) {
            const auto at =
                std::find_if(duties.begin(), duties.end(), [&](const Duty& duty) { return duty.role == role && duty.kind == work.kind; });
            if (at == duties.end())
                duties.push_back({role, work.kind, 1});
            else
                ++at->count;
        }
    std::stable_sort(duties.begin(), duties.end(), [](const Duty& a, const Duty& b) { return a.role < b.role; });
    return duties;
}
}

std::optional<Facts> draft_facts(db::Tx& tx, const base::Viewer& viewer, PrintedName wanted) {
    const auto person = people::require_account(viewer);
    const people::Person shown = people::get_person(tx, viewer, person);
    const people::Profile profile = people::get_profile(tx, viewer);
    Facts facts;
    const bool own = wanted == PrintedName::own || profile.pen_name.empty();
    facts.name = own ? profile.name : shown.name;
    facts.name_ja = own ? profile.kanji : shown.name_ja;
    if (facts.name.empty()) facts.name = facts.name_ja;
    facts.works = works_of(tx, viewer, person);
    facts.duties = duties_of(facts.works);
    std::optional<std::pair<base::Day, base::Day>> period;
    for (const db::Row& row : tx.all(held_roles, {{"person", person}})) {
        HeldRole role{.role = row.text(0), .scope = row.text(1), .from = base::day_of(row.instant(2)), .until = row.find_day(4)};
        if (const auto ended = row.find_number(3)) role.until = base::day_of({*ended});
        // Of single pieces the works speak.
        if (role.scope.starts_with("piece:")) continue;
        widen(period, role.from);
        widen(period, role.until ? std::min(*role.until, base::day_of(tx.now())) : base::day_of(tx.now()));
        facts.roles.push_back(std::move(role));
    }
    if (facts.works.empty() && facts.roles.empty()) return std::nullopt;
    const auto acts = tx.first(first_and_last, {{"person", person}});
    for (const std::size_t column : {0u, 1u})
        if (acts && !acts->is_null(column)) widen(period, base::day_of(acts->instant(column)));
    for (const Work& work : facts.works) widen(period, work.published_on);
    facts.from = period->first;
    facts.until = period->second;
    for (const db::Row& row : tx.all(publishers, {{"person", person}}))
        if (!row.text(0).empty()) facts.confirmed_by.push_back(row.text(0));
    return facts;
}

// ---- as JSON ---------------------------------------------------------------------------------------------------------

namespace {
Json day_json(const std::optional<base::Day>& day) { return day ? Json(day->days) : Json(); }

std::string text_of(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found && found->text() ? *found->text() : std::string();
}
std::int64_t number_of(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found ? found->integer().value_or(0) : 0;
}
const Json::Array& list_of(const Json& json, std::string_view name) {
    static const Json::Array none;
    const Json* found = json.find(name);
    return found && found->array() ? *found->array() : none;
}
std::vector<std::string> texts_of(const Json& json, std::string_view name) {
    std::vector<std::string> texts;
    for (const Json& each : list_of(json, name))
        if (each.text()) texts.push_back(*each.text());
    return texts;
}
Json texts_json(const std::vector<std::string>& texts) {
    Json::Array all;
    for (const std::string& text : texts) all.emplace_back(text);
    return all;
}
}

std::string store::write_facts(const Facts& facts) {
    Json::Array duties, roles, works;
    for (const Duty& duty : facts.duties) duties.push_back(Json::Object{{"role", duty.role}, {"kind", duty.kind}, {"count", duty.count}});
    for (const HeldRole& role : facts.roles)
        roles.push_back(
            Json::Object{{"role", role.role}, {"scope", role.scope}, {"from", role.from.days}, {"until", day_json(role.until)}});
    for (const Work& work : facts.works)
        works.push_back(Json::Object{{"title", work.title},
                                     {"title_ja", work.title_ja},
                                     {"kind", work.kind},
                                     {"url", work.url},
                                     {"roles", texts_json(work.roles)},
                                     {"published_on", work.published_on.days}});
    return base::write_json(Json::Object{{"name", facts.name},
                                         {"name_ja", facts.name_ja},
                                         {"from", facts.from.days},
                                         {"until", facts.until.days},
                                         {"duties", std::move(duties)},
                                         {"roles", std::move(roles)},
                                         {"works", std::move(works)},
                                         {"confirmed_by", texts_json(facts.confirmed_by)},
                                         {"site", facts.site},
                                         {"site_url", facts.site_url},
                                         {"operator", facts.operator_name},
                                         {"contact", facts.contact}});
}

Facts store::read_facts(std::string_view text) {
    const auto json = base::parse_json(text);
    if (!json) throw base::Error("what a record says cannot be read");
    Facts facts;
    facts.name = text_of(*json, "name");
    facts.name_ja = text_of(*json, "name_ja");
    facts.from = {number_of(*json, "from")};
    facts.until = {number_of(*json, "until")};
    for (const Json& each : list_of(*json, "duties"))
        facts.duties.push_back({text_of(each, "role"), text_of(each, "kind"), number_of(each, "count")});
    for (const Json& each : list_of(*json, "roles")) {
        HeldRole role{text_of(each, "role"), text_of(each, "scope"), {number_of(each, "from")}, {}};
        if (const Json* until = each.find("until"); until && until->integer()) role.until = base::Day{*until->integer()};
        facts.roles.push_back(std::move(role));
    }
    for (const Json& each : list_of(*json, "works"))
        facts.works.push_back({text_of(each, "title"),
                               text_of(each, "title_ja"),
                               text_of(each, "kind"),
                               text_of(each, "url"),
                               texts_of(each, "roles"),
                               {number_of(each, "published_on")}});
    facts.confirmed_by = texts_of(*json, "confirmed_by");
    facts.site = text_of(*json, "site");
    facts.site_url = text_of(*json, "site_url");
    facts.operator_name = text_of(*json, "operator");
    facts.contact = text_of(*json, "contact");
    return facts;
}

}

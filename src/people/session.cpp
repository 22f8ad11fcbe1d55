#include "kit/base/ids.hpp"
#include "kit/streams/streams.hpp"
#include "people/people.hpp"
#include "people/role.hpp"
#include "people/secret.hpp"

#include <array>

namespace people {

namespace {
constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
/// So long a passkey speaks for a session.
constexpr std::int64_t passkey_lasts = day;

/// "Chrome, Windows": enough to tell one's own sessions apart, too little to tell people apart.
std::string short_agent(std::string_view agent) {
    using Sign = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Sign, 5> browsers{
        {{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"OPR/", "Opera"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}};
    static constexpr std::array<Sign, 6> systems{
        {{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}}};
    std::string words;
    for (const auto& [sign, name] : browsers)
        if (agent.find(sign) != std::string_view::npos) {
            words = name;
            break;
        }
    for (const auto& [sign, name] : systems)
        if (agent.find(sign) != std::string_view::npos) {
            words += (words.empty() ? "" : ", ") + std::string(name);
            break;
        }
    return words;
}
}

constexpr db::Query insert_session{"people.insert_session", R"sql(
    insert into sessions (id, token_hash, person_id, agent, made_at, seen_on, expires_at, passkey_at)
    values (:id, :hash, :person, :agent, :now, :today, :expires, :passkey)
)sql"};

std::string begin_session(db::Tx& tx, PersonId person, std::string_view agent, bool with_passkey) {
    const std::string token = base::new_uid();
    std::optional<base::Instant> passkey;
    if (with_passkey) passkey = tx.now();
    tx.run(insert_session, {{"id", base::new_id()},
                            {"hash", hash_of(token)},
                            {"person", person},
                            {"agent", short_agent(agent)},
                            {"now", tx.now()},
                            {"today", base::day_of(tx.now())},
                            {"expires", base::Instant{tx.now().ms + session_days * day}},
                            {"passkey", passkey}});
    return token;
}

constexpr db::Query select_viewer{"people.find_viewer", R"sql(
    select sessions.id, sessions.person_id, sessions.passkey_at, persons.name, persons.pen_name,
           (select count(*) from passkeys where passkeys.person_id = sessions.person_id), sessions.seen_on
      from sessions join persons on persons.id = sessions.person_id
     where sessions.token_hash = :hash and sessions.expires_at > :now
)sql"};
base::Viewer find_viewer(db::Tx& tx, std::string_view session) {
    if (session.size() != 32) return {};
    const auto row = tx.first(select_viewer, {{"hash", hash_of(session)}, {"now", tx.now()}});
    if (!row) return {};
    base::Viewer viewer;
    viewer.session = row->number(0);
    viewer.person = row->number(1);
    viewer.name = row->text(4).empty() ? row->text(3) : row->text(4);
    viewer.rights = rights_of(Role::reader, "site");

    // Whoever edits or keeps and has a passkey shows it first.
    const bool shown = !row->is_null(2) && row->number(2) + passkey_lasts > tx.now().ms;
    const bool asks = row->number(5) > 0 && !shown;
    viewer.first_today = row->day(6) < base::day_of(tx.now());
    for (const Held& held : list_in_force(tx, static_cast<PersonId>(*viewer.person))) {
        if (asks && is_guarded(held.role, held.scope))
            viewer.held_back |= rights_of(held.role, held.scope);
        else
            add_rights(viewer, held);
    }
    return viewer;
}

constexpr db::Query update_token{"people.renew_session", R"sql(
    update sessions set token_hash = :hash where id = :id and person_id = :person
)sql"};

std::string renew_session(db::Tx& tx, const base::Viewer& viewer) {
    std::string token = base::new_uid();
    if (tx.run(update_token, {{"hash", hash_of(token)}, {"id", viewer.session.value_or(0)}, {"person", require_account(viewer)}}) == 0)
        throw base::Missing();
    return token;
}

constexpr db::Query update_seen{"people.touch_session", R"sql(
    update sessions set seen_on = :today where id = :id and seen_on < :today
)sql"};

bool touch_session(db::Tx& tx, const base::Viewer& viewer) {
    return viewer.session && tx.run(update_seen, {{"id", *viewer.session}, {"today", base::day_of(tx.now())}}) > 0;
}

constexpr db::Query select_sessions{"people.list_sessions", R"sql(
    select id, agent, made_at, seen_on from sessions where person_id = :person and expires_at > :now order by seen_on desc, made_at desc
)sql"};

std::vector<Session> list_sessions(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Session> sessions;
    for (const db::Row& row : tx.all(select_sessions, {{"person", require_account(viewer)}, {"now", tx.now()}}))
        sessions.push_back({.id = row.number(0),
                            .agent = row.text(1),
                            .made_at = row.instant(2),
                            .seen_on = row.day(3),
                            .current = viewer.session == row.number(0)});
    return sessions;
}

constexpr db::Query delete_session{"people.end_session", R"sql(
    delete from sessions where id = :id and person_id = :person
)sql"};

void end_session(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    if (tx.run(delete_session, {{"id", id}, {"person", require_account(viewer)}}) == 0) throw base::Missing();
    streams::close(tx, "session:" + std::to_string(id));
    write_audit(tx, viewer, "session.ended", "", true);
}

constexpr db::Query delete_sessions{"people.end_all_sessions", R"sql(
    delete from sessions where person_id = :person and id <> :kept
)sql"};

void end_all_sessions(db::Tx& tx, const base::Viewer& viewer, bool keep_current) {
    tx.run(delete_sessions, {{"person", require_account(viewer)}, {"kept", keep_current ? viewer.session.value_or(0) : 0}});
    // The session that goes on opens its stream anew.
    close_streams(tx, require_account(viewer));
    write_audit(tx, viewer, "session.ended", "all", true);
}

constexpr db::Query update_raised{"people.raise_session", R"sql(
    update sessions set passkey_at = :now where id = :id and person_id = :person
)sql"};

void raise_session(db::Tx& tx, const base::Viewer& viewer) {
    tx.run(update_raised, {{"id", viewer.session.value_or(0)}, {"person", require_account(viewer)}, {"now", tx.now()}});
}

}

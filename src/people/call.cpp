#include "kit/base/ids.hpp"
#include "kit/base/utf8.hpp"
#include "people/people.hpp"
#include "people/role.hpp"

namespace people {

namespace {
Call read_call(const db::Row& row, std::size_t from = 0) {
    Call call{.id = row.number(from),
              .role = role_from(row.text(from + 1)).value_or(Role::proofreader),
              .title = row.text(from + 2),
              .title_ja = row.text(from + 3),
              .text = row.text(from + 4),
              .text_ja = row.text(from + 5),
              .opened_at = row.instant(from + 6),
              .closed_at = {}};
    if (!row.is_null(from + 7)) call.closed_at = row.instant(from + 7);
    return call;
}

/// Who may open a call for this role, and answer whoever wants it.
Right right_for(Role role) {
    switch (role) {
        case Role::contributor:
        case Role::proofreader: return Right::approve;
        case Role::reader:
        case Role::editor:
        case Role::blog_editor:
        case Role::course_editor:
        case Role::trainer:
        case Role::social:
        case Role::keeper: return Right::keep;
    }
    return Right::keep;
}

std::string target_of(std::string_view what, std::int64_t id) { return std::string(what) + ":" + std::to_string(id); }
}

constexpr db::Query select_calls{"people.list_calls", R"sql(
    select id, role, title, title_ja, text, text_ja, opened_at, closed_at from calls where closed_at is null order by opened_at, id
)sql"};
constexpr db::Query select_call{"people.find_call", R"sql(
    select id, role, title, title_ja, text, text_ja, opened_at, closed_at from calls where id = :id
)sql"};

const std::string& title_in(base::Lang lang, const Call& call) { return lang == base::Lang::ja ? call.title_ja : call.title; }
const std::string& text_in(base::Lang lang, const Call& call) { return lang == base::Lang::ja ? call.text_ja : call.text; }

std::vector<Call> list_calls(db::Tx& tx, const base::Viewer&) {
    std::vector<Call> calls;
    for (const db::Row& row : tx.all(select_calls)) calls.push_back(read_call(row));
    return calls;
}

std::optional<Call> find_call(db::Tx& tx, const base::Viewer&, std::int64_t id) {
    const auto row = tx.first(select_call, {{"id", id}});
    return row ? std::optional(read_call(*row)) : std::nullopt;
}

constexpr db::Query insert_call{"people.insert_call", R"sql(
    insert into calls (id, role, title, title_ja, text, text_ja, opened_at) values (:id, :role, :title, :title_ja, :text, :text_ja, :now)
)sql"};
constexpr db::Query update_call{"people.update_call", R"sql(
    update calls set title = :title, title_ja = :title_ja, text = :text, text_ja = :text_ja where id = :id
)sql"};

std::int64_t save_call(db::Tx& tx, const base::Viewer& viewer, const Call& call) {
    const auto known = call.id ? find_call(tx, viewer, call.id) : std::nullopt;
    if (call.id && !known) throw base::Missing();
    const Role role = known ? known->role : call.role;
    require(tx, viewer, right_for(role), Scope::site(), target_of("call", call.id));
    if (role == Role::keeper) throw base::Denied("keep");
    if (known) {
        tx.run(update_call,
               {{"id", call.id}, {"title", call.title}, {"title_ja", call.title_ja}, {"text", call.text}, {"text_ja", call.text_ja}});
        return call.id;
    }
    const std::int64_t id = base::new_id();
    tx.run(insert_call, {{"id", id},
                         {"role", name_of(role)},
                         {"title", call.title},
                         {"title_ja", call.title_ja},
                         {"text", call.text},
                         {"text_ja", call.text_ja},
                         {"now", tx.now()}});
    return id;
}

constexpr db::Query end_call{"people.close_call", R"sql(
    update calls set closed_at = :now where id = :id and closed_at is null
)sql"};

void close_call(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    const auto call = find_call(tx, viewer, id);
    if (!call) throw base::Missing();
    require(tx, viewer, right_for(call->role), Scope::site(), target_of("call", id));
    tx.run(end_call, {{"id", id}, {"now", tx.now()}});
}

// ---- applications ----------------------------------------------------------------------------------------------------

constexpr db::Query insert_application{"people.insert_application", R"sql(
    insert into applications (id, call_id, address, name, words, lang, made_at, reply) values (:id, :call, :address, :name, :words, :lang, :now, '')
)sql"};

base::Result<std::int64_t, Problems> apply(db::Tx& tx, const NewApplication& wanted) {
    Problems problems;
    const auto call = find_call(tx, {}, wanted.call);
    if (!call) throw base::Missing();
    if (call->closed_at) problems.push_back({"words", "problem.call_closed"});
    const auto address = normal_address(wanted.address);
    if (wanted.name.empty()) problems.push_back({"name", "problem.name_missing"});
    if (base::code_points(wanted.name) > 100) problems.push_back({"name", "problem.too_long"});
    if (!address) problems.push_back({"address", "problem.address"});
    if (wanted.words.empty()) problems.push_back({"words", "problem.two_sentences"});
    if (base::code_points(wanted.words) > 1000) problems.push_back({"words", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};
    const std::int64_t id = base::new_id();
    tx.run(insert_application, {{"id", id},
                                {"call", wanted.call},
                                {"address", *address},
                                {"name", wanted.name},
                                {"words", wanted.words},
                                {"lang", base::tag(wanted.lang)},
                                {"now", tx.now()}});
    return id;
}

namespace {
Application read(const db::Row& row) {
    Application application{.id = row.number(0),
                            .call = read_call(row, 9),
                            .name = row.text(1),
                            .words = row.text(2),
                            .lang = base::lang_from(row.text(3)).value_or(base::Lang::en),
                            .person = row.id<PersonId>(4),
                            .made_at = row.instant(5),
                            .answered_at = {},
                            .accepted = row.find_number(7).value_or(0) != 0,
                            .reply = row.text(8)};
    if (!row.is_null(6)) application.answered_at = row.instant(6);
    return application;
}
}

constexpr db::Query select_waiting{"people.list_applications", R"sql(
    select applications.id, name, words, lang, person_id, made_at, answered_at, accepted, reply,
           calls.id, role, title, title_ja, text, text_ja, opened_at, closed_at
      from applications join calls on calls.id = call_id
     where person_id is not null and answered_at is null order by made_at, applications.id
)sql"};

std::vector<Application> list_applications(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::approve);
    std::vector<Application> found;
    for (const db::Row& row : tx.all(select_waiting))
        if (Application one = read(row); may(viewer, right_for(one.call.role))) found.push_back(std::move(one));
    return found;
}

constexpr db::Query select_application{"people.find_application", R"sql(
    select applications.id, name, words, lang, person_id, made_at, answered_at, accepted, reply,
           calls.id, role, title, title_ja, text, text_ja, opened_at, closed_at
      from applications join calls on calls.id = call_id
     where person_id is not null and applications.id = :id
)sql"};

std::optional<Application> find_application(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    require(tx, viewer, Right::approve);
    const auto row = tx.first(select_application, {{"id", id}});
    if (!row) return std::nullopt;
    Application found = read(*row);
    require(tx, viewer, right_for(found.call.role), Scope::site(), target_of("application", id));
    return found;
}

constexpr db::Query select_own{"people.list_own_applications", R"sql(
    select applications.id, name, words, lang, person_id, made_at, answered_at, accepted, reply,
           calls.id, role, title, title_ja, text, text_ja, opened_at, closed_at
      from applications join calls on calls.id = call_id
     where person_id = :person order by made_at desc
)sql"};

std::vector<Application> list_own_applications(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Application> found;
    for (const db::Row& row : tx.all(select_own, {{"person", require_account(viewer)}})) found.push_back(read(row));
    return found;
}

constexpr db::Query update_answer{"people.answer_application", R"sql(
    update applications set answered_at = :now, answered_by = :by, accepted = :accepted, reply = :reply where id = :id and answered_at is null
)sql"};

bool answer_application(db::Tx& tx, const base::Viewer& viewer, std::int64_t id, bool accept, std::string_view reply) {
    const auto application = find_application(tx, viewer, id);
    if (!application) throw base::Missing();
    require(tx, viewer, right_for(application->call.role), Scope::site(), target_of("application", id));
    if (tx.run(update_answer, {{"id", id}, {"now", tx.now()}, {"by", viewer.person}, {"accepted", accept}, {"reply", reply}}) == 0)
        return false;
    const NewRole wanted{application->call.role, "site", {}, {}};
    if (accept && !holds(tx, application->person, wanted)) add_role(tx, viewer, application->person, wanted, false);
    return true;
}

}

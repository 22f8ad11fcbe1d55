// Every route × every role × one's own and somebody else's object. The rows come from the same table as `altto routes`: a route without a row
// here fails, and so does a row without a route.
#include "kit/base/ids.hpp"
#include "site/test_site.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

using site_test::header;

using base::Lang;
using site_test::Site;
using support::World;

namespace {
using people::Role;

/// Who gets through with a right, in words of this test and not of the program. Calls and applications belong to the whole site: an editor
/// of one section passes the route and is stopped by the domain.
const std::map<std::string_view, std::set<std::string_view>, std::less<>> holders{
    {"approve", {"editor", "keeper"}},
    {"edit", {"editor", "keeper"}},
    {"keep", {"keeper"}},
    {"publish", {"editor", "keeper"}},
};
/// Who has an editor's rights in a part of the site.
const std::set<std::string_view> editors_of_parts{"blog_editor", "course_editor"};
constexpr std::array<std::string_view, 10> askers{"nobody",      "reader",        "contributor", "proofreader", "editor",
                                                  "blog_editor", "course_editor", "trainer",     "social",      "keeper"};

/// What the address names. Of what belongs to a person, somebody else's is as if it were not there.
enum class Object { none, address, session, passkey, photo, role, person, application, call, task_link, mail, job, link, page };

struct Row {
    std::string_view route;
    std::string_view right;
    Object object = Object::none;
    bool anywhere = false; // belongs to no part of the site: the right in any of them is enough
    std::string_view also = {}; // who has the right in the part of the site that it belongs to
};

// clang-format off
const Row rows[] = {
#include "site/test_rights_rows.hpp"
};
// clang-format on

bool is_personal(Object object) {
    switch (object) {
        case Object::address:
        case Object::session:
        case Object::passkey: return true;
        case Object::none:
        case Object::photo:
        case Object::role:
        case Object::person:
        case Object::application:
        case Object::call:
        case Object::task_link:
        case Object::mail:
        case Object::job:
        case Object::link:
        case Object::page: return false;
    }
    return false;
}

constexpr db::Query last_address{"test.last_address", "select id from addresses where person_id = :person order by main"};
constexpr db::Query last_session{"test.last_session", "select max(id) from sessions where person_id = :person"};
constexpr db::Query refusals{"test.refusals", "select count(*) from audit where allowed = 0"};

/// A site with somebody in each role, who owns one of everything.
struct Table : site_test::FullSite {
    explicit Table(support::Database& database) : FullSite(database) {
        for (const std::string_view asker : askers) {
            if (asker == "nobody") continue;
            const auto role = people::role_from(asker);
            const auto person = member(std::string(asker) + "@example.org", *role == Role::reader ? std::nullopt : role);
            persons[asker] = person;
        }
        owner = member("owner@example.org");
        auto tx = db.write();
        call = people::save_call(*tx, keeper,
                                 {.id = 0,
                                  .role = Role::proofreader,
                                  .title = "Proofreaders",
                                  .title_ja = "校正",
                                  .text = "Two sentences.",
                                  .text_ja = "",
                                  .opened_at = {},
                                  .closed_at = {}});
        offered = people::give_role(*tx, keeper, owner, {Role::proofreader, "site", {}, {}}, /*offered=*/true);
        task = people::make_task_link(*tx, keeper, owner, people::Task::role, std::to_string(static_cast<std::int64_t>(offered)),
                                      "owner@example.org");
        task_id = people::list_task_links(*tx, keeper, owner).front().id;
        tx->commit();
    }

    std::int64_t number_of(const db::Query& query, people::PersonId person) {
        return db.read()->first(query, {{"person", person}})->number(0);
    }

    /// Fresh, because many routes use up what they name.
    std::string name_of_object(Object object, people::PersonId whose) {
        switch (object) {
            case Object::address: return std::to_string(number_of(last_address, whose));
            case Object::session: cookie_of(whose); return std::to_string(number_of(last_session, whose));
            case Object::passkey: return std::to_string(passkey_of(whose));
            case Object::role: {
                auto tx = db.write();
                const auto id = people::give_role(*tx, keeper, whose, {Role::trainer, "site", {}, {}});
                tx->commit();
                return std::to_string(static_cast<std::int64_t>(id));
            }
            case Object::person: return std::to_string(static_cast<std::int64_t>(whose));
            case Object::application: return std::to_string(application());
            case Object::call: return std::to_string(call);
            case Object::task_link: return std::to_string(task_id);
            case Object::mail:
            case Object::job: return "1";
            case Object::link: return task;
            case Object::photo: return "0123456789abcdef0123456789abcdef";
            case Object::page:
            case Object::none: return "x";
        }
        return "x";
    }

    std::int64_t passkey_of(people::PersonId person) {
        base::Viewer viewer;
        viewer.person = static_cast<std::int64_t>(person);
        auto tx = db.write();
        people::Passkey key;
        key.credential_id = base::new_uid();
        key.name = "test";
        people::add_passkey(*tx, viewer, key);
        const auto id = people::list_passkeys(*tx, viewer).back().id;
        tx->commit();
        return id;
    }

    std::int64_t application() {
        const std::string address = "applicant" + std::to_string(++applicants) + "@example.org";
        auto tx = db.write();
        const auto id = people::apply(
            *tx, {.call = call, .name = "An Applicant", .address = address, .words = "I read carefully. I have time.", .lang = Lang::en});
        REQUIRE(id.has_value());
        const auto secrets = people::begin_sign_in(*tx, address, "");
        REQUIRE(people::redeem_link(*tx, secrets.token, "").has_value());
        tx->commit();
        return *id;
    }

    /// The address with its parts filled in.
    std::string target_of(const web::Route& route, const Row& row, people::PersonId whose) {
        std::string target = route.langs == web::Langs::japanese ? "/ja" : "";
        for (std::string_view rest = route.pattern; !rest.empty();) {
            const std::size_t open = std::min(rest.find('{'), rest.size());
            target += rest.substr(0, open);
            if (open == rest.size()) break;
            const std::size_t close = rest.find('}', open);
            const std::string_view name = rest.substr(open + 1, close - open - 1);
            if (name == "course")
                target += "first-week";
            else if (name == "lesson")
                target += "greet";
            else if (name == "post")
                target += "hello";
            else if (name == "tag")
                target += "planning";
            else if (name == "source")
                target += "king2013silence";
            else if (name == "person" && row.object == Object::none)
                target += "ada";
            else if (name == "page")
                target += "about";
            else if (name == "lang")
                target += "en";
            else if (name == "file")
                target += "160.jpg";
            else
                target += name_of_object(row.object, whose);
            rest.remove_prefix(close + 1);
        }
        return target;
    }

    std::map<std::string_view, people::PersonId, std::less<>> persons;
    people::PersonId owner{};
    people::RoleId offered{};
    std::int64_t call = 0, task_id = 0;
    int applicants = 0;
    std::string task;
};

/// Enough of a form to be understood; what is missing is a matter for whoever has the right.
std::string form_of(std::string_view route) { return route == "POST /edit/queue/applications/{id}" ? "answer=no" : ""; }

/// Whether the answer says "not you".
bool is_refusal(const http::Response& response) {
    return response.status == 403 || (response.status == 303 && header(response, "Location").find("/sign-in?back=") != std::string::npos);
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("every route has a row in the table of rights, and every row its route", db) {
    Site site(db);
    std::set<std::string> routes;
    for (const web::Route& route : site.on.all()) {
        if (route.pattern == "/parts") continue; // with --dev only
        const std::string name = route.method + " " + route.pattern;
        routes.insert(name);
        const auto row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& one) { return one.route == name; });
        INFO(name, " has no row in src/site/test_rights_rows.hpp; altto routes prints what it asks for: ", route.right);
        REQUIRE(row != std::end(rows));
        CHECK(row->right == route.right);
        // A page that asks who is there is kept by no cache.
        if (route.right != "open") CHECK(route.knows_viewer);
    }
    for (const Row& row : rows) {
        INFO(std::string(row.route), " is a row without a route");
        CHECK(routes.contains(std::string(row.route)));
    }
}

ROOM_TEST_CASE("whoever has not got a right gets nowhere, by any route and with any object, and it is written down", db) {
    Table site(db);
    for (const web::Route& route : site.on.all()) {
        const std::string name = route.method + " " + route.pattern;
        const auto row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& one) { return one.route == name; });
        if (row == std::end(rows)) continue;
        for (const std::string_view asker : askers) {
            const bool someone = asker != "nobody";
            const bool allowed = row->right == "open" || row->right == "link" ||
                                 (row->right == "account" ? someone : holders.at(row->right).contains(asker)) ||
                                 (row->anywhere && editors_of_parts.contains(asker)) || asker == row->also;
            if (row->right == "open" && someone) continue;
            for (const bool own : {true, false}) {
                if (own && !(someone && is_personal(row->object))) continue;
                // Signing out, deleting and the like end what they are asked with: each request has a session of its own.
                const auto person = someone ? site.persons.at(asker) : people::PersonId{};
                const std::string cookie = someone ? site.cookie_of(person, /*with_passkey=*/true) : "";
                if (name == "POST /me/data/deletion") continue; // has a test of its own
                const std::string target = site.target_of(route, *row, own ? person : site.owner);
                INFO(name, " as ", std::string(asker), std::string(own ? ", own object" : ", another’s object"), ": ", target);
                const auto before = db.read()->first(refusals)->number(0);
                const auto response =
                    route.method == "GET" ? site.get(target, cookie) : static_cast<Site&>(site).post(target, form_of(name), cookie);
                CHECK(response.status < 500);
                if (!allowed) {
                    CHECK(is_refusal(response));
                    if (response.status == 403) CHECK(db.read()->first(refusals)->number(0) == before + 1);
                } else if (is_personal(row->object) && !own) {
                    CHECK(response.status == 404);
                } else {
                    CHECK_FALSE(is_refusal(response));
                }
            }
        }
    }
}

ROOM_TEST_CASE("a domain function that is called without the right throws", db) {
    Table site(db);
    const auto proofreader = site.viewer_of(site.cookie_of(site.persons.at("proofreader")));
    const base::Viewer nobody;
    using Call = std::function<void(db::Tx&, const base::Viewer&)>;
    const editorial::Publication wanted = World::publication("New", "Text.");
    const std::vector<std::pair<std::string_view, Call>> calls{
        {"make_piece", [&](db::Tx& tx, const base::Viewer& viewer) { editorial::make_piece(tx, viewer, {"post", "new", "CC-BY-4.0"}); }},
        {"publish", [&](db::Tx& tx, const base::Viewer& viewer) { editorial::publish(tx, viewer, site.post, Lang::en, wanted); }},
        {"rename_piece", [&](db::Tx& tx, const base::Viewer& viewer) { editorial::rename_piece(tx, viewer, site.post, "other"); }},
        {"set_licence", [&](db::Tx& tx, const base::Viewer& viewer) { editorial::set_licence(tx, viewer, site.post, "CC0-1.0"); }},
        {"set_credits", [&](db::Tx& tx, const base::Viewer& viewer) { editorial::set_credits(tx, viewer, site.post, {}); }},
        {"set_starter",
         [&](db::Tx& tx, const base::Viewer& viewer) { editorial::set_starter(tx, viewer, site.post, Lang::en, {"a", "b"}); }},
        {"add_sources", [&](db::Tx& tx, const base::Viewer& viewer) { research::add_sources(tx, viewer, {}); }},
        {"find_sources", [&](db::Tx& tx, const base::Viewer& viewer) { research::find_sources(tx, viewer, ""); }},
        {"list_source_revisions",
         [&](db::Tx& tx, const base::Viewer& viewer) { research::list_source_revisions(tx, viewer, "king2013silence"); }},
        {"change_source",
         [&](db::Tx& tx, const base::Viewer& viewer) {
             research::change_source(tx, viewer, research::from_fields("king2013silence", "misc", {{"title", "T"}}), {});
         }},
        {"delete_source", [&](db::Tx& tx, const base::Viewer& viewer) { research::delete_source(tx, viewer, "king2013silence"); }},
        {"save_tag", [&](db::Tx& tx, const base::Viewer& viewer) { blog::save_tag(tx, viewer, {"t", "T", "T"}); }},
        {"set_tags", [&](db::Tx& tx, const base::Viewer& viewer) { blog::set_tags(tx, viewer, site.post, {}); }},
        {"save_course", [&](db::Tx& tx, const base::Viewer& viewer) { learn::save_course(tx, viewer, site.course, "red", {}); }},
        {"set_levels", [&](db::Tx& tx, const base::Viewer& viewer) { learn::set_levels(tx, viewer, site.lesson, {}); }},
        {"save_person", [&](db::Tx& tx, const base::Viewer& viewer) { people::save_person(tx, viewer, site.ada); }},
        {"list_all_people", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_all_people(tx, viewer); }},
        {"get_person", [&](db::Tx& tx, const base::Viewer& viewer) { people::get_person(tx, viewer, site.owner); }},
        {"give_role",
         [&](db::Tx& tx, const base::Viewer& viewer) { people::give_role(tx, viewer, site.owner, {Role::keeper, "site", {}, {}}); }},
        {"end_role", [&](db::Tx& tx, const base::Viewer& viewer) { people::end_role(tx, viewer, site.offered); }},
        {"hand_over_role",
         [&](db::Tx& tx, const base::Viewer& viewer) { people::hand_over_role(tx, viewer, site.offered, site.persons.at("reader")); }},
        {"set_term", [&](db::Tx& tx, const base::Viewer& viewer) { people::set_term(tx, viewer, site.offered, {}, {}); }},
        {"list_roles", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_roles(tx, viewer, site.owner); }},
        {"make_task_link",
         [&](db::Tx& tx, const base::Viewer& viewer) {
             people::make_task_link(tx, viewer, site.owner, people::Task::claim, "", "a@example.org");
         }},
        {"list_task_links", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_task_links(tx, viewer, site.owner); }},
        {"revoke_task_link", [&](db::Tx& tx, const base::Viewer& viewer) { people::revoke_task_link(tx, viewer, site.task_id); }},
        {"invite_person",
         [&](db::Tx& tx, const base::Viewer& viewer) { people::invite_person(tx, viewer, "N", "n@example.org", Lang::en); }},
        {"save_call",
         [&](db::Tx& tx, const base::Viewer& viewer) {
             people::save_call(tx, viewer,
                               {.id = 0,
                                .role = Role::proofreader,
                                .title = "T",
                                .title_ja = "",
                                .text = "",
                                .text_ja = "",
                                .opened_at = {},
                                .closed_at = {}});
         }},
        {"close_call", [&](db::Tx& tx, const base::Viewer& viewer) { people::close_call(tx, viewer, site.call); }},
        {"list_applications", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_applications(tx, viewer); }},
        {"answer_application", [&](db::Tx& tx, const base::Viewer& viewer) { people::answer_application(tx, viewer, 1, true, ""); }},
        {"list_audit", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_audit(tx, viewer, 0, 10); }},
        {"forget_person",
         [&](db::Tx& tx, const base::Viewer& viewer) { people::forget_person(tx, viewer, site.owner, people::SignedAs::former); }},
        {"list_forgotten", [&](db::Tx& tx, const base::Viewer& viewer) { people::list_forgotten(tx, viewer); }},
    };
    for (const auto& [name, call] : calls)
        for (const base::Viewer* viewer : {&nobody, &proofreader}) {
            INFO(std::string(name));
            auto tx = db.write();
            CHECK_THROWS_AS(call(*tx, *viewer), base::Denied);
        }
}

ROOM_TEST_CASE("an editor of the blog publishes in the blog and nowhere else", db) {
    Table site(db);
    const auto viewer = site.viewer_of(site.cookie_of(site.persons.at("blog_editor")));
    const editorial::Publication wanted = World::publication("New", "Text.");
    {
        auto tx = db.write();
        CHECK(editorial::publish(*tx, viewer, site.post, Lang::en, wanted).has_value());
    }
    auto tx = db.write();
    CHECK_THROWS_AS(editorial::publish(*tx, viewer, site.lesson, Lang::en, wanted), base::Denied);
}

TEST_SUITE_END();

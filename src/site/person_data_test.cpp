#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"
#include "site/wiring.hpp"
#include "support/files.hpp"

#include <deque>
#include <filesystem>
#include <map>
#include <set>

using site_test::Site;

namespace {
struct Column {
    std::string table, name;
    bool is_text = false;
};

/// Every column of the migrated schema.
std::vector<Column> columns(db::Tx& tx) {
    static constexpr db::Query sqlite{"test.columns_sqlite", R"(
        select tables.name, columns.name, columns.type from sqlite_master tables join pragma_table_info(tables.name) columns
         where tables.type = 'table' and tables.name not like 'sqlite%' order by 1, 2)"};
    static constexpr db::Query postgres{"test.columns_postgres", R"(
        select cast(columns.table_name as text), cast(columns.column_name as text), cast(columns.data_type as text)
          from information_schema.columns columns join information_schema.tables tables using (table_schema, table_name)
         where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1, 2)"};
    std::vector<Column> found;
    for (const db::Row& row : tx.all(tx.engine() == db::Engine::sqlite ? sqlite : postgres))
        found.push_back({row.text(0), row.text(1), row.text(2) == "text" || row.text(2) == "TEXT"});
    return found;
}

/// Whether a column holds a person or an address of mail.
bool is_personal(const std::string& column) {
    return column.ends_with("person_id") || column.ends_with("keeper_id") || column == "deputy_id" || column.ends_with("address") ||
           (column.ends_with("_by") && column != "check_by");
}

std::set<std::string> registered() {
    std::set<std::string> tables;
    for (const site::PersonData& one : site::person_data())
        for (const std::string_view table : one.tables) tables.emplace(table);
    return tables;
}

/// What stands in the filled columns that a person wrote or that say something about them, and nowhere else.
std::string unique(const Column& column) {
    std::string text = "zq-" + column.table + "-" + column.name + "-zq";
    return column.name == "address" || column.name == "to_address" ? text + "@example.org" : text;
}

/// Columns in which the program reads a word of its own.
const std::map<std::string, std::string>& words_of_the_program() {
    static const std::map<std::string, std::string> words{
        {"persons.lang", "en"},         {"applications.lang", "en"},   {"mails.lang", "en"},
        {"mails.state", "queued"},      {"mails.headers", "[]"},       {"roles.role", "editor"},
        {"roles.scope", "site"},        {"credits.role", "writer"},    {"sign_ins.purpose", "sign_in"},
        {"task_links.action", "claim"}, {"photos.mime", "image/jpeg"}, {"texts.stage", "live"},
        {"texts.pairing", "parallel"},  {"acts.before", ""},           {"acts.act", "moved"},
        {"acts.stage_from", "draft"},   {"acts.stage_to", "ready"},    {"ticks.name", "privacy"},
        {"duties.duty", "read"},        {"revisions.reason", "idle"},
    };
    return words;
}

/// Texts are the work of all who wrote them, and of the site; they stay when one of them goes, and say no more who that was.
bool is_the_work(const Column& column) {
    static const std::set<std::string> tables{"texts", "revisions", "working_copies", "steps", "shared", "word_changes"};
    return tables.contains(column.table) && column.name != "client";
}

/// Random values and secrets that say nothing to the person, and what only the site's own side of a mail is. They go, but are in no export.
bool is_for_machines(const Column& column) {
    static const std::set<std::string> names{"uid",  "handle",  "photo",      "public_key", "message_id",   "to_key",     "text",
                                             "html", "headers", "last_error", "from_name",  "from_address", "reply_name", "reply_address"};
    if (column.table == "applications" || column.table == "credits") return false;
    if (column.table == "texts" && column.name.starts_with("starter_")) return true;
    return column.name.ends_with("hash") || (names.contains(column.name) && column.table != "persons") ||
           (column.table == "persons" && (column.name == "handle" || column.name == "photo"));
}

std::string quoted(const std::string& text) { return "'" + text + "'"; }

/// One row about the person in every registered table, each text a string of its own.
struct Filled {
    std::vector<std::pair<Column, std::string>> strings;
    std::string photo = "zq-bytes-of-the-photo-zq";
};

Filled fill(Site& site, people::PersonId person, std::int64_t call, std::int64_t piece, std::int64_t text) {
    Filled filled;
    auto tx = site.db.write();
    std::map<std::string, std::vector<Column>> tables;
    for (const Column& column : columns(*tx)) tables[column.table].push_back(column);
    const std::string id = std::to_string(static_cast<std::int64_t>(person)), now = std::to_string(tx->now().ms);
    const std::string address = unique({"addresses", "address", true});
    tx->script("delete from addresses where person_id = " + id);
    const std::string hash = base::hash(filled.photo, 32);
    tx->put_blob(hash, "image/jpeg", filled.photo);

    const auto value = [&](const Column& column) -> std::string {
        const std::string name = column.table + "." + column.name;
        if (const auto word = words_of_the_program().find(name); word != words_of_the_program().end()) return quoted(word->second);
        if (name == "photos.hash") return quoted(hash);
        if (name == "mails.to_key" || name == "bounces.address") return quoted(address);
        if (column.is_text) {
            filled.strings.emplace_back(column, unique(column));
            return quoted(unique(column));
        }
        if (column.name == "person_id" || column.name == "deputy_id") return id;
        if (column.name == "id") return std::to_string(base::new_id());
        if (column.name == "call_id") return std::to_string(call);
        if (column.name == "piece_id") return std::to_string(piece);
        if (column.name == "text_id") return std::to_string(text);
        if (column.name == "voided_by" || column.name == "by_act") return "0";
        if (column.name.ends_with("_by") && column.name != "check_by") return id;
        if (column.name.ends_with("_at") || column.name == "since") return now;
        return "1";
    };
    for (const std::string& table : registered()) {
        // Audit and the list of who was forgotten hold ids and words of the program alone, and stay.
        if (table == "audit" || table == "forgotten") continue;
        INFO(table);
        REQUIRE(tables.contains(table));
        std::string names, values;
        if (table == "persons") {
            for (const Column& column : tables[table])
                if (column.is_text) names += (names.empty() ? "" : ", ") + column.name + " = " + value(column);
            tx->script("update persons set agreed_on = 20000, " + names + " where id = " + id);
            continue;
        }
        for (const Column& column : tables[table]) {
            names += (names.empty() ? "" : ", ") + column.name;
            values += (values.empty() ? "" : ", ") + value(column);
        }
        tx->script("insert into " + table + " (" + names + ") values (" + values + ")");
    }
    tx->commit();
    return filled;
}

/// Every text of every table.
std::vector<std::pair<Column, std::string>> all_texts(db::Tx& tx) {
    static std::deque<std::string> kept;
    std::vector<std::pair<Column, std::string>> found;
    for (const Column& column : columns(tx)) {
        if (!column.is_text) continue;
        const std::string& name = kept.emplace_back("test.all_texts." + column.table + "." + column.name);
        const std::string& sql = kept.emplace_back("select " + column.name + " from " + column.table);
        for (const db::Row& row : tx.all(db::Query{name, sql}))
            if (!row.is_null(0)) found.emplace_back(column, row.text(0));
    }
    return found;
}
}

TEST_SUITE_BEGIN("rules");

TEST_CASE("every table with a person or an address in it is registered by who keeps it") {
    support::Database database(db::Engine::sqlite);
    auto tx = database.read();
    const auto known = registered();
    std::set<std::string> tables, personal;
    for (const Column& column : columns(*tx)) {
        tables.insert(column.table);
        if (is_personal(column.name)) personal.insert(column.table);
    }
    static constexpr db::Query references{"test.references", R"(
        select tables.name from sqlite_master tables join pragma_foreign_key_list(tables.name) keys where tables.type = 'table' and keys."table" = 'persons')"};
    for (const db::Row& row : tx->all(references)) personal.insert(row.text(0));
    CHECK(personal.size() > 10);
    for (const std::string& table : personal) {
        INFO("the table ", table, " holds a person: name it in site::person_data(), with who exports and who forgets it");
        CHECK(known.contains(table));
    }
    for (const std::string& table : known) {
        INFO("site::person_data() names the table ", table, ", and there is none");
        CHECK(tables.contains(table));
    }
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a person takes everything along, and nothing of a former contributor is left but what was published", db) {
    Site site(db);
    const auto person = site.member("first@example.org");
    const auto piece = site.publish("post", "hello", base::Lang::en, "A title that stays", "A text that stays.");
    std::int64_t call = 0;
    {
        auto tx = db.write();
        call = people::save_call(*tx, site.keeper,
                                 {.id = 0,
                                  .role = people::Role::proofreader,
                                  .title = "T",
                                  .title_ja = "T",
                                  .text = "t",
                                  .text_ja = "t",
                                  .opened_at = {},
                                  .closed_at = {}});
        editorial::set_credits(*tx, site.keeper, piece, {});
        tx->commit();
    }
    const auto text = editorial::find_text_id(*db.read(), piece, base::Lang::en);
    REQUIRE(text);
    const Filled filled = fill(site, person, call, static_cast<std::int64_t>(piece), static_cast<std::int64_t>(*text));
    CHECK(filled.strings.size() > 45);

    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    {
        auto tx = db.read();
        people::Files files = people::export_person(*tx, viewer);
        for (auto& file : site::export_more(*tx, viewer)) files.push_back(std::move(file));
        std::string everything;
        for (const auto& [name, bytes] : files) everything += bytes;
        for (const auto& [column, string] : filled.strings) {
            INFO(column.table, ".", column.name);
            if (!is_for_machines(column)) CHECK(everything.find(string) != std::string::npos);
        }
        CHECK(everything.find(filled.photo) != std::string::npos);
        CHECK(everything.find("A text that stays.") != std::string::npos);
    }
    {
        auto tx = db.write();
        site::forget_everywhere(*tx, viewer, person, people::SignedAs::former);
        tx->commit();
    }
    db.pool().scrub();

    {
        auto tx = db.read();
        CHECK_FALSE(tx->find_blob(base::hash(filled.photo, 32)));
        for (const auto& [column, words] : all_texts(*tx)) {
            INFO(column.table, ".", column.name, " = ", words);
            if (!is_the_work(column)) CHECK(words.find("zq-") == std::string::npos);
        }
        const auto credits = editorial::list_credits(*tx, piece);
        REQUIRE(credits.size() == 1);
        CHECK(credits.front().person.former);
        CHECK(editorial::find_text(*tx, site.reader, "post", "hello", base::Lang::en)->title == "A title that stays");
    }
    if (db.engine() != db::Engine::sqlite) return;
    for (const char* end : {"", "-wal"}) {
        const std::string path = db.url() + end;
        if (!std::filesystem::exists(path)) continue;
        const std::string bytes = support::read_file(path);
        for (const auto& [column, string] : filled.strings) {
            INFO(column.table, ".", column.name, " in the file", end);
            if (!is_the_work(column)) CHECK(bytes.find(string) == std::string::npos);
        }
        CHECK(bytes.find(filled.photo) == std::string::npos);
    }
}

ROOM_TEST_CASE("a name stays under the work of whoever leaves with it, and nothing else of them", db) {
    Site site(db);
    const auto person = site.member("ada@example.org");
    const auto piece = site.publish("post", "mine", base::Lang::en, "Mine", "Text.");
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    auto tx = db.write();
    people::Profile profile;
    profile.name = "Mari Example";
    profile.bio = "A bio that goes.";
    profile.named = true;
    REQUIRE(people::save_profile(*tx, viewer, profile).has_value());
    editorial::set_credits(*tx, site.keeper, piece, {{"writer", person, "A line that stays.", ""}});
    mail::Message message;
    message.to.address = "ada@example.org";
    message.subject = "About you";
    message.text = "Text.";
    mail::send(*tx, message);
    site::forget_everywhere(*tx, viewer, person, people::SignedAs::name);
    const auto credits = editorial::list_credits(*tx, piece);
    CHECK(credits.front().person.name == "Mari Example");
    CHECK(credits.front().person.bio.empty());
    CHECK(credits.front().line == "A line that stays.");
    CHECK(mail::list_outbox(*tx, 10).empty());
    CHECK_FALSE(people::find_main_address(*tx, person));
}

ROOM_TEST_CASE("nobody forgets somebody else but who keeps the site", db) {
    Site site(db);
    const auto person = site.member("ada@example.org");
    const auto other = site.viewer_of(site.cookie_of(site.member("other@example.org", people::Role::editor)));
    auto tx = db.write();
    for (const site::PersonData& one : site::person_data()) {
        INFO(std::string(one.name));
        CHECK_THROWS_AS(one.forget_person(*tx, other, person, people::SignedAs::former), base::Denied);
        CHECK_THROWS_AS(one.export_person(*tx, site.reader), base::Denied);
    }
    site::forget_everywhere(*tx, site.keeper, person, people::SignedAs::former);
    CHECK_FALSE(people::find_main_address(*tx, person));
}

TEST_SUITE_END();

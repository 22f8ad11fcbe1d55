#include "kit/db/db.hpp"

#include "kit/base/check.hpp"
#include "kit/db/parameters.hpp"
#include "support/database.hpp"

#include <atomic>
#include <thread>

namespace {

constexpr db::Query make_notes{"test.make_notes", "create table notes (id bigint not null primary key, body text, seen bigint)"};
constexpr db::Query add_note{"test.add_note", "insert into notes (id, body, seen) values (:id, :body, :seen)"};
constexpr db::Query find_note{"test.find_note", "select id, body, seen from notes where id = :id"};
constexpr db::Query count_notes{"test.count_notes", "select count(*) from notes"};

enum class NoteId : std::int64_t {};

void with_notes(db::Pool& pool) {
    db::write(pool, [](db::Tx& tx) { tx.run(make_notes); });
}

std::int64_t notes_in(db::Pool& pool) { return pool.read()->first(count_notes)->number(0); }

void add(db::Tx& tx, std::int64_t id, std::string_view body = "a note") {
    tx.run(add_note, {{"id", id}, {"body", body}, {"seen", std::optional<std::int64_t>{}}});
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("parameters are numbered once each, and literals, comments and casts are left alone") {
    const auto numbered =
        db::number_parameters("select ':no', \":no\", a::text, :b, :a_1 -- :no\n, /* :no */ :b where x = ':' || :a_1", '$');
    CHECK(numbered.sql == "select ':no', \":no\", a::text, $1, $2 -- :no\n, /* :no */ $1 where x = ':' || $2");
    CHECK(numbered.names == std::vector<std::string>{"b", "a_1"});
    CHECK(db::number_parameters("select 'it''s :no' || :yes", '?').sql == "select 'it''s :no' || ?1");
    CHECK(db::number_parameters("select 'open :no", '?').names.empty());
}

TEST_CASE("a row says what it holds when it is read as something else") {
    const db::Row row({std::int64_t{7}, std::string("seven"), std::monostate{}});
    CHECK(row.number(0) == 7);
    CHECK(row.id<NoteId>(0) == NoteId{7});
    CHECK(row.text(1) == "seven");
    CHECK_FALSE(row.find_text(2));
    CHECK_THROWS_WITH_AS(row.number(1), "column 1 holds text, not a number", base::Bug);
    CHECK_THROWS_WITH_AS(row.text(2), "column 2 holds NULL, not text", base::Bug);
    CHECK_THROWS_AS(row.number(3), base::Bug);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what was written is read back as it was: numbers of 64 bits, text of any script, nothing", db) {
    with_notes(db);
    const std::int64_t large = std::int64_t{1} << 62;
    db::write(db, [&](db::Tx& tx) {
        CHECK(tx.run(add_note, {{"id", large}, {"body", "授業 🎌 'quoted' :name"}, {"seen", base::Instant{-5}}}) == 1);
        CHECK(tx.run(add_note, {{"id", NoteId{2}}, {"body", std::optional<std::string>{}}, {"seen", true}}) == 1);
    });
    const auto tx = db.read();
    const auto row = tx->first(find_note, {{"id", large}});
    REQUIRE(row);
    CHECK(row->number(0) == large);
    CHECK(row->text(1) == "授業 🎌 'quoted' :name");
    CHECK(row->instant(2) == base::Instant{-5});
    CHECK(tx->first(find_note, {{"id", 2}})->is_null(1));
    CHECK(tx->first(find_note, {{"id", 2}})->flag(2));
    CHECK_FALSE(tx->first(find_note, {{"id", 3}}));
    CHECK(tx->all({"test.list", "select id from notes order by id"}).size() == 2);
}

ROOM_TEST_CASE("expressions have the same type on both engines", db) {
    with_notes(db);
    const auto tx = db.write();
    add(*tx, 1);
    add(*tx, 2);
    const auto row =
        tx->first({"test.expressions", R"sql(
        select count(*), sum(id), max(id) > 1, id_text, :now - 60000, coalesce(:nothing, 'x'), :flag or max(id) > 100
          from (select id, 'a' || body as id_text from notes) as inside
         group by id_text
         limit :most
    )sql"},
                  {{"now", base::Instant{1795446000000}}, {"nothing", std::optional<std::string>{}}, {"flag", true}, {"most", 5}});
    REQUIRE(row);
    CHECK(row->number(0) == 2);
    CHECK(row->number(1) == 3);
    CHECK(row->flag(2));
    CHECK(row->text(3) == "aa note");
    CHECK(row->number(4) == 1795446000000 - 60000);
    CHECK(row->text(5) == "x");
    CHECK(row->flag(6));
    CHECK_THROWS_AS(tx->first({"test.average", "select avg(id) from notes"}), base::Bug);
}

ROOM_TEST_CASE("a statement that forgets a parameter, or brings one too many, is a bug", db) {
    with_notes(db);
    CHECK_THROWS_WITH_AS(db.read()->first(find_note), "test.find_note was run without :id", base::Bug);
    CHECK_THROWS_WITH_AS(db.read()->first(find_note, {{"id", 1}, {"idd", 1}}), "test.find_note has no parameter :idd", base::Bug);
}

ROOM_TEST_CASE("text with NUL or broken UTF-8 is refused before it reaches the database", db) {
    with_notes(db);
    CHECK_THROWS_AS(add(*db.write(), 1, std::string_view("x\0y", 3)), base::Error);
    CHECK_THROWS_AS(add(*db.write(), 1, "\xff"), base::Error);
    CHECK(notes_in(db) == 0);
}

ROOM_TEST_CASE("what is not committed is undone", db) {
    with_notes(db);
    { add(*db.write(), 1); }
    CHECK(notes_in(db) == 0);
    const auto failing = [](db::Tx& tx) {
        add(tx, 1);
        throw base::Missing();
    };
    CHECK_THROWS_AS(db::write(db, failing), base::Missing);
    CHECK(notes_in(db) == 0);
}

ROOM_TEST_CASE("a read transaction sees one state to its end", db) {
    with_notes(db);
    const auto before = db.read();
    CHECK(before->first(count_notes)->number(0) == 0);
    db::write(db, [](db::Tx& tx) { add(tx, 1); });
    CHECK(before->first(count_notes)->number(0) == 0);
    CHECK(notes_in(db) == 1);
}

ROOM_TEST_CASE("a read transaction cannot write", db) {
    with_notes(db);
    CHECK_THROWS_AS(add(*db.read(), 1), base::Bug);
    CHECK_FALSE(db.read()->writable());
    CHECK(db.write()->writable());
}

ROOM_TEST_CASE("a double key is told from other failures, and ends the transaction", db) {
    with_notes(db);
    const auto tx = db.write();
    add(*tx, 1);
    CHECK_THROWS_AS(add(*tx, 1), db::Duplicate);
    CHECK_THROWS_AS(add(*tx, 2), base::Bug);
    CHECK_THROWS_AS(tx->commit(), base::Bug);
}

ROOM_TEST_CASE("a failing statement names itself in one line", db) {
    const auto message = [&] {
        try {
            db.read()->first({"test.wrong", "select id from nowhere"});
        } catch (const base::Error& failure) {
            return std::string(failure.what());
        }
        return std::string();
    }();
    CAPTURE(message);
    CHECK(message.starts_with("test.wrong: "));
    CHECK(message.find("nowhere") != std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
}

ROOM_TEST_CASE("run answers the number of rows changed, and returning gives rows", db) {
    with_notes(db);
    const auto tx = db.write();
    for (int id = 1; id <= 3; ++id) add(*tx, id);
    CHECK(tx->run({"test.mark", "update notes set seen = 1 where id <= 2"}) == 2);
    CHECK(tx->run({"test.mark_none", "update notes set seen = 1 where id > 9"}) == 0);
    CHECK(tx->run(count_notes) == 0);
    const auto returned = tx->first({"test.returning", "update notes set seen = 2 returning id, seen"});
    REQUIRE(returned);
    CHECK(returned->number(1) == 2);
    CHECK(tx->first({"test.seen", "select count(*) from notes where seen = 2"})->number(0) == 3);
}

ROOM_TEST_CASE("after a commit, and only then, what waits for it runs and may open a transaction", db) {
    with_notes(db);
    std::vector<std::string> heard;
    {
        const auto undone = db.write();
        undone->after_commit([&] { heard.push_back("undone"); });
    }
    {
        const auto tx = db.write();
        add(*tx, 1);
        tx->after_commit([&] {
            db::write(db, [](db::Tx& again) { add(again, 2); });
            heard.push_back(std::to_string(notes_in(db)));
        });
        tx->after_commit([] { throw base::Error("a listener that fails"); });
        tx->after_commit([&] { heard.push_back("last"); });
        CHECK(heard.empty());
        tx->commit();
    }
    CHECK(heard == std::vector<std::string>{"2", "last"});
}

ROOM_TEST_CASE("the clock of a transaction stands still", db) {
    db.freeze({1795446000000});
    CHECK(db.read()->now() == base::Instant{1795446000000});
}

ROOM_TEST_CASE("pictures keep every byte, are kept once, and are read in pieces", db) {
    std::string bytes;
    for (std::uint32_t i = 0; i < 300000; ++i) bytes += static_cast<char>(i * 7919 >> 3);
    db::write(db, [&](db::Tx& tx) {
        tx.put_blob("abc", "image/avif", bytes);
        tx.put_blob("abc", "image/avif", "another");
        tx.put_blob("empty", "image/avif", "");
    });
    const auto tx = db.read();
    CHECK(tx->find_blob("abc") == bytes);
    CHECK(tx->find_blob("empty") == "");
    CHECK_FALSE(tx->find_blob("none"));
    std::string pieces;
    for (std::int64_t at = 0;; at += 65536) {
        const auto piece = tx->find_blob_part("abc", at, 65536);
        REQUIRE(piece);
        if (piece->empty()) break;
        pieces += *piece;
    }
    CHECK(pieces == bytes);
    CHECK(tx->first({"test.media", "select kind, length(bytes) from media where hash = :hash"}, {{"hash", "abc"}})->number(1) == 300000);
}

ROOM_TEST_CASE("writers at the same moment all succeed, and none overwrites another's count", db) {
    with_notes(db);
    db::write(db, [](db::Tx& tx) { tx.run(add_note, {{"id", 1}, {"body", ""}, {"seen", 0}}); });
    std::atomic<int> conflicts = 0;
    const auto count_up = [&] {
        for (int done = 0; done < 25;) {
            try {
                db::write(db, [](db::Tx& tx) {
                    const auto seen = tx.first(find_note, {{"id", 1}})->number(2);
                    tx.run({"test.count_up", "update notes set seen = :seen where id = 1"}, {{"seen", seen + 1}});
                });
                ++done;
            } catch (const base::Conflict&) {
                ++conflicts;  // four in a row: a person would be asked to try again
            }
        }
    };
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i) writers.emplace_back(count_up);
    for (auto& writer : writers) writer.join();
    CHECK(db.read()->first(find_note, {{"id", 1}})->number(2) == 100);
    if (db.engine() == db::Engine::sqlite) CHECK(conflicts == 0);
}

ROOM_TEST_CASE("more readers than connections wait for one another", db) {
    with_notes(db);
    std::atomic<int> read = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 12; ++i) {
        readers.emplace_back([&] {
            for (int j = 0; j < 20; ++j) read += static_cast<int>(notes_in(db)) + 1;
        });
    }
    for (auto& reader : readers) reader.join();
    CHECK(read == 240);
}

ROOM_TEST_CASE("a statement can be tried without running it", db) {
    with_notes(db);
    CHECK_NOTHROW(db::prepare_only(db, "insert into notes (id) values (:id)"));
    CHECK_THROWS_AS(db::prepare_only(db, "insert into notes (nothing) values (:id)"), base::Error);
    CHECK(notes_in(db) == 0);
}

TEST_SUITE_END();

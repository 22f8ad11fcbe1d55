#include "editorial/test_stages.hpp"

#include <chrono>

using namespace editorial_test;

namespace {
constexpr std::int64_t day = 24LL * 3600 * 1000;

std::string slugs(const std::vector<editorial::Card>& cards) {
    std::string all;
    for (const auto& card : cards) all += (all.empty() ? "" : " ") + card.slug;
    return all;
}

/// Counts what is asked of the database.
class Counting : public db::Tx {
public:
    explicit Counting(db::Tx& real) : real_(real) {}
    std::vector<db::Row> all(const db::Query& query, std::initializer_list<db::Param> params) override {
        return ++queries, real_.all(query, params);
    }
    std::optional<db::Row> first(const db::Query& query, std::initializer_list<db::Param> params) override {
        return ++queries, real_.first(query, params);
    }
    std::int64_t run(const db::Query& query, std::initializer_list<db::Param> params) override { return real_.run(query, params); }
    void script(std::string_view sql) override { real_.script(sql); }
    void prepare_only(std::string_view sql) override { real_.prepare_only(sql); }
    void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) override { real_.put_blob(hash, kind, bytes); }
    std::optional<std::string> find_blob(std::string_view hash) override { return real_.find_blob(hash); }
    std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) override {
        return real_.find_blob_part(hash, from, size);
    }
    void delete_blob(std::string_view hash) override { real_.delete_blob(hash); }
    base::Instant now() const override { return real_.now(); }
    db::Engine engine() const override { return real_.engine(); }
    bool writable() const override { return real_.writable(); }
    void commit() override { real_.commit(); }
    void after_commit(std::function<void()> work) override { real_.after_commit(std::move(work)); }
    int queries = 0;

private:
    db::Tx& real_;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the board shows what each person may see, the longest waiting first", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    db.freeze({Writers::noon.ms + day});
    desk.write([&](db::Tx& tx) { editorial::open_copy(tx, desk.editor, desk.other_piece, Lang::en); });
    CHECK(slugs(editorial::list_cards(*db.read(), desk.editor)) == "hello other");
    CHECK(slugs(editorial::list_cards(*db.read(), desk.section)) == "hello other");
    CHECK(slugs(editorial::list_cards(*db.read(), desk.mari)) == "hello");
    CHECK(slugs(editorial::list_cards(*db.read(), desk.elsewhere)) == "other");
    CHECK(slugs(editorial::list_cards(*db.read(), desk.proofreader)) == "hello");
    CHECK(slugs(editorial::list_cards(*db.read(), desk.blogger)).empty());
    CHECK(slugs(editorial::list_cards(*db.read(), desk.nobody)).empty());

    desk.hand_over(text);
    CHECK(slugs(editorial::list_cards(*db.read(), desk.editor)) == "hello other");  // both since today
    db.freeze({Writers::noon.ms + 3 * day});
    const auto cards = editorial::list_cards(*db.read(), desk.editor);
    CHECK(cards[0].days == 2);
    CHECK(cards[0].title == "Hello");
    CHECK(cards[0].approvals == 0);
    CHECK(cards[0].approvals_needed == 1);
    CHECK(cards[0].may_move);
    CHECK_FALSE(editorial::list_cards(*db.read(), desk.mari)[0].may_move);
}

ROOM_TEST_CASE("a piece of a course is on the board of its editor", db) {
    Desk desk(db);
    const auto piece = desk.piece;
    editorial::set_kinds({{.name = "note",
                           .url_of = nullptr,
                           .ready = nullptr,
                           .list_tags = {},
                           .section = "learn",
                           .within = [](db::Tx&, const editorial::Piece&) -> std::vector<std::string> { return {"course:7"}; },
                           .inside = [piece](db::Tx&, std::string_view scope) -> std::vector<editorial::PieceId> {
                               return scope == "course:7" ? std::vector{piece} : std::vector<editorial::PieceId>{};
                           }}});
    base::Viewer course;
    desk.write([&](db::Tx& tx) { course = desk.member(tx, "course@example.org", people::Role::course_editor, "course:7"); });
    desk.draft();
    desk.write([&](db::Tx& tx) { editorial::open_copy(tx, desk.editor, desk.other_piece, Lang::en); });
    CHECK(slugs(editorial::list_cards(*db.read(), course)) == "hello");
}

ROOM_TEST_CASE("days on which the desk is closed do not count", db) {
    Desk desk(db);
    desk.draft();
    const base::Day today = base::day_of(Writers::noon);
    std::int64_t id = 0;
    desk.write([&](db::Tx& tx) {
        id = *editorial::close_desk(tx, desk.editor, {today.days + 2}, {today.days + 4});
        REQUIRE(editorial::close_desk(tx, desk.editor, {today.days + 3}, {today.days + 5}).has_value());
        CHECK(first_word(editorial::close_desk(tx, desk.editor, {today.days + 3}, {today.days + 2}).error()) ==
              "publish.problem.closure_order");
        CHECK(first_word(editorial::close_desk(tx, desk.editor, {today.days - 1}, today).error()) == "publish.problem.day_passed");
        CHECK(first_word(editorial::close_desk(tx, desk.editor, today, {today.days + 400}).error()) == "publish.problem.closure_long");
    });
    CHECK(editorial::find_closure(*db.read())->until.days == today.days + 4);
    db.freeze({Writers::noon.ms + 7 * day});
    CHECK(editorial::list_cards(*db.read(), desk.editor)[0].days == 3);
    CHECK(editorial::open_days(*db.read(), Writers::noon, {Writers::noon.ms + 3 * day}) == 1);
    CHECK(editorial::open_days(*db.read(), {Writers::noon.ms + 3 * day}, {Writers::noon.ms + 4 * day}) == 0);
    CHECK_FALSE(editorial::find_closure(*db.read()));

    db.freeze({Writers::noon.ms + 3 * day});
    desk.write([&](db::Tx& tx) { editorial::reopen_desk(tx, desk.editor, id); });
    CHECK(editorial::find_closure(*db.read())->from.days == today.days + 3);
    CHECK(editorial::open_days(*db.read(), Writers::noon, {Writers::noon.ms + 3 * day}) == 1);
    CHECK_THROWS_AS(editorial::reopen_desk(*db.write(), desk.editor, id), base::Missing);
}

ROOM_TEST_CASE("what waits for somebody is their duty, or what nobody else was asked to do", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const auto waits = [&](const base::Viewer& who) { return !editorial::list_waiting(*db.read(), who).empty(); };
    const auto ask = [&](const base::Viewer& whom, Duty duty) {
        desk.write([&](db::Tx& tx) {
            REQUIRE(editorial::ask(tx, desk.editor, text, {Writers::person_of(whom), duty, base::Day{30000}, ""}).has_value());
        });
    };
    CHECK(waits(desk.mari));
    CHECK_FALSE(waits(desk.editor));
    ask(desk.ken, Duty::write);
    CHECK_FALSE(waits(desk.mari));
    CHECK(waits(desk.ken));
    CHECK(editorial::list_waiting(*db.read(), desk.ken)[0].due_on == base::Day{30000});

    desk.hand_over(text);
    CHECK(waits(desk.editor));
    CHECK(waits(desk.second));
    CHECK_FALSE(waits(desk.ken));
    ask(desk.second, Duty::read);
    CHECK_FALSE(waits(desk.editor));
    CHECK(waits(desk.second));
    desk.approve(text, desk.second);
    CHECK(waits(desk.editor));

    desk.move(text, Stage::proof);
    ask(desk.proofreader, Duty::proof);
    CHECK(waits(desk.proofreader));
    CHECK_FALSE(waits(desk.editor));
    desk.move(text, Stage::ready);
    CHECK(waits(desk.editor));
    CHECK_FALSE(waits(desk.proofreader));
    CHECK_FALSE(waits(desk.nobody));
    CHECK_THROWS_AS(editorial::list_waiting(*db.read(), desk.reader), base::Denied);
}

ROOM_TEST_CASE("five hundred open pieces are one page of the board, with as many queries as one", db) {
    Desk desk(db);
    std::vector<editorial::PieceId> pieces;
    std::string words;
    for (int i = 0; i < 700; ++i) words += "Say good morning first and wait. ";
    desk.write([&](db::Tx& tx) {
        for (int i = 0; i < 500; ++i) {
            pieces.push_back(editorial::make_piece(tx, desk.keeper, {"note", "n-" + std::to_string(i), "CC-BY-4.0"}));
            const auto copy = editorial::open_copy(tx, desk.editor, pieces.back(), Lang::en);
            REQUIRE(std::holds_alternative<editorial::Saved>(
                editorial::save_steps(tx, desk.editor, copy.text, {copy.version, "tab", {Writers::insert(1, words)}})));
        }
    });
    const auto look = [&](auto list, const base::Viewer& who) {
        auto tx = db.read();
        Counting counting(*tx);
        const auto begin = std::chrono::steady_clock::now();
        const auto cards = list(counting, who);
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        MESSAGE("board with ", cards.size(), " cards: ", counting.queries, " queries, ", ms, " ms");
        CHECK(cards.size() == 500);
        return counting.queries;
    };
    for (const auto* who : {&desk.editor, &desk.section}) {
        CHECK(look([](db::Tx& tx, const base::Viewer& viewer) { return editorial::list_cards(tx, viewer); }, *who) <= 12);
    }
    CHECK(look([](db::Tx& tx, const base::Viewer& viewer) { return editorial::list_waiting(tx, viewer); }, desk.editor) <= 14);
}

TEST_SUITE_END();

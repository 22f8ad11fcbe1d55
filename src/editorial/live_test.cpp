#include "editorial/test_stages.hpp"

#include <thread>

using namespace editorial_test;

namespace {
constexpr std::int64_t hour = 3600000;

std::vector<jobs::Handler> handlers() {
    return {{.kind = std::string(editorial::go_live_job), .work = [](db::Tx& tx, const jobs::Job& job) {
                 editorial::go_live_when_due(tx, static_cast<TextId>(std::stoll(job.payload)));
             }}};
}

/// What the jobs do at this time.
void at(support::Database& db, base::Instant now) {
    db.freeze(now);
    jobs::run_due(db, handlers(), now);
}

std::int64_t count(const std::vector<std::string>& names, std::string_view name) { return std::count(names.begin(), names.end(), name); }

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a text goes live with its words, its credits and its record, and leaves the desk", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    CHECK(desk.seen().empty());
    std::vector<std::string> dropped;
    editorial::on_change([&](db::Tx&, const std::vector<std::string>& tags) { dropped.insert(dropped.end(), tags.begin(), tags.end()); });
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    CHECK(desk.seen() == "Hello: Say good morning first.");
    CHECK(desk.stands(text) == "live");
    CHECK(count(dropped, editorial::piece_tag(desk.piece)) > 0);
    CHECK(count(dropped, "note:list") > 0);
    CHECK_FALSE(editorial::find_copy(*db.read(), desk.mari, text));
    CHECK_FALSE(editorial::steps_since(*db.read(), desk.mari, text, 0));
    CHECK(editorial::list_approvals(*db.read(), desk.mari, text).empty());
    const auto shown = editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en);
    CHECK(shown->published_on == base::day_of(Writers::noon));
    CHECK_FALSE(shown->revised_on);
    CHECK_FALSE(shown->checked_alone);
    CHECK(shown->checked_on == base::day_of(Writers::noon));
    CHECK(desk.acts() == std::vector<std::string>{"published", "moved", "approved", "handed_over", "created"});
    std::vector<std::string> roles;
    for (const auto& credit : editorial::list_credits(*db.read(), desk.piece)) roles.push_back(credit.role);
    CHECK(roles == std::vector<std::string>{"writer", "editor", "editor"});
}

ROOM_TEST_CASE("correcting a live text never changes what readers see until it goes live itself", db) {
    Desk desk(db);
    const TextId text = desk.correcting();
    const std::string before = desk.seen();
    CHECK(before == "Hello: Say good morning first.");
    desk.hand_over(text);
    desk.approve(text, desk.second);
    desk.tick_all(text);
    desk.move(text, Stage::ready);
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.editor, text,
                                {.title = std::pair<std::string, std::string>("Hello", "Good morning"), .summary = {}});
        editorial::set_copy_facts(tx, desk.editor, text, {}, "We wait now.");
    });
    CHECK(desk.seen() == before);
    // Another title has been seen by nobody.
    CHECK_FALSE(desk.go_live(text, desk.editor).has_value());
    desk.approve(text, desk.second);
    desk.tick_all(text);
    db.freeze({Writers::noon.ms + 48 * hour});
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    CHECK(desk.seen() == "Good morning: Then wait. Say good morning first.");
    const auto shown = editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en);
    CHECK(shown->published_on == base::day_of(Writers::noon));
    CHECK(shown->revised_on == base::day_of({Writers::noon.ms + 48 * hour}));
    const auto corrections = editorial::list_corrections(*db.read(), text);
    REQUIRE(corrections.size() == 1);
    CHECK(corrections[0].note == "We wait now.");
    CHECK(desk.acts().front() == "corrected");
}

ROOM_TEST_CASE("whose correction was put away is not credited with the next one, and whoever worked on that is", db) {
    Desk desk(db);
    const TextId text = desk.live();
    const auto credited = [&](const base::Viewer& viewer) {
        const auto credits = editorial::list_credits(*db.read(), desk.piece);
        return std::any_of(credits.begin(), credits.end(), [&](const auto& each) { return each.person.id == Desk::person_of(viewer); });
    };
    desk.open(desk.ken);
    desk.write_words(text, desk.ken, "Bow. ");
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::drop_copy(tx, desk.editor, text); }).has_value());
    desk.open(desk.mari);
    desk.write_words(text, desk.mari, "Then wait. ");
    desk.move(text, Stage::proof);
    desk.approve(text, desk.founder);
    desk.tick_all(text);
    desk.move(text, Stage::ready);
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    CHECK(credited(desk.mari));
    CHECK(credited(desk.founder));
    CHECK_FALSE(credited(desk.ken));
}

ROOM_TEST_CASE("whoever said yes to both languages is credited with the first that goes live", db) {
    Desk desk(db);
    const TextId english = desk.draft();
    desk.hand_over(english);
    desk.approve(english, desk.second); // recorded as work on the English text
    TextId japanese{};
    desk.write([&](db::Tx& tx) { japanese = editorial::open_copy(tx, desk.mari, desk.piece, Lang::ja).text; });
    desk.must_save(desk.mari, japanese, 0, {Desk::insert(1, "おはよう。")});
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.mari, japanese,
                                {.title = std::pair<std::string, std::string>("", "あいさつ"),
                                 .summary = std::pair<std::string, std::string>("", "あいさつの仕方。")});
    });
    desk.hand_over(japanese);
    desk.approve(japanese, desk.second);
    desk.tick_all(japanese);
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.editor, japanese, "japanese_read", true); });
    desk.move(japanese, Stage::ready);
    REQUIRE(desk.go_live(japanese, desk.editor).has_value());
    const auto credits = editorial::list_credits(*db.read(), desk.piece);
    CHECK(std::any_of(credits.begin(), credits.end(), [&](const auto& each) { return each.person.id == Desk::person_of(desk.second); }));
}

ROOM_TEST_CASE("a language that is loaded into a retired piece stays where the piece is", db) {
    Desk desk(db);
    desk.live();
    desk.retire();
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::publish(tx, desk.keeper, desk.piece, Lang::ja, support::World::publication("こんにちは", "やあ。")).has_value());
    });
    CHECK(desk.seen(Lang::ja).empty());
    CHECK(editorial::list_all_texts(*db.read(), desk.reader, Lang::ja).empty());
}

ROOM_TEST_CASE("Japanese can be in its first read while English is live", db) {
    Desk desk(db);
    desk.live();
    editorial::Copy copy;
    desk.write([&](db::Tx& tx) { copy = editorial::open_copy(tx, desk.mari, desk.piece, Lang::ja); });
    desk.write_words(copy.text, desk.mari, "まず、あいさつをします。");
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.mari, copy.text, {.title = std::pair<std::string, std::string>("", "あいさつ"), .summary = {}});
    });
    desk.hand_over(copy.text);
    CHECK(desk.copy_of(copy.text).stage == Stage::first_read);
    CHECK(desk.seen() == "Hello: Say good morning first.");
    CHECK(desk.seen(Lang::ja).empty());
    CHECK(editorial::list_cards(*db.read(), desk.editor).size() == 1);
}

ROOM_TEST_CASE("a scheduled text goes live at its time, once, however often the job runs and from how many pools", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    const base::Instant when{Writers::noon.ms + 5 * hour};
    REQUIRE(desk.go_live(text, desk.editor, when).has_value());
    const auto copy = desk.copy_of(text);
    CHECK(copy.stage == Stage::scheduled);
    CHECK(copy.go_live_at == when);
    CHECK(copy.go_live_wall == "2026-12-01T06:30");
    CHECK_FALSE(editorial::may_write(*db.read(), desk.editor, copy));

    at(db, {when.ms - 1});
    desk.write([&](db::Tx& tx) { editorial::go_live_when_due(tx, text); });
    CHECK(desk.stands(text) == "scheduled");
    at(db, when);
    CHECK(desk.seen() == "Hello: Say good morning first.");
    desk.write([&](db::Tx& tx) { editorial::go_live_when_due(tx, text); });
    CHECK(count(desk.acts(), "published") == 1);
    CHECK(editorial::list_revisions(*db.read(), desk.editor, text).front().made_by->id == Writers::person_of(desk.editor));
    CHECK_FALSE(editorial::list_acts(*db.read(), desk.editor, desk.piece).front().person);
}

ROOM_TEST_CASE("readers are told that who set the time published it, where they may be named", db) {
    Desk desk(db);
    desk.write([&](db::Tx& tx) { desk.name(tx, desk.editor, "Emi Editor"); });
    const TextId text = desk.ready();
    const base::Instant when{Writers::noon.ms + hour};
    REQUIRE(desk.go_live(text, desk.editor, when).has_value());
    at(db, when);
    desk.write([&](db::Tx& tx) { editorial::go_live_when_due(tx, text); });
    const auto last = editorial::list_public_acts(*db.read(), desk.reader, desk.piece).back();
    CHECK(last.act == "published");
    REQUIRE(last.person);
    CHECK(last.person->name == "Emi Editor");
}

ROOM_TEST_CASE("two nodes that do the job at the same moment make one publication", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    const base::Instant when{Writers::noon.ms + hour};
    REQUIRE(desk.go_live(text, desk.editor, when).has_value());
    const auto pool = [&] { return db::open({.url = db.url(), .connections = 2, .clock = [when] { return when; }}); };
    const auto one = pool(), other = pool();
    std::vector<std::thread> nodes;
    for (db::Pool* each : {one.get(), other.get()})
        nodes.emplace_back([each, text] {
            for (int i = 0; i < 5; ++i) db::write(*each, [&](db::Tx& tx) { editorial::go_live_when_due(tx, text); });
        });
    for (std::thread& node : nodes) node.join();
    CHECK(count(desk.acts(), "published") == 1);
    CHECK(desk.revisions(text).front().reason == "published");
    CHECK(desk.stands(text) == "live");
}

ROOM_TEST_CASE("a text with another time goes live at that time only", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + hour}).has_value());
    REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + 3 * hour}).has_value());
    at(db, {Writers::noon.ms + 2 * hour});
    CHECK(desk.stands(text) == "scheduled");
    at(db, {Writers::noon.ms + 3 * hour});
    CHECK(desk.stands(text) == "live");
    CHECK(first_word(desk.run([&](db::Tx& tx) { return editorial::go_live(tx, desk.editor, text, {}); }).error()) ==
          "publish.problem.no_copy");
}

ROOM_TEST_CASE("times that have passed or are years away are refused, and so is another version than the present one", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    CHECK(first_word(desk.go_live(text, desk.editor, Writers::noon).error()) == "publish.problem.time_passed");
    CHECK(first_word(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + 3 * 366 * 24 * hour}).error()) ==
          "publish.problem.time_far");
    const auto stale = desk.run([&](db::Tx& tx) { return editorial::go_live(tx, desk.editor, text, {{}, "", 0}); });
    CHECK(first_word(stale.error()) == "publish.problem.version");
}

ROOM_TEST_CASE("what is open at its time waits at ready, and the record says why", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + hour}).has_value());
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.editor, text, "privacy", false); });
    at(db, {Writers::noon.ms + hour});
    CHECK(desk.stands(text) == "ready");
    const auto act = editorial::list_acts(*db.read(), desk.mari, desk.piece).front();
    CHECK(act.act == "unscheduled");
    CHECK_FALSE(act.person);
    const auto why = editorial::problems_in(act.note);
    REQUIRE(why.size() == 1);
    CHECK(why[0].word == "publish.problem.privacy");
    CHECK(editorial::problems_in("words of a person").empty());

    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.editor, text, "privacy", true); });
    REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + 3 * hour}).has_value());
    desk.write([&](db::Tx& tx) {
        for (const auto& role : people::list_roles(tx, desk.keeper, Writers::person_of(desk.editor)))
            people::end_role(tx, desk.keeper, role.id);
    });
    at(db, {Writers::noon.ms + 3 * hour});
    CHECK(desk.stands(text) == "ready");
    CHECK(editorial::problems_in(editorial::list_acts(*db.read(), desk.mari, desk.piece).front().note).front().word ==
          "publish.problem.scheduler_gone");
}

ROOM_TEST_CASE("a withdrawn text is nowhere, stays on the desk, and comes back", db) {
    Desk desk(db);
    const TextId text = desk.live();
    desk.withdraw(text);
    CHECK(desk.seen().empty());
    CHECK(desk.stands(text) == "draft");
    CHECK(editorial::count_texts(*db.read(), desk.reader, "note", Lang::en) == 0);
    CHECK(desk.words(text) == "Say good morning first.");
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::restore(tx, desk.editor, text); }).has_value());
    CHECK(desk.stands(text) == "live");

    desk.withdraw(text);
    desk.write_words(text, desk.editor, "Still written. ");
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::restore(tx, desk.editor, text); }).has_value());
    CHECK(desk.stands(text) == "draft over live");
    CHECK(desk.seen() == "Hello: Say good morning first.");
}

ROOM_TEST_CASE("a retired piece says what to read instead, whatever became of that", db) {
    Desk desk(db);
    const TextId text = desk.live();
    const auto other = desk.publish("note", "other", Lang::en, "Better", "ok");
    const auto third = desk.publish("note", "third", Lang::en, "Best", "ok");
    const auto refused = desk.run([&](db::Tx& tx) { return editorial::retire(tx, desk.editor, desk.piece, desk.piece); });
    CHECK(first_word(refused.error()) == "publish.problem.instead");
    desk.retire(other);
    CHECK(desk.seen().empty());
    const auto piece = *editorial::find_piece(*db.read(), desk.reader, desk.piece);
    auto gone = editorial::find_gone(*db.read(), desk.reader, piece, Lang::ja);
    REQUIRE(gone);
    CHECK(gone->title == "Hello");
    CHECK(gone->title_lang == Lang::en);
    REQUIRE(gone->instead);
    CHECK(gone->instead->title == "Better");
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::retire(tx, desk.editor, other, third); }).has_value());
    gone = editorial::find_gone(*db.read(), desk.reader, piece, Lang::en);
    CHECK(gone->instead->title == "Best");
    // Content that is loaded again brings nothing back.
    desk.publish("note", "hello", Lang::en, "Hello", "new words");
    CHECK(desk.seen().empty());
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::unretire(tx, desk.editor, desk.piece); }).has_value());
    CHECK(desk.seen() == "Hello: new words");
    CHECK_FALSE(editorial::find_gone(*db.read(), desk.reader, piece, Lang::en));
    CHECK(desk.stands(text) == "live");
}

ROOM_TEST_CASE("a draft that nobody wants is put away, and its words are kept", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::drop_copy(tx, desk.editor, text); }).has_value());
    CHECK(desk.stands(text) == "none");
    CHECK(editorial::list_cards(*db.read(), desk.editor).empty());
    REQUIRE(desk.revisions(text).size() == 1);
    CHECK(desk.revisions(text).front().reason == "dropped");
}

ROOM_TEST_CASE("an editor who says yes to what somebody else wrote, and publishes it, is the second person", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.approve(text, desk.editor);
    desk.tick_all(text);
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    const auto shown = editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en);
    CHECK_FALSE(shown->checked_alone);
    CHECK(shown->checked_on == base::day_of(Writers::noon));
}

ROOM_TEST_CASE("with fewer than three who may approve, whoever publishes does so alone and readers are told", db) {
    Desk desk(db);
    desk.write([&](db::Tx& tx) {
        for (const auto* who : {&desk.editor, &desk.second, &desk.section, &desk.blogger})
            for (const auto& role : people::list_roles(tx, desk.keeper, Writers::person_of(*who)))
                people::end_role(tx, desk.keeper, role.id);
    });
    REQUIRE(editorial::is_small_desk(*db.read()));
    const TextId text = desk.open(desk.founder);
    desk.write_words(text, desk.founder, "Say hello.");
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.founder, text,
                                {.title = std::pair<std::string, std::string>("", "Hello"),
                                 .summary = std::pair<std::string, std::string>("", "How to greet.")});
        for (const char* name : {"privacy", "house_words", "agreement"}) editorial::tick(tx, desk.founder, text, name, true);
    });
    for (const auto& check : editorial::checklist(*db.read(), desk.founder, desk.copy_of(text)))
        if (check.name == "approvals") {
            CHECK(check.state == editorial::Check::State::advice);
            CHECK(first_word(check.problems) == "publish.problem.alone");
        }
    REQUIRE(desk.go_live(text, desk.founder).has_value());
    const auto shown = editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en);
    CHECK(shown->checked_alone);
    CHECK_FALSE(shown->checked_on);
}

TEST_SUITE_END();

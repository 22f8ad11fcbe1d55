// What a person's own page and the mail about it ask for.
#include "editorial/test_stages.hpp"

using namespace editorial_test;

namespace {
constexpr std::int64_t hour = 3600 * 1000;

std::int64_t ask(Desk& desk, TextId text, const base::Viewer& person, Duty duty, const std::string& note = "") {
    return *desk.run([&](db::Tx& tx) {
        return editorial::ask(tx, desk.editor, text, {.person = Writers::person_of(person), .duty = duty, .due_on = {}, .note = note});
    });
}
ActId send_back(Desk& desk, TextId text) {
    return *desk.run([&](db::Tx& tx) { return editorial::send_back(tx, desk.editor, text, "Shorter, please."); });
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the texts of one's own are those one wrote in, was asked to write, or changed last", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    CHECK(editorial::list_own_copies(*db.read(), desk.mari) == std::vector{text});
    CHECK(editorial::list_own_copies(*db.read(), desk.ken).empty());
    ask(desk, text, desk.ken, Duty::write);
    CHECK(editorial::list_own_copies(*db.read(), desk.ken) == std::vector{text});
    // To read is not to write.
    ask(desk, text, desk.second, Duty::read);
    CHECK(editorial::list_own_copies(*db.read(), desk.second).empty());
    CHECK_THROWS_AS(editorial::list_own_copies(*db.read(), base::Viewer{}), base::Denied);
}

ROOM_TEST_CASE("one's own duties name who asked, until they end", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.write([&](db::Tx& tx) { desk.name(tx, desk.editor, "Emi Editor"); });
    const auto id = ask(desk, text, desk.ken, Duty::read, "Is it too long?");
    const auto turns = editorial::list_own_turns(*db.read(), desk.ken);
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].text == text);
    CHECK(turns[0].duty == Duty::read);
    CHECK(turns[0].note == "Is it too long?");
    REQUIRE(turns[0].asked_by);
    CHECK(turns[0].asked_by->name == "Emi Editor");
    CHECK(editorial::list_own_turns(*db.read(), desk.mari).empty());
    desk.write([&](db::Tx& tx) { editorial::end_turn(tx, desk.ken, id); });
    CHECK(editorial::list_own_turns(*db.read(), desk.ken).empty());
}

ROOM_TEST_CASE("the way of a text between hands is told with its note, and begins anew with each publication", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    CHECK_FALSE(editorial::find_passing(*db.read(), desk.mari, desk.piece, text));
    desk.hand_over(text);
    CHECK(editorial::find_passing(*db.read(), desk.editor, desk.piece, text)->note == "Please read.");
    db.freeze({Writers::noon.ms + hour});
    send_back(desk, text);
    const auto back = editorial::find_passing(*db.read(), desk.mari, desk.piece, text);
    REQUIRE(back);
    CHECK(back->act == "sent_back");
    CHECK(back->note == "Shorter, please.");
    CHECK(back->person->id == Writers::person_of(desk.editor));
    CHECK_THROWS_AS(editorial::find_passing(*db.read(), desk.nobody, desk.piece, text), base::Denied);

    // What was taken back did not happen.
    REQUIRE(desk.undo(desk.latest(), desk.editor).has_value());
    CHECK(editorial::find_passing(*db.read(), desk.mari, desk.piece, text)->act == "handed_over");
}

ROOM_TEST_CASE("what readers got lately is told to whoever works on it, once for each text", db) {
    Desk desk(db);
    const TextId text = desk.live();
    const auto lately = [&](const base::Viewer& viewer) {
        return editorial::list_gone_live(*db.read(), viewer, {Writers::noon.ms - hour}, 10);
    };
    REQUIRE(lately(desk.editor).size() == 1);
    CHECK(lately(desk.editor)[0].title == "Hello");
    CHECK_FALSE(lately(desk.editor)[0].correction);
    CHECK(lately(desk.mari).size() == 1);
    CHECK(lately(desk.elsewhere).empty());
    CHECK(lately(desk.nobody).empty());
    CHECK(editorial::list_gone_live(*db.read(), desk.editor, {Writers::noon.ms + hour}, 10).empty());
    desk.withdraw(text);
    CHECK(lately(desk.editor).empty());
}

ROOM_TEST_CASE("news name who wrote, who was asked, and who handed over what went live", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    CHECK(editorial::list_writers(*db.read(), text) == std::vector{Writers::person_of(desk.mari)});
    ask(desk, text, desk.ken, Duty::read);
    ask(desk, text, desk.second, Duty::proof);
    CHECK(editorial::list_asked(*db.read(), text, Stage::first_read) == std::vector{Writers::person_of(desk.ken)});
    CHECK(editorial::list_asked(*db.read(), text, Stage::proof) == std::vector{Writers::person_of(desk.second)});
    CHECK(editorial::list_asked(*db.read(), text, Stage::ready).empty());

    const ActId act = desk.hand_over(text);
    CHECK(editorial::find_act(*db.read(), act)->note == "Please read.");
    CHECK(editorial::find_act(*db.read(), act)->text == text);
    REQUIRE(desk.undo(act, desk.mari).has_value());
    CHECK_FALSE(editorial::find_act(*db.read(), act));
    CHECK_FALSE(editorial::find_went_live(*db.read(), text));
}

ROOM_TEST_CASE("a publication is told as the first one or as a correction, until it is taken back", db) {
    Desk desk(db);
    const TextId text = desk.live();
    const auto went = editorial::find_went_live(*db.read(), text);
    REQUIRE(went);
    CHECK(went->first);
    CHECK(went->by == Writers::person_of(desk.editor));
    CHECK(went->handed_over_by == std::vector{Writers::person_of(desk.mari)});
    REQUIRE(desk.undo(desk.latest(), desk.editor).has_value());
    CHECK_FALSE(editorial::find_went_live(*db.read(), text));
}

TEST_SUITE_END();

#include "editorial/test_writers.hpp"

using namespace editorial_test;
using editorial::Saved;

namespace {
std::vector<std::string> reasons(Writers& desk, editorial::TextId text) {
    std::vector<std::string> all;
    for (const editorial::Revision& revision : desk.revisions(text)) all.push_back(revision.reason);
    return all;
}

std::string body_of(support::Database& db, Writers& desk, editorial::RevisionId id) {
    const auto revision = editorial::find_revision(*db.read(), desk.keeper, id);
    REQUIRE(revision);
    return doc::plain_text(revision->body);
}

editorial::ActId act(support::Database& db, const base::Viewer& viewer, editorial::Act wanted) {
    auto tx = db.write();
    const auto id = editorial::record_act(*tx, viewer, wanted);
    tx->commit();
    return id;
}

void publish(support::Database& db, Writers& desk, const std::string& markdown, Lang lang = Lang::en) {
    auto tx = db.write();
    REQUIRE(editorial::publish(*tx, desk.keeper, desk.piece, lang, support::World::publication("Hello", markdown)).has_value());
    tx->commit();
}

std::vector<std::string> roles(const std::vector<editorial::OwnCredit>& credits) {
    std::vector<std::string> all;
    for (const auto& credit : credits) all.push_back(credit.role);
    return all;
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what one person wrote is a revision as soon as another goes on", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Mari.")});
    version = desk.must_save(desk.mari, text, version, {Writers::insert(6, " Again.")});
    CHECK(desk.revisions(text).empty());
    version = desk.must_save(desk.ken, text, version, {Writers::insert(1, "Ken. ")});
    REQUIRE(reasons(desk, text) == std::vector<std::string>{"author"});
    const auto cut = desk.revisions(text).front();
    CHECK(body_of(db, desk, cut.id) == "Mari. Again.");
    REQUIRE(cut.made_by);
    CHECK(cut.made_by->id == Writers::person_of(desk.mari));
    CHECK_FALSE(cut.live);

    // Two who write at the same time are no change of author.
    for (int i = 0; i < 5; ++i) {
        version = desk.must_save(desk.mari, text, version, {Writers::insert(1, "m")});
        version = desk.must_save(desk.ken, text, version, {Writers::insert(1, "k")});
    }
    CHECK(desk.revisions(text).size() == 1);
    // An editor comes to it.
    desk.must_save(desk.editor, text, version, {Writers::insert(1, "e")});
    CHECK(desk.revisions(text).size() == 2);
}

ROOM_TEST_CASE("half an hour without a change cuts a revision when somebody goes on, and a handover at once", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "First.")});
    desk.after_minutes(29);
    version = desk.must_save(desk.mari, text, version, {Writers::insert(7, " Second.")});
    CHECK(desk.revisions(text).empty());
    desk.after_minutes(60);
    version = desk.must_save(desk.mari, text, version, {Writers::insert(15, " Third.")});
    REQUIRE(reasons(desk, text) == std::vector<std::string>{"idle"});
    CHECK(body_of(db, desk, desk.revisions(text).front().id) == "First. Second.");

    auto tx = db.write();
    const auto handed = editorial::cut_revision(*tx, text, Writers::person_of(desk.mari), "handed_over");
    // Nothing has changed since: it is the same one.
    CHECK(editorial::cut_revision(*tx, text, Writers::person_of(desk.mari), "handed_over") == handed);
    tx->commit();
    CHECK(reasons(desk, text) == std::vector<std::string>{"handed_over", "idle"});
}

ROOM_TEST_CASE("a correction that was only opened leaves no revision", db) {
    Writers desk(db);
    publish(db, desk, "Live.");
    const auto text = desk.open(desk.mari);
    desk.after_minutes(90);
    desk.must_save(desk.mari, text, desk.copy_of(text).version, {Writers::insert(1, "x")});
    CHECK(reasons(desk, text) == std::vector<std::string>{"published"});
    CHECK(desk.revisions(text).front().live);
}

ROOM_TEST_CASE("an older text comes back as a new change, and what stood there can come back in turn", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "The first version of it.")});
    {
        auto tx = db.write();
        editorial::save_heading(*tx, desk.mari, text, {.title = std::pair("", "First"), .summary = {}});
        editorial::cut_revision(*tx, text, Writers::person_of(desk.mari), "handed_over");
        tx->commit();
    }
    const auto first = desk.revisions(text).front().id;
    version = desk.must_save(desk.mari, text, version, {Writers::remove(1, 10), Writers::insert(1, "A second")});
    {
        auto tx = db.write();
        editorial::save_heading(*tx, desk.mari, text, {.title = std::pair("First", "Second"), .summary = {}});
        tx->commit();
    }
    auto tx = db.write();
    REQUIRE(std::holds_alternative<Saved>(editorial::restore_revision(*tx, desk.mari, first)));
    tx->commit();
    CHECK(desk.words(text) == "The first version of it.");
    CHECK(desk.copy_of(text).title == "First");
    CHECK(desk.copy_of(text).version > version);
    const auto newest = desk.revisions(text).front();
    CHECK(newest.reason == "restored");
    CHECK(newest.title == "Second");
    CHECK(body_of(db, desk, newest.id) == "A second version of it.");
    // Others follow by the steps that came since.
    CHECK(editorial::steps_since(*db.read(), desk.ken, text, version)->steps.size() > 0);
    tx = db.write();
    CHECK_THROWS_AS(editorial::restore_revision(*tx, desk.elsewhere, first), base::Denied);
    CHECK_THROWS_AS(editorial::restore_revision(*tx, desk.proofreader, first), base::Denied);
    CHECK_THROWS_AS(editorial::restore_revision(*tx, desk.mari, editorial::RevisionId{1}), base::Missing);
}

ROOM_TEST_CASE("a live revision comes back as a correction where nobody works on the text", db) {
    Writers desk(db);
    publish(db, desk, "Old words.");
    publish(db, desk, "New words.");
    const auto text = *editorial::find_text_id(*db.read(), desk.piece, Lang::en);
    const auto old = desk.revisions(text).back().id;
    auto tx = db.write();
    REQUIRE(std::holds_alternative<Saved>(editorial::restore_revision(*tx, desk.editor, old)));
    tx->commit();
    CHECK(desk.words(text) == "Old words.");
    CHECK(doc::plain_text(editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en)->body) == "New words.");
}

ROOM_TEST_CASE("what was done to a piece is read by its people whole, and by everybody without notes and unagreed names", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    {
        auto tx = db.write();
        desk.name(*tx, desk.ken, "Ken Example");
        tx->commit();
    }
    act(db, desk.editor, {.piece = desk.piece, .text = text, .act = "sent_back", .note = "Too long."});
    act(db, desk.mari,
        {.piece = desk.piece, .text = text, .act = "handed_over", .stage_from = "draft", .stage_to = "first_read", .note = "Please read."});
    act(db, desk.ken, {.piece = desk.piece, .text = text, .act = "approved"});
    CHECK(editorial::list_public_acts(*db.read(), desk.reader, desk.piece).empty());
    publish(db, desk, "Live.");
    act(db, desk.editor, {.piece = desk.piece, .text = text, .act = "published"});
    desk.after_minutes(10);
    // Work on a correction that readers do not see yet.
    act(db, desk.mari, {.piece = desk.piece, .text = text, .act = "handed_over"});

    const auto shown = editorial::list_public_acts(*db.read(), desk.reader, desk.piece);
    std::vector<std::string> names;
    for (const auto& one : shown) {
        names.push_back(one.act);
        CHECK(one.note.empty());
        CHECK(one.lang == Lang::en);
    }
    // Publishing wrote its own line, too, where the program does it.
    REQUIRE(shown.size() >= 3);
    CHECK(names[0] == "handed_over");
    CHECK_FALSE(shown[0].person);
    CHECK(names[1] == "approved");
    REQUIRE(shown[1].person);
    CHECK(shown[1].person->name == "Ken Example");
    CHECK(names.back() == "published");

    const auto acts = editorial::list_acts(*db.read(), desk.proofreader, desk.piece);
    CHECK(acts.front().act == "handed_over");
    CHECK(std::any_of(acts.begin(), acts.end(), [](const auto& one) { return one.note == "Too long."; }));
    CHECK(acts.back().act == "created");
}

ROOM_TEST_CASE("writing is credited by the act, once for each person and role", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "a")});
    version = desk.must_save(desk.mari, text, version, {Writers::insert(1, "a")});
    version = desk.must_save(desk.ken, text, version, {Writers::insert(1, "b")});
    version = desk.must_save(desk.editor, text, version, {Writers::insert(1, "c")});
    version = desk.must_save(desk.mari, text, version, {Writers::insert(1, "a")});
    auto tx = db.read();
    CHECK(roles(editorial::list_own_credits(*tx, desk.mari)) == std::vector<std::string>{"writer"});
    CHECK(roles(editorial::list_own_credits(*tx, desk.ken)) == std::vector<std::string>{"writer"});
    // An editor who goes over what others wrote is no second writer.
    CHECK(roles(editorial::list_own_credits(*tx, desk.editor)) == std::vector<std::string>{"editor"});
    tx = db.write();
    editorial::record_credit(*tx, desk.piece, "proofreader", Writers::person_of(desk.proofreader));
    editorial::record_credit(*tx, desk.piece, "proofreader", Writers::person_of(desk.proofreader));
    CHECK(roles(editorial::list_own_credits(*tx, desk.proofreader)) == std::vector<std::string>{"proofreader"});
}

ROOM_TEST_CASE("who only names an empty text is not its writer, and is once they write in it", db) {
    Writers desk(db);
    const auto text = desk.open(desk.editor);
    const auto name = [&](const base::Viewer& viewer, const std::string& was, const std::string& now) {
        auto tx = db.write();
        editorial::save_heading(*tx, viewer, text, {.title = std::pair(was, now), .summary = {}});
        tx->commit();
    };
    name(desk.editor, "", "Wait");
    name(desk.editor, "Wait", "Wait for it");
    CHECK(editorial::list_own_credits(*db.read(), desk.editor).empty());
    const auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "a")});
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.mari)) == std::vector<std::string>{"writer"});
    name(desk.editor, "Wait for it", "Wait for the answer");
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.editor)) == std::vector<std::string>{"editor"});
    desk.must_save(desk.editor, text, version, {Writers::insert(1, "b")});
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.editor)) == std::vector<std::string>{"editor"});
}

ROOM_TEST_CASE("who names a text and then writes it is its writer", db) {
    Writers desk(db);
    const auto text = desk.open(desk.editor);
    {
        auto tx = db.write();
        editorial::save_heading(*tx, desk.editor, text, {.title = std::pair(std::string(), std::string("Wait")), .summary = {}});
        tx->commit();
    }
    desk.must_save(desk.editor, text, 0, {Writers::insert(1, "a")});
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.editor)) == std::vector<std::string>{"writer"});
}

ROOM_TEST_CASE("an editor who writes alone is the writer, and who was asked to translate is the translator", db) {
    Writers desk(db);
    const auto text = desk.open(desk.editor);
    desk.must_save(desk.editor, text, 0, {Writers::insert(1, "a")});
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.editor)) == std::vector<std::string>{"writer"});
    auto tx = db.write();
    const auto japanese = editorial::open_copy(*tx, desk.editor, desk.piece, Lang::ja).text;
    REQUIRE(editorial::ask(*tx, desk.editor, japanese,
                           {.person = Writers::person_of(desk.mari), .duty = editorial::Duty::translate, .due_on = {}, .note = {}}));
    tx->commit();
    desk.must_save(desk.mari, japanese, 0, {Writers::insert(1, "あ")});
    CHECK(roles(editorial::list_own_credits(*db.read(), desk.mari)) == std::vector<std::string>{"translator"});
}

ROOM_TEST_CASE("one says of one's own credit that it is right, or what would be", db) {
    Writers desk(db);
    publish(db, desk, "Live.");
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, desk.copy_of(text).version, {Writers::insert(1, "a")});
    publish(db, desk, "Live again.");
    {
        auto tx = db.write();
        const auto before = editorial::list_own_credits(*tx, desk.mari);
        REQUIRE(before.size() == 1);
        CHECK_FALSE(before.front().confirmed);
        CHECK(before.front().title == "Hello");
        CHECK(before.front().url == "/note/hello");
        editorial::confirm_credit(*tx, desk.mari, desk.piece, "writer");
        CHECK(editorial::list_own_credits(*tx, desk.mari).front().confirmed);
        CHECK_THROWS_AS(editorial::confirm_credit(*tx, desk.mari, desk.piece, "editor"), base::Missing);
        CHECK_THROWS_AS(editorial::confirm_credit(*tx, desk.ken, desk.piece, "writer"), base::Missing);
        CHECK_THROWS_AS(editorial::confirm_credit(*tx, desk.reader, desk.piece, "writer"), base::Denied);

        const auto wrong = editorial::correct_credit(*tx, desk.mari, desk.piece, "writer", "hero", std::string(400, 'x'), "二\n行");
        REQUIRE_FALSE(wrong);
        CHECK(wrong.error().size() == 3);
        CHECK_THROWS_AS(editorial::correct_credit(*tx, desk.ken, desk.piece, "writer", "", "", ""), base::Missing);
        REQUIRE(editorial::correct_credit(*tx, desk.mari, desk.piece, "writer", "illustrator", "Draws in Gifu.", "岐阜で描いています。"));
        const auto now = editorial::list_own_credits(*tx, desk.mari);
        CHECK(roles(now) == std::vector<std::string>{"illustrator"});
        CHECK(now.front().line == "Draws in Gifu.");
        CHECK(now.front().confirmed);
        const auto last = editorial::list_acts(*tx, desk.editor, desk.piece).front();
        CHECK(last.act == "credited");
        CHECK(last.stage_from == "writer");
        CHECK(last.stage_to == "illustrator");
        REQUIRE(editorial::correct_credit(*tx, desk.mari, desk.piece, "illustrator", "", "", ""));
        CHECK(editorial::list_own_credits(*tx, desk.mari).empty());
        tx->commit();
    }
    // Who said that it is not theirs is not credited with the same again.
    desk.open(desk.mari);
    version = desk.copy_of(text).version;
    desk.must_save(desk.mari, text, version, {Writers::insert(1, "b")});
    CHECK(editorial::list_own_credits(*db.read(), desk.mari).empty());
}

TEST_SUITE_END();

#include "editorial/test_stages.hpp"

using namespace editorial_test;

namespace {
constexpr std::int64_t hour = 3600000;

constexpr db::Query all_steps{"test.steps", "select 1 from steps"};
constexpr db::Query all_approvals{"test.approvals", "select 1 from approvals"};
constexpr db::Query all_ticks{"test.ticks", "select 1 from ticks"};
constexpr db::Query all_before{"test.before", "select 1 from acts where before <> ''"};
std::size_t rows(support::Database& db, const db::Query& query) { return db.read()->all(query).size(); }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("each act can be taken back within a day, and all is as it was", db) {
    using Make = ActId (*)(Desk&, TextId);
    using Begin = TextId (*)(Desk&);
    struct Case {
        std::string_view act;
        Begin begin;
        Make make;
    };
    static const auto act_of = [](Desk& desk, auto work) {
        const auto made = desk.run(work);
        REQUIRE(made.has_value());
        return *made;
    };
    const std::vector<Case> cases{
        {"handed_over", [](Desk& desk) { return desk.draft(); }, [](Desk& desk, TextId text) { return desk.hand_over(text); }},
        {"sent_back", [](Desk& desk) { return desk.ready(); },
         [](Desk& desk, TextId text) {
             return act_of(desk, [&](db::Tx& tx) { return editorial::send_back(tx, desk.editor, text, "No."); });
         }},
        {"moved", [](Desk& desk) { return desk.ready(); }, [](Desk& desk, TextId text) { return desk.move(text, Stage::proof); }},
        {"scheduled", [](Desk& desk) { return desk.ready(); },
         [](Desk& desk, TextId text) { return *desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + hour}); }},
        {"unscheduled",
         [](Desk& desk) {
             const TextId text = desk.ready();
             REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + hour}).has_value());
             return text;
         },
         [](Desk& desk, TextId text) { return act_of(desk, [&](db::Tx& tx) { return editorial::unschedule(tx, desk.editor, text); }); }},
        {"published", [](Desk& desk) { return desk.ready(); }, [](Desk& desk, TextId text) { return *desk.go_live(text, desk.editor); }},
        {"corrected",
         [](Desk& desk) {
             const TextId text = desk.correcting();
             desk.hand_over(text);
             desk.approve(text, desk.second);
             desk.tick_all(text);
             return text;
         },
         [](Desk& desk, TextId text) { return *desk.go_live(text, desk.editor); }},
        {"withdrawn", [](Desk& desk) { return desk.live(); }, [](Desk& desk, TextId text) { return desk.withdraw(text); }},
        {"restored",
         [](Desk& desk) {
             const TextId text = desk.live();
             desk.withdraw(text);
             return text;
         },
         [](Desk& desk, TextId text) { return act_of(desk, [&](db::Tx& tx) { return editorial::restore(tx, desk.editor, text); }); }},
        {"retired", [](Desk& desk) { return desk.correcting(); }, [](Desk& desk, TextId) { return desk.retire(); }},
        {"unretired",
         [](Desk& desk) {
             const TextId text = desk.live();
             desk.retire();
             return text;
         },
         [](Desk& desk, TextId) { return act_of(desk, [&](db::Tx& tx) { return editorial::unretire(tx, desk.editor, desk.piece); }); }},
        {"dropped", [](Desk& desk) { return desk.correcting(); },
         [](Desk& desk, TextId text) { return act_of(desk, [&](db::Tx& tx) { return editorial::drop_copy(tx, desk.editor, text); }); }},
    };
    for (const Case& one : cases) {
        CAPTURE(one.act);
        support::Database fresh(db.engine());
        Desk desk(fresh);
        const TextId text = one.begin(desk);
        struct Picture {
            std::string stands, seen, words, wall;
            std::int64_t version = 0;
            std::size_t yes = 0;
            std::string checks;
            bool operator==(const Picture&) const = default;
        };
        const auto picture = [&] {
            Picture now{.stands = desk.stands(text), .seen = desk.seen(), .words = {}, .wall = {}, .checks = {}};
            if (const auto copy = editorial::find_copy(*fresh.read(), desk.keeper, text)) {
                now.words = doc::plain_text(copy->body) + copy->title + copy->summary + copy->correction;
                now.wall = copy->go_live_wall;
                now.version = copy->version;
                for (const auto& check : editorial::checklist(*fresh.read(), desk.editor, *copy))
                    now.checks += check.name + std::to_string(static_cast<int>(check.state));
            }
            now.yes = editorial::list_approvals(*fresh.read(), desk.keeper, text).size();
            return now;
        };
        const Picture before = picture();
        fresh.freeze({Writers::noon.ms + 10});
        const ActId act = one.make(desk, text);
        CHECK_FALSE(picture() == before);
        CHECK(editorial::list_acts(*fresh.read(), desk.editor, desk.piece).front().act == one.act);
        CHECK(editorial::list_acts(*fresh.read(), desk.editor, desk.piece).front().may_undo);
        CHECK_FALSE(editorial::list_acts(*fresh.read(), desk.proofreader, desk.piece).front().may_undo);
        CHECK_THROWS_AS(desk.undo(act, desk.proofreader), base::Denied);

        fresh.freeze({Writers::noon.ms + 20 + (one.act == "unscheduled" ? 0 : 2 * hour)});
        const auto undone = desk.undo(act, desk.editor);
        REQUIRE_MESSAGE(undone.has_value(), first_word(undone.error()));
        const Picture after = picture();
        CHECK(after.stands == before.stands);
        CHECK(after.seen == before.seen);
        CHECK(after.words == before.words);
        CHECK(after.wall == before.wall);
        CHECK(after.version == before.version);
        CHECK(after.yes == before.yes);
        // Who agreed once is not asked again.
        if (one.act != "handed_over") CHECK(after.checks == before.checks);
        CHECK(desk.acts().front() == "undone");
        CHECK(first_word(desk.undo(act, desk.editor).error()) == "publish.problem.undone_already");
    }
}

ROOM_TEST_CASE("a yes is taken back by whoever said it", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::ask(tx, desk.editor, text, {Writers::person_of(desk.second), Duty::read, {}, ""}).has_value());
    });
    desk.approve(text, desk.second);
    CHECK(editorial::list_turns(*db.read(), desk.editor, text).empty());
    const ActId act = desk.latest();
    CHECK_THROWS_AS(desk.undo(act, desk.editor), base::Denied);
    REQUIRE(desk.undo(act, desk.second).has_value());
    CHECK(editorial::list_approvals(*db.read(), desk.editor, text).empty());
    CHECK(editorial::list_turns(*db.read(), desk.editor, text).size() == 1);
}

ROOM_TEST_CASE("only the latest act is taken back, for a day, and not over what others have begun since", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    const ActId moved = desk.latest();
    db.freeze({Writers::noon.ms + 10});
    const ActId published = *desk.go_live(text, desk.editor);
    CHECK(first_word(desk.undo(moved, desk.editor).error()) == "publish.problem.undo_later_act");
    desk.open(desk.mari);
    CHECK(first_word(desk.undo(published, desk.editor).error()) == "publish.problem.undo_new_copy");
    desk.write([&](db::Tx& tx) { REQUIRE(editorial::drop_copy(tx, desk.editor, text).has_value()); });
    CHECK(first_word(desk.undo(published, desk.editor).error()) == "publish.problem.undo_later_act");

    const ActId withdrawn = desk.withdraw(text);
    db.freeze({Writers::noon.ms + 10 + editorial::undo_ms + 1});
    CHECK(first_word(desk.undo(withdrawn, desk.editor).error()) == "publish.problem.undo_late");
    CHECK(first_word(
              desk.undo(desk.acts().empty() ? ActId{} : editorial::list_acts(*db.read(), desk.editor, desk.piece).back().id, desk.editor)
                  .error()) == "publish.problem.no_undo");
    CHECK_THROWS_AS(desk.undo(ActId{1}, desk.editor), base::Missing);
}

ROOM_TEST_CASE("a publication that is taken back leaves no correction and no citation behind", db) {
    Desk desk(db);
    const TextId text = desk.correcting();
    desk.write([&](db::Tx& tx) {
        const auto copy = editorial::find_copy(tx, desk.mari, text);
        const auto after = Desk::document("Say good morning [@king2013silence].");
        REQUIRE(std::holds_alternative<editorial::Saved>(editorial::save_document(tx, desk.mari, text, copy->version, copy->body, after)));
        editorial::set_copy_facts(tx, desk.mari, text, {}, "A source.");
    });
    desk.hand_over(text);
    desk.approve(text, desk.second);
    desk.tick_all(text);
    db.freeze({Writers::noon.ms + 10});
    const ActId act = *desk.go_live(text, desk.editor);
    CHECK(editorial::list_citing(*db.read(), desk.reader, "king2013silence", Lang::en).size() == 1);
    CHECK(editorial::list_corrections(*db.read(), text).size() == 1);
    REQUIRE(desk.undo(act, desk.editor).has_value());
    CHECK(editorial::list_citing(*db.read(), desk.reader, "king2013silence", Lang::en).empty());
    CHECK(editorial::list_corrections(*db.read(), text).empty());
    // Who wrote it is still known.
    CHECK(desk.copy_of(text).changed_by == Writers::person_of(desk.mari));
    CHECK(editorial::steps_since(*db.read(), desk.mari, text, desk.copy_of(text).version - 1)->clients.size() == 1);
}

ROOM_TEST_CASE("whoever a publication put on the page is off it when that is taken back, and on it with the next one", db) {
    Desk desk(db);
    const TextId text = desk.live();
    const auto credited = [&](const base::Viewer& viewer) {
        const auto credits = editorial::list_credits(*db.read(), desk.piece);
        return std::any_of(credits.begin(), credits.end(), [&](const auto& each) { return each.person.id == Desk::person_of(viewer); });
    };
    desk.open(desk.ken);
    desk.write_words(text, desk.ken, "Bow. ");
    desk.move(text, Stage::ready);
    desk.approve(text, desk.second);
    desk.tick_all(text);
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.ken, text, "agreement", true); });
    db.freeze({Writers::noon.ms + 10});
    const ActId act = *desk.go_live(text, desk.founder);
    CHECK(credited(desk.ken));
    CHECK(credited(desk.founder));
    REQUIRE(desk.undo(act, desk.founder).has_value());
    CHECK(credited(desk.mari));
    CHECK(credited(desk.second)); // for the first one
    CHECK_FALSE(credited(desk.ken));
    CHECK_FALSE(credited(desk.founder));
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    CHECK(credited(desk.ken));
    CHECK_FALSE(credited(desk.founder));
}

ROOM_TEST_CASE("a yes that is taken back is no work that is credited", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.approve(text, desk.second);
    const ActId act = desk.latest();
    desk.approve(text, desk.founder);
    REQUIRE(desk.undo(desk.latest(), desk.founder).has_value());
    REQUIRE(desk.undo(act, desk.second).has_value());
    CHECK(editorial::list_own_credits(*db.read(), desk.second).empty());
    CHECK(editorial::list_own_credits(*db.read(), desk.founder).empty());
    CHECK(editorial::list_own_credits(*db.read(), desk.mari).size() == 1);
}

ROOM_TEST_CASE("what only an undo would need goes once its day is over", db) {
    Desk desk(db);
    const TextId text = desk.live();
    CHECK(rows(db, all_steps) > 0);
    CHECK(rows(db, all_approvals) == 1);
    db.freeze({Writers::noon.ms + editorial::undo_ms});
    desk.write([](db::Tx& tx) { editorial::sweep(tx); });
    CHECK(rows(db, all_steps) > 0);
    db.freeze({Writers::noon.ms + editorial::undo_ms + 1});
    desk.open(desk.mari);
    desk.write_words(text, desk.mari, "New. ");
    desk.write([](db::Tx& tx) { editorial::sweep(tx); });
    CHECK(rows(db, all_approvals) == 0);
    CHECK(rows(db, all_ticks) == 0);
    CHECK(rows(db, all_before) == 0);
    CHECK(rows(db, all_steps) == 1);
    CHECK(desk.words(text) == "New. Say good morning first.");
}

TEST_SUITE_END();

#include "editorial/state.hpp"
#include "editorial/test_writers.hpp"

#include <atomic>
#include <thread>

using namespace editorial_test;
using editorial::Closed;
using editorial::Saved;
using editorial::Since;
using editorial::Stage;
using editorial::Unfit;

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a text begins empty, and what its people write is there for them and not for readers", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    CHECK(desk.copy_of(text).version == 0);
    CHECK(desk.copy_of(text).stage == Stage::draft);
    CHECK(desk.words(text).empty());
    CHECK(desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello"), Writers::insert(6, " all")}) == 2);
    CHECK(desk.words(text) == "Hello all");
    CHECK(desk.open(desk.ken) == text);
    CHECK(desk.words(text) == "Hello all");
    CHECK_FALSE(editorial::has_text(*db.read(), desk.reader, desk.piece, Lang::en));
}

ROOM_TEST_CASE("a batch whose answer was lost is sent again, is told what was saved, and is not saved twice", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Once"), Writers::insert(5, ".")}, "mine");
    const auto again = desk.save(desk.mari, text, 0, {Writers::insert(1, "Once"), Writers::insert(5, ".")}, "mine");
    REQUIRE(std::holds_alternative<Since>(again));
    const auto& since = std::get<Since>(again);
    CHECK(since.version == 2);
    CHECK(since.clients == std::vector<std::string>{"mine", "mine"});
    REQUIRE(since.steps.size() == 2);
    CHECK(since.steps[0] == base::Json(Writers::insert(1, "Once")));
    CHECK(desk.words(text) == "Once.");
}

ROOM_TEST_CASE("whoever was slower gets what came since, and saves again on top of it", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello")}, "a");
    const auto late = desk.save(desk.ken, text, 0, {Writers::insert(1, "Well. ")}, "b");
    REQUIRE(std::holds_alternative<Since>(late));
    CHECK(std::get<Since>(late).clients == std::vector<std::string>{"a"});
    CHECK(desk.words(text) == "Hello");
    CHECK(desk.must_save(desk.ken, text, std::get<Since>(late).version, {Writers::insert(6, " you")}, "b") == 2);
    CHECK(desk.words(text) == "Hello you");
    const auto since = editorial::steps_since(*db.read(), desk.mari, text, 1);
    REQUIRE(since);
    CHECK(since->steps.size() == 1);
    CHECK(editorial::steps_since(*db.read(), desk.mari, text, 2)->steps.empty());
    CHECK_FALSE(editorial::steps_since(*db.read(), desk.mari, text, 3));
}

ROOM_TEST_CASE("all steps of a batch are saved or none", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello")});
    const auto refused = desk.save(desk.mari, text, 1, {Writers::insert(6, " all"), Writers::insert(900, "nowhere")});
    CHECK(std::holds_alternative<Unfit>(refused));
    CHECK(desk.words(text) == "Hello");
    CHECK(desk.copy_of(text).version == 1);
    for (const base::Json& no_step :
         {base::Json("text"), base::Json(base::Json::Object{{"stepType", "explode"}}), Writers::insert(6, std::string("\0", 1))})
        CHECK(std::holds_alternative<Unfit>(desk.save(desk.mari, text, 1, {no_step})));
    for (const char* client : {"", "two words", "0123456789012345678901234567890123456789012345678901234567890123456789"})
        CHECK(std::holds_alternative<Unfit>(desk.save(desk.mari, text, 1, {Writers::insert(6, "!")}, client)));
    CHECK(std::holds_alternative<Unfit>(
        desk.save(desk.mari, text, 1, std::vector<base::Json>(editorial::most_steps + 1, Writers::insert(6, "!")))));
    CHECK(desk.must_save(desk.mari, text, 1, {}) == 1);
    CHECK(desk.must_save(desk.mari, text, 1, {Writers::insert(6, "!")}) == 2);
}

ROOM_TEST_CASE("what was saved in a transaction that is undone leaves nothing behind", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    {
        auto tx = db.write();
        REQUIRE(std::holds_alternative<Saved>(editorial::save_steps(*tx, desk.mari, text, {0, "tab", {Writers::insert(1, "Lost")}})));
    }
    CHECK(desk.words(text).empty());
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Kept")});
    CHECK(desk.words(text) == "Kept");
}

ROOM_TEST_CASE("a contributor writes while it is a draft, who may accept until it waits for its time", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    const std::vector<base::Json> step{Writers::insert(1, "x")};
    for (const auto& [stage, writer, editor] : std::vector<std::tuple<const char*, bool, bool>>{{"draft", true, true},
                                                                                                {"first_read", false, true},
                                                                                                {"proof", false, true},
                                                                                                {"ready", false, true},
                                                                                                {"scheduled", false, false}}) {
        CAPTURE(stage);
        desk.stage(text, stage);
        auto version = desk.copy_of(text).version;
        const auto written = desk.save(desk.mari, text, version, step);
        CHECK(std::holds_alternative<Saved>(written) == writer);
        CHECK(editorial::may_write(*db.read(), desk.mari, desk.copy_of(text)) == writer);
        if (!writer) {
            REQUIRE(std::holds_alternative<Closed>(written));
            CHECK_FALSE(std::get<Closed>(written).published);
        }
        version = desk.copy_of(text).version;
        CHECK(std::holds_alternative<Saved>(desk.save(desk.editor, text, version, step)) == editor);
        CHECK(editorial::may_write(*db.read(), desk.editor, desk.copy_of(text)) == editor);
    }
}

ROOM_TEST_CASE("only the people of a piece see what is written, and only who may write writes", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello")});
    const std::vector<std::tuple<const char*, const base::Viewer*, bool, bool>> table{
        {"contributor of the piece", &desk.ken, true, true},
        {"proofreader of the piece", &desk.proofreader, true, false},
        {"contributor of another", &desk.elsewhere, false, false},
        {"reader with an account", &desk.nobody, false, false},
        {"nobody", &desk.reader, false, false},
        {"editor", &desk.editor, true, true},
        {"editor of this section", &desk.section, true, true},
        {"editor of another section", &desk.blogger, false, false},
        {"the terminal", &desk.keeper, true, true},
    };
    for (const auto& [who, viewer, sees, writes] : table) {
        CAPTURE(who);
        auto tx = db.write();
        if (sees) {
            CHECK(editorial::find_copy(*tx, *viewer, text));
            CHECK(editorial::find_copy(*tx, *viewer, desk.piece, Lang::en));
            CHECK_FALSE(editorial::find_copy(*tx, *viewer, desk.piece, Lang::ja));
            CHECK(editorial::steps_since(*tx, *viewer, text, 0));
            CHECK_NOTHROW(editorial::list_revisions(*tx, *viewer, text));
            CHECK_NOTHROW(editorial::list_acts(*tx, *viewer, desk.piece));
        } else {
            CHECK_THROWS_AS(editorial::find_copy(*tx, *viewer, text), base::Denied);
            CHECK_THROWS_AS(editorial::find_copy(*tx, *viewer, desk.piece, Lang::ja), base::Denied);
            CHECK_THROWS_AS(editorial::steps_since(*tx, *viewer, text, 0), base::Denied);
            CHECK_THROWS_AS(editorial::list_revisions(*tx, *viewer, text), base::Denied);
            CHECK_THROWS_AS(editorial::list_acts(*tx, *viewer, desk.piece), base::Denied);
        }
        const editorial::Batch batch{1, "tab", {Writers::insert(1, "x")}};
        const doc::Node before = desk.copy_of(text).body;
        if (writes) {
            CHECK_NOTHROW(editorial::open_copy(*tx, *viewer, desk.piece, Lang::ja));
            CHECK(std::holds_alternative<Saved>(editorial::save_steps(*tx, *viewer, text, batch)));
            CHECK_NOTHROW(editorial::set_copy_facts(*tx, *viewer, text, {}, "A word was wrong."));
        } else {
            CHECK_THROWS_AS(editorial::open_copy(*tx, *viewer, desk.piece, Lang::ja), base::Denied);
            CHECK_THROWS_AS(editorial::save_steps(*tx, *viewer, text, batch), base::Denied);
            CHECK_THROWS_AS(editorial::save_document(*tx, *viewer, text, 1, before, before), base::Denied);
            CHECK_THROWS_AS(editorial::save_heading(*tx, *viewer, text, {}), base::Denied);
            CHECK_THROWS_AS(editorial::set_copy_facts(*tx, *viewer, text, {}, "A word was wrong."), base::Denied);
            CHECK_THROWS_AS(editorial::put_working_copy(*tx, *viewer, text, "T", "S", before), base::Denied);
        }
    }
}

ROOM_TEST_CASE("a correction begins from what readers see, and they see nothing of it", db) {
    Writers desk(db);
    desk.publish("note", "hello", Lang::en, "Hello", "Live words.");
    const auto text = desk.open(desk.mari);
    const auto copy = desk.copy_of(text);
    CHECK(copy.title == "Hello");
    CHECK(copy.live);
    CHECK(copy.based_on == copy.live);
    desk.must_save(desk.mari, text, copy.version, {Writers::insert(1, "New ")});
    CHECK(desk.words(text) == "New Live words.");
    auto tx = db.read();
    CHECK(doc::plain_text(editorial::find_text(*tx, desk.reader, "note", "hello", Lang::en)->body) == "Live words.");
    // Who writes it is not on its page either.
    CHECK(editorial::list_credits(*tx, desk.piece).size() == 1);
}

ROOM_TEST_CASE("a text that is loaded credits nobody for a draft that it is not made of", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Mine")});
    {
        auto tx = db.write();
        REQUIRE(editorial::publish(*tx, desk.keeper, desk.piece, Lang::en, support::World::publication("Hello", "Hello")).has_value());
        tx->commit();
    }
    CHECK(editorial::list_credits(*db.read(), desk.piece).empty());
    // What was written is kept, and whose it is.
    const auto revisions = desk.revisions(text);
    const auto kept = std::find_if(revisions.begin(), revisions.end(), [](const auto& one) { return one.reason == "dropped"; });
    REQUIRE(kept != revisions.end());
    REQUIRE(kept->made_by);
    CHECK(kept->made_by->id == Writers::person_of(desk.mari));
}

ROOM_TEST_CASE("after publication the steps before fit no more, and no version of the document comes twice", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello"), Writers::insert(6, "!")});
    {
        auto tx = db.write();
        REQUIRE(editorial::publish(*tx, desk.keeper, desk.piece, Lang::en, support::World::publication("Hello", "Hello!")).has_value());
        editorial::leave_desk(*tx, text, editorial::ActId{});
        tx->commit();
    }
    CHECK_FALSE(editorial::steps_since(*db.read(), desk.mari, text, 1));
    const auto late = desk.save(desk.mari, text, 2, {Writers::insert(1, "Late ")});
    REQUIRE(std::holds_alternative<Closed>(late));
    CHECK(std::get<Closed>(late).published);
    const auto next = desk.open(desk.mari);
    CHECK(next == text);
    CHECK(desk.copy_of(text).version == 3);
    // Nor does the version that left the desk fit: the document that was published need not be the same.
    for (const std::int64_t before : {1, 2}) {
        CHECK_FALSE(editorial::steps_since(*db.read(), desk.mari, text, before));
        const auto older = desk.save(desk.mari, text, before, {Writers::insert(1, "Late ")});
        REQUIRE(std::holds_alternative<Closed>(older));
        CHECK(std::get<Closed>(older).published);
    }
    CHECK(desk.must_save(desk.mari, text, 3, {Writers::insert(1, "More: ")}) == 4);
    CHECK(desk.words(text) == "More: Hello!");

    // Whoever got no answer before it was published learns that it was saved.
    const auto last = editorial::last_steps(*db.read(), desk.mari, text, 1);
    CHECK(last.version == 2);
    CHECK(last.clients == std::vector<std::string>{"tab"});
    CHECK(editorial::last_steps(*db.read(), desk.mari, text, 0).steps.size() == 2);
    CHECK(editorial::last_steps(*db.read(), desk.mari, text, 2).steps.empty());
    CHECK_THROWS_AS(editorial::last_steps(*db.read(), desk.nobody, text, 0), base::Denied);
}

ROOM_TEST_CASE("title and summary change only where they still are what the person saw", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    const auto set = [&](const base::Viewer& viewer, const editorial::HeadingChange& change) {
        auto tx = db.write();
        const auto outcome = editorial::save_heading(*tx, viewer, text, change);
        if (std::holds_alternative<Saved>(outcome)) tx->commit();
        return outcome;
    };
    CHECK(std::holds_alternative<Saved>(set(desk.mari, {.title = std::pair("", "Mine"), .summary = {}})));
    // The answer was lost, and it is sent again.
    CHECK(std::holds_alternative<Saved>(set(desk.mari, {.title = std::pair("", "Mine"), .summary = {}})));
    const auto other = set(desk.ken, {.title = std::pair("", "His"), .summary = std::pair("", "About it.")});
    REQUIRE(std::holds_alternative<editorial::Heading>(other));
    CHECK(std::get<editorial::Heading>(other).title == "Mine");
    CHECK(desk.copy_of(text).summary.empty());
    CHECK(std::holds_alternative<Saved>(set(desk.ken, {.title = std::pair("Mine", "His"), .summary = std::pair("", "About it.")})));
    CHECK(desk.copy_of(text).title == "His");
    CHECK(desk.copy_of(text).summary == "About it.");
    CHECK(std::holds_alternative<Unfit>(set(desk.ken, {.title = std::pair("His", std::string(201, 'x')), .summary = {}})));
    CHECK(std::holds_alternative<Unfit>(set(desk.ken, {.title = std::pair("His", "two\nlines"), .summary = {}})));
    desk.stage(text, "proof");
    CHECK(std::holds_alternative<Closed>(set(desk.ken, {.title = std::pair("His", "Other"), .summary = {}})));
}

ROOM_TEST_CASE("a form that was sent becomes steps, and what others wrote meanwhile stays", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "One two three")});
    const auto before = doc::from_markdown("One two three");
    REQUIRE(before);
    const auto send = [&](std::int64_t version, const char* was, const char* markdown) {
        auto tx = db.write();
        const auto outcome =
            editorial::save_document(*tx, desk.ken, text, version, support::World::document(was), support::World::document(markdown));
        if (std::holds_alternative<Saved>(outcome)) tx->commit();
        return outcome;
    };
    CHECK(std::holds_alternative<Saved>(send(1, "One two three", "One two four")));
    CHECK(desk.words(text) == "One two four");
    const auto version = desk.copy_of(text).version;

    // A form that was opened before somebody put a sentence in front.
    desk.must_save(desk.mari, text, version, {Writers::insert(1, "Before. ")}, "hers");
    REQUIRE(std::holds_alternative<Saved>(send(version, "One two four", "One two five")));
    CHECK(desk.words(text) == "Before. One two five");
    const auto since = editorial::steps_since(*db.read(), desk.mari, text, version + 1);
    REQUIRE(since);
    CHECK(since->clients.front() == "form");

    // What the form was about is gone: nothing is lost in silence.
    const auto now = desk.copy_of(text).version;
    desk.must_save(desk.mari, text, now, {Writers::remove(1, 21)}, "hers");
    CHECK(std::holds_alternative<Unfit>(send(now, "Before. One two five", "Before. One two fxve")));
    CHECK(desk.words(text).empty());

    // Nothing was changed in the form: nothing is saved.
    const auto same = send(1, "One two three", "One two three");
    REQUIRE(std::holds_alternative<Saved>(same));
    CHECK(std::get<Saved>(same).version == now + 1);
}

ROOM_TEST_CASE("whatever several people save at the same moment, every answered save is there once", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    constexpr int writers = 4, each = 15;
    const std::vector<const base::Viewer*> viewers{&desk.mari, &desk.ken, &desk.editor, &desk.section};
    std::vector<std::thread> threads;
    std::atomic<int> failed = 0;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            std::int64_t version = 0;
            const std::string client = "tab-" + std::to_string(writer);
            for (int i = 0; i < each;) {
                try {
                    Writers::Outcome outcome;
                    db::write(db.pool(), [&](db::Tx& tx) {
                        outcome =
                            editorial::save_steps(tx, *viewers[static_cast<std::size_t>(writer)], text,
                                                  {version, client, {Writers::insert(1, std::string(1, static_cast<char>('a' + writer)))}});
                    });
                    if (const auto* saved = std::get_if<Saved>(&outcome)) {
                        version = saved->version;
                        ++i;
                    } else if (const auto* since = std::get_if<Since>(&outcome)) {
                        version = since->version;
                    } else {
                        ++failed;
                        return;
                    }
                } catch (const base::Conflict&) {
                    // As a browser that was told to come again.
                }
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(failed == 0);
    const auto copy = desk.copy_of(text);
    CHECK(copy.version == writers * each);
    const std::string words = doc::plain_text(copy.body);
    for (int writer = 0; writer < writers; ++writer) CHECK(std::count(words.begin(), words.end(), static_cast<char>('a' + writer)) == each);
    const auto all = editorial::steps_since(*db.read(), desk.mari, text, 0);
    REQUIRE(all);
    CHECK(all->steps.size() == writers * each);
    for (const base::Viewer* viewer : viewers) CHECK(editorial::list_own_credits(*db.read(), *viewer).size() == 1);
}

ROOM_TEST_CASE("a document that Markdown would write otherwise can be changed by a form, too", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    const base::Json empty =
        base::Json::Object{{"stepType", "replace"},
                           {"from", 0},
                           {"to", 0},
                           {"slice", base::Json::Object{{"content", base::Json::Array{base::Json::Object{{"type", "paragraph"}}}}}}};
    desk.must_save(desk.mari, text, 0, {empty, Writers::insert(3, "Last")});
    desk.must_save(desk.mari, text, 2, {Writers::insert(7, " word")});
    auto tx = db.write();
    REQUIRE(std::holds_alternative<Saved>(
        editorial::save_document(*tx, desk.ken, text, 2, support::World::document("Last"), support::World::document("The last"))));
    tx->commit();
    CHECK(desk.words(text) == "The last word");
}

ROOM_TEST_CASE("whoever looks at the same text is told in the transaction that saves", db) {
    Writers desk(db);
    std::vector<editorial::CopyNews> told;
    editorial::on_copy_news([&](db::Tx&, const editorial::CopyNews& news) { told.push_back(news); });
    const auto text = desk.open(desk.mari);
    desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello")}, "a");
    {
        auto tx = db.write();
        editorial::save_heading(*tx, desk.mari, text, {.title = std::pair("", "T"), .summary = {}});
        tx->commit();
    }
    editorial::on_copy_news(nullptr);
    REQUIRE(told.size() == 2);
    CHECK(told[0].event == "steps");
    CHECK(told[0].id == 1);
    CHECK(base::write_json(told[0].data).starts_with("{\"version\":1,\"steps\":[{\"stepType\":\"replace\""));
    CHECK(told[1].event == "heading");
    CHECK(base::write_json(told[1].data) == "{\"title\":\"T\",\"summary\":\"\"}");
    CHECK(editorial::copy_topic(text).starts_with("copy:"));
}

ROOM_TEST_CASE("the use of the right is written down once an hour for each person and text", db) {
    Writers desk(db);
    const auto text = desk.open(desk.mari);
    const auto lines = [&](const base::Viewer& viewer) {
        std::int64_t count = 0;
        for (const auto& line : people::list_audit(*db.read(), desk.keeper, 0, 1000))
            if (line.person == Writers::person_of(viewer) && (line.action == "edit" || line.action == "accept")) ++count;
        return count;
    };
    const auto opened = lines(desk.mari);
    std::int64_t version = 0;
    for (int i = 0; i < 5; ++i) version = desk.must_save(desk.mari, text, version, {Writers::insert(1, "a")});
    CHECK(lines(desk.mari) == opened + 1);
    for (int i = 0; i < 5; ++i) {
        version = desk.must_save(desk.ken, text, version, {Writers::insert(1, "b")});
        version = desk.must_save(desk.mari, text, version, {Writers::insert(1, "a")});
    }
    CHECK(lines(desk.mari) == opened + 1);
    CHECK(lines(desk.ken) == 1);
    desk.after_minutes(61);
    desk.must_save(desk.mari, text, version, {Writers::insert(1, "a")});
    CHECK(lines(desk.mari) == opened + 2);
}

ROOM_TEST_CASE("a text that came with an upgrade takes nobody's words away", db) {
    Writers desk(db);
    desk.publish("note", "hello", Lang::en, "Hello", "Live.");
    const auto text = *editorial::find_text_id(*db.read(), desk.piece, Lang::en);
    const auto offer = [&](const char* markdown) {
        auto tx = db.write();
        editorial::put_working_copy(*tx, desk.keeper, text, "Hello", "About Hello.", support::World::document(markdown));
        tx->commit();
    };
    // Nobody works on it: it is there to be looked at.
    offer("Newer.");
    CHECK(desk.words(text) == "Newer.");
    CHECK_FALSE(editorial::find_offered(*db.read(), desk.editor, text));
    const auto version = desk.copy_of(text).version;

    // Somebody went on with it: the next one stands beside it, once.
    desk.must_save(desk.mari, text, version, {Writers::insert(1, "My own. ")});
    offer("Newest.");
    offer("My own. Newer.");
    CHECK(desk.words(text) == "My own. Newer.");
    const auto offered = editorial::find_offered(*db.read(), desk.editor, text);
    REQUIRE(offered);
    CHECK(offered->reason == "offered");
    CHECK(doc::plain_text(offered->body) == "Newest.");
    CHECK(editorial::list_acts(*db.read(), desk.editor, desk.piece).front().act == "offered");
    auto tx = db.write();
    CHECK(std::holds_alternative<Saved>(editorial::restore_revision(*tx, desk.editor, offered->id)));
    tx->commit();
    CHECK(desk.words(text) == "Newest.");
    // What stood there can be brought back in turn.
    const auto revisions = desk.revisions(text);
    CHECK(std::any_of(revisions.begin(), revisions.end(),
                      [](const auto& one) { return one.reason == "restored" || one.reason == "author"; }));
}

ROOM_TEST_CASE("an open copy that nobody changed yet follows an upgrade, and who has it open reads it anew", db) {
    Writers desk(db);
    desk.publish("note", "hello", Lang::en, "Hello", "Live.");
    const auto text = desk.open(desk.mari);
    const auto version = desk.copy_of(text).version;
    auto tx = db.write();
    editorial::put_working_copy(*tx, desk.keeper, text, "Hello", "About Hello.", support::World::document("Newer."));
    tx->commit();
    CHECK(desk.words(text) == "Newer.");
    CHECK(desk.copy_of(text).version == version + 1);
    const auto late = desk.save(desk.mari, text, version, {Writers::insert(1, "x")});
    REQUIRE(std::holds_alternative<Closed>(late));
    CHECK(std::get<Closed>(late).published);
}

TEST_SUITE_END();

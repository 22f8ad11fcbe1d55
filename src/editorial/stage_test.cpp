#include "editorial/test_stages.hpp"

using namespace editorial_test;

namespace {
std::string open_lines(Desk& desk, TextId text, const base::Viewer& viewer) {
    std::string names;
    for (const auto& check : editorial::checklist(*desk.db.read(), viewer, desk.copy_of(text)))
        if (check.state == editorial::Check::State::open) names += (names.empty() ? "" : " ") + check.name;
    return names;
}

std::string state_of(Desk& desk, TextId text, const base::Viewer& viewer, std::string_view name) {
    for (const auto& check : editorial::checklist(*desk.db.read(), viewer, desk.copy_of(text)))
        if (check.name == name)
            return check.state == editorial::Check::State::done ? "done" : check.state == editorial::Check::State::open ? "open" : "advice";
    return "";
}

std::vector<std::string> waiting_jobs(support::Database& db) {
    std::vector<std::string> kinds;
    for (const auto& waiting : jobs::status(*db.read()).waiting) kinds.push_back(waiting.kind);
    return kinds;
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("handing over asks each writer once whether they agree, cuts a revision and tells the readers", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const auto refused = desk.run([&](db::Tx& tx) { return editorial::hand_over(tx, desk.mari, text, "", false); });
    REQUIRE_FALSE(refused.has_value());
    CHECK(first_word(refused.error()) == "publish.problem.agree");
    CHECK(editorial::must_agree(*db.read(), desk.mari, text));
    desk.hand_over(text);
    CHECK_FALSE(editorial::must_agree(*db.read(), desk.mari, text));
    CHECK(desk.stands(text) == "first_read");
    CHECK(desk.revisions(text).front().reason == "handed_over");
    CHECK(waiting_jobs(db) == std::vector<std::string>{"editorial.handed_over", "editorial.on_its_way"});

    desk.write([&](db::Tx& tx) { REQUIRE(editorial::send_back(tx, desk.editor, text, "Shorter.").has_value()); });
    CHECK(desk.stands(text) == "draft");
    CHECK(desk.run([&](db::Tx& tx) { return editorial::hand_over(tx, desk.mari, text, "", false); }).has_value());
}

ROOM_TEST_CASE("an editor hands over what others wrote without agreeing in their place", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    CHECK(desk.run([&](db::Tx& tx) { return editorial::hand_over(tx, desk.editor, text, "", false); }).has_value());
    desk.approve(text, desk.second);
    desk.tick_all(text);
    CHECK(open_lines(desk, text, desk.editor) == "agreement");
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.mari, text, "agreement", true); });
    CHECK(open_lines(desk, text, desk.editor).empty());
}

ROOM_TEST_CASE("nothing without a title or a word is handed over", db) {
    Desk desk(db);
    const TextId text = desk.open(desk.mari);
    const auto refused = desk.run([&](db::Tx& tx) { return editorial::hand_over(tx, desk.mari, text, "", true); });
    REQUIRE_FALSE(refused.has_value());
    REQUIRE(refused.error().size() == 2);
    CHECK(refused.error()[0].word == "problem.title_missing");
    CHECK(refused.error()[1].word == "problem.text_missing");
}

ROOM_TEST_CASE("yes is said to one version: what is written afterwards nobody has approved", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.approve(text, desk.second);
    desk.tick_all(text);
    CHECK(open_lines(desk, text, desk.editor).empty());
    const auto again = desk.run([&](db::Tx& tx) { return editorial::approve(tx, desk.second, text, desk.copy_of(text).version); });
    CHECK(first_word(again.error()) == "publish.problem.approved_already");

    desk.write_words(text, desk.editor, "Or good evening. ");
    CHECK(open_lines(desk, text, desk.editor) == "house_words privacy agreement approvals");
    CHECK_FALSE(editorial::list_approvals(*db.read(), desk.editor, text).front().of_present_version);
    const auto stale = desk.run([&](db::Tx& tx) { return editorial::approve(tx, desk.second, text, desk.copy_of(text).version - 1); });
    CHECK(first_word(stale.error()) == "publish.problem.version");
}

ROOM_TEST_CASE("nobody says yes to their own text, whether they wrote in it or were asked to", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.write_words(text, desk.editor, "From the editor. ");
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::ask(tx, desk.editor, text, {Writers::person_of(desk.second), Duty::write, {}, ""}).has_value());
    });
    desk.hand_over(text);
    const auto approve = [&](const base::Viewer& who) {
        return desk.run([&](db::Tx& tx) { return editorial::approve(tx, who, text, desk.copy_of(text).version); });
    };
    CHECK(first_word(approve(desk.editor).error()) == "publish.problem.own_text");
    CHECK(first_word(approve(desk.second).error()) == "publish.problem.own_text");
    CHECK(approve(desk.section).has_value());
}

ROOM_TEST_CASE("a box was ticked for one title: under another nobody has looked", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.editor, text,
                                {.title = std::pair<std::string, std::string>("Hello", "Hello, Taro"), .summary = {}});
    });
    CHECK(open_lines(desk, text, desk.second) == "house_words privacy approvals");
}

ROOM_TEST_CASE("sending back makes every yes void, and needs words", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.approve(text, desk.second);
    const auto refused = desk.run([&](db::Tx& tx) { return editorial::send_back(tx, desk.editor, text, ""); });
    CHECK(first_word(refused.error()) == "publish.problem.notes_missing");
    desk.write([&](db::Tx& tx) { REQUIRE(editorial::send_back(tx, desk.editor, text, "Who is it for?").has_value()); });
    CHECK(editorial::list_approvals(*db.read(), desk.editor, text).empty());
    CHECK(editorial::list_acts(*db.read(), desk.mari, desk.piece).front().note == "Who is it for?");
    desk.hand_over(text);
    desk.approve(text, desk.second);
    CHECK(editorial::list_approvals(*db.read(), desk.editor, text).size() == 1);
}

ROOM_TEST_CASE("the checklist says what is missing, each in a line of its own", db) {
    Desk desk(db);
    const TextId text = desk.open(desk.mari);
    CHECK(open_lines(desk, text, desk.editor) == "heading house_words privacy approvals");
    desk.write([&](db::Tx& tx) {
        const auto copy = desk.copy_of(text);
        const auto after = Desk::document("# One\n\nbad ![](/pictures/1)\n\n#### Four\n\n:::try\n### Three\n\nTwo.\n:::\n");
        REQUIRE(std::holds_alternative<editorial::Saved>(editorial::save_document(tx, desk.mari, text, copy.version, copy.body, after)));
    });
    CHECK(open_lines(desk, text, desk.editor) == "heading block headings pictures house_words privacy agreement approvals");
    CHECK(state_of(desk, text, desk.editor, "licence") == "done");
    CHECK(state_of(desk, text, desk.editor, "check_by") == "advice");
    CHECK(state_of(desk, text, desk.editor, "correction").empty());
    CHECK(state_of(desk, text, desk.editor, "japanese_read").empty());
    for (const auto& check : editorial::checklist(*db.read(), desk.editor, desk.copy_of(text)))
        if (check.name == "headings") {
            REQUIRE(check.problems.size() == 2);
            CHECK(check.problems[0].word == "publish.problem.heading_first");
            CHECK(check.problems[1].word == "publish.problem.heading_jump");
            CHECK(check.problems[1].args.front().second == "Four");
        }
    desk.write([&](db::Tx& tx) { editorial::set_copy_facts(tx, desk.mari, text, base::Day{1}, ""); });
    CHECK(state_of(desk, text, desk.editor, "check_by") == "open");
}

ROOM_TEST_CASE("a room above answers for lines of its own, and one that is open keeps a text from going live", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    editorial::set_gates({{"suggestions",
                           [](db::Tx&, const editorial::Copy&) -> std::optional<editorial::Check> {
                               return editorial::Check{"suggestions", editorial::Check::State::open, {{"suggestions", "test.suggestions"}}};
                           }},
                          {"other", [](db::Tx&, const editorial::Copy&) -> std::optional<editorial::Check> { return std::nullopt; }}});
    CHECK(open_lines(desk, text, desk.editor) == "suggestions");
    const auto refused = desk.go_live(text, desk.editor);
    REQUIRE_FALSE(refused.has_value());
    CHECK(first_word(refused.error()) == "test.suggestions");
    CHECK(desk.stands(text) == "ready");
}

ROOM_TEST_CASE("Japanese is read by somebody who grew up with it before it goes live", db) {
    Desk desk(db);
    editorial::Copy copy;
    desk.write([&](db::Tx& tx) { copy = editorial::open_copy(tx, desk.mari, desk.piece, Lang::ja); });
    CHECK(state_of(desk, copy.text, desk.editor, "japanese_read") == "open");
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.mari, copy.text, "japanese_read", true); });
    CHECK(state_of(desk, copy.text, desk.editor, "japanese_read") == "done");
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.mari, copy.text, "japanese_read", false); });
    CHECK(state_of(desk, copy.text, desk.editor, "japanese_read") == "open");
    const TextId english = desk.draft();
    CHECK_THROWS_AS(editorial::tick(*db.write(), desk.editor, english, "japanese_read", true), base::Missing);
    CHECK_THROWS_AS(editorial::tick(*db.write(), desk.editor, english, "anything", true), base::Missing);
}

ROOM_TEST_CASE("what somebody else was asked to write is not published over their head", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::ask(tx, desk.editor, text, {Writers::person_of(desk.ken), Duty::write, {}, ""}).has_value());
    });
    desk.move(text, Stage::draft);
    CHECK(open_lines(desk, text, desk.editor) == "hands");
    desk.write([&](db::Tx& tx) { editorial::end_turn(tx, desk.ken, editorial::list_turns(tx, desk.ken, text).front().id); });
    CHECK(open_lines(desk, text, desk.editor).empty());
}

ROOM_TEST_CASE("the checklist names nobody who may not be named, and asks the reader themself in words of their own", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.write_words(text, desk.ken, "And wait. ");
    desk.write([&](db::Tx& tx) {
        desk.name(tx, desk.ken, "Ken Kato");
        REQUIRE(editorial::ask(tx, desk.editor, text, {.person = Desk::person_of(desk.ken), .duty = Duty::write, .due_on = {}, .note = {}})
                    .has_value());
    });
    const auto said = [&](const base::Viewer& viewer, std::string_view name) {
        std::string words;
        for (const auto& check : editorial::checklist(*db.read(), viewer, desk.copy_of(text)))
            if (check.name == name)
                for (const auto& problem : check.problems) {
                    words += (words.empty() ? "" : " ") + problem.word.substr(std::string_view("publish.problem.").size());
                    for (const auto& [key, value] : problem.args) words += " " + value;
                }
        return words;
    };
    CHECK(said(desk.editor, "agreement") == "agreement Ken Kato agreement_others");
    CHECK(said(desk.mari, "agreement") == "agree agreement Ken Kato");
    CHECK(said(desk.editor, "hands") == "in_other_hands Ken Kato");
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::ask(tx, desk.editor, text, {.person = Desk::person_of(desk.mari), .duty = Duty::write, .due_on = {}, .note = {}})
                    .has_value());
    });
    CHECK(said(desk.editor, "hands") == "in_hands_of_others");
    CHECK(said(desk.mari, "hands").empty());
}

ROOM_TEST_CASE("whose words were put away and taken up again is still asked to agree", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    REQUIRE(desk.run([&](db::Tx& tx) { return editorial::drop_copy(tx, desk.editor, text); }).has_value());
    REQUIRE(desk.open(desk.editor) == text);
    CHECK(desk.words(text) == "Say good morning first.");
    desk.move(text, Stage::ready);
    desk.tick_all(text);
    desk.approve(text, desk.second);
    CHECK(open_lines(desk, text, desk.editor) == "agreement");
    desk.write([&](db::Tx& tx) { editorial::tick(tx, desk.mari, text, "agreement", true); });
    CHECK(open_lines(desk, text, desk.editor).empty());
}

ROOM_TEST_CASE("asking gives the role that the work needs, and tells the person", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const auto ask = [&](const base::Viewer& whom, Duty duty) {
        return desk.run([&](db::Tx& tx) {
            return editorial::ask(tx, desk.editor, text, {Writers::person_of(whom), duty, base::Day{30000}, "By Friday?"});
        });
    };
    const auto first = ask(desk.nobody, Duty::write);
    REQUIRE(first.has_value());
    const auto now = people::viewer_of(*db.read(), Writers::person_of(desk.nobody));
    CHECK(people::may(now, people::Right::edit, editorial::scope_of(*db.read(), desk.piece)));
    CHECK_FALSE(people::may(now, people::Right::accept, editorial::scope_of(*db.read(), desk.piece)));
    CHECK(waiting_jobs(db) == std::vector<std::string>{"editorial.asked"});
    CHECK(editorial::find_turn(*db.read(), *first)->note == "By Friday?");

    // One writes, and several read.
    REQUIRE(ask(desk.ken, Duty::write).has_value());
    REQUIRE(ask(desk.proofreader, Duty::read).has_value());
    REQUIRE(ask(desk.second, Duty::read).has_value());
    REQUIRE(ask(desk.second, Duty::read).has_value());
    const auto turns = editorial::list_turns(*db.read(), desk.mari, text);
    REQUIRE(turns.size() == 3);
    CHECK(turns[0].person.id == Writers::person_of(desk.ken));
    CHECK_FALSE(editorial::find_turn(*db.read(), *first));

    auto tx = db.write();
    CHECK(first_word(editorial::ask(*tx, desk.editor, text, {desk.ada.id, Duty::write, {}, ""}).error()) == "problem.no_account");
    CHECK(first_word(editorial::ask(*tx, desk.editor, text, {Writers::person_of(desk.ken), Duty::write, base::Day{1}, ""}).error()) ==
          "publish.problem.day_passed");
    CHECK_THROWS_AS(editorial::end_turn(*tx, desk.mari, turns[0].id), base::Denied);
}

ROOM_TEST_CASE("the keeper says how a kind is made, and texts at a stage that goes step back", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    desk.hand_over(text);
    desk.move(text, Stage::proof);
    const auto set = [&](editorial::Workflow workflow) {
        auto tx = db.write();
        auto problems = editorial::set_workflow(*tx, desk.founder, "note", workflow);
        if (problems.empty()) tx->commit();
        return first_word(problems);
    };
    CHECK(set({{Stage::draft, Stage::ready, Stage::proof}, 1, {}}) == "publish.problem.stages");
    CHECK(set({{Stage::first_read, Stage::ready}, 1, {}}) == "publish.problem.stages");
    CHECK(set({{Stage::draft, Stage::ready, Stage::scheduled}, 1, {}}) == "publish.problem.stages");
    CHECK(set({{Stage::draft, Stage::ready}, 9, {}}) == "publish.problem.approvals_number");
    CHECK(set({{Stage::draft, Stage::ready}, 1, {{Stage::draft, 0}}}) == "publish.problem.limit");
    CHECK(set({{Stage::draft, Stage::first_read, Stage::ready}, 2, {{Stage::draft, 7}}}).empty());
    const auto now = editorial::workflow_of(*db.read(), "note");
    CHECK(now.stages == std::vector<Stage>{Stage::draft, Stage::first_read, Stage::ready});
    CHECK(now.approvals == 2);
    CHECK(now.limits == std::vector<std::pair<Stage, int>>{{Stage::draft, 7}});
    CHECK(desk.stands(text) == "first_read");
    CHECK(editorial::workflow_of(*db.read(), "unknown").stages.front() == Stage::draft);
}

ROOM_TEST_CASE("whoever looks at a text is told where it stands from now on", db) {
    Desk desk(db);
    const TextId text = desk.ready();
    std::vector<std::string> told;
    editorial::on_copy_news([&](db::Tx&, const editorial::CopyNews& news) {
        if (news.event == "moved" && news.data.find("stage")) told.push_back(*news.data.find("stage")->text());
    });
    desk.move(text, Stage::proof);
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    CHECK(told == std::vector<std::string>{"proof", "live"});
}

TEST_SUITE_END();

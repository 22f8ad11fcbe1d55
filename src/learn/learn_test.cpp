#include "learn/learn.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

TEST_SUITE_BEGIN("room");

namespace {
struct School : World {
    explicit School(support::Database& database) : World(database) {
        editorial::set_kinds({learn::course_kind(), learn::lesson_kind()});
        course = publish("course", "first-week", Lang::en, "Your first week", ":::aim\nYou can start.\n:::\n\nFor you.");
        one = publish("lesson", "one", Lang::en, "One", support::lesson_text(Lang::en, "Say hello."));
        two = publish("lesson", "two", Lang::ja, "二", support::lesson_text(Lang::ja, "あいさつをします。"));
        auto tx = db.write();
        learn::save_course(*tx, keeper, course, "green", {two, one});
        learn::set_levels(*tx, keeper, course, {"jhs", "es34"});
        tx->commit();
    }
    editorial::PieceId course{}, one{}, two{};
};
}

ROOM_TEST_CASE("a course keeps the order of its lessons by hand and shows a lesson in the other language where this one is missing", db) {
    School school(db);
    auto tx = db.read();
    const auto course = learn::find_course(*tx, school.reader, "first-week");
    REQUIRE(course);
    const auto lessons = learn::list_lessons(*tx, school.reader, *course, Lang::en);
    REQUIRE(lessons.size() == 2);
    CHECK(lessons[0].title == "二");
    CHECK(lessons[0].lang == Lang::ja);
    CHECK(lessons[1].title == "One");
    CHECK(course->levels == std::vector<std::string>{"es34", "jhs"});  // as they follow in a pupil's life
}

ROOM_TEST_CASE("a lesson's address holds its course, and a lesson without a course has none", db) {
    School school(db);
    auto tx = db.write();
    CHECK(editorial::url_of(*tx, *editorial::find_piece(*tx, school.reader, "lesson", "one")) == "/learn/first-week/one");
    learn::save_course(*tx, school.keeper, school.course, "green", {school.two});
    CHECK_FALSE(editorial::url_of(*tx, *editorial::find_piece(*tx, school.reader, "lesson", "one")));
}

ROOM_TEST_CASE("the partner sheet is a field of the Japanese text, and the lesson page can leave it out", db) {
    School school(db);
    auto tx = db.read();
    const auto sheet = learn::find_partner_sheet(*tx, school.reader, *editorial::find_piece(*tx, school.reader, "lesson", "two"));
    REQUIRE(sheet);
    CHECK(doc::plain_text(sheet->body).find("あいさつをします。") != std::string::npos);
    CHECK_FALSE(learn::find_partner_sheet(*tx, school.reader, *editorial::find_piece(*tx, school.reader, "lesson", "one")));
    const auto text = editorial::find_text(*tx, school.reader, "lesson", "two", Lang::ja);
    CHECK(doc::find_block(doc::without_blocks(text->body, {"partner"}), "partner") == nullptr);
}

TEST_CASE("a lesson is not ready without its aim first, task, check, look back and deep dive, and in Japanese its sheet last") {
    const auto kind = learn::lesson_kind();
    const auto missing = [&](Lang lang, const std::string& text) {
        std::vector<std::string> fields;
        for (const auto& problem : kind.ready(lang, World::document(text))) fields.push_back(problem.field);
        return fields;
    };
    CHECK(missing(Lang::en, support::lesson_text(Lang::en, "Say hello.")).empty());
    CHECK(missing(Lang::ja, support::lesson_text(Lang::ja, "あいさつ。")).empty());
    CHECK(missing(Lang::ja, support::lesson_text(Lang::en, "あいさつ。")) == std::vector<std::string>{"partner"});
    CHECK(missing(Lang::en, "Say hello.") == std::vector<std::string>{"aim", "try", "check", "lookback", "deepdive"});
    CHECK(missing(Lang::en, "Before.\n\n" + support::lesson_text(Lang::en, "Say hello.")) == std::vector<std::string>{"aim"});
}

TEST_CASE("an empty lesson begins with every block in order, in a document that fits the schema and cannot be published") {
    const auto kind = learn::lesson_kind();
    for (const Lang lang : base::languages) {
        const doc::Node outline = kind.outline(lang);
        CHECK(doc::from_json(doc::to_json(outline)).has_value());
        CHECK(doc::plain_text(outline).empty());
        std::vector<std::string> fields;
        for (const auto& problem : kind.ready(lang, doc::normalized(outline)))
            if (problem.word == "publish.problem.empty_block") fields.push_back(problem.field);
        std::vector<std::string> wanted{"aim", "try", "check", "lookback", "deepdive"};
        if (lang == Lang::ja) wanted.push_back("partner");
        CHECK(fields == wanted);
    }
    CHECK(doc::from_json(doc::to_json(learn::course_kind().outline(Lang::en))).has_value());
    CHECK(learn::course_kind().ready(Lang::en, learn::course_kind().outline(Lang::en)).size() == 1);
}

ROOM_TEST_CASE("a course knows its lessons by its scope, and another scope holds none", db) {
    School school(db);
    auto tx = db.read();
    const auto scope = people::course_scope(static_cast<std::int64_t>(school.course));
    CHECK(learn::lesson_kind().inside(*tx, scope) == std::vector{school.two, school.one});
    CHECK(learn::course_kind().inside(*tx, scope) == std::vector{school.course});
    for (const char* other : {"course:", "course:x", "course:7x", "section:learn", "piece:7", ""}) {
        CHECK(learn::lesson_kind().inside(*tx, other).empty());
        CHECK(learn::course_kind().inside(*tx, other).empty());
    }
}

TEST_CASE("a check has a question, two answers or more, feedback on each, and a right one") {
    const auto kind = learn::lesson_kind();
    const auto with_check = [&](const std::string& check) {
        std::string text = support::lesson_text(Lang::en, "Say hello.");
        const auto from = text.find(":::check"), to = text.find(":::lookback");
        text.replace(from, to - from, ":::check\n" + check + "\n:::\n\n");
        return kind.ready(Lang::en, World::document(text)).size();
    };
    CHECK(with_check("What?\n\n- [ ] a\n\n  no\n\n- [x] b\n\n  yes") == 0);
    CHECK(with_check("What?\n\n- [ ] a\n\n  no\n\n- [ ] b\n\n  no") == 1);
    CHECK(with_check("What?\n\n- [x] a\n\n- [ ] b") == 2);
    CHECK(with_check("What?\n\n- [x] a\n\n  yes") == 1);
    CHECK(with_check("What?") == 1);
}

TEST_CASE("the main text of an English lesson has at most 900 words") {
    std::string words;
    for (int i = 0; i < 880; ++i) words += "word ";
    const auto kind = learn::lesson_kind();
    CHECK(kind.ready(Lang::en, World::document(support::lesson_text(Lang::en, words))).empty());
    for (int i = 0; i < 30; ++i) words += "word ";
    CHECK(kind.ready(Lang::en, World::document(support::lesson_text(Lang::en, words))).size() == 1);
}

TEST_SUITE_END();

#include "support/database.hpp"
#include "trade/sample_test.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("room");

using namespace trade;

namespace {
const base::Viewer keeper = people::keeper_at_the_terminal();
const std::string en = "lessons/first-week/who-to-ask.en.md";
const std::string ja = "lessons/first-week/who-to-ask.ja.md";
using Paths = std::vector<std::string>;

void load_sample(support::Database& db) {
    sample::set_kinds();
    const auto tx = db.write();
    REQUIRE(load(*tx, keeper, sample::folder()).has_value());
    tx->commit();
}

Upgraded upgraded(support::Database& db, const Folder& folder) {
    const auto tx = db.write();
    auto done = upgrade(*tx, keeper, folder);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : sample::all(done.error())));
    tx->commit();
    return *done;
}

editorial::Text live(db::Tx& tx, base::Lang lang) {
    auto text = editorial::find_text(tx, keeper, "lesson", "who-to-ask", lang);
    REQUIRE(text);
    return *text;
}

/// Somebody on the site changes the summary of the lesson in one language.
void edit(support::Database& db, base::Lang lang) {
    const auto tx = db.write();
    const auto text = live(*tx, lang);
    REQUIRE(editorial::publish(*tx, keeper, text.piece.id, lang,
                               {.title = text.title,
                                .summary = "Edited here.",
                                .body = text.body,
                                .published_on = text.published_on,
                                .checked_on = {},
                                .check_by = text.check_by,
                                .native_read = text.native_read,
                                .pairing = text.pairing})
                .has_value());
    tx->commit();
}

std::string summary(support::Database& db, base::Lang lang) {
    const auto tx = db.read();
    return live(*tx, lang).summary;
}

constexpr db::Query copies{"trade.test_copies", R"sql(
    select title, version from working_copies
)sql"};

Folder newer() { return sample::with(en, "Three kinds of employer, and whom to ask in each.", "Four kinds of employer."); }
}

ROOM_TEST_CASE("an upgrade to the same content changes nothing", db) {
    load_sample(db);
    const auto done = upgraded(db, sample::folder());
    CHECK(done.unchanged == 13);
    CHECK(done.added.empty());
    CHECK(done.renewed.empty());
    CHECK(done.offered.empty());
    CHECK(done.kept.empty());
    CHECK(done.removed.empty());
}

ROOM_TEST_CASE("an untouched text gets the new version live, once", db) {
    load_sample(db);
    const auto done = upgraded(db, newer());
    CHECK(done.renewed == Paths{en});
    CHECK(done.unchanged == 12);
    CHECK(summary(db, base::Lang::en) == "Four kinds of employer.");
    const auto again = upgraded(db, newer());
    CHECK(again.renewed.empty());
    CHECK(again.unchanged == 13);
    const auto tx = db.read();
    CHECK(export_folder(*tx, keeper).files == newer().files);
}

ROOM_TEST_CASE("an edited text keeps what readers see and gets a working copy, once", db) {
    load_sample(db);
    edit(db, base::Lang::en);
    const auto done = upgraded(db, newer());
    CHECK(done.offered == Paths{en});
    CHECK(summary(db, base::Lang::en) == "Edited here.");
    CHECK(upgraded(db, newer()).offered.empty());
    const auto tx = db.read();
    const auto rows = tx->all(copies);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].text(0) == "Who to ask: the first day");
    CHECK(rows[0].number(1) == 1);
}

ROOM_TEST_CASE("an untouched text that somebody is rewriting keeps both what readers see and the draft", db) {
    load_sample(db);
    const auto before = summary(db, base::Lang::en);
    {
        const auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, keeper, live(*tx, base::Lang::en).piece.id, base::Lang::en);
        editorial::save_heading(*tx, keeper, copy.text,
                                {.title = {}, .summary = std::pair<std::string, std::string>(copy.summary, "Mine.")});
        tx->commit();
    }
    CHECK(upgraded(db, newer()).offered == Paths{en});
    CHECK(summary(db, base::Lang::en) == before);
    const auto tx = db.read();
    CHECK(editorial::find_copy(*tx, keeper, live(*tx, base::Lang::en).id)->summary == "Mine.");
}

ROOM_TEST_CASE("a newer version of a text that somebody works on takes nothing of theirs away", db) {
    load_sample(db);
    edit(db, base::Lang::en);
    editorial::TextId text{};
    {
        const auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, keeper, live(*tx, base::Lang::en).piece.id, base::Lang::en);
        text = copy.text;
        editorial::save_heading(*tx, keeper, text, {.title = std::pair(copy.title, "What I write here"), .summary = {}});
        tx->commit();
    }
    CHECK(upgraded(db, newer()).offered == Paths{en});
    const auto tx = db.read();
    CHECK(editorial::find_copy(*tx, keeper, text)->title == "What I write here");
    const auto offered = editorial::find_offered(*tx, keeper, text);
    REQUIRE(offered);
    CHECK(offered->summary == "Four kinds of employer.");
}

ROOM_TEST_CASE("an edit in one language leaves the other language free to follow", db) {
    load_sample(db);
    edit(db, base::Lang::ja);
    CHECK(upgraded(db, newer()).renewed == Paths{en});
    CHECK(summary(db, base::Lang::en) == "Four kinds of employer.");
    CHECK(summary(db, base::Lang::ja) == "Edited here.");
}

ROOM_TEST_CASE("who takes the new version as it is has an untouched text again", db) {
    load_sample(db);
    edit(db, base::Lang::en);
    upgraded(db, newer());
    {
        const auto tx = db.write();
        const auto text = live(*tx, base::Lang::en);
        REQUIRE(editorial::publish(*tx, keeper, text.piece.id, base::Lang::en,
                                   {.title = text.title,
                                    .summary = "Four kinds of employer.",
                                    .body = text.body,
                                    .published_on = text.published_on,
                                    .checked_on = {},
                                    .check_by = text.check_by,
                                    .native_read = false,
                                    .pairing = text.pairing})
                    .has_value());
        tx->commit();
    }
    CHECK(upgraded(db, sample::with(en, "Three kinds of employer, and whom to ask in each.", "Five kinds of employer.")).renewed ==
          Paths{en});
    CHECK(summary(db, base::Lang::en) == "Five kinds of employer.");
}

ROOM_TEST_CASE("a removed text is listed and stays", db) {
    load_sample(db);
    const auto done = upgraded(db, sample::without("snippets/closing-call.en.md"));
    CHECK(done.removed == Paths{"snippets/closing-call.en.md"});
    const auto tx = db.read();
    CHECK(editorial::find_text(*tx, keeper, "snippet", "closing-call", base::Lang::en));
}

ROOM_TEST_CASE("a new lesson comes live and into its course", db) {
    load_sample(db);
    auto files = sample::with("courses/first-week.en.md", "[who-to-ask]", "[your-own-day, who-to-ask]").files;
    files.push_back({"lessons/first-week/your-own-day.en.md", sample::lesson_en});
    const auto done = upgraded(db, make_folder(files));
    CHECK(done.added == Paths{"lessons/first-week/your-own-day.en.md"});
    CHECK(done.renewed == Paths{"courses/first-week.en.md"});
    const auto tx = db.read();
    const auto course = learn::find_course(*tx, keeper, "first-week");
    REQUIRE(course);
    const auto entries = learn::list_lessons(*tx, keeper, *course, base::Lang::en);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].slug == "your-own-day");
}

ROOM_TEST_CASE("a source, a tag and a person follow unless they were edited here", db) {
    load_sample(db);
    const auto changed = sample::with("references.bib", "They agreed little.", "They agreed on little.");
    CHECK(upgraded(db, changed).renewed == Paths{"references.bib#cotter2011cultural"});
    {
        const auto tx = db.write();
        blog::save_tag(*tx, keeper, {"planning", "Planning ahead", "授業の準備"});
        tx->commit();
    }
    auto files = changed.files;
    for (File& file : files)
        if (file.path == "tags.yaml")
            file.bytes = "- slug: at-your-desk\n  en: At a desk\n  ja: 職員室で\n- slug: planning\n  en: Plans\n  ja: 授業の準備\n";
    const auto done = upgraded(db, make_folder(files));
    CHECK(done.renewed == Paths{"tags.yaml#at-your-desk"});
    CHECK(done.kept == Paths{"tags.yaml#planning"});
    const auto tx = db.read();
    CHECK(blog::find_tag(*tx, keeper, "planning")->name == "Planning ahead");
    CHECK(blog::find_tag(*tx, keeper, "at-your-desk")->name == "At a desk");
}

ROOM_TEST_CASE("a folder with a fault upgrades nothing", db) {
    load_sample(db);
    const auto tx = db.write();
    CHECK_FALSE(upgrade(*tx, keeper, sample::with(en, ":::aim\n", ":::aims\n")).has_value());
    tx->commit();
    const auto read = db.read();
    CHECK(export_folder(*read, keeper).files == sample::folder().files);
}

ROOM_TEST_CASE("a lesson that was renamed here follows under its new name", db) {
    load_sample(db);
    {
        const auto tx = db.write();
        editorial::rename_piece(*tx, keeper, live(*tx, base::Lang::en).piece.id, "whom-to-ask");
        tx->commit();
    }
    const auto done = upgraded(db, newer());
    CHECK(done.added.empty());
    CHECK(done.removed.empty());
    CHECK(done.renewed == Paths{en});
    const auto tx = db.read();
    const auto text = editorial::find_text(*tx, keeper, "lesson", "whom-to-ask", base::Lang::en);
    REQUIRE(text);
    CHECK(text->summary == "Four kinds of employer.");
}

TEST_SUITE_END();

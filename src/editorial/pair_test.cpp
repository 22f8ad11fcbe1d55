// A text beside the one in the other language: which blocks answer to which, and what is told to readers.
#include "editorial/pair.hpp"
#include "editorial/test_stages.hpp"

using editorial::ActId;
using editorial::Duty;
using editorial::PairedBlock;
using editorial::Pairing;
using editorial::Pairs;
using editorial::PairState;
using editorial::Problems;
using editorial::TextId;
using editorial_test::Desk;
using editorial_test::Lang;

namespace {

struct Bilingual : Desk {
    explicit Bilingual(support::Database& database) : Desk(database) {
        english("One thing first.\n\nThen the second thing.\n\n## A heading\n\nAt last the third thing.");
    }
    void english(std::string_view markdown, const std::string& title = "Hello") {
        write([&](db::Tx& tx) { REQUIRE(editorial::publish(tx, keeper, piece, Lang::en, publication(title, markdown)).has_value()); });
    }
    TextId start(Pairing pairing = Pairing::paired) {
        TextId text{};
        write([&](db::Tx& tx) { text = editorial::start_translation(tx, mari, piece, Lang::ja, pairing).text; });
        return text;
    }
    Pairs pairs(Lang lang = Lang::ja) { return editorial::get_pairs(*db.read(), mari, piece, lang); }
    std::string states() {
        std::string all;
        for (const PairedBlock& one : pairs().blocks) {
            constexpr const char* names[] = {"current", "older", "missing", "unsaid", "gone"};
            all += (all.empty() ? "" : " ") + std::string(names[static_cast<int>(one.state)]);
        }
        return all;
    }
    editorial::BlockEdit edit(std::size_t row, std::string_view markdown, bool up_to_date = false) {
        const Pairs now = pairs();
        const PairedBlock& one = now.blocks.at(row);
        return {.source = now.source->revision,
                .place = one.place,
                .has_source = one.source.has_value(),
                .before = one.own ? *one.own : document(""),
                .after = document(markdown),
                .up_to_date = up_to_date};
    }
    auto save(const editorial::BlockEdit& wanted) {
        auto tx = db.write();
        const auto text = *editorial::find_text_id(*tx, piece, Lang::ja);
        auto outcome = editorial::save_block(*tx, mari, text, wanted);
        if (std::holds_alternative<editorial::Saved>(outcome)) tx->commit();
        return outcome;
    }
    void must_save_block(std::size_t row, std::string_view markdown, bool up_to_date = false) {
        REQUIRE(std::holds_alternative<editorial::Saved>(save(edit(row, markdown, up_to_date))));
    }
    std::string japanese() { return doc::to_markdown(editorial::find_copy(*db.read(), mari, piece, Lang::ja)->body); }
    base::Result<ActId, Problems> in_line(const base::Viewer& viewer) {
        const auto source = pairs().source->revision;
        return run([&](db::Tx& tx) { return editorial::bring_in_line(tx, viewer, *editorial::find_text_id(tx, piece, Lang::ja), source); });
    }
    /// Into the working copy, as any editor would.
    void rewrite(std::string_view markdown) {
        write([&](db::Tx& tx) {
            const auto copy = *editorial::find_copy(tx, mari, piece, Lang::ja);
            REQUIRE(std::holds_alternative<editorial::Saved>(
                editorial::save_document(tx, mari, copy.text, copy.version, copy.body, document(markdown))));
        });
    }
    void publish_japanese() {
        write([&](db::Tx& tx) {
            const auto copy = *editorial::find_copy(tx, keeper, piece, Lang::ja);
            auto wanted = publication("こんにちは", doc::to_markdown(copy.body));
            wanted.pairing = copy.pairing;
            REQUIRE(editorial::publish(tx, keeper, piece, Lang::ja, wanted).has_value());
        });
    }
};

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a translation begins empty, with every block missing, and is written block by block", db) {
    Bilingual desk(db);
    desk.start();
    CHECK(desk.states() == "missing missing missing missing");
    CHECK(desk.japanese() == "");
    desk.must_save_block(1, "二つ目です。");
    CHECK(desk.states() == "missing current missing missing");
    desk.must_save_block(0, "一つ目です。");
    desk.must_save_block(3, "三つ目です。");
    desk.must_save_block(2, "## 見出し");
    CHECK(desk.japanese() == "一つ目です。\n\n二つ目です。\n\n## 見出し\n\n三つ目です。\n");
    CHECK(desk.states() == "current current current current");
    // Whoever began it is its translator.
    const auto turns = editorial::list_turns(*desk.db.read(), desk.keeper, *desk.pairs().text);
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].duty == Duty::translate);
    CHECK(turns[0].person.id == Desk::person_of(desk.mari));
}

ROOM_TEST_CASE("a block is older once the other language changed it, and whoever translates sees what it was made from", db) {
    Bilingual desk(db);
    desk.start();
    for (const auto& [row, words] : {std::pair{0, "一つ目です。"}, {1, "二つ目です。"}, {2, "## 見出し"}, {3, "三つ目です。"}})
        desk.must_save_block(static_cast<std::size_t>(row), words);
    desk.english(
        "One thing first.\n\nThen the second thing, slowly.\n\nA new block stands here.\n\n## A heading\n\nAt last the third thing.");
    CHECK(desk.states() == "current older missing current current");
    const auto older = desk.pairs().blocks[1];
    CHECK(doc::plain_text(*older.source_then) == "Then the second thing.");
    CHECK(doc::plain_text(*older.source) == "Then the second thing, slowly.");
    CHECK(doc::plain_text(*older.own) == "二つ目です。");

    SUBCASE("saving it does not say that it is up to date; saying so does") {
        desk.must_save_block(1, "二つ目です。ゆっくり。");
        CHECK(desk.states() == "current older missing current current");
        desk.must_save_block(1, "二つ目です。ゆっくり。", true);
        CHECK(desk.states() == "current current missing current current");
    }
    SUBCASE("the translation is recognised when others rewrite it, move it and put something between") {
        desk.rewrite("まえがき。\n\n一つ目です。\n\nまったく別の文章にしました。\n\n## 見出し\n\n三つ目は、これです。");
        CHECK(desk.states() == "gone current older missing current current");
    }
    SUBCASE("what the translator took out is missing again") {
        desk.rewrite("一つ目です。\n\n## 見出し\n\n三つ目です。");
        CHECK(desk.states() == "current missing missing current current");
    }
    SUBCASE("what the other language took out stays here as it is, and is named") {
        desk.english("One thing first.\n\n## A heading\n\nAt last the third thing.");
        CHECK(desk.states() == "current gone current current");
        CHECK(desk.japanese() == "一つ目です。\n\n二つ目です。\n\n## 見出し\n\n三つ目です。\n");
        // It can be taken out from there.
        REQUIRE(std::holds_alternative<editorial::Saved>(desk.save(desk.edit(1, ""))));
        CHECK(desk.states() == "current current current");
    }
}

ROOM_TEST_CASE("a block is saved over what others did meanwhile, and two who change the same words are told", db) {
    Bilingual desk(db);
    desk.start();
    desk.must_save_block(0, "一つ目です。");
    desk.must_save_block(1, "二つ目です。");
    const auto mine = desk.edit(1, "二つ目です。つぎに。");
    desk.rewrite("一つ目は、ここです。\n\n二つ目です。");
    CHECK(std::holds_alternative<editorial::Saved>(desk.save(mine)));
    CHECK(desk.japanese() == "一つ目は、ここです。\n\n二つ目です。つぎに。\n");

    const auto late = desk.edit(1, "つぎは、こうします。");
    desk.rewrite("一つ目は、ここです。\n\n二つ目でした。");
    const auto clash = desk.save(late);
    REQUIRE(std::holds_alternative<editorial::BlockClash>(clash));
    CHECK(doc::plain_text(std::get<editorial::BlockClash>(clash).theirs) == "二つ目でした。");
    CHECK(desk.japanese() == "一つ目は、ここです。\n\n二つ目でした。\n");

    // Nobody says of words that they have not seen that they are up to date.
    auto said = desk.edit(1, "二つ目でした。", true);
    desk.rewrite("一つ目は、ここです。\n\n二つ目だったのです。");
    CHECK(std::holds_alternative<editorial::BlockClash>(desk.save(said)));

    // Two who write a missing block.
    const auto first = desk.edit(2, "## 見出し"), second = desk.edit(2, "## 題");
    CHECK(std::holds_alternative<editorial::Saved>(desk.save(first)));
    CHECK(std::holds_alternative<editorial::BlockClash>(desk.save(second)));
}

ROOM_TEST_CASE("footnotes belong to the block that refers to them", db) {
    Bilingual desk(db);
    desk.english("One.[^a]\n\nTwo.[^b]\n\n[^a]: Note a.\n\n[^b]: Note b.");
    desk.start();
    CHECK(desk.states() == "missing missing");
    desk.must_save_block(0, "一。[^a]\n\n[^a]: 注一。");
    desk.must_save_block(1, "二。[^b]\n\n[^b]: 注二。");
    CHECK(desk.states() == "current current");
    CHECK(desk.japanese() == "一。[^a]\n\n二。[^b]\n\n[^a]: 注一。\n\n[^b]: 注二。\n");
    desk.english("One.[^a]\n\nTwo.[^b]\n\n[^a]: Note a, longer.\n\n[^b]: Note b.");
    CHECK(desk.states() == "older current");
    desk.must_save_block(0, "一。", true);
    CHECK(desk.japanese() == "一。\n\n二。[^b]\n\n[^b]: 注二。\n");
}

ROOM_TEST_CASE("a text that is there already is matched by its form, and nothing is said before somebody says it", db) {
    Bilingual desk(db);
    desk.start();
    desk.rewrite("一つ目です。\n\n二つ目です。\n\n## 見出し\n\n三つ目です。");
    CHECK(desk.states() == "unsaid unsaid unsaid unsaid");
    desk.must_save_block(2, "## 見出し", true);
    CHECK(desk.states() == "unsaid unsaid current unsaid");
    CHECK(desk.in_line(desk.mari).has_value());
    CHECK(desk.states() == "current current current current");
}

ROOM_TEST_CASE("of a parallel text only the boxes that every lesson has are paired", db) {
    Bilingual desk(db);
    desk.english(":::aim\nYou can greet.\n:::\n\nSome words.\n\n:::try\nGreet one.\n:::");
    const auto text = desk.start(Pairing::parallel);
    CHECK(desk.states() == "missing missing");
    desk.rewrite(":::aim\nあいさつできる。\n:::\n\n自由に書きました。\n\nもう一つ。");
    CHECK(desk.states() == "unsaid missing");
    desk.write([&](db::Tx& tx) { editorial::set_pairing(tx, desk.mari, text, Pairing::paired); });
    CHECK(desk.pairs().pairing == Pairing::paired);
    CHECK(desk.states() == "unsaid unsaid gone missing");
}

ROOM_TEST_CASE("works that one language cites and the other does not are named", db) {
    Bilingual desk(db);
    desk.english("They waited.[@king2013silence]");
    desk.start();
    desk.rewrite("待ちました。[@tobin1987]");
    CHECK(desk.pairs().sources_missing == std::vector<std::string>{"king2013silence"});
    CHECK(desk.pairs().sources_extra == std::vector<std::string>{"tobin1987"});
}

ROOM_TEST_CASE("readers are told that the other language is newer, once a text was in line with it and only for other words", db) {
    Bilingual desk(db);
    const auto newer = [&] { return editorial::find_newer(*desk.db.read(), desk.piece, Lang::ja); };
    desk.start(Pairing::parallel);
    desk.rewrite("自由に書きました。");
    desk.publish_japanese();
    desk.english("Other words.");
    CHECK_FALSE(newer()); // never in line with anything

    desk.after_minutes(10);
    const auto act = desk.in_line(desk.editor);
    REQUIRE(act.has_value());
    CHECK_FALSE(newer());
    CHECK_FALSE(desk.pairs().behind);
    desk.after_minutes(20);
    desk.english("Other words.");
    CHECK_FALSE(newer()); // published again with the same words
    desk.after_minutes(60 * 24 * 10);
    desk.english("Still other words.");
    REQUIRE(newer());
    CHECK(newer()->lang == Lang::en);
    CHECK(base::iso(newer()->on) == "2026-12-03");
    CHECK(desk.pairs().behind);

    // What is said of a correction counts for readers once that is live.
    desk.after_minutes(60 * 24 * 11);
    desk.write([&](db::Tx& tx) { editorial::open_copy(tx, desk.mari, desk.piece, Lang::ja); });
    desk.rewrite("書きなおしました。");
    REQUIRE(desk.in_line(desk.mari).has_value());
    CHECK_FALSE(desk.pairs().behind);
    CHECK(newer());
    SUBCASE("published") {
        desk.publish_japanese();
        CHECK_FALSE(newer());
    }
    SUBCASE("dropped") {
        desk.write([&](db::Tx& tx) { REQUIRE(editorial::drop_copy(tx, desk.editor, *desk.pairs().text).has_value()); });
        desk.after_minutes(60 * 24 * 12);
        desk.write([&](db::Tx& tx) { editorial::open_copy(tx, desk.mari, desk.piece, Lang::ja); });
        desk.rewrite("別の直し。");
        desk.publish_japanese();
        CHECK(newer());
    }
    // The source withdrawn: there is nothing newer to read.
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::withdraw(tx, desk.editor, *editorial::find_text_id(tx, desk.piece, Lang::en), "Wrong.").has_value());
    });
    CHECK_FALSE(newer());
    CHECK_FALSE(desk.pairs().source);
}

ROOM_TEST_CASE("bringing a text in line is a line of the record and the credit of a translator, and is asked of whoever may", db) {
    Bilingual desk(db);
    desk.start();
    desk.must_save_block(0, "一つ目です。");
    CHECK(desk.in_line(desk.mari).has_value());
    CHECK(desk.acts().front() == "translated");
    desk.write([&](db::Tx& tx) {
        std::vector<std::string> roles;
        for (const auto& credit : editorial::list_own_credits(tx, desk.mari)) roles.push_back(credit.role);
        CHECK(roles == std::vector<std::string>{"translator"});
    });
    const auto text = *desk.pairs().text;
    const auto source = desk.pairs().source->revision;
    auto tx = desk.db.write();
    CHECK_THROWS_AS(editorial::get_pairs(*tx, desk.nobody, desk.piece, Lang::ja), base::Denied);
    CHECK_THROWS_AS(editorial::get_pairs(*tx, desk.elsewhere, desk.piece, Lang::ja), base::Denied);
    CHECK_THROWS_AS(editorial::bring_in_line(*tx, desk.proofreader, text, source), base::Denied);
    CHECK_THROWS_AS(editorial::set_pairing(*tx, desk.proofreader, text, Pairing::parallel), base::Denied);
    CHECK_THROWS_AS(editorial::bring_in_line(*tx, desk.mari, text, editorial::RevisionId{1}), base::Missing);
    CHECK_THROWS_AS(editorial::start_translation(*tx, desk.nobody, desk.other_piece, Lang::ja, Pairing::paired), base::Denied);
    CHECK(std::holds_alternative<editorial::Closed>(
        editorial::save_block(*tx, desk.proofreader, text, {source, 0, true, desk.document(""), desk.document("x"), false})));
}

ROOM_TEST_CASE("the text of the other language that somebody else published meanwhile is not said to be answered", db) {
    Bilingual desk(db);
    desk.start();
    desk.rewrite("一つ目です。");
    const auto seen = desk.pairs().source->revision;
    desk.english("Quite another text.");
    const auto refused = desk.run([&](db::Tx& tx) { return editorial::bring_in_line(tx, desk.mari, *desk.pairs().text, seen); });
    REQUIRE_FALSE(refused.has_value());
    CHECK(editorial_test::first_word(refused.error()) == "pair.problem_source");
}

ROOM_TEST_CASE("who said what of blocks is the person's own to have, and goes with them", db) {
    Bilingual desk(db);
    desk.start();
    desk.must_save_block(0, "一つ目です。");
    auto tx = desk.db.write();
    const auto files = editorial::export_pairs(*tx, desk.mari);
    REQUIRE(files.size() == 1);
    CHECK(files[0].second.find("一つ目です。") != std::string::npos);
    CHECK_THROWS_AS(editorial::forget_pair_person(*tx, desk.ken, Desk::person_of(desk.mari), people::SignedAs::former), base::Denied);
    editorial::forget_pair_person(*tx, desk.mari, Desk::person_of(desk.mari), people::SignedAs::former);
    CHECK(editorial::export_pairs(*tx, desk.mari)[0].second == "[]");
    CHECK(editorial::get_pairs(*tx, desk.keeper, desk.piece, Lang::ja).blocks[0].state == PairState::current);
}

TEST_SUITE_END();

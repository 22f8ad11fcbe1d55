// Words and pictures that must not be here are taken out of everything, and the history still makes sense.
#include "editorial/erase.hpp"
#include "editorial/pair.hpp"
#include "editorial/redact.hpp"
#include "editorial/test_stages.hpp"
#include "kit/mail/mail.hpp"
#include "support/files.hpp"

#include <deque>
#include <filesystem>
#include <set>

using editorial::Eraser;
using editorial::Hit;
using editorial_test::Desk;
using editorial_test::Lang;
using editorial_test::TextId;

namespace {

/// A document after the words are taken out, as Markdown.
std::string without(const std::string& words, std::string_view markdown) {
    std::vector<Hit> hits;
    const Eraser eraser(words, {});
    const doc::Node before = support::World::document(markdown);
    const doc::Node after = eraser.document(before, "removed", hits);
    CHECK(doc::from_json(doc::to_json(after)).has_value());
    CHECK(hits.empty() == (before == after));
    return doc::to_markdown(after);
}

const std::string secret = "Zora Quimby";

editorial::Redaction of(const std::string& words) {
    return {
        .words = words, .pictures = {}, .in_english = "[removed for privacy]", .in_japanese = "「個人情報のため削除」", .lang = Lang::en};
}

struct Column {
    std::string table, name;
};
std::vector<Column> text_columns(db::Tx& tx) {
    static constexpr db::Query sqlite{"test.text_columns_sqlite", R"(
        select tables.name, columns.name from sqlite_master tables join pragma_table_info(tables.name) columns
         where tables.type = 'table' and tables.name not like 'sqlite%' and lower(columns.type) = 'text' order by 1, 2)"};
    static constexpr db::Query postgres{"test.text_columns_postgres", R"(
        select cast(columns.table_name as text), cast(columns.column_name as text)
          from information_schema.columns columns join information_schema.tables tables using (table_schema, table_name)
         where table_schema = current_schema() and table_type = 'BASE TABLE' and data_type = 'text' order by 1, 2)"};
    std::vector<Column> found;
    for (const db::Row& row : tx.all(tx.engine() == db::Engine::sqlite ? sqlite : postgres)) found.push_back({row.text(0), row.text(1)});
    return found;
}

/// Every text of every table, one after the other; the columns in which the words stand.
std::set<std::string> columns_with(db::Tx& tx, const std::string& words) {
    static std::deque<std::string> kept;
    std::set<std::string> found;
    for (const Column& column : text_columns(tx)) {
        const std::string& sql = kept.emplace_back("select " + column.name + " from " + column.table);
        for (const db::Row& row : tx.all({"test.all_texts", sql}))
            if (!row.is_null(0) && row.text(0).find(words) != std::string::npos) found.insert(column.table + "." + column.name);
    }
    return found;
}

struct Redacting : Desk {
    using Desk::Desk;
    std::size_t redact(const editorial::Redaction& wanted) {
        auto tx = db.write();
        const auto places = editorial::find_redacted(*tx, founder, piece, wanted);
        REQUIRE(places.has_value());
        REQUIRE(editorial::redact(*tx, founder, piece, wanted).has_value());
        tx->commit();
        db.pool().scrub();
        return places->count;
    }
};

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("words are found across line ends, and between Japanese characters a line end is nothing") {
    std::vector<Hit> hits;
    CHECK(Eraser("Zora Quimby", {}).plain("With Zora\nQuimby, and Zora  Quimby.", "x", hits) == "With x, and x.");
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].before == "With ");
    CHECK(hits[0].words == "Zora\nQuimby");
    CHECK(hits[0].after == ", and Zora  Quimby.");
    hits.clear();
    CHECK(Eraser("山田花子", {}).plain("今日は山田\n花子さんと。", "x", hits) == "今日はxさんと。");
    CHECK(Eraser("aa", {}).plain("aaaaa", "x", hits) == "xxa");
    CHECK(Eraser("Zora", {}).plain("zora Zor", "x", hits) == "zora Zor");
    hits.clear();
    CHECK(Eraser("a<b", {}).html("<p>a&lt;b &amp; c</p>", "<gone>", hits) == "<p>&lt;gone&gt; &amp; c</p>");
    CHECK(hits.size() == 1);
    CHECK(Eraser("山田", {}).is_in_url("https://example.org/%E5%B1%B1%E7%94%B0"));
    CHECK(Eraser("Zora Quimby", {}).is_in_url("https://example.org/?q=Zora+Quimby"));
}

TEST_CASE("in a document words go across marks, and nothing else does") {
    CHECK(without("Zora Quimby", "With **Zora** Quimby here.") == "With **removed** here.\n");
    CHECK(without("Zora Quimby", "With Zora *Quim*by here, and *again Zora* **Quimby**.") == "With removed here, and *again removed*.\n");
    CHECK(without("Zora", "## Zora\n\n- Zora\n- other\n\n> Zora\n\n| Zora | b |\n| --- | --- |\n| c | Zora |\n") ==
          "## removed\n\n- removed\n- other\n\n> removed\n\n| removed | b |\n|---|---|\n| c | removed |\n");
    CHECK(without("Zora", "```zora\nZora()\n```\n") == "```zora\nremoved()\n```\n");
    CHECK(without("Zora", ":::check\nWho?\n\n- [ ] Zora\n\n  No.\n\n- [x] You\n\n  Yes.\n:::\n") ==
          ":::check\nWho?\n\n- [ ] removed\n\n  No.\n\n- [x] You\n\n  Yes.\n:::\n");
    CHECK(without("nowhere", "With **Zora** Quimby.") == "With **Zora** Quimby.\n");
}

TEST_CASE("in a document words go out of ruby, by what stands there and by how it is read") {
    CHECK(without("山田花子", "{山田|やまだ}{花子|はなこ}さん。") == "removedさん。\n");
    CHECK(without("山田花子", "{山田|やまだ}**花子**さん。") == "removedさん。\n");
    CHECK(without("花子", "{山田花子|やまだはなこ}さん。") == "山田removedさん。\n");
    CHECK(without("やまだ", "{山田|やまだ}さん。") == "removedさん。\n");
    CHECK(without("やまだはなこ", "{山田|やまだ}はなこさん。") == "removedさん。\n");
}

TEST_CASE("in a document words go out of descriptions, addresses, places in sources and labels") {
    CHECK(without("Zora", "![Zora at school](/pictures/a \"Zora\") [her page](https://example.org/Zora) end.") ==
          "![removed at school](/pictures/a \"removed\") her page end.\n");
    CHECK(without("山田", "[頁](https://example.org/%E5%B1%B1%E7%94%B0)です。") == "頁です。\n");
    CHECK(without("Zora", "They waited.[@king2013silence, Zora p. 2]") == "They waited.[@king2013silence]\n");
    CHECK(without("Zora", "A.[^Zora]\n\n[^Zora]: About Zora.") == "A.[^removed1]\n\n[^removed1]: About removed.\n");
    std::vector<Hit> hits;
    const std::string uid(32, 'a');
    const Eraser pictures("", {uid});
    const auto document = support::World::document("Here ![A face](/pictures/" + uid + ") it was. Text.");
    CHECK(doc::to_markdown(pictures.document(document, "removed", hits)) == "Here removed it was. Text.\n");
    CHECK(hits.size() == 1);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("rules");

TEST_CASE("every column of text is one that redacting looks through, or is left alone for a reason") {
    support::Database database(db::Engine::sqlite);
    auto tx = database.read();
    std::set<std::string> looked, tables, columns, partly;
    for (const auto& one : editorial::redacted_columns()) {
        looked.insert(std::string(one.table) + "." + std::string(one.column));
        partly.insert(std::string(one.table));
    }
    std::set<std::string> kept;
    for (const auto& one : editorial::kept_columns()) {
        CHECK_FALSE(one.why.empty());
        kept.insert(std::string(one.table) + "." + std::string(one.column));
        CHECK_FALSE_MESSAGE((one.column == "*" && partly.contains(std::string(one.table))), "name each column of ", std::string(one.table));
    }
    for (const Column& column : text_columns(*tx)) {
        const std::string name = column.table + "." + column.name;
        tables.insert(column.table);
        columns.insert(name);
        INFO("name ", name, " in editorial/redacted.cpp: words of a text may be copied there, or say why they cannot");
        CHECK((looked.contains(name) || kept.contains(name) || kept.contains(column.table + ".*")));
    }
    for (const std::string& name : looked)
        if (!name.starts_with("stream_events.")) // on PostgreSQL alone
            CHECK_MESSAGE(columns.contains(name), name, " is no column of text any more");
    for (const auto& one : editorial::kept_columns())
        if (one.table != "stream_events")
            CHECK_MESSAGE(tables.contains(std::string(one.table)), std::string(one.table), " has no text any more");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("redacted words are nowhere afterwards, and the history keeps its ids, days and authors", db) {
    Redacting desk(db);
    const TextId text = desk.live();
    desk.open(desk.mari);
    desk.write_words(text, desk.mari, "With " + secret + " we greeted. ");
    // Typed in two goes, so that no single step says it.
    desk.write_words(text, desk.mari, "Zora Qui");
    desk.must_save(desk.mari, text, desk.copy_of(text).version, {Desk::insert(9, "mby sat down. ")});
    desk.write([&](db::Tx& tx) {
        editorial::save_heading(tx, desk.mari, text,
                                {.title = std::pair<std::string, std::string>("Hello", "Hello " + secret), .summary = {}});
        editorial::set_copy_facts(tx, desk.mari, text, std::nullopt, "We named " + secret + ".");
        REQUIRE(editorial::ask(tx, desk.editor, text, {Desk::person_of(desk.ken), editorial::Duty::read, {}, "Is " + secret + " right?"})
                    .has_value());
        REQUIRE(editorial::hand_over(tx, desk.mari, text, "About " + secret, true).has_value());
        REQUIRE(editorial::send_back(tx, desk.editor, text, "Not " + secret + " please.").has_value());
        editorial::start_translation(tx, desk.mari, desk.piece, Lang::ja, editorial::Pairing::paired);
        mail::Message message;
        message.to.address = "mari@example.org";
        message.subject = "About " + secret;
        message.text = "Zora\nQuimby";
        message.html = "<p>" + secret + "</p>";
        mail::send(tx, message);
        const auto revision = editorial::cut_revision(tx, text, {}, "idle");
        CHECK(revision != editorial::RevisionId{});
    });
    const auto before = desk.revisions(text);
    const std::int64_t old_version = desk.copy_of(text).version;
    CHECK(columns_with(*db.read(), secret).size() >= 8);
    std::vector<editorial::CopyNews> news;
    editorial::on_copy_news([&](db::Tx&, const editorial::CopyNews& one) { news.push_back(one); });

    const std::size_t count = desk.redact(of(secret));
    CHECK(count > 8);
    CHECK(columns_with(*db.read(), secret).empty());
    if (db.engine() == db::Engine::sqlite)
        for (const char* end : {"", "-wal"}) {
            const std::string path = db.url() + end;
            if (std::filesystem::exists(path)) CHECK(support::read_file(path).find(secret) == std::string::npos);
        }

    const auto after = desk.revisions(text);
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        CHECK(after[i].id == before[i].id);
        CHECK(after[i].made_at == before[i].made_at);
        CHECK(after[i].reason == before[i].reason);
    }
    const auto copy = desk.copy_of(text);
    CHECK(copy.title == "Hello [removed for privacy]");
    CHECK(copy.correction == "We named [removed for privacy].");
    CHECK(doc::plain_text(copy.body).starts_with("[removed for privacy] sat down. With [removed for privacy] we greeted."));
    CHECK(desk.acts().front() == "redacted");
    const auto act = editorial::list_acts(*db.read(), desk.founder, desk.piece).front();
    CHECK(act.note.empty());
    CHECK(act.person->id == Desk::person_of(desk.founder));

    // Who has it open is told of a version that they have not got the steps to, and must read anew.
    REQUIRE_FALSE(news.empty());
    CHECK(news.front().event == "steps");
    CHECK_FALSE(editorial::steps_since(*db.read(), desk.mari, text, old_version));
    const auto late = desk.save(desk.mari, text, old_version, {Desk::insert(1, "x")});
    REQUIRE(std::holds_alternative<editorial::Closed>(late));
    CHECK(std::get<editorial::Closed>(late).published);
    desk.must_save(desk.mari, text, copy.version, {Desk::insert(1, "x")});
}

ROOM_TEST_CASE("nothing brings redacted words back: no undo, no older revision", db) {
    Redacting desk(db);
    const TextId text = desk.ready();
    desk.write([&](db::Tx& tx) {
        const auto copy = *editorial::find_copy(tx, desk.editor, text);
        editorial::save_heading(tx, desk.editor, text, {.title = {}, .summary = std::pair(copy.summary, "By " + secret)});
        REQUIRE(editorial::approve(tx, desk.second, text, copy.version).has_value());
    });
    desk.tick_all(text);
    REQUIRE(desk.go_live(text, desk.editor).has_value());
    const auto published = desk.latest();
    desk.redact(of(secret));
    CHECK(desk.seen() == "Hello: Say good morning first.");
    CHECK(editorial::find_text(*db.read(), desk.reader, "note", "hello", Lang::en)->summary == "By [removed for privacy]");
    const auto undone = desk.undo(published, desk.editor);
    CHECK_FALSE(undone.has_value());
    CHECK(columns_with(*db.read(), secret).empty());
    desk.open(desk.mari);
    for (const auto& revision : desk.revisions(text)) {
        desk.write([&](db::Tx& tx) { editorial::restore_revision(tx, desk.editor, revision.id); });
        CHECK(desk.copy_of(text).summary.find(secret) == std::string::npos);
    }
}

ROOM_TEST_CASE("the page that readers see is drawn anew, and each language has its own words in their place", db) {
    Redacting desk(db);
    for (const Lang lang : base::languages)
        desk.write([&](db::Tx& tx) {
            REQUIRE(
                editorial::publish(tx, desk.keeper, desk.piece, lang,
                                   desk.publication("Hello", lang == Lang::en ? "With 山田花子 we greeted." : "{山田|やまだ}花子さん。"))
                    .has_value());
        });
    std::vector<std::string> dropped;
    editorial::on_change([&](db::Tx&, const std::vector<std::string>& tags) { dropped.insert(dropped.end(), tags.begin(), tags.end()); });
    desk.redact(of("山田花子"));
    CHECK(desk.seen(Lang::en) == "Hello: With [removed for privacy] we greeted.");
    CHECK(desk.seen(Lang::ja) == "Hello: 「個人情報のため削除」さん。");
    for (const char* tag : {"note:list"}) CHECK(std::find(dropped.begin(), dropped.end(), tag) != dropped.end());
    CHECK(std::find(dropped.begin(), dropped.end(), editorial::piece_tag(desk.piece)) != dropped.end());
}

ROOM_TEST_CASE("pairs of blocks stay pairs when words go out of both", db) {
    Redacting desk(db);
    desk.write([&](db::Tx& tx) {
        REQUIRE(editorial::publish(tx, desk.keeper, desk.piece, Lang::en, desk.publication("Hello", "With " + secret + ".\n\nThen wait."))
                    .has_value());
    });
    const auto text = [&] {
        auto tx = db.write();
        const auto begun = editorial::start_translation(*tx, desk.mari, desk.piece, Lang::ja, editorial::Pairing::paired).text;
        const auto pairs = editorial::get_pairs(*tx, desk.mari, desk.piece, Lang::ja);
        REQUIRE(std::holds_alternative<editorial::Saved>(editorial::save_block(
            *tx, desk.mari, begun, {pairs.source->revision, 0, true, desk.document(""), desk.document(secret + "さんと。"), false})));
        tx->commit();
        return begun;
    }();
    desk.redact(of(secret));
    const auto pairs = editorial::get_pairs(*db.read(), desk.mari, desk.piece, Lang::ja);
    CHECK(pairs.text == text);
    CHECK(pairs.blocks[0].state == editorial::PairState::current);
    CHECK(doc::to_markdown(*pairs.blocks[0].own) == "「個人情報のため削除」さんと。\n");
    CHECK(columns_with(*db.read(), secret).empty());
}

ROOM_TEST_CASE("before it is done, the places are shown, and what stays is named", db) {
    Redacting desk(db);
    const TextId text = desk.draft();
    desk.write_words(text, desk.mari, "It is Hello again. ");
    auto tx = db.write();
    const auto places = editorial::find_redacted(*tx, desk.founder, desk.piece, of("good morning"));
    REQUIRE(places.has_value());
    CHECK(places->versions == 1);
    REQUIRE_FALSE(places->places.empty());
    CHECK(places->places[0].table == "working_copies");
    CHECK(places->places[0].before == "It is Hello again. Say ");
    CHECK(places->places[0].words == "good morning");
    CHECK(places->places[0].after == " first.");
    const auto slug = editorial::find_redacted(*tx, desk.founder, desk.piece, of("hello"));
    CHECK(slug->addresses == std::vector<std::string>{"hello"});
    CHECK(slug->others.empty());
    REQUIRE(editorial::publish(*tx, desk.keeper, desk.other_piece, Lang::en, desk.publication("Other", "good morning to you")).has_value());
    const auto elsewhere = editorial::find_redacted(*tx, desk.founder, desk.piece, of("good morning"));
    REQUIRE(elsewhere->others.size() == 1);
    CHECK(elsewhere->others[0].slug == "other");
    CHECK(desk.copy_of(text).version > 0);
}

ROOM_TEST_CASE("redacting is for who keeps the site, and is refused for words that stand nowhere or are too short", db) {
    Redacting desk(db);
    desk.draft();
    auto tx = db.write();
    for (const base::Viewer* viewer : {&desk.mari, &desk.editor, &desk.reader}) {
        CHECK_THROWS_AS(editorial::redact(*tx, *viewer, desk.piece, of("good morning")), base::Denied);
        CHECK_THROWS_AS(editorial::find_redacted(*tx, *viewer, desk.piece, of("good morning")), base::Denied);
    }
    CHECK_THROWS_AS(editorial::find_redacted(*tx, desk.founder, editorial::PieceId{1}, of("good morning")), base::Missing);
    const auto word = [&](const std::string& words) {
        const auto refused = editorial::redact(*tx, desk.founder, desk.piece, of(words));
        return refused ? "" : editorial_test::first_word(refused.error());
    };
    CHECK(word("nowhere at all") == "redact.problem_nowhere");
    CHECK(word("  ") == "redact.problem_missing");
    CHECK(word("x") == "redact.problem_short");
    CHECK(word(std::string(501, 'x')) == "redact.problem_long");
    CHECK(word("privacy") == "redact.problem_own");
}

ROOM_TEST_CASE("whoever wrote a redacted text still cannot say yes to their own words", db) {
    Redacting desk(db);
    const TextId text = desk.draft();
    desk.write([&](db::Tx& tx) { people::give_role(tx, desk.keeper, Desk::person_of(desk.mari), {people::Role::editor, "site", {}, {}}); });
    desk.redact(of("good morning"));
    desk.hand_over(text);
    auto tx = db.write();
    const auto mari = people::viewer_of(*tx, Desk::person_of(desk.mari));
    const auto refused = editorial::approve(*tx, mari, text, editorial::find_copy(*tx, desk.keeper, text)->version);
    CHECK_FALSE(refused.has_value());
}

TEST_SUITE_END();

// The page on which a text stands beside the one in the other language, and what readers are told when one of them went on.
#include "kit/html/html.hpp"
#include "site/test_site.hpp"

#include <cstring>

using base::Lang;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {

std::string unescaped(std::string text) {
    for (const auto& [from, to] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            text.replace(at, std::strlen(from), to);
    return text;
}
std::string between(const std::string& page, const std::string& from, const std::string& to, std::size_t start = 0) {
    const std::size_t at = page.find(from, start);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    const std::size_t begin = at + from.size();
    return unescaped(page.substr(begin, page.find(to, begin) - begin));
}

/// The form of one block, as a browser would send it.
struct BlockForm {
    std::string row, source, place, base, text;
    BlockForm(const http::Response& page, int number) {
        const std::size_t at = page.body.find("id=\"block-" + std::to_string(number) + "\"");
        REQUIRE(at != std::string::npos);
        row = between(page.body, "name=\"row\" value=\"", "\"", at);
        source = between(page.body, "name=\"source\" value=\"", "\"", at);
        place = between(page.body, "name=\"place\" value=\"", "\"", at);
        base = between(page.body, "<textarea name=\"base\" hidden>", "</textarea>", at);
        const std::size_t area = page.body.find("<textarea id=\"text-" + std::to_string(number), at);
        REQUIRE(area != std::string::npos);
        text = between(page.body, ">", "</textarea>", area);
    }
    std::string encoded(const std::string& act) const {
        std::string body = "act=" + act;
        for (const auto& [name, value] : {std::pair{"row", row}, {"source", source}, {"place", place}, {"base", base}, {"text", text}})
            body += "&" + std::string(name) + "=" + web::encode(value);
        return body;
    }
};

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        essay = publish("post", "essay", Lang::en, "An essay", "One thing first.\n\nThen the second thing.");
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(essay)) + "/ja/translation";
        writer = cookie_of(member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(essay))));
        editor = cookie_of(member("editor@example.org", Role::editor));
        stranger = cookie_of(member("stranger@example.org"));
    }
    http::Response start(const std::string& pairing = "paired") { return post_form("act=start&pairing=" + pairing, writer); }
    http::Response post_form(const std::string& body, const std::string& cookie) { return Site::post(path, body, cookie); }
    http::Response save(int number, const std::string& text, const std::string& act = "save") {
        BlockForm form(get(path + "?show=all", writer), number);
        form.text = text;
        return post_form(form.encoded(act), writer);
    }
    std::string markdown() { return doc::to_markdown(editorial::find_copy(*db.read(), keeper, essay, Lang::ja)->body); }
    void english(const std::string& text) { publish("post", "essay", Lang::en, "An essay", text); }
    std::string source() {
        return std::to_string(static_cast<std::int64_t>(editorial::get_pairs(*db.read(), keeper, essay, Lang::ja).source->revision));
    }

    editorial::PieceId essay{};
    std::string path, writer, editor, stranger;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a translation is begun, written block by block and brought in line, in both languages of the page", db) {
    Desk desk(db);
    const auto before = desk.get(desk.path, desk.writer);
    CHECK(before.status == 200);
    CHECK(has(before, "Start the Japanese from the English"));
    CHECK(has(before, "Nothing is translated by a machine."));
    CHECK(has(desk.get("/ja" + desk.path, desk.writer), "英語をもとに日本語を書き始める"));
    const auto begun = desk.start();
    CHECK(begun.status == 303);
    CHECK(header(begun, "Location") == desk.path + "?done=translation_begun");

    const auto page = desk.get(desk.path, desk.writer);
    CHECK(has(page, "Block 1: not here yet"));
    CHECK(has(page, "One thing first."));
    CHECK(has(page, "Nobody has said yet which English this text answers to."));
    CHECK(header(page, "Cache-Control").find("no-store") != std::string::npos);
    CHECK(desk.save(1, "一つ目です。").status == 303);
    CHECK(desk.save(2, "二つ目です。").status == 303);
    CHECK(desk.markdown() == "一つ目です。\n\n二つ目です。\n");
    CHECK(has(desk.get(desk.path, desk.writer), "Every block is up to date."));
    CHECK(has(desk.get("/ja" + desk.path + "?show=all", desk.writer), "1番目：最新です"));
    CHECK(desk.post_form("act=heading&title_was=&summary_was=&title=" + web::encode("随筆") + "&summary=" + web::encode("要約です。"),
                         desk.writer)
              .status == 303);

    const auto done = desk.post_form("act=in_line&source=" + desk.source(), desk.writer);
    CHECK(done.status == 303);
    CHECK(has(desk.get(desk.path, desk.writer), "This text answers to the English of"));
    CHECK(editorial::list_acts(*db.read(), desk.keeper, desk.essay).front().act == "translated");

    // The English goes on: only what changed is shown, with what changed in it.
    desk.english("One thing first.\n\nThen the second thing, slowly.");
    const auto changed = desk.get(desk.path, desk.writer);
    CHECK(has(changed, "Block 2: the English changed"));
    CHECK_FALSE(has(changed, "id=\"block-1\""));
    CHECK(has(changed, "compare-ins"));
    CHECK(has(changed, "The English was changed on"));
    CHECK(has(desk.get(desk.path + "?show=all", desk.writer), "id=\"block-1\""));
    const auto saved = desk.save(2, "二つ目です。ゆっくり。", "current");
    CHECK(header(saved, "Location") == desk.path + "?done=block_current#block-2");
    CHECK(has(desk.get(desk.path, desk.writer), "Every block is up to date."));
}

ROOM_TEST_CASE("what is wrong in a block is told by its field, and what was typed comes back", db) {
    Desk desk(db);
    desk.start();
    const auto refused = desk.save(1, ":::try\nNever <closed>.");
    CHECK(refused.status == 422);
    CHECK(has(refused, "href=\"#text-1\""));
    CHECK(has(refused, "id=\"text-1-error\""));
    CHECK(has(refused, "Never &lt;closed&gt;."));
    const auto empty = desk.save(1, "  \r\n");
    CHECK(empty.status == 422);
    CHECK(has(empty, "Nothing is written yet."));
    BlockForm form(desk.get("/ja" + desk.path, desk.writer), 1);
    form.text = ":::try\n閉じない";
    const auto japanese = desk.Site::post("/ja" + desk.path, form.encoded("save"), desk.writer);
    CHECK(japanese.status == 422);
    CHECK(has(japanese, "閉じられていません"));
    CHECK(desk.post_form("act=save&row=x&source=1&place=0&text=a&base=", desk.writer).status == 400);
    CHECK(desk.post_form("act=save&row=0&source=1&place=0&text=a&base=", desk.writer).status == 404);
    CHECK(desk.post_form("act=nothing", desk.writer).status == 400);
}

ROOM_TEST_CASE("two who change the same block are shown both versions, and saving again is a decision", db) {
    Desk desk(db);
    desk.start();
    desk.save(1, "一つ目です。");
    BlockForm mine(desk.get(desk.path + "?show=all", desk.writer), 1);
    desk.save(1, "ほかの人の文。");
    mine.text = "わたしの文。";
    const auto clash = desk.post_form(mine.encoded("save"), desk.writer);
    CHECK(clash.status == 409);
    CHECK(has(clash, "Somebody else changed this block while you wrote."));
    CHECK(has(clash, "わたしの文。"));
    CHECK(desk.markdown() == "ほかの人の文。\n");
    const BlockForm again(clash, 1);
    CHECK(again.text == "わたしの文。");
    CHECK(again.base == "ほかの人の文。");
    CHECK(desk.post_form(again.encoded("save"), desk.writer).status == 303);
    CHECK(desk.markdown() == "わたしの文。\n");

    const std::string heading = "act=heading&title_was=&summary_was=&summary=S&title=";
    CHECK(desk.post_form(heading + "A", desk.writer).status == 303);
    const auto other = desk.post_form(heading + "B", desk.writer);
    CHECK(other.status == 409);
    CHECK(has(other, "Now it says: A"));
    CHECK(has(other, "value=\"B\""));
    CHECK(desk.post_form(heading + std::string(201, 'x'), desk.writer).status == 422);
}

ROOM_TEST_CASE("a box that is missing begins with its own marks, and how a text follows can be set", db) {
    Desk desk(db);
    const std::string path = "/desk/" + std::to_string(static_cast<std::int64_t>(desk.lesson)) + "/ja/translation";
    const auto page = desk.get(path + "?show=all", desk.editor);
    CHECK(page.status == 200);
    // Both are live and nobody has compared them: parallel, so only the boxes that every lesson has.
    CHECK(has(page, "not compared yet"));
    CHECK(has(page, "Start a correction"));
    CHECK(has(page, "Only the aim, the tasks and the check question are compared"));
    CHECK_FALSE(has(page, "Sensei, ohay"));
    CHECK(desk.Site::post(path, "act=pairing&pairing=paired", desk.editor).status == 303);
    CHECK(has(desk.get(path + "?show=all", desk.editor), "Sensei, ohay"));
    CHECK(has(desk.get(path, desk.editor), "king2013silence"));
    CHECK(desk.Site::post(path, "act=begin", desk.editor).status == 303);
    const auto open = desk.get(path, desk.editor);
    CHECK(has(open, "not here yet"));
    CHECK(has(open, ":::say\n\n:::"));
}

ROOM_TEST_CASE("the page is for the people of the piece, and changes are for who may write", db) {
    Desk desk(db);
    CHECK(desk.get(desk.path, desk.stranger).status == 403);
    CHECK(desk.get("/desk/1/ja/translation", desk.writer).status == 404);
    CHECK(desk.get("/desk/" + std::to_string(static_cast<std::int64_t>(desk.essay)) + "/fr/translation", desk.writer).status == 404);
    CHECK(desk.post_form("act=start&pairing=paired", desk.stranger).status == 403);
    desk.start();
    const std::string source = desk.source();
    for (const std::string& act : {std::string("act=in_line&source=") + source, std::string("act=pairing&pairing=parallel")})
        CHECK(desk.post_form(act, desk.stranger).status == 403);
    const std::string reads =
        desk.cookie_of(desk.member("pat@example.org", Role::proofreader, people::piece_scope(static_cast<std::int64_t>(desk.essay))));
    const auto page = desk.get(desk.path + "?show=all", reads);
    CHECK(page.status == 200);
    CHECK_FALSE(has(page, "<form class=\"pair-form\""));
    CHECK(desk.post_form("act=in_line&source=" + source, reads).status == 403);
    CHECK(desk.post_form("act=save&row=0&source=" + source + "&place=0&base=&text=x", reads).status == 409);
    CHECK(has(desk.get("/desk/" + std::to_string(static_cast<std::int64_t>(desk.essay)) + "/en/translation", desk.writer),
              "Readers see no Japanese"));
}

ROOM_TEST_CASE("a text that was in line and whose other language went on says so to its readers, and no other one does", db) {
    Desk desk(db);
    const auto notice = [&](Lang lang) {
        auto tx = desk.db.read();
        const auto text = editorial::find_text(*tx, {}, "post", "essay", lang);
        REQUIRE(text);
        return research::newer_notice(*tx, *text).str();
    };
    desk.publish("post", "essay", Lang::ja, "随筆", "自由に書きました。");
    CHECK(notice(Lang::ja).empty());
    CHECK(notice(Lang::en).empty());
    CHECK(desk.post_form("act=in_line&source=" + desk.source(), desk.editor).status == 303);
    desk.english("Quite another text.");
    const std::string told = notice(Lang::ja);
    CHECK(told.find("このページの英語版のほうが新しくなっています") != std::string::npos);
    CHECK(told.find("href=\"/blog/essay\"") != std::string::npos);
    CHECK(notice(Lang::en).empty());
    const auto page = desk.get(desk.path, desk.editor);
    CHECK(has(page, "What changed in the English since"));
}

TEST_SUITE_END();

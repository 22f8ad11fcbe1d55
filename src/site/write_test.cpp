// The page on which a text is written, as a browser without script has it, and the pages on which it goes from hand to hand.
#include "kit/base/json.hpp"
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

std::string between(const std::string& page, const std::string& from, const std::string& to) {
    const std::size_t at = page.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    const std::size_t begin = at + from.size();
    return unescaped(page.substr(begin, page.find(to, begin) - begin));
}

/// What stands in the form of a page, as a browser would send it.
struct Form {
    std::string title, summary, text, title_was, summary_was, base, version;
    explicit Form(const http::Response& page)
        : title(between(page.body, R"(name="title" type="text" value=")", "\"")),
          summary(between(page.body, R"(name="summary" type="text" value=")", "\"")), text(area(page.body, "id=\"text\" name=\"text\"")),
          title_was(between(page.body, R"(name="title_was" value=")", "\"")),
          summary_was(between(page.body, R"(name="summary_was" value=")", "\"")), base(area(page.body, "name=\"base\"")),
          version(between(page.body, R"(name="version" value=")", "\"")) {}
    static std::string area(const std::string& page, const std::string& which) {
        const std::size_t at = page.find("<textarea", page.find(which) - 20);
        return between(page.substr(page.find('>', at)), ">", "</textarea>");
    }
    std::string encoded(const std::string& act) const {
        std::string body = "act=" + act;
        for (const auto& [name, value] : {std::pair{"title", title},
                                          {"summary", summary},
                                          {"text", text},
                                          {"title_was", title_was},
                                          {"summary_was", summary_was},
                                          {"base", base},
                                          {"version", version}})
            body += "&" + std::string(name) + "=" + web::encode(value);
        return body;
    }
};

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(post)) + "/en";
        writer_id = member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(post)));
        writer = cookie_of(writer_id);
        editor_id = member("editor@example.org", Role::editor);
        editor = cookie_of(editor_id);
        stranger = cookie_of(member("stranger@example.org"));
        keeper_cookie = cookie_of(member("kim@example.org", Role::keeper));
    }
    /// The form of the page, with a correction begun.
    Form begin(const std::string& cookie) {
        REQUIRE(post_form(path, "act=begin", cookie).status == 303);
        return open(cookie);
    }
    Form open(const std::string& cookie) {
        const auto page = get(path, cookie);
        REQUIRE(page.status == 200);
        return Form(page);
    }
    http::Response save(const Form& form, const std::string& cookie, const std::string& act = "save") {
        return post_form(path, form.encoded(act), cookie);
    }
    http::Response post_form(const std::string& target, const std::string& body, const std::string& cookie) {
        return Site::post(target, body, cookie);
    }
    std::optional<editorial::Copy> copy() {
        auto tx = db.read();
        return editorial::find_copy(*tx, keeper, post, Lang::en);
    }
    std::string markdown() { return doc::to_markdown(copy()->body); }
    void hand_over() { REQUIRE(post_form(path + "/hand-over", "note=&agrees=1", writer).status == 303); }

    std::string path, writer, editor, stranger, keeper_cookie;
    people::PersonId writer_id{}, editor_id{};
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a correction is begun, written as Markdown and previewed, and readers see nothing of it", db) {
    Desk desk(db);
    const auto before = desk.get(desk.path, desk.writer);
    CHECK(before.status == 200);
    CHECK(has(before, "Start a correction. Readers see nothing of it until it is published."));
    CHECK(has(before, "href=\"/blog/hello\""));

    Form form = desk.begin(desk.writer);
    CHECK(form.title == "Hello");
    CHECK(form.base == form.text);
    form.text = "Text of the post, and **more**.\r\n\r\n:::note\r\nA note.\r\n:::\r\n";
    form.title = "Hello again";
    const auto saved = desk.save(form, desk.writer, "preview");
    CHECK(saved.status == 303);
    CHECK(header(saved, "Location") == desk.path + "/preview");
    CHECK(desk.markdown() == "Text of the post, and **more**.\n\n:::note\nA note.\n:::\n");

    const auto preview = desk.get(desk.path + "/preview", desk.writer);
    CHECK(preview.status == 200);
    CHECK(has(preview, "Preview of version " + std::to_string(desk.copy()->version) + ". Readers do not see it."));
    CHECK(has(preview, "<strong>more</strong>"));
    CHECK(has(preview, "Hello again"));
    CHECK_FALSE(has(desk.get("/blog/hello"), "again"));
    CHECK(header(preview, "Cache-Control").find("no-store") != std::string::npos);

    const auto page = desk.get(desk.path + "?done=saved", desk.writer);
    CHECK(has(page, "Saved."));
    CHECK(has(page, "value=\"Hello again\""));
    const auto japanese = desk.get("/ja" + desk.path, desk.writer);
    CHECK(has(japanese, "下書きです。公開するまで、読者には見えません。"));
    CHECK(has(japanese, "data-base=\"/ja" + desk.path + "\""));
}

ROOM_TEST_CASE("an empty text begins with the outline of its kind, in the language of the address", db) {
    Desk desk(db);
    const std::string piece = "/desk/" + std::to_string(static_cast<std::int64_t>(desk.lesson)) + "/ja";
    {
        auto tx = db.write();
        const auto made = editorial::make_piece(*tx, desk.keeper, {"lesson", "new-one", "CC-BY-4.0"});
        tx->commit();
        const std::string path = "/desk/" + std::to_string(static_cast<std::int64_t>(made)) + "/ja";
        CHECK(has(desk.get(path, desk.editor), "Start writing"));
        CHECK(desk.post_form(path, "act=begin", desk.editor).status == 303);
        const auto page = desk.get(path, desk.editor);
        CHECK(has(page, ":::aim"));
        CHECK(has(page, ":::partner"));
        CHECK(has(page, "Lesson in Japanese"));
        CHECK(has(page, "<textarea id=\"text\" name=\"text\" required aria-describedby=\"text-hint\" lang=\"ja\">"));
    }
    CHECK(has(desk.get(piece + "/preview", desk.editor), "This is what readers see"));
    CHECK(has(desk.get(piece + "/preview", desk.editor), "ねらい"));
}

ROOM_TEST_CASE("faults are told with their lines and what to do, in the language of the page, and what was typed comes back", db) {
    Desk desk(db);
    Form form = desk.begin(desk.writer);
    const std::string there = desk.markdown();
    form.text = "One & <two>\n\n:::try\nNever closed.\n\n:::nothing\n";
    form.title = std::string(201, 'x');
    const auto refused = desk.save(form, desk.writer);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Line 3: “:::try” is not closed."));
    CHECK(has(refused, "Line 6: There is no box called “nothing”."));
    CHECK(has(refused, "At most 200 characters."));
    CHECK(has(refused, "One &amp; &lt;two&gt;"));
    CHECK(has(refused, "href=\"#text\""));
    // The script would put the form aside.
    CHECK_FALSE(has(refused, "data-editor"));
    CHECK(Form(refused).base == form.base);
    const auto japanese = desk.post_form("/ja" + desk.path, form.encoded("save"), desk.writer);
    CHECK(japanese.status == 422);
    CHECK(has(japanese, "3行目：「:::try」が閉じられていません。"));
    CHECK(desk.markdown() == there);
}

ROOM_TEST_CASE("two people who change different passages both keep their words", db) {
    Desk desk(db);
    Form first = desk.begin(desk.writer);
    first.text = "First passage.\n\nSecond passage.\n\nThird passage.\n";
    REQUIRE(desk.save(first, desk.writer).status == 303);

    Form mine = desk.open(desk.writer), theirs = desk.open(desk.editor);
    theirs.text = "First passage, longer.\n\nSecond passage.\n\nThird passage.\n";
    theirs.summary = "Theirs.";
    REQUIRE(desk.save(theirs, desk.editor).status == 303);
    mine.text = "First passage.\n\nSecond passage.\n\nThird passage, too.\n\nA fourth.\n";
    mine.title = "Mine";
    CHECK(desk.save(mine, desk.writer).status == 303);
    CHECK(desk.markdown() == "First passage, longer.\n\nSecond passage.\n\nThird passage, too.\n\nA fourth.\n");
    CHECK(desk.copy()->title == "Mine");
    CHECK(desk.copy()->summary == "Theirs.");
}

ROOM_TEST_CASE("where two change the same passage, both versions are shown and nothing is saved before one says so", db) {
    Desk desk(db);
    Form first = desk.begin(desk.writer);
    first.text = "Keep this.\n\nThey waited for the bell.\n";
    REQUIRE(desk.save(first, desk.writer).status == 303);
    Form mine = desk.open(desk.writer), theirs = desk.open(desk.editor);
    theirs.text = "Keep this.\n";
    theirs.title = "Their title";
    REQUIRE(desk.save(theirs, desk.editor).status == 303);

    mine.text = "Keep this.\n\nThey waited for the second bell.\n";
    mine.title = "My title";
    const auto both = desk.save(mine, desk.writer);
    CHECK(both.status == 409);
    CHECK(has(both, "Somebody else changed the same passage"));
    CHECK(has(both, "compare-ins"));
    CHECK(has(both, "Save mine over theirs"));
    CHECK(has(both, "Take theirs, and drop what I typed"));
    CHECK(desk.markdown() == "Keep this.\n");
    CHECK(desk.copy()->title == "Their title");

    Form again(both);
    CHECK(again.text == mine.text);
    CHECK(again.title == "My title");
    CHECK(again.base == "Keep this.\n");
    CHECK(desk.save(again, desk.writer).status == 303);
    CHECK(desk.markdown() == mine.text);
    CHECK(desk.copy()->title == "My title");
}

ROOM_TEST_CASE("saving a text as it was shown changes nothing, and what Markdown cannot say stays where nobody touched it", db) {
    Desk desk(db);
    Form first = desk.begin(desk.writer);
    first.text = "One.\n\nTwo.\n\nThree.\n";
    REQUIRE(desk.save(first, desk.writer).status == 303);
    const auto version = desk.copy()->version;
    REQUIRE(desk.save(desk.open(desk.writer), desk.writer).status == 303);
    CHECK(desk.copy()->version == version);
    {
        // An empty line after the first paragraph, as somebody has it who is about to write there.
        auto tx = db.write();
        const auto step = base::parse_json(R"({"stepType":"replace","from":6,"to":6,"slice":{"content":[{"type":"paragraph"}]}})");
        const auto saved = editorial::save_steps(*tx, desk.viewer_of(desk.editor), desk.copy()->text,
                                                 {.version = version, .client = "a", .steps = {*step}});
        REQUIRE(std::holds_alternative<editorial::Saved>(saved));
        tx->commit();
    }
    REQUIRE(desk.copy()->body.content.size() == 4);
    Form mine = desk.open(desk.writer);
    CHECK(mine.text == "One.\n\nTwo.\n\nThree.\n");
    mine.text = "One.\n\nTwo.\n\nThree and more.\n";
    REQUIRE(desk.save(mine, desk.writer).status == 303);
    const auto body = desk.copy()->body;
    REQUIRE(body.content.size() == 4);
    CHECK(body.content[1].content.empty());
    CHECK(doc::plain_text(body.content[3]) == "Three and more.");
}

ROOM_TEST_CASE("whoever lost the text to other hands, or to publication, keeps what was typed", db) {
    Desk desk(db);
    Form form = desk.begin(desk.writer);
    form.text = "Before.\n";
    REQUIRE(desk.save(form, desk.writer).status == 303);
    Form late = desk.open(desk.writer);
    desk.hand_over();
    late.text = "Before, and what I was still writing.\n";
    late.summary = "One more line about it.";
    const auto closed = desk.save(late, desk.writer);
    CHECK(closed.status == 409);
    CHECK(has(closed, "This text went into other hands while you wrote."));
    CHECK(has(closed, "what I was still writing"));
    CHECK(has(closed, "One more line about it.\n\nBefore, and"));
    CHECK(desk.markdown() == "Before.\n");

    {
        auto tx = db.write();
        editorial::drop_copy(*tx, desk.keeper, desk.copy()->text);
        tx->commit();
    }
    const auto gone = desk.save(late, desk.writer);
    CHECK(gone.status == 409);
    CHECK(has(gone, "One more line about it.\n\nBefore, and what I was still writing"));
    CHECK(has(gone, "Put it into a correction."));
    // What it began from is gone, so that both are shown; saved again, it stands there.
    const auto into = desk.save(late, desk.writer, "correction");
    REQUIRE(into.status == 409);
    const Form again(into);
    CHECK(again.text == late.text);
    CHECK_FALSE(desk.copy());
    CHECK(has(into, "value=\"correction\""));
    CHECK(desk.save(again, desk.writer, "correction").status == 303);
    CHECK(desk.markdown() == late.text);
}

ROOM_TEST_CASE("a text is handed over with a note and an agreement that is asked for once, and comes back with notes", db) {
    Desk desk(db);
    Form form = desk.begin(desk.writer);
    form.text = "Written.\n";
    REQUIRE(header(desk.save(form, desk.writer, "hand_over"), "Location") == desk.path + "/hand-over");
    const auto page = desk.get(desk.path + "/hand-over", desk.writer);
    CHECK(page.status == 200);
    CHECK(has(page, "Some contracts restrict publishing"));
    CHECK(has(page, "a guest writer"));
    const auto refused = desk.post_form(desk.path + "/hand-over", "note=Look+%3Chere%3E", desk.writer);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Look &lt;here&gt;"));
    CHECK(has(refused, "href=\"#agrees\""));
    CHECK(has(desk.post_form("/ja" + desk.path + "/hand-over", "note=x", desk.writer), "無報酬"));
    CHECK(desk.post_form(desk.path + "/hand-over", "note=Look+here&agrees=1", desk.writer).status == 303);
    CHECK(desk.copy()->stage == editorial::Stage::first_read);

    const auto waiting = desk.get(desk.path + "?done=handed_over", desk.writer);
    CHECK(has(waiting, "It is with the editors for a first read. You get it back with their notes."));
    CHECK(has(waiting, "It is handed over."));
    CHECK(has(waiting, "Take the last step back"));
    CHECK_FALSE(has(waiting, "<textarea id=\"text\""));
    CHECK(has(desk.get("/ja" + desk.path, desk.writer), "編集者が一読しています"));
    CHECK(has(desk.get(desk.path, desk.editor), "Look here"));

    CHECK(desk.get(desk.path + "/notes", desk.writer).status == 403);
    CHECK(desk.post_form(desk.path + "/notes", "note=No", desk.writer).status == 403);
    CHECK(has(desk.post_form(desk.path + "/notes", "note=+", desk.editor), "Write what should change."));
    CHECK(desk.post_form(desk.path + "/notes", "note=Good.%0D%0AShorter+%26+clearer.", desk.editor).status == 303);
    const auto back = desk.get(desk.path, desk.writer);
    CHECK(has(back, "Good.\nShorter &amp; clearer."));
    CHECK(has(back, "<textarea id=\"text\""));
    const auto again = desk.get(desk.path + "/hand-over", desk.writer);
    CHECK_FALSE(has(again, "Some contracts restrict publishing"));
    CHECK(desk.get(desk.path + "/notes", desk.editor).status == 303);
}

ROOM_TEST_CASE("a proofreader of the piece reads what is still being written, and is told who has it", db) {
    Desk desk(db);
    desk.begin(desk.writer);
    const auto reader =
        desk.cookie_of(desk.member("pat@example.org", Role::proofreader, people::piece_scope(static_cast<std::int64_t>(desk.post))));
    const auto page = desk.get(desk.path, reader);
    CHECK(page.status == 200);
    CHECK(has(page, "It is with its writer. You can read it here."));
    CHECK(has(page, "You can ask an editor."));
    CHECK(has(page, "Text of the post."));
    CHECK_FALSE(has(page, "data-editor"));
    CHECK_FALSE(has(page, "/edit/sources"));
    CHECK(desk.get(desk.path + "/preview", reader).status == 200);
    CHECK(desk.get(desk.path + "/hand-over", reader).status == 403);
    CHECK(desk.post_form(desk.path, "act=save&text=x&base=y&version=0", reader).status == 409);
}

ROOM_TEST_CASE("an editor asks somebody by name, and keepers by address; everybody sees whose turn it is", db) {
    Desk desk(db);
    desk.begin(desk.writer);
    CHECK(desk.get(desk.path + "/turns", desk.writer).status == 403);
    const auto page = desk.get(desk.path + "/turns", desk.editor);
    CHECK(page.status == 200);
    CHECK_FALSE(has(page, "writer@example.org"));
    CHECK_FALSE(has(page, "Or by mail address"));
    const std::string me = std::to_string(static_cast<std::int64_t>(desk.editor_id)),
                      other = std::to_string(static_cast<std::int64_t>(desk.writer_id));
    const auto refused =
        desk.post_form(desk.path + "/turns", "person=" + other + "&duty=read&due_on=2026-02-30&note=Kind+words", desk.editor);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Choose somebody in the list."));
    CHECK(has(refused, "There is no such day."));
    CHECK(has(refused, "Kind words"));
    CHECK(has(refused, "value=\"2026-02-30\""));
    CHECK(desk.post_form(desk.path + "/turns", "person=" + me + "&duty=read&due_on=2027-02-03&note=Kind+words", desk.editor).status == 303);
    CHECK(has(desk.get(desk.path, desk.writer), "Kind words"));
    CHECK(has(desk.get(desk.path, desk.editor), "To read: you, until 3 February 2027"));
    CHECK(has(desk.get("/ja" + desk.path, desk.editor), "内容の確認：あなた（2027年2月3日まで）"));

    CHECK(has(desk.post_form(desk.path + "/turns", "address=nobody%40example.org&duty=write", desk.keeper_cookie),
              "Nobody with an account has this address."));
    CHECK(desk.post_form(desk.path + "/turns", "address=Writer%40example.org&duty=write", desk.keeper_cookie).status == 303);
    const auto turns = editorial::list_turns(*db.read(), desk.keeper, desk.copy()->text);
    REQUIRE(turns.size() == 2);
    CHECK(desk.post_form(desk.path + "/turns/" + std::to_string(turns[0].id) + "/end", "", desk.writer).status == 403);
    CHECK(desk.post_form(desk.path + "/turns/1/end", "", desk.editor).status == 404);
    CHECK(desk.post_form(desk.path + "/turns/" + std::to_string(turns[1].id) + "/end", "", desk.writer).status == 303);
    CHECK(editorial::list_turns(*db.read(), desk.keeper, desk.copy()->text).size() == 1);
}

ROOM_TEST_CASE("the desk of a text is closed to whoever has nothing to do with it", db) {
    Desk desk(db);
    desk.begin(desk.writer);
    for (const char* const page : {"", "/preview", "/hand-over", "/notes", "/turns", "/sources"}) {
        CAPTURE(page);
        CHECK(desk.get(desk.path + page, desk.stranger).status == 403);
        CHECK(desk.get("/desk/12345/en" + std::string(page), desk.editor).status == 404);
        CHECK(desk.get("/desk/" + std::to_string(static_cast<std::int64_t>(desk.post)) + "/fr" + page, desk.editor).status == 404);
    }
    CHECK(desk.post_form(desk.path, "act=begin", desk.stranger).status == 403);
    CHECK(desk.post_form(desk.path, "act=save&text=x&version=0", desk.stranger).status == 403);
    CHECK(desk.post_form(desk.path + "/hand-over", "agrees=1", desk.stranger).status == 403);
    CHECK(desk.get(desk.path).status == 303);
}

ROOM_TEST_CASE("the script finds its place, its words with the places in them, and sources", db) {
    Desk desk(db);
    desk.begin(desk.writer);
    const auto page = desk.get(desk.path, desk.writer);
    CHECK(has(page, "data-editor data-base=\"" + desk.path + "\" data-me=\"" + std::to_string(static_cast<std::int64_t>(desk.writer_id)) +
                        "\" data-lang=\"en\""));
    CHECK(has(page, "/assets/editor."));
    CHECK_FALSE(has(desk.get("/blog/hello"), "/assets/editor."));
    const std::string open = "<script type=\"application/json\" id=\"editor-words\">";
    const std::size_t at = page.body.find(open);
    REQUIRE(at != std::string::npos);
    const auto words = base::parse_json(page.body.substr(at + open.size(), page.body.find("</script>", at) - at - open.size()));
    REQUIRE(words);
    REQUIRE(words->find("words"));
    CHECK(*words->find("words")->text() == "{n} words");
    CHECK(words->find("people")->text()->find("{names}") != std::string::npos);

    const auto found = desk.get(desk.path + "/sources?q=silence", desk.writer);
    CHECK(found.status == 200);
    CHECK(has(found, "\"key\":\"king2013silence\""));
    const auto send = [&](const std::string& text, const std::string& lang = "") {
        return desk.send("POST", lang + desk.path + "/sources",
                         {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", desk.writer}},
                         base::write_json(base::Json::Object{{"text", text}}));
    };
    const auto added = send("@article{x, author={Sato, A.}, title={Turns to speak}, journal={J}, year={2020}}");
    CHECK(added.status == 200);
    CHECK(has(added, "Turns to speak"));
    CHECK(has(desk.get(desk.path + "/sources?q=turns", desk.writer), "Turns to speak"));
    const auto refused = send("no reference at all", "/ja");
    CHECK(refused.status == 422);
    CHECK(has(refused, "\"message\""));
    CHECK(send("10.1093/applin/ams043").status == 422);
    CHECK(desk.send("POST", desk.path + "/sources",
                    {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", desk.writer}}, "[]")
              .status == 400);
}

TEST_SUITE_END();

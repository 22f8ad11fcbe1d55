#include "kit/base/json.hpp"
#include "kit/http/streams.hpp"
#include "kit/streams/streams.hpp"
#include "site/copy_news.hpp"
#include "site/test_site.hpp"

using base::Json;
using site_test::has;
using site_test::header;
using site_test::Lang;
using site_test::Site;

namespace {
/// A post with two writers, an editor, and an editor's script.
struct Desk : Site {
    explicit Desk(support::Database& database) : Site(database) {
        piece = publish("post", "hello", Lang::en, "Hello", "Live words.");
        const std::string scope = people::piece_scope(static_cast<std::int64_t>(piece));
        mari = cookie_of(member("mari@example.org", people::Role::contributor, scope));
        ken = cookie_of(member("ken@example.org", people::Role::contributor, scope));
        proofreader = cookie_of(member("pat@example.org", people::Role::proofreader, scope));
        outsider = cookie_of(member("rob@example.org"));
        base = "/desk/" + std::to_string(static_cast<std::int64_t>(piece)) + "/en";
    }

    http::Response send_json(const std::string& target, const std::string& body, const std::string& cookie) {
        return send("POST", target, {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", cookie}}, body);
    }
    void open() { REQUIRE(send_json(base + "/correction", "{}", mari).status == 200); }

    static std::string batch(std::int64_t version, const std::string& text, const std::string& client = "a") {
        return R"({"version":)" + std::to_string(version) + R"(,"client":")" + client +
               R"(","steps":[{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":")" + text + R"("}]}}]})";
    }

    std::string base, mari, ken, proofreader, outsider;
    editorial::PieceId piece{};
};

Json read(const http::Response& response) {
    CHECK(header(response, "Content-Type") == "application/json");
    CHECK(header(response, "Cache-Control").find("no-store") != std::string::npos);
    auto json = base::parse_json(response.body);
    REQUIRE(json);
    return std::move(*json);
}

std::int64_t number(const Json& json, std::string_view name) {
    REQUIRE(json.find(name));
    return json.find(name)->integer().value_or(-1);
}

std::string text(const Json& json, std::string_view name) {
    REQUIRE(json.find(name));
    REQUIRE(json.find(name)->text());
    return *json.find(name)->text();
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a script opens a correction, reads the document and saves steps", db) {
    Desk desk(db);
    const auto live = desk.get(desk.base + "/document", desk.mari);
    CHECK(live.status == 410);
    CHECK(text(read(live), "url") == "/blog/hello");
    CHECK_FALSE(text(read(live), "message").empty());
    desk.open();
    const Json document = read(desk.get(desk.base + "/document", desk.mari));
    CHECK(number(document, "version") == 0);
    CHECK(text(document, "title") == "Hello");
    CHECK(text(document, "summary") == "About Hello.");
    CHECK(text(document, "stage") == "draft");
    CHECK(document.find("may_edit")->value == Json(true).value);
    CHECK(text(*document.find("doc"), "type") == "doc");
    CHECK(read(desk.get(desk.base + "/document", desk.proofreader)).find("may_edit")->value == Json(false).value);

    const auto saved = desk.send_json(desk.base + "/steps", Desk::batch(0, "New. "), desk.mari);
    CHECK(saved.status == 200);
    CHECK(number(read(saved), "version") == 1);
    CHECK(has(desk.get(desk.base + "/document", desk.ken), "New. Live words."));
    CHECK(has(desk.get("/blog/hello"), "Live words."));
    CHECK_FALSE(has(desk.get("/blog/hello"), "New. "));
}

ROOM_TEST_CASE("a late script gets what came since, and one whose document is gone where to go on", db) {
    Desk desk(db);
    desk.open();
    REQUIRE(desk.send_json(desk.base + "/steps", Desk::batch(0, "One. ", "a"), desk.mari).status == 200);
    const auto late = desk.send_json(desk.base + "/steps", Desk::batch(0, "Two. ", "b"), desk.ken);
    CHECK(late.status == 409);
    const Json since = read(late);
    CHECK(number(since, "version") == 1);
    CHECK(base::write_json(*since.find("clients")) == R"(["a"])");
    CHECK(since.find("steps")->array()->size() == 1);
    CHECK(base::write_json(read(desk.get(desk.base + "/steps?since=0", desk.ken))) == base::write_json(since));
    CHECK(read(desk.get(desk.base + "/steps?since=1", desk.ken)).find("steps")->array()->empty());
    CHECK(desk.get(desk.base + "/steps?since=9", desk.ken).status == 410);
    CHECK(desk.get(desk.base + "/steps?since=x", desk.ken).status == 400);
    CHECK(desk.get(desk.base + "/steps", desk.ken).status == 400);

    const auto older = desk.send_json(desk.base + "/steps", Desk::batch(7, "Two. ", "b"), desk.ken);
    CHECK(older.status == 410);
    const auto japanese = desk.send("POST", "/ja" + desk.base + "/steps",
                                    {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", desk.ken}},
                                    Desk::batch(7, "Two. ", "b"));
    CHECK(japanese.status == 410);
    CHECK(has(japanese, "公開"));
}

ROOM_TEST_CASE("a script that got no answer before the document left the desk learns what of it was saved", db) {
    Desk desk(db);
    desk.open();
    REQUIRE(desk.send_json(desk.base + "/steps", Desk::batch(0, "One. ", "a"), desk.mari).status == 200);
    {
        auto tx = db.write();
        tx->script("delete from working_copies");
        tx->script("update texts set stage = 'live'");
        tx->commit();
    }
    const auto check = [&] {
        const auto gone = desk.get(desk.base + "/steps?since=0", desk.mari);
        CHECK(gone.status == 410);
        const Json end = read(gone);
        CHECK_FALSE(text(end, "url").empty());
        CHECK(number(end, "version") == 1);
        CHECK(base::write_json(*end.find("clients")) == R"(["a"])");
        CHECK(end.find("steps")->array()->size() == 1);
    };
    check();
    // In the next document, too, whose versions are others.
    desk.open();
    check();
    CHECK(desk.send_json(desk.base + "/steps", Desk::batch(1, "Late. ", "a"), desk.mari).status == 410);
    CHECK(number(read(desk.get(desk.base + "/document", desk.mari)), "version") == 2);
    CHECK(read(desk.get(desk.base + "/steps?since=1", desk.mari)).find("steps")->array()->empty());
}

ROOM_TEST_CASE("what no script sends is refused in words, and changes nothing", db) {
    Desk desk(db);
    desk.open();
    for (const char* body : {"", "no json", "[]", "{}", R"({"version":"0","client":"a","steps":[]})", R"({"version":0,"steps":[]})",
                             R"({"version":0,"client":"a","steps":{}})", R"({"version":0,"client":7,"steps":[]})"})
        CHECK(desk.send_json(desk.base + "/steps", body, desk.mari).status == 400);
    for (const char* step : {"{}", "null", R"({"stepType":"replace","from":900,"to":901})", R"({"stepType":"replace","from":-1,"to":-1})",
                             R"({"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"script"}]}})"}) {
        const auto refused =
            desk.send_json(desk.base + "/steps", R"({"version":0,"client":"a","steps":[)" + std::string(step) + "]}", desk.mari);
        CHECK(refused.status == 422);
        CHECK_FALSE(text(read(refused), "message").empty());
    }
    CHECK(number(read(desk.get(desk.base + "/document", desk.mari)), "version") == 0);
    CHECK(desk.get("/desk/x/en/document", desk.mari).status == 404);
    CHECK(desk.get("/desk/1/en/document", desk.outsider).status != 200);
    CHECK(desk.get("/desk/" + std::to_string(static_cast<std::int64_t>(desk.piece)) + "/fr/document", desk.mari).status == 404);
    // From another site nothing is taken.
    CHECK(desk.send("POST", desk.base + "/steps", {{"content-type", "application/json"}, {"cookie", desk.mari}}, Desk::batch(0, "x"))
              .status == 403);
}

ROOM_TEST_CASE("whoever is none of the people of a piece gets nothing of it", db) {
    Desk desk(db);
    desk.open();
    for (const std::string& cookie : {desk.outsider, std::string()}) {
        const int status = cookie.empty() ? 303 : 403;
        CHECK(desk.get(desk.base + "/document", cookie).status == status);
        CHECK(desk.get(desk.base + "/steps?since=0", cookie).status == status);
        CHECK(desk.get(desk.base + "/events?since=0", cookie).status == status);
        for (const char* end : {"/steps", "/heading", "/cursor", "/correction"}) {
            const std::string body = end == std::string("/steps")    ? Desk::batch(0, "x")
                                     : end == std::string("/cursor") ? R"({"client":"a","from":1,"to":1})"
                                                                     : "{}";
            CHECK(desk.send_json(desk.base + end, body, cookie).status == 403);
        }
    }
    CHECK(desk.send_json(desk.base + "/steps", Desk::batch(0, "x"), desk.proofreader).status == 403);
    CHECK(desk.send_json(desk.base + "/cursor", R"({"client":"a","from":1,"to":1})", desk.proofreader).status == 204);
}

ROOM_TEST_CASE("a script that is refused is told why in the language of its page", db) {
    Desk desk(db);
    desk.open();
    const auto ask = [&](const std::string& method, const std::string& target, const std::string& body, const std::string& cookie) {
        return desk.send(
            method, target,
            {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"accept", "application/json"}, {"cookie", cookie}},
            body);
    };
    const auto refused = ask("POST", desk.base + "/steps", Desk::batch(0, "x"), desk.outsider);
    CHECK(refused.status == 403);
    CHECK(text(read(refused), "message") == "Editors work on this page.");
    const auto signed_out = ask("POST", "/ja" + desk.base + "/steps", Desk::batch(0, "x"), "");
    CHECK(signed_out.status == 403);
    const Json answer = read(signed_out);
    CHECK(text(answer, "sign_in") == "/ja/sign-in");
    CHECK(text(answer, "message").find("サインイン") != std::string::npos);
    CHECK(text(read(ask("GET", desk.base + "/document", "", "")), "sign_in") == "/sign-in");
    const auto unread = ask("POST", desk.base + "/steps", "no json", desk.mari);
    CHECK(unread.status == 400);
    CHECK_FALSE(text(read(unread), "message").empty());
}

ROOM_TEST_CASE("a school of typists behind one address reaches no limit of that address", db) {
    Desk desk(db);
    desk.open();
    web::Limiter limiter("a secret of this test");
    web::AppOptions options = Site::options();
    options.limiter = &limiter;
    options.writes = {1, std::chrono::hours(1)};
    const web::App app(
        options, db.pool(), desk.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), desk.facts, refused); },
        desk.cache);
    http::Request request;
    request.method = "POST";
    const auto send = [&](const char* end, const std::string& body, const std::string& cookie) {
        request.target = request.path = desk.base + end;
        request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", cookie}};
        request.body = body;
        return app.handle(request).status;
    };
    for (const std::string& cookie : {desk.mari, desk.ken}) {
        CHECK(send("/steps", Desk::batch(0, "x"), cookie) != 429);
        CHECK(send("/heading", R"({"title":{"was":"Hello","now":"Hello"}})", cookie) == 200);
        CHECK(send("/cursor", R"({"client":"a","from":1,"to":1})", cookie) == 204);
    }
    CHECK(send("/correction", "{}", desk.mari) == 200);
    CHECK(send("/correction", "{}", desk.ken) == 429);
}

ROOM_TEST_CASE("a text that is in other hands is not changed, and the answer says so", db) {
    Desk desk(db);
    desk.open();
    {
        auto tx = db.write();
        tx->script("update texts set stage = 'proof'");
        tx->commit();
    }
    const auto refused = desk.send_json(desk.base + "/steps", Desk::batch(0, "x"), desk.mari);
    CHECK(refused.status == 403);
    CHECK_FALSE(text(read(refused), "message").empty());
    CHECK(read(desk.get(desk.base + "/document", desk.mari)).find("may_edit")->value == Json(false).value);
}

ROOM_TEST_CASE("title and summary are saved beside the document", db) {
    Desk desk(db);
    desk.open();
    CHECK(base::write_json(read(desk.send_json(desk.base + "/heading", R"({"title":{"was":"Hello","now":"Hello, you"}})", desk.mari))) ==
          "{}");
    const auto clash = desk.send_json(desk.base + "/heading",
                                      R"({"title":{"was":"Hello","now":"Hi"},"summary":{"was":"About Hello.","now":"New."}})", desk.ken);
    CHECK(clash.status == 409);
    CHECK(base::write_json(read(clash)) == R"({"title":"Hello, you","summary":"About Hello."})");
    const auto longer =
        desk.send_json(desk.base + "/heading", R"({"title":{"was":"Hello, you","now":")" + std::string(300, 'x') + R"("}})", desk.mari);
    CHECK(longer.status == 422);
    CHECK(text(read(longer), "message").find("200") != std::string::npos);
    CHECK(desk.send_json(desk.base + "/heading", R"({"title":"Hello"})", desk.mari).status == 400);
    CHECK(text(read(desk.get(desk.base + "/document", desk.mari)), "title") == "Hello, you");
}

ROOM_TEST_CASE("what one saves goes to the streams of the others", db) {
    Desk desk(db);
    desk.open();
    site::tell_copies();
    http::Streams open;
    std::vector<streams::Event> heard;
    const streams::Hearing hearing(db.pool(), {.tell = [&](const streams::Event& event) { heard.push_back(event); },
                                               .end = [](const std::string&) {},
                                               .close = [](const std::string&) {},
                                               .close_all = [] {}});
    web::AppOptions options = Site::options();
    options.streams = &open;
    const web::App app(
        options, db.pool(), desk.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), desk.facts, refused); },
        desk.cache);
    REQUIRE(desk.send_json(desk.base + "/steps", Desk::batch(0, "One. "), desk.mari).status == 200);

    http::Request request;
    request.method = "GET";
    request.target = desk.base + "/events?since=0";
    request.path = desk.base + "/events";
    request.query = "since=0";
    request.headers = {{"cookie", desk.ken}};
    const auto stream = app.handle(request);
    CHECK(stream.status == 200);
    CHECK(header(stream, "Content-Type") == "text/event-stream");
    // What came before it was opened, and where things stand.
    CHECK(stream.body.find("event: steps") != std::string::npos);
    CHECK(stream.body.find("id: 1") != std::string::npos);
    CHECK(stream.body.find("One. ") != std::string::npos);
    CHECK(stream.body.find("event: heading") != std::string::npos);
    CHECK(stream.body.find(R"({"stage":"draft"})") != std::string::npos);
    request.query = "since=99";
    CHECK(app.handle(request).status == 410);

    REQUIRE(desk.send_json(desk.base + "/cursor", R"({"client":"a","from":3,"to":5})", desk.mari).status == 204);
    editorial::on_copy_news(nullptr);
    const auto arrived = [&](std::string_view name) {
        return std::any_of(heard.begin(), heard.end(), [&](const streams::Event& event) { return event.name == name; });
    };
    if (db.engine() == db::Engine::sqlite) {
        CHECK(arrived("steps"));
        CHECK(arrived("people"));
        CHECK(heard.front().id == "1");
        CHECK(heard.back().data == R"([{"name":"Somebody","client":"a","from":3,"to":5}])");
        CHECK(heard.back().id.empty());
    }
}

ROOM_TEST_CASE("whoever moves a cursor too often is not told to others", db) {
    Desk desk(db);
    desk.open();
    std::size_t told = 0;
    editorial::on_copy_news([&](db::Tx&, const editorial::CopyNews&) { ++told; });
    web::Limiter limiter("a secret of this test");
    web::AppOptions options = Site::options();
    options.limiter = &limiter;
    const web::App app(
        options, db.pool(), desk.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), desk.facts, refused); },
        desk.cache);
    http::Request request;
    request.method = "POST";
    request.target = request.path = desk.base + "/cursor";
    request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", desk.mari}};
    request.body = R"({"client":"a","from":1,"to":1})";
    for (int i = 0; i < 10; ++i) CHECK(app.handle(request).status == 204);
    editorial::on_copy_news(nullptr);
    CHECK(told >= 1);
    CHECK(told <= 3);
}

TEST_SUITE_END();

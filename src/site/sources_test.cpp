#include "kit/client/client.hpp"
#include "kit/client/test_server.hpp"
#include "site/own_settings.hpp"
#include "site/test_site.hpp"

using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {
/// The whole site, and its library with a way to other servers.
struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database), editor(cookie_of(member("editor@example.org", Role::editor))) {
        research::routes(own_routes, facts.frame, &network);
    }
    std::string body(const std::vector<std::pair<std::string, std::string>>& fields) {
        std::string out;
        for (const auto& [name, value] : fields) out += (out.empty() ? "" : "&") + name + "=" + web::encode(value);
        return out;
    }
    http::Response send_form(const std::string& target, const std::string& fields, const std::string& cookie) {
        return Site::post(target, fields, cookie);
    }
    /// To the routes that can reach others.
    http::Response ask(const std::string& fields) {
        http::Request request;
        request.method = "POST";
        request.target = request.path = "/edit/sources";
        request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", editor}};
        request.body = fields;
        return own_app.handle(request);
    }
    std::string editor;
    client::test::Server server;
    client::Client client{
        {.user_agent = "Test/1", .at_once = 2, .testing = {.resolve = nullptr, .allowed = {{"127.0.0.1", server.port()}}, .ca_file = {}}}};
    research::Network network{.client = &client,
                              .allowed = [](db::Tx& tx) { return site::may_ask_others(tx, "false"); },
                              .doi = server.url("/"),
                              .openbd = server.url("/"),
                              .open_library = server.url("/")};
    web::Routes own_routes;
    web::App own_app{options(), db.pool(), own_routes,
                     [this](const web::Refused& refused) { return site::draw_error(db.pool(), facts, refused); }, cache};
};

constexpr const char* reed = "@article{x, author={Reed, Noriko}, title={A study of planning}, journal={Journal}, year=2015}";
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("an editor pastes a reference, says what it found, and readers see it", db) {
    Desk desk(db);
    auto page = desk.get("/edit/sources", desk.editor);
    CHECK(page.status == 200);
    CHECK(has(page, "Silence in the Second Language"));
    CHECK(has(page, "1 text"));
    CHECK_FALSE(has(page, "DOI or ISBN"));
    CHECK(desk.get("/ja/edit/sources?q=silence&seen=abstract", desk.editor).status == 200);
    CHECK(has(desk.get("/edit/sources?q=nothing+like+it", desk.editor), "No source fits"));

    auto added = desk.send_form("/edit/sources", desk.body({{"text", reed}, {"level", "abstract"}}), desk.editor);
    REQUIRE(added.status == 303);
    CHECK(header(added, "Location") == "/edit/sources/reed2015study?done=source_added");
    page = desk.get("/edit/sources/reed2015study", desk.editor);
    CHECK(has(page, "What did they find"));
    CHECK(has(page, "Reed, Noriko"));
    CHECK(desk.get("/research/reed2015study").status == 200);

    const auto last = research::last_source_revision(*db.read(), "reed2015study");
    REQUIRE(last);
    const std::string was = std::to_string(static_cast<std::int64_t>(*last));
    std::vector<std::pair<std::string, std::string>> form{{"was", was},
                                                          {"kind", "article"},
                                                          {"author", "Reed, Noriko\r\n田地野，彰\r\n"},
                                                          {"title", "A study of planning"},
                                                          {"year", "15"},
                                                          {"seen", "abstract"},
                                                          {"found", "They planned."}};
    auto refused = desk.send_form("/edit/sources/reed2015study", desk.body(form), desk.editor);
    CHECK(refused.status == 422);
    CHECK(has(refused, "four digits"));
    CHECK(has(refused, "They planned."));
    form[4].second = "2015";
    CHECK(desk.send_form("/edit/sources/reed2015study", desk.body(form), desk.editor).status == 303);
    page = desk.get("/research/reed2015study");
    CHECK(has(page, "They planned."));
    CHECK(has(page, "田地野彰"));

    // The same form once more: somebody was faster, and it says so.
    refused = desk.send_form("/edit/sources/reed2015study", desk.body(form), desk.editor);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Somebody else saved this source"));

    // Back to what it was.
    CHECK(has(desk.get("/edit/sources/reed2015study", desk.editor), "Bring this back"));
    CHECK(desk.send_form("/edit/sources/reed2015study/restoration", "revision=" + was, desk.editor).status == 303);
    CHECK_FALSE(has(desk.get("/research/reed2015study"), "They planned."));
    CHECK(desk.send_form("/edit/sources/reed2015study/restoration", "revision=1", desk.editor).status == 404);
}

ROOM_TEST_CASE("a list tells what is new and what was there, and faults come back with their lines and what was typed", db) {
    Desk desk(db);
    const std::string two = std::string(reed) + "@misc{k, title={Other}, doi={10.1093/applin/ams043}}";
    const auto both = desk.send_form("/edit/sources", desk.body({{"text", two}}), desk.editor);
    CHECK(both.status == 200);
    CHECK(has(both, "/edit/sources/reed2015study"));
    CHECK(has(both, "there already"));
    CHECK(has(both, "/edit/sources/king2013silence"));

    const auto faulty =
        desk.send_form("/ja/edit/sources", desk.body({{"text", "@article{a, title={A}}\n@article{b, titel={B}}"}}), desk.editor);
    CHECK(faulty.status == 422);
    CHECK(has(faulty, "2行目"));
    CHECK(has(faulty, "titel={B}"));
    for (const auto& [text, words] : std::vector<std::pair<std::string, std::string>>{
             {"", "Paste a reference"}, {"Reed (2015)", "no reference in it"}, {"10.1093/applin/ams043", "does not look things up"}}) {
        const auto refused = desk.send_form("/edit/sources", desk.body({{"text", text}}), desk.editor);
        CHECK(refused.status == 422);
        CHECK(has(refused, words));
    }
}

ROOM_TEST_CASE("a file in Shift_JIS is read, and one that is no text is refused", db) {
    Desk desk(db);
    const auto send = [&](const std::string& bytes) {
        const std::string body =
            "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; "
            "filename=\"a.ris\"\r\nContent-Type: application/x-research-info-systems\r\n\r\n" +
            bytes + "\r\n--b--\r\n";
        return desk.send("POST", "/edit/sources",
                         {{"sec-fetch-site", "same-origin"}, {"content-type", "multipart/form-data; boundary=b"}, {"cookie", desk.editor}},
                         body);
    };
    const auto added = send("TY  - JOUR\r\nTI  - \x8e\xf6\x8b\xc6\x8c\xa4\x8b\x86\r\nPY  - 2011\r\nER  - \r\n");
    REQUIRE(added.status == 303);
    CHECK(has(desk.get("/edit/sources/source2011", desk.editor), "授業研究"));
    CHECK(send("\xff\xff\xff").status == 422);
}

ROOM_TEST_CASE("a source that texts rest on stays; another one goes, and can be brought back from its address", db) {
    Desk desk(db);
    const auto kept = desk.send_form("/edit/sources/king2013silence/deletion", "", desk.editor);
    CHECK(kept.status == 422);
    CHECK(has(kept, "A text rests on this source"));
    desk.send_form("/edit/sources", desk.body({{"text", reed}}), desk.editor);
    CHECK(desk.send_form("/edit/sources/reed2015study/deletion", "", desk.editor).status == 303);
    CHECK(desk.get("/research/reed2015study").status == 404);
    CHECK(has(desk.get("/edit/sources/reed2015study", desk.editor), "This source was deleted"));
    CHECK(desk.get("/edit/sources/nothing2000here", desk.editor).status == 404);
}

ROOM_TEST_CASE("who writes a single piece adds sources that readers do not see yet, and changes none that they see", db) {
    Desk desk(db);
    const std::string writer = desk.cookie_of(
        desk.member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(desk.FullSite::post))));
    CHECK(desk.send_form("/edit/sources", desk.body({{"text", reed}}), writer).status == 303);
    CHECK(desk.get("/research/reed2015study").status == 404);
    CHECK_FALSE(has(desk.get("/research"), "A study of planning"));
    CHECK(has(desk.get("/edit/sources", writer), "not public yet"));
    const auto shown = desk.get("/edit/sources/king2013silence", writer);
    CHECK(has(shown, "Somebody who may publish can change it."));
    CHECK_FALSE(has(shown, "Save this source"));
    CHECK(desk.send_form("/edit/sources/king2013silence", "title=X&kind=misc", writer).status == 403);
    CHECK(desk.get("/edit/sources", desk.cookie_of(desk.member("reader@example.org"))).status == 403);
}

ROOM_TEST_CASE("a DOI is looked up where a keeper has allowed the network, and nowhere else", db) {
    Desk desk(db);
    desk.server.say(
        "/10.1000/182", 200,
        R"({"type":"journal-article","title":"Looked up","author":[{"family":"Reed","given":"Noriko"}],"issued":{"date-parts":[[2015]]}})");
    CHECK(desk.ask(desk.body({{"identifier", "10.1000/182"}})).status == 422);
    CHECK(desk.server.heard().empty());

    const std::string keeper = desk.cookie_of(desk.member("keeper@example.org", Role::keeper));
    CHECK(has(desk.get("/admin/site", keeper), "Looking things up in the network"));
    CHECK(desk.send_form("/admin/site", "name=&contact=&operator=&data_location=&lookups=on", keeper).status == 303);
    CHECK(site::may_ask_others(*db.read(), "false"));
    const auto found = desk.ask(desk.body({{"identifier", "https://doi.org/10.1000/182"}, {"level", "full"}}));
    CHECK(found.status == 303);
    CHECK(header(found, "Location") == "/edit/sources/reed2015looked?done=source_added");
    CHECK(research::find_source(*db.read(), desk.keeper, "reed2015looked")->field("doi") == "10.1000/182");
    // Pasted into the other field, it is one too.
    CHECK(has(desk.ask(desk.body({{"text", "10.1000/182"}})), "there already"));
    const auto unknown = desk.ask(desk.body({{"identifier", "10.1000/999"}}));
    CHECK(unknown.status == 422);
    CHECK(has(unknown, "Nobody knows this number"));

    CHECK(desk.send_form("/admin/site", "name=&contact=&operator=&data_location=&lookups=", keeper).status == 303);
    CHECK_FALSE(site::may_ask_others(*db.read(), "false"));
    CHECK(site::may_ask_others(*db.read(), "true"));
}

TEST_SUITE_END();

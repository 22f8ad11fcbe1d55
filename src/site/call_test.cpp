#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using people::Role;
using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
/// A site with an editor and one open call.
struct CallSite : Site {
    explicit CallSite(support::Database& database) : Site(database) {
        editor = cookie_of(member("editor@example.org", Role::editor));
        auto tx = db.write();
        call = people::save_call(*tx, keeper,
                                 {.id = 0,
                                  .role = Role::proofreader,
                                  .title = "Proofreaders wanted",
                                  .title_ja = "校正者を探しています",
                                  .text = "One hour.\nA month.",
                                  .text_ja = "月に一時間。",
                                  .opened_at = {},
                                  .closed_at = {}});
        tx->commit();
        publish("page", "write", base::Lang::en, "Write with us", "How to help.");
        publish("page", "write", base::Lang::ja, "いっしょに書く", "参加のしかた。");
    }

    std::string path() const { return "/write/calls/" + std::to_string(call); }
    std::string stamp(std::int64_t seconds_ago) {
        return guard.stamp({db.read()->now().ms - seconds_ago * 1000}, "application:" + std::to_string(call));
    }
    std::string form(const std::string& address, std::int64_t seconds_ago = 60, const std::string& more = "") {
        return "name=Ada+Example&address=" + web::encode(address) + "&words=I+teach.+I+read.&stamp=" + web::encode(stamp(seconds_ago)) +
               more;
    }
    std::vector<mail::Mail> outbox() { return mail::list_outbox(*db.read(), 50); }
    std::int64_t applications() {
        static constexpr db::Query count{"test.count_applications", "select count(*) from applications"};
        return db.read()->first(count)->number(0);
    }

    std::int64_t call = 0;
    std::string editor;
};

/// The part of a text behind a word, as long as it is made of letters and digits.
std::string behind(const std::string& text, const std::string& word) {
    const std::size_t at = text.find(word);
    REQUIRE(at != std::string::npos);
    std::size_t end = at + word.size();
    while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
    return text.substr(at + word.size(), end - at - word.size());
}

/// The six digits that stand alone on a line.
std::string code_in(const std::string& text) {
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        line.erase(0, line.find_first_not_of(' '));
        if (line.size() == 6 && line.find_first_not_of("0123456789") == std::string::npos) return line;
        if (end == text.size()) break;
    }
    return "";
}

std::string cookie_in(const http::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
        if (key == "Set-Cookie" && value.starts_with(name + "=")) return value.substr(0, value.find(';'));
    return "";
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("open calls stand on the page for writers in its language, and a site without calls says nothing of them", db) {
    CallSite site(db);
    const auto page = site.get("/write");
    CHECK(has(page, "Proofreaders wanted"));
    CHECK(has(page, "<p>One hour.</p><p>A month.</p>"));
    CHECK(has(page, "href=\"" + site.path() + "\""));
    CHECK(std::find(page.tags.begin(), page.tags.end(), "calls") != page.tags.end());
    CHECK(has(site.get("/ja/write"), "校正者を探しています"));
    CHECK(site.post("/edit/calls/" + std::to_string(site.call) + "/closing", "", site.editor).status == 303);
    const auto without = site.get("/write");
    CHECK_FALSE(has(without, "Proofreaders wanted"));
    CHECK_FALSE(has(without, "People wanted"));
    CHECK(std::find(without.tags.begin(), without.tags.end(), "calls") != without.tags.end());
}

ROOM_TEST_CASE("the form of a call has its own page outside the cache, and a closed call says that it is closed", db) {
    CallSite site(db);
    const auto page = site.get(site.path());
    CHECK(page.status == 200);
    CHECK(page.tags.empty());
    CHECK(header(page, "Cache-Control") == "no-store");
    CHECK(has(page, "name=\"stamp\""));
    CHECK(has(page, "name=\"homepage\""));
    CHECK(has(site.get("/ja" + site.path()), "校正者を探しています"));
    for (const char* path : {"/write/calls/1", "/write/calls/x", "/write/calls/99999999999999999999"}) CHECK(site.get(path).status == 404);
    {
        auto tx = db.write();
        people::close_call(*tx, site.keeper, site.call);
        tx->commit();
    }
    CHECK(site.get(site.path()).status == 410);
    const auto late = site.post(site.path(), site.form("ada@example.org"));
    CHECK(late.status == 422);
    CHECK(has(late, "closed in the meantime"));
    CHECK(site.outbox().empty());
}

ROOM_TEST_CASE("what is missing is said by its field, and what was typed is still there", db) {
    CallSite site(db);
    const auto empty = site.post(site.path(), "name=&address=nobody&words=Some+words+of+mine&stamp=" + web::encode(site.stamp(60)));
    CHECK(empty.status == 422);
    CHECK(has(empty, "href=\"#name\""));
    CHECK(has(empty, "href=\"#address\""));
    CHECK(has(empty, "Some words of mine"));
    CHECK(site.applications() == 0);
    // Line ends in a name would be header fields of a mail.
    const auto injected = site.post(site.path(), "name=Ada%0D%0ABcc:+x@example.org&address=ada@example.org%0D%0Ax&words=I+teach.&stamp=" +
                                                     web::encode(site.stamp(60)));
    CHECK(injected.status == 422);
    CHECK(site.post(site.path(),
                    "name=Ada%0D%0ABcc:+x@example.org&address=ada@example.org&words=I+teach.&stamp=" + web::encode(site.stamp(60)))
              .status == 303);
}

ROOM_TEST_CASE("programs get the answer that people get, and nothing is stored; a form of yesterday is sent once more", db) {
    CallSite site(db);
    const auto person = site.post(site.path(), site.form("ada@example.org"));
    const auto trapped = site.post(site.path(), site.form("robot@example.org", 60, "&homepage=https://spam.example"));
    const auto fast = site.post(site.path(), site.form("robot@example.org", 1));
    for (const auto* response : {&person, &trapped, &fast}) {
        CHECK(response->status == 303);
        CHECK(header(*response, "Location") == "/sign-in/code");
        CHECK(cookie_in(*response, "__Host-sign_in").size() == cookie_in(person, "__Host-sign_in").size());
    }
    CHECK(site.applications() == 1);
    CHECK(site.outbox().size() == 1);
    for (const std::string& body :
         {site.form("late@example.org", 25 * 3600), std::string("name=Ada&address=late@example.org&words=I+teach."),
          std::string("name=Ada&address=late@example.org&words=I+teach.&stamp=x")}) {
        const auto late = site.post(site.path(), body);
        CHECK(late.status == 422);
        CHECK(has(late, "I teach."));
        CHECK(has(late, "late@example.org"));
        CHECK(has(late, "name=\"stamp\""));
    }
    CHECK(site.applications() == 1);
}

ROOM_TEST_CASE("an address hears from us three times a day, and a reader sends five applications an hour", db) {
    CallSite site(db);
    web::Limiter limiter("a secret of sixteen bytes");
    auto options = Site::options();
    options.limiter = &limiter;
    options.writes = {1000, std::chrono::seconds(60)};
    std::string client = "192.0.2.1";
    options.client = [&client](const http::Request&) { return client; };
    const web::App app(
        options, db.pool(), site.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), site.facts, refused); },
        site.cache);
    const auto send = [&](const std::string& address) {
        http::Request request;
        request.method = "POST";
        request.target = request.path = site.path();
        request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}};
        request.body = site.form(address);
        return app.handle(request);
    };
    for (int i = 0; i < 3; ++i) CHECK(send("ada@example.org").status == 303);
    const auto often = send("ada@example.org");
    CHECK(often.status == 429);
    CHECK(has(often, "I teach. I read."));  // what was typed can be copied
    CHECK(send("other@example.org").status == 303);
    CHECK(send("third@example.org").status == 429);
    client = "192.0.2.2";
    CHECK(send("third@example.org").status == 303);
    CHECK(send("ADA@example.org").status == 429);
    CHECK(site.applications() == 5);
}

ROOM_TEST_CASE("I want to proofread: from the open call to the role and its welcome", db) {
    CallSite site(db);
    // The call, and two sentences.
    CHECK(has(site.get("/ja/write"), site.path()));
    const auto sent = site.post("/ja" + site.path(), site.form("ada@example.org"));
    CHECK(header(sent, "Location") == "/ja/sign-in/code");
    const std::string waiting = cookie_in(sent, "__Host-sign_in");
    // No editor sees it before the address is confirmed.
    CHECK_FALSE(has(site.get("/edit/queue", site.editor), "Ada Example"));
    REQUIRE(site.outbox().size() == 1);
    const mail::Message confirm = site.outbox().front().message;
    CHECK(confirm.to.address == "ada@example.org");
    CHECK(confirm.lang == base::Lang::ja);
    CHECK(confirm.text.find("I teach") == std::string::npos);
    CHECK_FALSE(behind(confirm.text, "/sign-in/link/").empty());
    const auto signed_in = site.post("/ja/sign-in/code", "code=" + code_in(confirm.text), waiting);
    CHECK(signed_in.status == 303);
    CHECK(header(signed_in, "Location") == "/ja/me");
    const std::string ada = cookie_in(signed_in, "__Host-session");
    CHECK(has(site.get("/ja/me", ada), "校正者を探しています"));

    // The queue of an editor.
    db.freeze({db.read()->now().ms + 2 * 24 * 3600000LL});
    const auto queue = site.get("/edit/queue", site.editor);
    CHECK(queue.status == 200);
    CHECK(has(queue, "Ada Example"));
    CHECK(has(queue, "I teach. I read."));
    CHECK(has(queue, "Has waited 2 days"));
    CHECK(has(queue, "このたびはご応募くださり"));  // the applicant's language
    CHECK(site.get("/edit/queue", ada).status == 403);
    const std::string id = behind(queue.body, "/edit/queue/applications/");
    const std::string answer = "/edit/queue/applications/" + id;
    CHECK(site.post(answer, "answer=yes&yes-" + id + "=x", ada).status == 403);
    const auto empty = site.post(answer, "answer=yes&yes-" + id + "=+", site.editor);
    CHECK(empty.status == 422);
    CHECK(has(empty, "<details class=\"desk-fold\" open>"));
    CHECK(site.post(answer, "answer=maybe", site.editor).status == 400);
    const auto accepted = site.post(answer, "answer=yes&yes-" + id + "=" + web::encode("ようこそ。\r\n編集部"), site.editor);
    CHECK(header(accepted, "Location") == "/edit/queue?done=application_accepted");
    CHECK(header(site.post(answer, "answer=no&no-" + id + "=x", site.editor), "Location") == "/edit/queue?done=application_answered");
    CHECK(has(site.get("/edit/queue", site.editor), "Nobody waits for an answer."));

    // The role, its welcome, and one's own page.
    REQUIRE(site.outbox().size() == 2);
    const auto sent_mails = site.outbox();
    const auto welcome = std::find_if(sent_mails.begin(), sent_mails.end(),
                                      [](const mail::Mail& one) { return one.message.text.find("ようこそ。") != std::string::npos; });
    REQUIRE(welcome != sent_mails.end());
    CHECK(welcome->message.to.address == "ada@example.org");
    CHECK(welcome->message.text.find("校正者") != std::string::npos);
    CHECK(welcome->message.text.find("https://altto.example/ja/me") != std::string::npos);
    const auto viewer = site.viewer_of(ada);
    const auto roles = people::list_roles(*db.read(), viewer, people::require_account(viewer));
    REQUIRE(roles.size() == 1);
    CHECK(roles.front().role == Role::proofreader);
    CHECK_FALSE(people::may_somewhere(viewer, people::Right::suggest));  // nothing was given to them yet
    CHECK(has(site.get("/ja/me", ada), "校正者"));
}

ROOM_TEST_CASE("a polite no is mailed as the editor left it, and gives nothing", db) {
    CallSite site(db);
    const auto sent = site.post(site.path(), site.form("ada@example.org"));
    const auto signed_in =
        site.post("/sign-in/code", "code=" + code_in(site.outbox().front().message.text), cookie_in(sent, "__Host-sign_in"));
    const std::string ada = cookie_in(signed_in, "__Host-session");
    const std::string id = behind(site.get("/edit/queue", site.editor).body, "/edit/queue/applications/");
    CHECK(header(site.post("/edit/queue/applications/" + id, "answer=no&no-" + id + "=Not+this+time.", site.editor), "Location") ==
          "/edit/queue?done=application_declined");
    const auto mails = site.outbox();
    CHECK(std::any_of(mails.begin(), mails.end(),
                      [](const mail::Mail& one) { return one.message.text.starts_with("Not this time.\n\n-- \n"); }));
    const auto viewer = site.viewer_of(ada);
    CHECK(people::list_roles(*db.read(), viewer, people::require_account(viewer)).empty());
}

ROOM_TEST_CASE("editors open, change and close calls for those who read and write; other roles are the keeper's", db) {
    CallSite site(db);
    const std::string keeper = site.cookie_of(site.member("keeper@example.org", Role::keeper));
    const std::string words =
        "&title=Writers+wanted&text=Write.&title_ja=" + web::encode("執筆者を探しています") + "&text_ja=" + web::encode("書いてください。");
    CHECK(site.get("/edit/calls").status == 303);
    CHECK(site.get("/edit/calls", site.cookie_of(site.member("reader@example.org"))).status == 403);
    const auto form = site.get("/edit/calls/new", site.editor);
    CHECK(has(form, "value=\"contributor\""));
    CHECK_FALSE(has(form, "value=\"editor\""));
    CHECK(has(site.get("/edit/calls/new", keeper), "value=\"editor\""));
    CHECK_FALSE(has(site.get("/edit/calls/new", keeper), "value=\"keeper\""));

    CHECK(header(site.post("/edit/calls", "role=contributor" + words, site.editor), "Location") == "/edit/calls?done=call_opened");
    CHECK(site.post("/edit/calls", "role=editor" + words, site.editor).status == 403);
    CHECK(site.post("/edit/calls", "role=editor" + words, keeper).status == 303);
    CHECK(site.post("/edit/calls", "role=keeper" + words, keeper).status == 422);
    const auto half = site.post("/edit/calls", "role=contributor&title=Only+English", site.editor);
    CHECK(half.status == 422);
    CHECK(has(half, "href=\"#text_ja\""));
    CHECK(has(half, "Only English"));
    CHECK(has(site.get("/ja/write"), "執筆者を探しています"));

    const std::string path = "/edit/calls/" + std::to_string(site.call);
    CHECK(has(site.get("/edit/calls", site.editor), "Proofreaders wanted"));
    CHECK(has(site.get(path, site.editor), "A month."));
    CHECK(site.post(path, words.substr(1), site.editor).status == 303);
    CHECK_FALSE(has(site.get("/write"), "Proofreaders wanted"));
    CHECK(site.post(path + "/closing", "", site.editor).status == 303);
    CHECK(site.get(path, site.editor).status == 404);
    CHECK(site.post(path + "/closing", "", site.cookie_of(site.member("reader@example.org"))).status == 403);
}

TEST_SUITE_END();

#include "site/background.hpp"

#include "kit/image/image.hpp"
#include "site/test_site.hpp"

using site_test::Lang;
using site_test::Site;

namespace {
constexpr db::Query noted_links{"test.noted_links", "select url from links order by url"};

struct Working : Site {
    explicit Working(support::Database& database) : Site(database) {
        piece = publish("post", "hello", Lang::en, "Hello", "Live words.");
        editor = viewer_of(cookie_of(member("emi@example.org", people::Role::editor)));
    }
    void run() {
        jobs::run_due(db.pool(), site::handlers({mailer, cards, network, [this] { return facts.frame; }}), db.read()->now());
    }
    std::vector<std::string> links() {
        std::vector<std::string> all;
        for (const db::Row& row : db.read()->all(noted_links)) all.push_back(row.text(0));
        return all;
    }
    /// A correction with this link in it.
    editorial::TextId correct(const std::string& url) {
        auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, editor, piece, Lang::en);
        REQUIRE(std::holds_alternative<editorial::Saved>(
            editorial::save_document(*tx, editor, copy.text, copy.version, copy.body, document("See [there](" + url + ")."))));
        tx->commit();
        return copy.text;
    }

    mail::Mailer mailer{std::nullopt};
    image::CardPainter cards{"", {}};
    research::Network network{.client = nullptr, .allowed = [](db::Tx&) { return false; }};
    base::Viewer editor;
    editorial::PieceId piece{};
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("links of a text are looked at before readers get them: when it is handed over, and when it has its time", db) {
    Working site(db);
    const auto text = site.correct("https://a.example/handed-over");
    site.run();
    CHECK(site.links().empty());
    {
        auto tx = db.write();
        REQUIRE(editorial::hand_over(*tx, site.editor, text, "", true).has_value());
        tx->commit();
    }
    site.run();
    CHECK(site.links() == std::vector<std::string>{"https://a.example/handed-over"});

    site.correct("https://a.example/scheduled");
    {
        auto tx = db.write();
        for (const char* name : {"privacy", "house_words"}) editorial::tick(*tx, site.editor, text, name, true);
        const auto version = editorial::find_copy(*tx, site.editor, text)->version;
        const auto done = editorial::go_live(
            *tx, site.editor, text, {.when = base::Instant{tx->now().ms + 3'600'000}, .wall = "2030-01-01T09:00", .version = version});
        REQUIRE(done.has_value());
        tx->commit();
    }
    site.run();
    CHECK(site.links() == std::vector<std::string>{"https://a.example/handed-over", "https://a.example/scheduled"});
}

ROOM_TEST_CASE("whatever work the program puts into its queue, there is somebody to do it", db) {
    Working site(db);
    const auto handlers = site::handlers({site.mailer, site.cards, site.network, [&] { return site.facts.frame; }});
    const auto done = [&](std::string_view kind) {
        return std::count_if(handlers.begin(), handlers.end(), [&](const jobs::Handler& one) { return one.kind == kind; });
    };
    for (const std::string_view kind : {"editorial.asked", "editorial.handed_over", "editorial.sent_back", "editorial.published",
                                        "editorial.redacted", "editorial.on_its_way", "editorial.go_live", "links.of_text", "links.check"})
        CHECK_MESSAGE(done(kind) == 1, kind);
    for (const jobs::Schedule& schedule : site::schedules()) CHECK_MESSAGE(done(schedule.kind) == 1, schedule.kind);
}

TEST_SUITE_END();

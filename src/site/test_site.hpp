#pragma once
#include "blog/blog.hpp"
#include "editorial/editorial.hpp"
#include "kit/web/app.hpp"
#include "kit/web/form_guard.hpp"
#include "kit/web/siege.hpp"
#include "learn/learn.hpp"
#include "research/research.hpp"
#include "site/settings.hpp"
#include "site/site.hpp"
#include "site/wiring.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

/// The site without its sockets, for tests of pages.
namespace site_test {

using base::Lang;
using support::World;

/// The whole program but its sockets.
struct Site : World {
    explicit Site(support::Database& database) : World(database) {
        base::set_zone("Asia/Tokyo");
        database.freeze({1795446000000 - 3600000});  // Monday, 23 November 2026, 23:00 in Tokyo
        site::set_kinds();
        facts.frame.name = "Test Site";
        facts.frame.public_url = "https://altto.example";
        site::routes(on, facts, services, /*dev=*/true);
    }

    http::Response get(const std::string& target, const std::string& cookie = "") { return send("GET", target, {{"cookie", cookie}}); }

    http::Response send(const std::string& method, const std::string& target, http::Headers headers = {}, const std::string& body = "") {
        http::Request request;
        request.method = method;
        request.target = target;
        const std::size_t mark = std::min(target.find('?'), target.size());
        request.path = target.substr(0, mark);
        if (mark < target.size()) request.query = target.substr(mark + 1);
        request.headers = std::move(headers);
        request.body = body;
        return app.handle(request);
    }

    /// Somebody with an account and, for editors and others, a role; `name` makes them a named person.
    people::PersonId member(const std::string& address, std::optional<people::Role> role = {}, const std::string& scope = "site") {
        auto tx = db.write();
        const auto secrets = people::begin_sign_in(*tx, address, "");
        const auto signed_in = people::redeem_link(*tx, secrets.token, "");
        REQUIRE(signed_in.has_value());
        if (role) people::give_role(*tx, keeper, signed_in->person, {*role, scope, {}, {}});
        tx->commit();
        return signed_in->person;
    }
    /// The Cookie header of a new session of theirs.
    std::string cookie_of(people::PersonId person, bool with_passkey = false) {
        auto tx = db.write();
        std::string cookie = "__Host-session=" + people::begin_session(*tx, person, "Firefox/1 Linux", with_passkey);
        tx->commit();
        return cookie;
    }
    base::Viewer viewer_of(const std::string& cookie) {
        return people::find_viewer(*db.read(), std::string_view(cookie).substr(std::string_view("__Host-session=").size()));
    }
    /// A form sent from a page of the site.
    http::Response post(const std::string& target, const std::string& body, const std::string& cookie = "") {
        return send("POST", target,
                    {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", cookie}}, body);
    }

    site::Facts facts;
    web::FormGuard guard{"a key that only this test has got"};
    web::Siege siege;
    site::Services services = make_services();
    web::Routes on;
    http::PageCache cache{0};
    web::App app{options(), db.pool(), on, [this](const web::Refused& refused) { return site::draw_error(db.pool(), facts, refused); },
                 cache};

    site::Services make_services() {
        site::Services made;
        made.people.guard = &guard;
        made.people.siege = &siege;
        made.people.changed = [](db::Tx& tx, std::string_view tag) { editorial::changed(tx, {std::string(tag)}); };
        made.people.export_more = site::export_more;
        made.people.is_seen = editorial::is_seen;
        made.people.forget = site::forget_everywhere;
        made.people.my_desk = desk::my_desk;
        made.people.closed = desk::find_closed_days;
        made.people.scrub = [this] { db.pool().scrub(); };
        made.desk.scrub = made.people.scrub;
        made.reload = [] {};
        made.opens_setup = [](std::string_view key) { return key == "setup-key"; };
        return made;
    }
    static web::AppOptions options() {
        web::AppOptions options;
        options.public_url = "https://altto.example";
        options.gate = site::gatekeeper(options.public_url);
        options.say = site::say_error;
        return options;
    }
};

/// A little of everything.
struct FullSite : Site {
    explicit FullSite(support::Database& database) : Site(database) {
        {
            auto tx = db.write();
            research::save_source(*tx, keeper,
                                  research::from_fields("king2013silence", "article",
                                                        {{"author", "King, Jim"},
                                                         {"title", "Silence in the Second Language Classrooms of Japanese Universities"},
                                                         {"journal", "Applied Linguistics"},
                                                         {"volume", "34"},
                                                         {"number", "3"},
                                                         {"year", "2013"},
                                                         {"doi", "10.1093/applin/ams043"},
                                                         {"seen", "abstract"},
                                                         {"studied", "Nine universities."},
                                                         {"found", "Students rarely began to speak."},
                                                         {"cannot", "These were university students."},
                                                         {"goodfor", "Silence."}}));
            tx->commit();
        }
        for (const Lang lang : base::languages) {
            const bool en = lang == Lang::en;
            course =
                publish("course", "first-week", lang, en ? "Your first week" : "最初の一週間", ":::aim\nYou can start.\n:::\n\nFor you.");
            const std::string main =
                en ? "Say it to {先生|せんせい}.\n\n:::say\n{先生|せんせい}、おはようございます。\n\n*Sensei, ohayō gozaimasu.*\n\nGood morning.\n:::\n\nThey waited.[@king2013silence]\n\n"
                     ":::if employer=company\nAsk your company.\n:::"
                   : "あいさつをします。";
            lesson = publish("lesson", "greet", lang, en ? "Greet one person" : "一人にあいさつする", support::lesson_text(lang, main));
            post = publish("post", "hello", lang, en ? "Hello" : "こんにちは", "Text of the post.\n\n:::note\nA note.\n:::");
            publish("page", "about", lang, en ? "About" : "このサイトについて", "About us.");
            publish("snippet", "closing-call", lang, "Call", "Write to us.");
        }
        publish("page", "board", Lang::ja, "教育委員会ご担当の皆様へ", "ご案内です。");
        auto tx = db.write();
        learn::save_course(*tx, keeper, course, "green", {lesson});
        blog::save_tag(*tx, keeper, {"planning", "Planning", "授業の準備"});
        blog::set_tags(*tx, keeper, post, {"planning"});
        tx->commit();
    }
    editorial::PieceId course{}, lesson{}, post{};
};

inline bool has(const http::Response& response, std::string_view part) { return response.body.find(part) != std::string::npos; }

inline std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return "";
}

}

#include "reach/share.hpp"

#include "kit/base/utf8.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {
const std::string url = "https://altto.example/learn/first-week/who-to-ask";

std::string post_for(const std::vector<reach::Post>& posts, std::string_view place) {
    for (const reach::Post& post : posts)
        if (post.place.name == place) return post.text;
    return {};
}
std::size_t length_for(const std::vector<reach::Post>& posts, std::string_view place) {
    for (const reach::Post& post : posts)
        if (post.place.name == place) return post.length;
    return 0;
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("X counts Japanese twice and every address as 23") {
    CHECK(reach::x_length("hello") == 5);
    CHECK(reach::x_length("授業") == 4);
    CHECK(reach::x_length("“hi”") == 4);
    CHECK(reach::x_length("😀") == 2);
    const auto posts = reach::posts_of({"New lesson: Who to ask", "", url});
    CHECK(length_for(posts, "x") == std::string("New lesson: Who to ask\n").size() + 23);
}

TEST_CASE("what fits is posted whole: lead, summary and address") {
    const auto posts = reach::posts_of({"New lesson: Who to ask", "Whom to ask about what.", url});
    for (const char* place : {"x", "bluesky", "mastodon"})
        CHECK(post_for(posts, place) == "New lesson: Who to ask\nWhom to ask about what.\n" + url);
    CHECK(post_for(posts, "line") == "New lesson: Who to ask\n" + url);
    CHECK(post_for(posts, "mail") == "Whom to ask about what.\n\n" + url);
    REQUIRE(posts.back().place.name == "mail");
    CHECK(posts.back().subject == "New lesson: Who to ask");
}

TEST_CASE("a long summary ends at a word in English and never over the limit, and the address is always whole") {
    std::string summary;
    for (int i = 0; i < 80; ++i) summary += "sentence number " + std::to_string(i) + " ";
    const auto posts = reach::posts_of({"New lesson: Who to ask", summary, url});
    for (const char* place : {"x", "bluesky", "mastodon"}) {
        const std::string text = post_for(posts, place);
        CHECK(text.ends_with("…\n" + url));
        const auto at = std::find_if(posts.begin(), posts.end(), [&](const auto& post) { return post.place.name == place; });
        CHECK(at->length <= at->place.most);
        CHECK(at->length > at->place.most - 25);
        const std::string cut = text.substr(0, text.find("…"));
        CHECK(summary.find(cut.substr(cut.find('\n') + 1) + " ") != std::string::npos);
    }
}

TEST_CASE("long Japanese is cut between letters, and a title of a thousand letters still leaves the address") {
    std::string summary, title;
    for (int i = 0; i < 300; ++i) summary += "授業の前に話す";
    for (int i = 0; i < 1000; ++i) title += "題";
    for (const auto& posts : {reach::posts_of({"新しいレッスン「だれに聞くか」", summary, url}), reach::posts_of({title, summary, url})})
        for (const reach::Post& post : posts) {
            CHECK(base::is_utf8(post.text));
            CHECK(post.text.ends_with(url));
            if (post.place.most) CHECK(post.length <= post.place.most);
        }
}

TEST_SUITE_END();

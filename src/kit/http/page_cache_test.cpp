#include "kit/http/compress.hpp"
#include "kit/http/page_cache.hpp"
#include "kit/http/page_cache_impl.hpp"

#include <doctest/doctest.h>

#include <array>

namespace {
using Tags = std::vector<std::string>;

// Text that does not shrink to nothing.
std::string noise(std::size_t size, unsigned seed) {
    std::string text;
    while (text.size() < size) {
        seed = seed * 1664525U + 1013904223U;
        text += static_cast<char>('a' + (seed >> 24) % 26);
    }
    return text;
}

http::Response made_from(Tags tags, std::string body = noise(3000, 1)) {
    http::Response response;
    response.headers = {{"Content-Type", "text/html"}};
    response.body = std::move(body);
    response.tags = std::move(tags);
    return response;
}

std::optional<std::string> plain(http::PageCache& cache, const std::string& key) {
    const auto answer = cache.impl().find(key, http::accepts(""), /*head=*/false, "");
    if (!answer) return std::nullopt;
    return answer->rest->substr(answer->rest->find("\r\n\r\n") + 4);
}

bool holds(http::PageCache& cache, const std::string& key) { return plain(cache, key).has_value(); }
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a page is kept until one of its tags is dropped") {
    http::PageCache cache(1 << 20);
    cache.store("/a", made_from({"piece:1", "site"}), cache.begin());
    cache.store("/b", made_from({"piece:2", "site"}), cache.begin());
    CHECK(plain(cache, "/a") == noise(3000, 1));
    cache.drop(Tags{"piece:1", "piece:9"});
    CHECK_FALSE(holds(cache, "/a"));
    CHECK(holds(cache, "/b"));
    cache.drop(Tags{"site"});
    CHECK_FALSE(holds(cache, "/b"));
    CHECK(cache.stats().entries == 0);
    CHECK(cache.stats().bytes == 0);
    CHECK(cache.stats().drops == 2);
}

TEST_CASE("a render that began before a drop of its tags is not kept") {
    http::PageCache cache(1 << 20);
    const auto before = cache.begin();
    cache.drop(Tags{"piece:1"});
    cache.store("/a", made_from({"piece:1"}), before);
    CHECK_FALSE(holds(cache, "/a"));
    cache.store("/b", made_from({"piece:2"}), before);
    CHECK(holds(cache, "/b"));
    cache.store("/a", made_from({"piece:1"}), cache.begin());
    CHECK(holds(cache, "/a"));
    cache.drop_all();
    CHECK_FALSE(holds(cache, "/a"));
    cache.store("/b", made_from({"piece:2"}), before);
    CHECK_FALSE(holds(cache, "/b"));
}

TEST_CASE("numbers of forgotten tags still shut out older renders") {
    http::PageCache cache(1 << 20);
    const auto before = cache.begin();
    cache.drop(Tags{"piece:1"});
    for (int i = 0; i < 30000; ++i) cache.drop(Tags{"other:" + std::to_string(i)});
    cache.store("/a", made_from({"piece:1"}), before);
    CHECK_FALSE(holds(cache, "/a"));
}

TEST_CASE("only whole public answers are kept") {
    http::PageCache cache(1 << 20);
    http::Response missing = made_from({"site"});
    missing.status = 404;
    cache.store("/404", missing, cache.begin());
    cache.store("/untagged", made_from({}), cache.begin());
    CHECK(cache.stats().entries == 0);
    http::PageCache none(0);
    none.store("/a", made_from({"site"}), none.begin());
    CHECK(none.stats().entries == 0);
}

TEST_CASE("what was not asked for longest makes room") {
    http::PageCache cache(40000);
    for (int i = 0; i < 10; ++i) cache.store("/" + std::to_string(i), made_from({"site"}, noise(3000, static_cast<unsigned>(i))), cache.begin());
    CHECK(holds(cache, "/0"));
    for (int i = 10; i < 20; ++i) cache.store("/" + std::to_string(i), made_from({"site"}, noise(3000, static_cast<unsigned>(i))), cache.begin());
    for (int i = 0; i < 20; ++i)
        if (i != 0) holds(cache, "/0"), cache.store("/x" + std::to_string(i), made_from({"site"}, noise(3000, 7)), cache.begin());
    CHECK(holds(cache, "/0"));
    CHECK_FALSE(holds(cache, "/1"));
    CHECK(cache.stats().bytes <= 40000);
    cache.store("/huge", made_from({"site"}, noise(100000, 3)), cache.begin());
    CHECK_FALSE(holds(cache, "/huge"));
    CHECK(cache.stats().bytes <= 40000);
}

TEST_CASE("a page that is asked for often is pressed as small as it goes, each encoding with its own tag") {
    http::PageCache cache(1 << 20);
    std::string body;
    for (int i = 0; i < 300; ++i) body += "<li>lesson " + std::to_string(i * 31 % 97) + "</li>";
    cache.store("/a", made_from({"site"}, body), cache.begin());
    const auto ask = [&](const char* encoding) { return *cache.impl().find("/a", http::accepts(encoding), /*head=*/false, "")->rest; };
    const auto tag = [&](const char* encoding) {
        const std::string head = ask(encoding);
        const std::size_t at = head.find("ETag: ") + 6;
        return head.substr(at, head.find("\r\n", at) - at);
    };
    for (int i = 0; i < 5; ++i) ask("gzip");
    CHECK_FALSE(cache.impl().has_polishing());
    for (int i = 0; i < 3; ++i) CHECK(ask("gzip, br").find("Content-Encoding: gzip") != std::string::npos);
    CHECK(cache.impl().has_polishing());
    while (cache.impl().polish_one()) {}
    CHECK(ask("gzip, br").find("Content-Encoding: br") != std::string::npos);
    CHECK(ask("gzip, br").size() < ask("gzip").size());
    CHECK(ask("").ends_with("\r\n\r\n" + body));
    CHECK(tag("gzip") != tag("br"));
    CHECK(tag("gzip") != tag(""));
    CHECK(cache.stats().bytes < body.size());

    // A new page came while the press waited: what it would have pressed is gone.
    cache.drop(Tags{"site"});
    cache.store("/a", made_from({"site"}, body), cache.begin());
    for (int i = 0; i < 3; ++i) ask("br");
    cache.drop(Tags{"site"});
    cache.store("/a", made_from({"site"}, body + "new"), cache.begin());
    while (cache.impl().polish_one()) {}
    CHECK(ask("br").ends_with("\r\n\r\n" + body + "new"));
}

TEST_CASE("brotli takes an eighth of the room at most") {
    http::PageCache cache(100000);
    for (int i = 0; i < 30; ++i) cache.store("/" + std::to_string(i), made_from({"site"}, noise(2000, static_cast<unsigned>(i))), cache.begin());
    for (int round = 0; round < 3; ++round)
        for (int i = 0; i < 30; ++i) cache.impl().find("/" + std::to_string(i), http::accepts("br"), /*head=*/false, "");
    while (cache.impl().polish_one()) {}
    CHECK(cache.stats().bytes <= 100000);
    int with_br = 0;
    for (int i = 0; i < 30; ++i)
        if (cache.impl().find("/" + std::to_string(i), http::accepts("br"), /*head=*/false, "")->rest->find("Content-Encoding: br") != std::string::npos) ++with_br;
    CHECK(with_br > 3);
    CHECK(with_br < 12);
}

TEST_SUITE_END();

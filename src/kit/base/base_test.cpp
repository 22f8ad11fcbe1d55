#include "kit/base/escape.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "kit/base/time.hpp"
#include "kit/base/utf8.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_CASE("a day survives being written and read") {
    const auto day = base::parse_day("2028-02-29");
    REQUIRE(day);
    CHECK(base::iso(*day) == "2028-02-29");
    CHECK(base::date_of(*day).weekday == 2);
    CHECK_FALSE(base::parse_day("2026-02-29"));
    CHECK_FALSE(base::parse_day("2026-2-09"));
    CHECK_FALSE(base::parse_day("2026-02-0x"));
}

TEST_CASE("the date is that of the site's zone, not of the server's") {
    base::set_zone("Asia/Tokyo");
    CHECK(base::iso(base::day_of({1795446000000 - 1})) == "2026-11-23");
    CHECK(base::iso(base::day_of({1795446000000})) == "2026-11-24");  // midnight in Tokyo is 15:00 UTC
    CHECK_THROWS(base::set_zone("../etc/passwd"));
}

TEST_CASE("ids rise and fit in 53 bits") {
    std::int64_t last = 0;
    for (int i = 0; i < 10000; ++i) {
        const std::int64_t id = base::new_id();
        CHECK(id > last);
        last = id;
    }
    CHECK(last < (std::int64_t{1} << 53));
}

TEST_CASE("overlong, surrogate and cut UTF-8 is refused") {
    CHECK(base::is_utf8("授業 naïve"));
    CHECK_FALSE(base::is_utf8("\xc0\xaf"));
    CHECK_FALSE(base::is_utf8("\xed\xa0\x80"));
    CHECK_FALSE(base::is_utf8("\xe6\x8e"));
    CHECK_FALSE(base::is_utf8("\xf5\x80\x80\x80"));
}

TEST_CASE("JSON keeps order, refuses depth, and is safe inside HTML") {
    const auto json = base::parse_json(R"({"b":[1,2.5,null,true],"a":"授業"})");
    REQUIRE(json);
    CHECK(base::write_json(*json) == R"({"b":[1,2.5,null,true],"a":"授業"})");
    CHECK_FALSE(base::parse_json(std::string(1000, '[')));
    CHECK_FALSE(base::parse_json("\"\xff\""));
    CHECK(base::json_string("</script>") == "\"\\u003c/script\\u003e\"");
}

TEST_CASE("a hash is stable and of the length asked for") {
    CHECK(base::hash("altto").size() == 32);
    CHECK(base::hash("altto", 32).size() == 64);
    CHECK(base::hash("altto") != base::hash("alttp"));
}

TEST_CASE("a keyed hash is that of RFC 7693 and needs its key") {
    std::string key;
    for (char byte = 0; byte < 32; ++byte) key += byte;
    CHECK(base::keyed_hash(key, "abc") == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
    CHECK(base::keyed_hash(key, "abc") != base::keyed_hash(key, "abd"));
    CHECK(base::keyed_hash(std::string(32, 'k'), "abc") != base::keyed_hash(key, "abc"));
    CHECK_THROWS(base::keyed_hash("short", "abc"));
    CHECK_THROWS(base::keyed_hash(std::string(65, 'k'), "abc"));
}

TEST_CASE("SHA-256 is that of FIPS 180-4") {
    CHECK(base::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(base::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("secrets are equal when every byte is") {
    CHECK(base::equal_in_constant_time("", ""));
    CHECK(base::equal_in_constant_time("secret", "secret"));
    CHECK_FALSE(base::equal_in_constant_time("secret", "secres"));
    CHECK_FALSE(base::equal_in_constant_time("secret", "secre"));
    CHECK_FALSE(base::equal_in_constant_time("secret", ""));
}

TEST_CASE("text inside HTML keeps every sign and opens nothing") {
    std::string out = "<p>";
    base::escape_html_into(out, "a & b <i> \"c\" 'd' 漢");
    CHECK(out == "<p>a &amp; b &lt;i&gt; &quot;c&quot; &#39;d&#39; 漢");
    base::escape_html_into(out, "");
    CHECK(out.ends_with("漢"));
}

TEST_SUITE_END();

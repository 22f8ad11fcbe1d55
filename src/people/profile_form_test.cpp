#include "people/profile_form.hpp"

#include <doctest/doctest.h>

using people::profile_from;

namespace {
people::Profile read(std::string_view form) { return profile_from(*web::Fields::parse(form)); }
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("an empty form shares nothing and names nobody") {
    const auto profile = read("");
    CHECK(profile.name.empty());
    CHECK(profile.links.empty());
    CHECK(profile.shared.empty());
    CHECK_FALSE(profile.named);
    CHECK_FALSE(profile.pen_keeper.has_value());
    CHECK(profile.lang == base::Lang::en);
}

TEST_CASE("a form is read without blanks around its words, and with its ticks") {
    const auto profile = read(
        "name=+Ada%0AExample+&kana=%E3%81%88%E3%81%84%E3%81%A0&bio=+One%0D%0Atwo%07+&levels=jhs&levels=es34&shared=photo&shared=levels&contract=jet&named=1&lang=ja&pen_keeper=42"
        "&link_label_1=&link_1=&link_label_2=Mine&link_2=https%3A%2F%2Fexample.org%2F&link_1=x");
    CHECK(profile.name == "Ada Example");
    CHECK(profile.kana == "えいだ");
    CHECK(profile.bio == "One\ntwo");
    CHECK(profile.levels == std::vector<std::string>{"jhs", "es34"});
    CHECK(profile.shared == std::vector<std::string>{"photo", "levels"});
    CHECK(profile.contract == "jet");
    CHECK(profile.named);
    CHECK(profile.lang == base::Lang::ja);
    CHECK(profile.pen_keeper == people::PersonId{42});
    REQUIRE(profile.links.size() == 1);
    CHECK(profile.links[0].label == "Mine");
    CHECK(profile.links[0].url == "https://example.org/");
}

TEST_CASE("what no form could hold counts as not given") {
    const auto profile = read("pen_keeper=4x&lang=fr&named=yes&link_6=https%3A%2F%2Fexample.org");
    CHECK_FALSE(profile.pen_keeper.has_value());
    CHECK(profile.lang == base::Lang::en);
    CHECK_FALSE(profile.named);
    CHECK(profile.links.empty());
}

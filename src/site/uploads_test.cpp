#include "site/uploads.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_CASE("only addresses that take a picture or a whole text take more than other forms") {
    constexpr std::size_t normal = 1000;
    const auto most = [](std::string_view target) { return site::max_body_of(target, normal); };
    CHECK(most("/me/photo") == 6 * 1024 * 1024 + 64 * 1024);
    CHECK(most("/ja/me/photo?done=x") == most("/me/photo"));
    CHECK(most("/desk/123/en/pictures") == 12'000'000 + 64 * 1024);
    CHECK(most("/ja/desk/123/ja/pictures") == most("/desk/1/en/pictures"));
    CHECK(most("/ja/desk/123/en?done=saved") == 2 * 1024 * 1024 + 64 * 1024);
    for (const char* const other : {"/", "", "/me", "/me/photo/deletion", "/me/photo/", "/desk/123", "/desk/123/en/pictures/more",
                                    "/desk//en/pictures", "/desk/123/en/steps", "/x/desk/123/en/pictures", "?/me/photo", "/ja"}) {
        CAPTURE(other);
        CHECK(most(other) == normal);
    }
    CHECK(site::max_body_of("/me/photo", 100'000'000) == 100'000'000);
}

TEST_SUITE_END();

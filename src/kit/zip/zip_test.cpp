#include "kit/base/error.hpp"
#include "kit/zip/zip.hpp"

#include <doctest/doctest.h>

// As in zip.cpp.
#define zip zip_archive
#include <zip.h>
#undef zip

#include <string>
#include <utility>
#include <vector>

namespace {
using Files = std::vector<std::pair<std::string, std::string>>;

Files unpack(const std::string& bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
    REQUIRE(archive != nullptr);
    Files files;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
        zip_stat_t stat;
        REQUIRE(zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat) == 0);
        std::string content(stat.size, '\0');
        zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
        REQUIRE(file != nullptr);
        CHECK(zip_fread(file, content.data(), content.size()) == static_cast<zip_int64_t>(stat.size));
        zip_fclose(file);
        files.emplace_back(stat.name, std::move(content));
    }
    zip_discard(archive);
    return files;
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("what was packed comes out as it was, in its order") {
    const Files files{{"account.json", "{\"name\":\"エイダ\"}"},
                      {"empty.txt", ""},
                      {"works/はじめ.md", std::string(100000, 'a')},
                      {"photo.jpg", std::string("\xff\xd8\0\1", 4)}};
    const std::string packed = zip::pack(files);
    CHECK(unpack(packed) == files);
    CHECK(packed.size() < 5000);  // deflated
    CHECK(zip::pack(files) == packed);
}

TEST_CASE("an archive without files is one") { CHECK(unpack(zip::pack({})).empty()); }

TEST_CASE("a name that leads out of the folder, or comes twice, is not packed") {
    for (const char* name : {"", "/etc/passwd", "../up", "a/../b", "a//b", "a/", "./a", "c:\\a", "a\\b", "\xff"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(zip::pack({{name, "x"}}), base::Error);
    }
    CHECK_THROWS_AS(zip::pack({{std::string("a\0b", 3), "x"}}), base::Error);
    CHECK_THROWS_AS(zip::pack({{"a", "x"}, {"a", "y"}}), base::Error);
}

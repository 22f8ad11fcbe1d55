#pragma once
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace support {

/// Compares with tests/golden/{name}; `make golden` (ALTTO_GOLDEN=write) rewrites the file, and the diff is the review.
inline void check_golden(const std::string& name, const std::string& made) {
    const auto path = source_dir() / "tests/golden" / name;
    const char* mode = std::getenv("ALTTO_GOLDEN");
    if (mode && std::string(mode) == "write") {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << made;
        return;
    }
    INFO("golden file ", path.string(), "; make golden rewrites it");
    REQUIRE(std::filesystem::exists(path));
    const std::string kept = read_file(path);
    std::size_t at = 0, line = 1;
    while (at < made.size() && at < kept.size() && made[at] == kept[at]) line += made[at++] == '\n';
    INFO("first difference in line ", line, ": made …", made.substr(at, 120), "…, kept …", kept.substr(std::min(at, kept.size()), 120), "…");
    const bool same = made == kept;
    CHECK(same);
}

}

#define CHECK_GOLDEN(name, made) support::check_golden(name, made)

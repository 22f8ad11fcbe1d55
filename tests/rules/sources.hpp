#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The source files, read for the tests of the house's rules.
namespace rules {

struct Source {
    std::string path;  // from the root of the repository on
    std::string text;
};

/// Files below `folder` whose name ends with one of `endings`, in the order of their paths.
std::vector<Source> files_below(std::string_view folder, const std::vector<std::string_view>& endings);

/// The program's own C++, without tests and fuzz targets.
std::vector<Source> program();

/// `path:line`, as compilers write it.
std::string place(const Source&, std::size_t position);

/// String literals of C++ on one line, without their quotes; raw strings and comments are not looked into.
std::vector<std::string> literals(std::string_view code);

}

/// A check that says in one line what is wrong and where.
#define HOLDS(holds, said)                                                                                                                 \
    do {                                                                                                                                   \
        if (holds) {                                                                                                                       \
            CHECK(true);                                                                                                                   \
        } else {                                                                                                                           \
            FAIL_CHECK(said);                                                                                                              \
        }                                                                                                                                  \
    } while (false)

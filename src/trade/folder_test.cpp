#include "kit/base/error.hpp"
#include "support/files.hpp"
#include "trade/trade.hpp"

#include <doctest/doctest.h>

#include <fstream>

TEST_SUITE_BEGIN("unit");

using namespace trade;

namespace {
void put(const std::filesystem::path& path, const std::string& bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

Fault only_fault(const std::string& bytes) {
    const Folder folder = make_folder({{"posts/a.en.md", bytes}});
    REQUIRE(folder.faults.size() == 1);
    CHECK(folder.files.empty());
    return folder.faults[0];
}
}

TEST_CASE("a folder is read by path, without hidden files") {
    const support::TempDir dir;
    put(dir.path() / "posts/b.en.md", "b");
    put(dir.path() / "posts/a.en.md", "a");
    put(dir.path() / "tags.yaml", "t");
    put(dir.path() / ".git/config", "x");
    put(dir.path() / "posts/.a.swp", "x");
    const Folder folder = read_folder(dir.path());
    CHECK(folder.faults.empty());
    CHECK(folder.files == std::vector<File>{{"posts/a.en.md", "a"}, {"posts/b.en.md", "b"}, {"tags.yaml", "t"}});
    REQUIRE(folder.find("tags.yaml"));
    CHECK(folder.find("tags.yaml")->bytes == "t");
    CHECK_FALSE(folder.find("tags.yml"));
}

TEST_CASE("a folder that is not there is said in one line") {
    CHECK_THROWS_WITH_AS(read_folder("/nowhere/at/all"), "there is no folder /nowhere/at/all", base::Error);
}

TEST_CASE("links are not followed out of the folder") {
    const support::TempDir dir, outside;
    put(outside.path() / "secret", "secret");
    put(dir.path() / "tags.yaml", "t");
    std::filesystem::create_symlink(outside.path() / "secret", dir.path() / "posts.md");
    std::filesystem::create_symlink(outside.path(), dir.path() / "pages");
    const Folder folder = read_folder(dir.path());
    CHECK(folder.files == std::vector<File>{{"tags.yaml", "t"}});
    REQUIRE(folder.faults.size() == 2);
    for (const Fault& fault : folder.faults) CHECK(fault.what == "is a link; expected a file of its own inside the folder");
}

TEST_CASE("a file of more than a megabyte is refused unread") {
    const support::TempDir dir;
    put(dir.path() / "references.bib", std::string(1'000'001, 'x'));
    const Folder folder = read_folder(dir.path());
    CHECK(folder.files.empty());
    REQUIRE(folder.faults.size() == 1);
    CHECK(print(folder.faults[0]) == "references.bib:1: has 1000001 bytes; expected at most 1000000");
}

TEST_CASE("files are clean UTF-8, and the line of what is not is named") {
    CHECK(print(only_fault("one\ntwo \xff\n")) == "posts/a.en.md:2: not UTF-8; expected a file in UTF-8");
    CHECK(only_fault("\xef\xbb\xbf---").what == "begins with a byte order mark; expected none");
    CHECK(print(only_fault(std::string("a\n\0b", 4))) == "posts/a.en.md:2: holds a NUL; expected text");
    CHECK(only_fault("a\r\n").what == "line ends in CR LF; expected LF alone");
    CHECK(print(only_fault("\n\n\xee\x80\x80")) == "posts/a.en.md:3: holds the private character U+E000; expected text without it");
}

TEST_SUITE_END();

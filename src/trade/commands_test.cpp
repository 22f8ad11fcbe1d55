#include "kit/base/error.hpp"
#include "support/database.hpp"
#include "trade/commands.hpp"
#include "trade/progress.hpp"
#include "trade/sample_test.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

TEST_SUITE_BEGIN("room");

using namespace trade;

namespace {
namespace fs = std::filesystem;

void put(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

void put_all(const fs::path& root, const Folder& folder) {
    for (const File& file : folder.files) put(root / file.path, file.bytes);
}
}

TEST_CASE("content check prints nothing but faults and answers 1, or one line and 0") {
    sample::set_kinds();
    const support::TempDir dir;
    put_all(dir.path(), sample::folder());
    std::ostringstream good, bad;
    CHECK(check_command(dir.path(), good) == 0);
    CHECK(good.str() == "no fault in 11 files\n");
    put(dir.path() / "tags.yaml", "- slug: planning\n  en: Planning\n  ja: 授業の準備\n");
    CHECK(check_command(dir.path(), bad) == 1);
    CHECK(bad.str() == (dir.path() / "posts/empty-hour.en.md").string() + ":4: has the tag at-your-desk; expected one of tags.yaml\n1 fault\n");
}

TEST_CASE("content fmt rewrites what is not canonical, and only that") {
    const support::TempDir dir;
    put_all(dir.path(), sample::folder());
    put(dir.path() / "people/ada.yaml", "agreed: 2026-11-01\nname: \"Ada\"\n");
    std::ostringstream dry, out, again;
    CHECK(fmt_command(dir.path(), /*check_only=*/true, dry) == 1);
    CHECK(dry.str() == (dir.path() / "people/ada.yaml").string() + "\n1 file would change\n");
    CHECK(fmt_command(dir.path(), /*check_only=*/false, out) == 0);
    CHECK(support::read_file(dir.path() / "people/ada.yaml") == "name: Ada\nagreed: 2026-11-01\n");
    CHECK(fmt_command(dir.path(), /*check_only=*/true, again) == 0);
    CHECK(read_folder(dir.path()).files == sample::folder().files);
}

TEST_CASE("content fmt takes one file, too") {
    const support::TempDir dir;
    const fs::path file = dir.path() / "people/ada.yaml";
    put(file, "agreed: 2026-11-01\nname: Ada\n");
    std::ostringstream out;
    CHECK(fmt_command(file, /*check_only=*/false, out) == 0);
    CHECK(support::read_file(file) == "name: Ada\nagreed: 2026-11-01\n");
}

TEST_CASE("content fmt leaves a file with faults as it is and says why") {
    const support::TempDir dir;
    put(dir.path() / "people/ada.yaml", "nom: Ada\n");
    std::ostringstream out;
    CHECK(fmt_command(dir.path(), /*check_only=*/false, out) == 1);
    CHECK(out.str().find("people/ada.yaml:1: there is no key \"nom\" here") != std::string::npos);
    CHECK(support::read_file(dir.path() / "people/ada.yaml") == "nom: Ada\n");
}

ROOM_TEST_CASE("init loads a folder, export writes it back, upgrade finds nothing to do", db) {
    sample::set_kinds();
    const support::TempDir in, out_dir;
    put_all(in.path(), sample::folder());
    std::ostringstream loaded, written, upgraded;
    CHECK(check_before_init(in.path(), loaded) == 0);
    CHECK(init_content(db, in.path(), loaded) == 0);
    CHECK(loaded.str() == "loaded 7 texts of 6 pieces, 2 sources, 2 people, 2 tags\n");
    put(out_dir.path() / "posts/old.en.md", "---\n");
    CHECK(export_command(db, out_dir.path(), written) == 0);
    CHECK(written.str() == "11 files written to " + out_dir.path().string() + "\nin the folder, not on the site (1):\n  posts/old.en.md\n");
    fs::remove(out_dir.path() / "posts/old.en.md");
    CHECK(read_folder(out_dir.path()).files == sample::folder().files);
    CHECK(upgrade_command(db, in.path(), upgraded) == 0);
    CHECK(upgraded.str() == "13 unchanged\n");
}

ROOM_TEST_CASE("a site whose texts came from a folder is upgraded from a folder alone", db) {
    sample::set_kinds();
    const support::TempDir dir;
    put_all(dir.path(), sample::folder());
    std::ostringstream out;
    REQUIRE(init_content(db, dir.path(), out) == 0);
    CHECK_THROWS_WITH_AS(upgrade_command(db, std::nullopt, out),
                         "the texts of this site came from a folder, and the program's own would replace them; name the folder: --content FOLDER", base::Error);
    {
        const auto tx = db.read();
        CHECK(export_folder(*tx, people::keeper_at_the_terminal()).files == sample::folder().files);
    }
    CHECK(upgrade_command(db, dir.path(), out) == 0);
}

ROOM_TEST_CASE("a site with the program's own texts is upgraded from the program, until a folder was brought in", db) {
    sample::set_kinds();
    const support::TempDir dir;
    std::ostringstream out, upgraded;
    REQUIRE(init_content(db, std::nullopt, out) == 0);
    CHECK(upgrade_command(db, std::nullopt, upgraded) == 0);
    CHECK(upgraded.str().ends_with(" unchanged\n"));
    put_all(dir.path(), sample::with("tags.yaml", "planning", "cooking"));
    CHECK(upgrade_command(db, dir.path(), out) == 1);  // refused for its faults: nothing was brought in
    CHECK(upgrade_command(db, std::nullopt, out) == 0);
    put_all(dir.path(), sample::folder());
    CHECK(upgrade_command(db, dir.path(), out) == 0);
    CHECK_THROWS_AS(upgrade_command(db, std::nullopt, out), base::Error);
}

ROOM_TEST_CASE("init refuses a site that has content, and content with faults", db) {
    sample::set_kinds();
    const support::TempDir dir;
    put_all(dir.path(), sample::with("tags.yaml", "planning", "cooking"));
    std::ostringstream out;
    CHECK(check_before_init(dir.path(), out) == 1);
    CHECK(init_content(db, dir.path(), out) == 1);
    {
        const auto tx = db.read();
        CHECK(export_folder(*tx, people::keeper_at_the_terminal()).files.empty());
    }
    put_all(dir.path(), sample::folder());
    CHECK(init_content(db, dir.path(), out) == 0);
    CHECK_THROWS_AS(init_content(db, dir.path(), out), base::Error);
}

TEST_CASE("a bar is drawn on a terminal alone, and wiped at the end") {
    std::ostringstream quiet, loud;
    {
        ProgressBar bar(quiet, "loading");
        bar.show(1, 2);
    }
    CHECK(quiet.str().empty());
    {
        ProgressBar bar(loud, "loading", /*terminal=*/true);
        bar.show(1, 2);
        bar.show(2, 2);
    }
    CHECK(loud.str().find("\rloading [###############...............] 1 of 2") == 0);
    CHECK(loud.str().find("\rloading [##############################] 2 of 2") != std::string::npos);
    CHECK(loud.str().back() == '\r');
}

TEST_SUITE_END();

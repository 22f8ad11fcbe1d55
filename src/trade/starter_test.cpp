#include "support/database.hpp"
#include "trade/sample_test.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("room");

using namespace trade;

namespace {
const base::Viewer keeper = people::keeper_at_the_terminal();
Folder starter() { return read_folder(support::source_dir() / "content"); }
}

TEST_CASE("the starter content has no fault") {
    sample::set_kinds();
    const Folder folder = starter();
    CHECK(folder.files.size() > 40);
    CHECK(sample::all(check(folder)) == "");
}

TEST_CASE("every file of the starter content is in canonical form: reading and writing it is the identity") {
    for (const File& file : starter().files) {
        CAPTURE(file.path);
        const auto canonical = format(file);
        REQUIRE_MESSAGE(canonical.has_value(), (canonical ? "" : sample::all(canonical.error())));
        CHECK((*canonical == file.bytes));
    }
}

ROOM_TEST_CASE("the starter content comes out of the database byte for byte", db) {
    sample::set_kinds();
    Folder in = starter();
    {
        const auto tx = db.write();
        REQUIRE(load(*tx, keeper, in).has_value());
        tx->commit();
    }
    std::erase_if(in.files, [](const File& file) { return file.path == "LICENSE"; });
    const auto tx = db.read();
    const Folder out = export_folder(*tx, keeper);
    CHECK(out.faults.empty());
    REQUIRE(out.files.size() == in.files.size());
    for (std::size_t i = 0; i < in.files.size(); ++i) {
        CAPTURE(in.files[i].path);
        CHECK(out.files[i].path == in.files[i].path);
        CHECK((out.files[i].bytes == in.files[i].bytes));
    }
}

ROOM_TEST_CASE("upgrading the starter content to itself changes nothing", db) {
    sample::set_kinds();
    const Folder in = starter();
    const auto tx = db.write();
    REQUIRE(load(*tx, keeper, in).has_value());
    const auto done = upgrade(*tx, keeper, in);
    REQUIRE(done.has_value());
    CHECK(done->unchanged > 140);
    CHECK(done->added.size() + done->renewed.size() + done->offered.size() + done->kept.size() + done->removed.size() == 0);
}

TEST_SUITE_END();

#include "record/record.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

TEST_SUITE_BEGIN("unit");

TEST_CASE("a code is read however it was typed, and one wrong letter is noticed") {
    const std::string code = record::new_code();
    REQUIRE(code.size() == 10);
    CHECK(record::read_code(code) == code);
    CHECK(record::read_code(record::shown_code(code)) == code);
    std::string small;
    for (const char c : code) small += std::string(1, c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) + " ";
    CHECK(record::read_code(small) == code);
    std::string letters = code;
    for (char& c : letters) c = c == '0' ? 'o' : c == '1' ? 'l' : c;
    CHECK(record::read_code(letters) == code);
    for (std::size_t i = 0; i < code.size(); ++i) {
        std::string wrong = code;
        wrong[i] = wrong[i] == '7' ? '8' : '7';
        CHECK_FALSE(record::read_code(wrong));
    }
    CHECK_FALSE(record::read_code(""));
    CHECK_FALSE(record::read_code(code + "0"));
    CHECK_FALSE(record::read_code("UUUUUUUUUU"));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

namespace {
void use_kinds() {
    editorial::set_kinds(
        {{.name = "post",
          .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/blog/" + piece.slug; },
          .ready = nullptr,
          .list_tags = {}}});
}

base::Viewer as(people::PersonId person) {
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    return viewer;
}
}

ROOM_TEST_CASE("a record says what was published, counts a piece in two languages once, and stays as it was issued", db) {
    use_kinds();
    World world(db);
    world.publish("post", "one", Lang::en, "One", "First text.");
    world.publish("post", "one", Lang::ja, "一つ目", "一つ目です。");
    world.publish("post", "two", Lang::en, "Two", "Second text.");
    const base::Viewer ada = as(world.ada.id);
    std::string code;
    {
        auto tx = db.write();
        const auto facts = record::draft_facts(*tx, ada, record::PrintedName::shown);
        REQUIRE(facts);
        CHECK(facts->name == "Ada Example");
        REQUIRE(facts->duties.size() == 1);
        CHECK(facts->duties.front().role == "writer");
        CHECK(facts->duties.front().count == 2);
        CHECK(facts->works.size() == 2);
        const auto record = record::issue(*tx, ada, *facts);
        REQUIRE(record);
        code = record->code;
        tx->commit();
    }
    world.publish("post", "three", Lang::en, "Three", "Third text.");
    auto tx = db.write();
    const auto found = record::find(*tx, record::shown_code(code));
    REQUIRE(found);
    CHECK(found->facts.works.size() == 2);
    CHECK(found->facts.name_ja == "エイダ");
    CHECK_FALSE(found->revoked_at);
    CHECK_THROWS_AS(record::revoke(*tx, as(world.quiet.id), code), base::Missing);
    record::revoke(*tx, ada, code);
    CHECK(record::find(*tx, code)->revoked_at);
}

ROOM_TEST_CASE("who confirms a record had a part in what readers see of that person, once for each act", db) {
    use_kinds();
    World world(db);
    const auto seen = world.publish("post", "one", Lang::en, "One", "First text.");
    const auto unseen = world.publish("post", "two", Lang::en, "Two", "Text.");
    auto tx = db.write();
    const auto number = [](auto id) { return std::to_string(static_cast<std::int64_t>(id)); };
    // Two parts in the first; the second shows nothing of hers.
    tx->script("insert into credits (piece_id, position, role, person_id, line, line_ja) values (" + number(seen) + ", 98, 'mentor', " +
               number(world.ada.id) + ", '', '')");
    tx->script("update credits set live = 0 where piece_id = " + number(unseen));
    const auto named = [&](const char* address, const char* called) {
        const auto person = people::redeem_link(*tx, people::begin_sign_in(*tx, address, "").token, "")->person;
        people::Profile profile;
        profile.name = called;
        profile.named = true;
        REQUIRE(people::save_profile(*tx, people::viewer_of(*tx, person), profile).has_value());
        return people::viewer_of(*tx, person);
    };
    const auto zoe = named("zoe@example.org", "Zoe"), ben = named("ben@example.org", "Ben"), cas = named("cas@example.org", "Cas");
    const auto act = [&](const base::Viewer& viewer, editorial::PieceId piece, const char* what) {
        editorial::record_act(*tx, viewer, {.piece = piece, .act = what});
    };
    act(ben, seen, "approved");
    act(zoe, seen, "approved");
    act(zoe, seen, "published");
    act(cas, unseen, "published");
    const auto facts = record::draft_facts(*tx, as(world.ada.id), record::PrintedName::shown);
    REQUIRE(facts);
    CHECK(facts->confirmed_by == std::vector<std::string>{"Zoe", "Ben"});
}

ROOM_TEST_CASE("nobody has a record before the first published work or role, and a deleted account leaves none", db) {
    use_kinds();
    World world(db);
    const base::Viewer ada = as(world.ada.id), quiet = as(world.quiet.id);
    world.publish("post", "one", Lang::en, "One", "First text.");
    auto tx = db.write();
    CHECK_FALSE(record::draft_facts(*tx, quiet, record::PrintedName::shown));
    const auto facts = record::draft_facts(*tx, ada, record::PrintedName::shown);
    const std::string code = record::issue(*tx, ada, *facts)->code;
    CHECK(record::export_person(*tx, ada).front().second.find(code) != std::string::npos);
    record::forget_person(*tx, ada, world.ada.id, people::SignedAs::former);
    CHECK_FALSE(record::find(*tx, code));
}

ROOM_TEST_CASE("a person has so many valid records and no more", db) {
    use_kinds();
    World world(db);
    const base::Viewer ada = as(world.ada.id);
    world.publish("post", "one", Lang::en, "One", "First text.");
    auto tx = db.write();
    const auto facts = record::draft_facts(*tx, ada, record::PrintedName::shown);
    std::string last;
    for (std::int64_t i = 0; i < record::most_records; ++i) last = record::issue(*tx, ada, *facts)->code;
    CHECK_FALSE(record::issue(*tx, ada, *facts));
    record::revoke(*tx, ada, last);
    CHECK(record::issue(*tx, ada, *facts));
}

TEST_SUITE_END();

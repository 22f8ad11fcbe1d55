#include "kit/doc/map.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

using doc::Side;

namespace {
doc::StepMap replaced(int start, int old_size, int new_size) { return doc::StepMap({{start, old_size, new_size}}); }
}

TEST_CASE("a place behind a change moves by what came in and went out") {
    const auto map = replaced(4, 2, 5);
    CHECK(map.map(3) == 3);
    CHECK(map.map(7) == 10);
    CHECK(map.inverted().map(10) == 7);
    CHECK(doc::StepMap().map(5) == 5);
    CHECK(doc::StepMap().inverted() == doc::StepMap());
}

TEST_CASE("where something is put in, the side decides whether a place stays before it") {
    const auto map = replaced(4, 0, 3);
    CHECK(map.map(4, Side::before) == 4);
    CHECK(map.map(4, Side::after) == 7);
    CHECK_FALSE(map.map_result(4).deleted);
}

TEST_CASE("a place inside what was deleted knows which of its neighbours are gone") {
    const auto map = replaced(2, 4, 0);
    const auto inside = map.map_result(4);
    CHECK(inside.place == 2);
    CHECK(inside.deleted);
    CHECK(inside.deleted_before);
    CHECK(inside.deleted_after);
    CHECK(inside.deleted_across);
    const auto begin = map.map_result(2, Side::before);
    CHECK_FALSE(begin.deleted);
    CHECK(begin.deleted_after);
    CHECK_FALSE(begin.deleted_before);
    CHECK(map.map_result(2, Side::after).deleted);
    const auto end = map.map_result(6, Side::after);
    CHECK_FALSE(end.deleted);
    CHECK(end.deleted_before);
    CHECK_FALSE(end.deleted_across);
}

TEST_CASE("a place that was deleted comes back when the mirror undoes the deletion") {
    doc::Mapping plain, mirrored;
    for (auto* mapping : {&plain, &mirrored}) mapping->append(replaced(2, 4, 0));
    plain.append(replaced(2, 0, 4));
    mirrored.append(replaced(2, 4, 0).inverted(), 0);
    CHECK(plain.map(4) == 6);
    CHECK(mirrored.map(4) == 4);
    CHECK_FALSE(mirrored.map_result(4).deleted);
    CHECK(mirrored.mirror_of(0) == 1);
    CHECK(mirrored.mirror_of(1) == 0);
    // What happens in between moves it.
    doc::Mapping with_change;
    with_change.append(replaced(2, 4, 0));
    with_change.append(replaced(0, 0, 10));
    with_change.append(replaced(12, 0, 4), 0);
    CHECK(with_change.map(4) == 14);
}

TEST_CASE("a mapping keeps its mirrors when it is appended, inverted or cut") {
    doc::Mapping there;
    there.append(replaced(2, 4, 0));
    there.append(replaced(0, 0, 3));
    doc::Mapping all;
    all.append(replaced(50, 1, 1));
    all.append(there);
    all.append_inverted(there);
    CHECK(all.maps().size() == 5);
    CHECK_FALSE(all.mirror_of(1));
    doc::Mapping both = there;
    both.append(replaced(0, 0, 3).inverted(), 1);
    both.append(replaced(2, 4, 0).inverted(), 0);
    CHECK(both.map(4) == 4);
    CHECK(both.inverted().map(4) == 4);
    CHECK(both.inverted().mirror_of(0) == 3);
    CHECK(both.between(1, 3).mirror_of(0) == 1);
    CHECK_FALSE(both.between(0, 3).mirror_of(0));
    CHECK(both.between(0, 1).map(4) == 2);
}

TEST_SUITE_END();

#include "learn/learn.hpp"
#include "learn/store.hpp"

#include <algorithm>

namespace learn {

using editorial::PieceId;
using people::Right;

namespace {
void require(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    people::require(tx, viewer, Right::publish, editorial::scope_of(tx, piece), editorial::piece_tag(piece));
}

Course get_course(db::Tx& tx, const base::Viewer& viewer, PieceId id) {
    auto course = find_course(tx, viewer, id);
    if (!course) throw base::Missing();
    return std::move(*course);
}
}

std::optional<Course> find_course(db::Tx& tx, const base::Viewer& viewer, PieceId id) {
    const auto piece = editorial::find_piece(tx, viewer, id);
    if (!piece || piece->kind != "course") return std::nullopt;
    return store::find(tx, *piece);
}

void set_cover(db::Tx& tx, const base::Viewer& viewer, PieceId id, std::string_view cover) {
    const auto course = find_course(tx, viewer, id);
    save_course(tx, viewer, id, cover, course ? course->lessons : std::vector<PieceId>());
}

std::vector<PieceId> list_course_ids(db::Tx& tx) {
    std::vector<PieceId> ids;
    for (const Course& course : store::list(tx)) ids.push_back(course.piece.id);
    return ids;
}

constexpr db::Query set_position{"learn.set_course_position", R"sql(
    update courses set position = :position where piece_id = :course
)sql"};

void order_courses(db::Tx& tx, const base::Viewer& viewer, const std::vector<PieceId>& wanted) {
    people::require(tx, viewer, Right::publish, editorial::scope_of_kind("course"), "course:list");
    std::vector<PieceId> order;
    const std::vector<PieceId> known = list_course_ids(tx);
    const auto take = [&](PieceId id) {
        if (std::find(known.begin(), known.end(), id) != known.end() && std::find(order.begin(), order.end(), id) == order.end())
            order.push_back(id);
    };
    for (const PieceId id : wanted) take(id);
    for (const PieceId id : known) take(id);
    std::int64_t position = 0;
    for (const PieceId id : order) tx.run(set_position, {{"position", ++position}, {"course", id}});
    editorial::changed(tx, {"course:list"});
}

void set_lessons(db::Tx& tx, const base::Viewer& viewer, PieceId id, const std::vector<PieceId>& lessons) {
    require(tx, viewer, id);
    const Course course = get_course(tx, viewer, id);
    std::vector<std::string> tags;
    for (const PieceId lesson : lessons) {
        const auto other = store::find_course_of(tx, lesson);
        if (!other || *other == id) continue;
        require(tx, viewer, *other);
        Course left = get_course(tx, viewer, *other);
        std::erase(left.lessons, lesson);
        store::save(tx, *other, left.cover, left.lessons);
        tags.push_back(editorial::piece_tag(*other));
    }
    for (const PieceId lesson : course.lessons) tags.push_back(editorial::piece_tag(lesson));
    editorial::changed(tx, tags);
    save_course(tx, viewer, id, course.cover, lessons);
}

std::optional<Place> find_place(db::Tx& tx, PieceId lesson) {
    const auto id = store::find_course_of(tx, lesson);
    if (!id) return std::nullopt;
    const auto course = find_course(tx, {}, *id);
    if (!course) return std::nullopt;
    const auto at = std::find(course->lessons.begin(), course->lessons.end(), lesson);
    return Place{*id, static_cast<std::size_t>(at - course->lessons.begin()) + 1};
}

void set_place(db::Tx& tx, const base::Viewer& viewer, PieceId lesson, const std::optional<Place>& wanted) {
    const auto now = find_place(tx, lesson);
    if (!wanted) {
        if (!now) return;
        Course course = get_course(tx, viewer, now->course);
        std::erase(course.lessons, lesson);
        set_lessons(tx, viewer, now->course, course.lessons);
        editorial::changed(tx, {editorial::piece_tag(lesson)});
        return;
    }
    Course course = get_course(tx, viewer, wanted->course);
    std::erase(course.lessons, lesson);
    const std::size_t at = std::min(std::max<std::size_t>(wanted->at, 1) - 1, course.lessons.size());
    course.lessons.insert(course.lessons.begin() + static_cast<std::ptrdiff_t>(at), lesson);
    set_lessons(tx, viewer, wanted->course, course.lessons);
}

}

#include "learn/store.hpp"

#include <algorithm>
#include <charconv>

namespace learn::store {

using editorial::PieceId;

constexpr db::Query cover_of{"learn.cover", R"sql(
    select cover from courses where piece_id = :piece
)sql"};
constexpr db::Query lessons_of{"learn.lessons", R"sql(
    select lesson_id from course_lessons where course_id = :course order by position
)sql"};
constexpr db::Query levels_of{"learn.levels", R"sql(
    select level from piece_levels where piece_id = :piece
)sql"};

std::optional<Course> find(db::Tx& tx, const editorial::Piece& piece) {
    const auto row = tx.first(cover_of, {{"piece", piece.id}});
    if (!row) return std::nullopt;
    Course course{.piece = piece, .cover = row->text(0), .levels = list_levels(tx, piece.id), .lessons = {}};
    for (const db::Row& lesson : tx.all(lessons_of, {{"course", piece.id}})) course.lessons.push_back(lesson.id<PieceId>(0));
    return course;
}

constexpr db::Query all_courses{"learn.list", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence
      from courses join pieces on pieces.id = courses.piece_id
     order by courses.position, pieces.slug
)sql"};

std::vector<Course> list(db::Tx& tx) {
    std::vector<Course> courses;
    for (const db::Row& row : tx.all(all_courses))
        if (auto course = find(tx, {row.id<PieceId>(0), row.text(1), row.text(2), row.text(3)})) courses.push_back(std::move(*course));
    return courses;
}

constexpr db::Query course_of_lesson{"learn.course_of", R"sql(
    select course_id from course_lessons where lesson_id = :lesson
)sql"};

std::optional<PieceId> find_course_of(db::Tx& tx, PieceId lesson) {
    const auto row = tx.first(course_of_lesson, {{"lesson", lesson}});
    if (!row) return std::nullopt;
    return row->id<PieceId>(0);
}

std::vector<PieceId> courses_in(std::string_view scope) {
    constexpr std::string_view begin = "course:";
    std::int64_t id = 0;
    if (!scope.starts_with(begin)) return {};
    scope.remove_prefix(begin.size());
    const auto end = std::from_chars(scope.data(), scope.data() + scope.size(), id);
    if (end.ec != std::errc() || end.ptr != scope.data() + scope.size()) return {};
    return {static_cast<PieceId>(id)};
}

std::vector<PieceId> lessons_in(db::Tx& tx, std::string_view scope) {
    std::vector<PieceId> lessons;
    for (const PieceId course : courses_in(scope))
        for (const db::Row& row : tx.all(lessons_of, {{"course", course}})) lessons.push_back(row.id<PieceId>(0));
    return lessons;
}

constexpr db::Query upsert_course{"learn.save_course", R"sql(
    insert into courses (piece_id, cover, position) values (:piece, :cover, (select coalesce(max(position), 0) + 1 from courses))
        on conflict (piece_id) do update set cover = excluded.cover
)sql"};
constexpr db::Query delete_lessons{"learn.delete_lessons", R"sql(
    delete from course_lessons where course_id = :course
)sql"};
constexpr db::Query insert_lesson{"learn.insert_lesson", R"sql(
    insert into course_lessons (course_id, position, lesson_id) values (:course, :position, :lesson)
)sql"};

void save(db::Tx& tx, PieceId course, std::string_view cover, const std::vector<PieceId>& lessons) {
    tx.run(upsert_course, {{"piece", course}, {"cover", cover}});
    tx.run(delete_lessons, {{"course", course}});
    std::int64_t position = 0;
    for (const PieceId lesson : lessons) tx.run(insert_lesson, {{"course", course}, {"position", ++position}, {"lesson", lesson}});
}

constexpr db::Query delete_levels{"learn.delete_levels", R"sql(
    delete from piece_levels where piece_id = :piece
)sql"};
constexpr db::Query insert_level{"learn.insert_level", R"sql(
    insert into piece_levels (piece_id, level) values (:piece, :level)
)sql"};

void set_levels(db::Tx& tx, PieceId piece, const std::vector<std::string>& levels) {
    tx.run(delete_levels, {{"piece", piece}});
    for (const std::string& level : levels) tx.run(insert_level, {{"piece", piece}, {"level", level}});
}

std::vector<std::string> list_levels(db::Tx& tx, PieceId piece) {
    std::vector<std::string> found;
    for (const db::Row& row : tx.all(levels_of, {{"piece", piece}})) found.push_back(row.text(0));
    std::vector<std::string> ordered;  // as they follow each other in a pupil's life
    for (const std::string& level : all_levels())
        if (std::find(found.begin(), found.end(), level) != found.end()) ordered.push_back(level);
    return ordered;
}

}

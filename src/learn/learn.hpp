#pragma once
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Courses of short lessons, and the partner sheet of each lesson.
namespace learn {

struct Course {
    editorial::Piece piece;
    std::string cover;                         // green, blue, ochre, red
    std::vector<std::string> levels;           // empty: every level
    std::vector<editorial::PieceId> lessons;   // in order
};

/// kg es12 es34 es56 jhs shs sn.
bool is_level(std::string_view);
const std::vector<std::string>& all_levels();
bool is_cover(std::string_view);

std::optional<Course> find_course(db::Tx&, const base::Viewer&, std::string_view slug);
std::vector<Course> list_courses(db::Tx&, const base::Viewer&);
/// The course that a lesson belongs to.
std::optional<Course> find_course_of(db::Tx&, const base::Viewer&, editorial::PieceId lesson);
/// Lessons of a course that can be read, in order; in the other language where this one is missing.
std::vector<editorial::Entry> list_lessons(db::Tx&, const base::Viewer&, const Course&, base::Lang);

/// The partner sheet of a lesson, a Japanese document; from the Japanese text, else from the English one.
struct PartnerSheet {
    doc::Node body;
    editorial::Text lesson;
};
std::optional<PartnerSheet> find_partner_sheet(db::Tx&, const base::Viewer&, const editorial::Piece& lesson);

void save_course(db::Tx&, const base::Viewer&, editorial::PieceId, std::string_view cover, const std::vector<editorial::PieceId>& lessons);
void set_cover(db::Tx&, const base::Viewer&, editorial::PieceId course, std::string_view cover);
/// Every course in the order of /learn, live or not.
std::vector<editorial::PieceId> list_course_ids(db::Tx&);
/// The order of /learn; those that are left out follow as they were. Needs `publish` in the section.
void order_courses(db::Tx&, const base::Viewer&, const std::vector<editorial::PieceId>&);
/// These lessons in this order and no others. One that stood in another course leaves it: needs `publish` there, too.
void set_lessons(db::Tx&, const base::Viewer&, editorial::PieceId course, const std::vector<editorial::PieceId>& lessons);
/// Where a lesson stands; `at` counts from 1.
struct Place {
    editorial::PieceId course{};
    std::size_t at = 1;
};
std::optional<Place> find_place(db::Tx&, editorial::PieceId lesson);
/// Puts it there, behind the last one where `at` is beyond it; nothing: takes it out of its course.
void set_place(db::Tx&, const base::Viewer&, editorial::PieceId lesson, const std::optional<Place>&);
/// Is there such a course, live or not?
std::optional<Course> find_course(db::Tx&, const base::Viewer&, editorial::PieceId);
void set_levels(db::Tx&, const base::Viewer&, editorial::PieceId, const std::vector<std::string>& levels);
std::vector<std::string> list_levels(db::Tx&, editorial::PieceId);

editorial::Kind lesson_kind();
editorial::Kind course_kind();

}

namespace design {
struct Frame;
}
namespace web {
class Routes;
}
namespace learn {
void routes(web::Routes&, const design::Frame&);
}

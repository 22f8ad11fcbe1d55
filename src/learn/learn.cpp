#include "learn/learn.hpp"

#include "learn/store.hpp"

#include <algorithm>
#include <array>

namespace learn {

using people::Right;

bool is_level(std::string_view name) { return people::is_school_level(name); }
const std::vector<std::string>& all_levels() { return people::school_levels(); }

bool is_cover(std::string_view name) { return name == "green" || name == "blue" || name == "ochre" || name == "red"; }

std::optional<Course> find_course(db::Tx& tx, const base::Viewer& viewer, std::string_view slug) {
    const auto piece = editorial::find_piece(tx, viewer, "course", slug);
    if (!piece) return std::nullopt;
    return store::find(tx, *piece);
}

std::vector<Course> list_courses(db::Tx& tx, const base::Viewer&) { return store::list(tx); }

std::optional<Course> find_course_of(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId lesson) {
    const auto id = store::find_course_of(tx, lesson);
    if (!id) return std::nullopt;
    const auto piece = editorial::find_piece(tx, viewer, *id);
    if (!piece) return std::nullopt;
    return store::find(tx, *piece);
}

std::vector<editorial::Entry> list_lessons(db::Tx& tx, const base::Viewer& viewer, const Course& course, base::Lang lang) {
    std::vector<editorial::Entry> entries;
    for (const auto lesson : course.lessons)
        if (auto entry = editorial::find_entry(tx, viewer, lesson, lang)) entries.push_back(std::move(*entry));
    return entries;
}

std::optional<PartnerSheet> find_partner_sheet(db::Tx& tx, const base::Viewer& viewer, const editorial::Piece& lesson) {
    for (const base::Lang lang : {base::Lang::ja, base::Lang::en})
        if (auto text = editorial::find_text(tx, viewer, lesson, lang))
            if (const doc::Node* sheet = doc::find_block(text->body, "partner")) {
                doc::Node body = doc::inside(*sheet);
                return PartnerSheet{std::move(body), std::move(*text)};
            }
    return std::nullopt;
}

void save_course(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId course, std::string_view cover,
                 const std::vector<editorial::PieceId>& lessons) {
    people::require(tx, viewer, Right::publish, editorial::scope_of(tx, course), editorial::piece_tag(course));
    store::save(tx, course, cover, lessons);
    std::vector<std::string> tags{editorial::piece_tag(course), "course:list"};
    for (const auto lesson : lessons) tags.push_back(editorial::piece_tag(lesson));
    editorial::changed(tx, tags);
}

void set_levels(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId piece, const std::vector<std::string>& levels) {
    people::require(tx, viewer, Right::publish, editorial::scope_of(tx, piece), editorial::piece_tag(piece));
    store::set_levels(tx, piece, levels);
    editorial::changed(tx, {editorial::piece_tag(piece), "course:list"});
}

std::vector<std::string> list_levels(db::Tx& tx, editorial::PieceId piece) { return store::list_levels(tx, piece); }

}

#include "learn/learn.hpp"
#include "trade/load.hpp"

#include <set>

namespace trade {

namespace {
std::vector<std::string> slugs_of(db::Tx& tx, const base::Viewer& viewer, const std::vector<editorial::PieceId>& pieces) {
    std::vector<std::string> slugs;
    for (const auto id : pieces)
        if (const auto piece = editorial::find_piece(tx, viewer, id)) slugs.push_back(piece->slug);
    return slugs;
}
}

TextFile file_of(db::Tx& tx, const base::Viewer& viewer, const editorial::Text& text) {
    TextFile file;
    file.kind = text.piece.kind;
    file.slug = text.piece.slug;
    file.lang = text.lang;
    file.title = text.title;
    file.summary = text.summary;
    file.licence = text.piece.licence;
    file.published = text.published_on;
    file.checked = text.checked_on;
    file.check_by = text.check_by;
    file.native_read = text.native_read;
    file.pairing = text.pairing;
    file.body = text.body;
    for (const editorial::Credit& credit : editorial::list_credits(tx, text.piece.id))
        file.credits.push_back(
            {.role = credit.role, .person = credit.person.slug, .line = text.lang == base::Lang::ja ? credit.line_ja : credit.line});
    if (file.kind == "course" || file.kind == "lesson") file.levels = learn::list_levels(tx, text.piece.id);
    if (file.kind == "course")
        if (const auto course = learn::find_course(tx, viewer, file.slug)) {
            file.cover = course->cover;
            file.lessons = slugs_of(tx, viewer, course->lessons);
        }
    if (file.kind == "lesson")
        if (const auto course = learn::find_course_of(tx, viewer, text.piece.id)) file.course = course->piece.slug;
    if (file.kind == "series") file.posts = slugs_of(tx, viewer, blog::list_series_posts(tx, text.piece.id));
    if (file.kind == "post")
        for (const blog::Tag& tag : blog::list_tags(tx, text.piece.id)) file.tags.push_back(tag.slug);
    file.path = path_of(file);
    return file;
}

Folder export_folder(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<File> files;
    if (auto sources = research::list_sources(tx, viewer); !sources.empty())
        files.push_back({std::string(library_path), write_library(std::move(sources))});
    if (auto tags = blog::list_all_tags(tx, viewer); !tags.empty()) files.push_back({std::string(tags_path), write_tags(std::move(tags))});
    std::vector<File> texts;
    std::set<std::string> credited;
    for (const base::Lang lang : base::languages)
        for (const editorial::Entry& entry : editorial::list_all_texts(tx, viewer, lang))
            if (const auto text = editorial::find_text(tx, viewer, entry.kind, entry.slug, lang)) {
                const TextFile file = file_of(tx, viewer, *text);
                for (const auto& credit : file.credits) credited.insert(credit.person);
                texts.push_back({file.path, write_text(file)});
            }
    // Who has an account, no name on the site and no work here is nobody's business.
    for (const people::Person& person : people::list_content_people(tx, viewer))
        if (person.has_page() || credited.contains(person.slug)) files.push_back({entry_path(person), write_person(person)});
    for (File& text : texts) files.push_back(std::move(text));
    return make_folder(std::move(files));
}

}

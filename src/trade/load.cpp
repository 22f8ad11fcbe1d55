#include "trade/load.hpp"

#include "design/words.hpp"
#include "kit/base/hash.hpp"
#include "learn/learn.hpp"
#include "trade/addresses.hpp"
#include "trade/store.hpp"

#include <algorithm>

namespace trade {

namespace {
std::optional<editorial::PieceId> find_id(db::Tx& tx, const base::Viewer& viewer, std::string_view kind, const std::string& slug) {
    auto piece = editorial::find_piece(tx, viewer, kind, slug);
    if (!piece)
        if (const auto moved = editorial::find_moved(tx, kind, slug)) piece = editorial::find_piece(tx, viewer, kind, *moved);
    if (!piece) return std::nullopt;
    return piece->id;
}

std::vector<editorial::NewCredit> credits_of(const Everybody& people, const PieceFiles& files) {
    std::vector<editorial::NewCredit> credits;
    for (std::size_t i = 0; i < files.front()->credits.size(); ++i) {
        const CreditLine& act = files.front()->credits[i];
        const auto person = people.find(act.person);
        if (person == people.end()) throw base::Error("there is no person " + act.person);
        editorial::NewCredit credit{.role = act.role, .person = person->second, .line = "", .line_ja = ""};
        for (const TextFile* file : files) (file->lang == base::Lang::ja ? credit.line_ja : credit.line) = file->credits.at(i).line;
        credits.push_back(std::move(credit));
    }
    return credits;
}
}

Examined examine(const Folder& folder) {
    Examined seen;
    seen.faults = folder.faults;
    seen.content = read_content(folder, seen.faults);
    check_content(seen.content, seen.faults);
    const Addresses addresses(seen.content);
    for (const TextFile& text : seen.content.texts) check_text(text, addresses, seen.faults);
    sort_faults(seen.faults);
    return seen;
}

Faults check(const Folder& folder) { return examine(folder).faults; }

std::string fingerprint(TextFile text) {
    text.published = {};
    return base::hash(write_text(text));
}
std::string fingerprint(const people::Person& person) { return base::hash(write_person(person)); }
std::string fingerprint(const blog::Tag& tag) { return base::hash(write_tags({tag})); }
std::string fingerprint(const research::Source& source) { return base::hash(write_library({source})); }

std::string entry_path(const people::Person& person) { return "people/" + person.slug + ".yaml"; }
std::string entry_path(const blog::Tag& tag) { return std::string(tags_path) + "#" + tag.slug; }
std::string entry_path(const research::Source& source) { return std::string(library_path) + "#" + source.key; }

std::vector<PieceFiles> by_piece(const Content& content) {
    std::map<std::pair<std::string, std::string>, PieceFiles> pieces;
    for (const TextFile& text : content.texts) pieces[{text.kind, text.slug}].push_back(&text);
    std::vector<PieceFiles> list;
    for (auto& [piece, files] : pieces) {
        std::sort(files.begin(), files.end(), [](const TextFile* a, const TextFile* b) { return a->lang < b->lang; });
        list.push_back(std::move(files));
    }
    return list;
}

Everybody everybody(db::Tx& tx, const base::Viewer& viewer) {
    Everybody people;
    for (const people::Person& person : people::list_all_people(tx, viewer)) people.emplace(person.slug, person.id);
    return people;
}

void save_piece(db::Tx& tx, const base::Viewer& viewer, const Everybody& people, editorial::PieceId piece, const PieceFiles& files) {
    const TextFile& file = *files.front();
    editorial::set_licence(tx, viewer, piece, file.licence);
    editorial::set_credits(tx, viewer, piece, credits_of(people, files));
    if (file.kind == "course" || file.kind == "lesson") learn::set_levels(tx, viewer, piece, file.levels);
    if (file.kind == "post") blog::set_tags(tx, viewer, piece, file.tags);
}

void save_lists(db::Tx& tx, const base::Viewer& viewer, const std::vector<PieceFiles>& pieces) {
    // A lesson may move from one course to another: all are taken out before any is put in.
    const auto save = [&](const TextFile& file, bool full) {
        const auto id = find_id(tx, viewer, file.kind, file.slug);
        if (!id) return;
        std::vector<editorial::PieceId> parts;
        for (const std::string& slug : file.kind == "course" ? file.lessons : file.posts) {
            const auto part = full ? find_id(tx, viewer, file.kind == "course" ? "lesson" : "post", slug) : std::nullopt;
            if (!part) continue;
            const bool taken = file.kind == "course" ? learn::find_course_of(tx, viewer, *part).has_value()
                                                     : blog::find_series_of(tx, viewer, *part, file.lang).has_value();
            if (!taken) parts.push_back(*part);
        }
        if (file.kind == "course")
            learn::save_course(tx, viewer, *id, file.cover, parts);
        else
            blog::save_series(tx, viewer, *id, parts);
    };
    for (const bool full : {false, true})
        for (const PieceFiles& files : pieces)
            if (const TextFile& file = *files.front(); file.kind == "course" || file.kind == "series") save(file, full);
}

void publish_text(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId piece, const TextFile& file) {
    const auto done = editorial::publish(tx, viewer, piece, file.lang,
                                         {.title = file.title,
                                          .summary = file.summary,
                                          .body = file.body,
                                          .published_on = file.published,
                                          .checked_on = file.checked,
                                          .check_by = file.check_by,
                                          .native_read = file.native_read,
                                          .pairing = file.pairing});
    if (!done) {
        const editorial::Problem& first = done.error().front();
        throw base::Error(file.path + ": " + design::tr(base::Lang::en, first.word, first.args));
    }
    editorial::set_starter(tx, viewer, piece, file.lang, {.path = file.path, .hash = fingerprint(file)});
}

base::Result<Loaded, Faults> load(db::Tx& tx, const base::Viewer& viewer, const Folder& folder, const Progress& progress) {
    const Examined seen = examine(folder);
    if (!seen.faults.empty()) return base::Failure{seen.faults};
    const Content& content = seen.content;

    for (const PersonFile& file : content.people) {
        people::save_person(tx, viewer, file.person);
        store::put_starter_hash(tx, entry_path(file.person), fingerprint(file.person));
    }
    for (const auto& tag : content.tags) {
        blog::save_tag(tx, viewer, tag.value);
        store::put_starter_hash(tx, entry_path(tag.value), fingerprint(tag.value));
    }
    for (const auto& source : content.sources) {
        research::save_source(tx, viewer, source.value);
        store::put_starter_hash(tx, entry_path(source.value), fingerprint(source.value));
    }
    const auto pieces = by_piece(content);
    const Everybody people = everybody(tx, viewer);
    std::vector<editorial::PieceId> ids;
    for (const PieceFiles& files : pieces) {
        const TextFile& file = *files.front();
        ids.push_back(editorial::make_piece(tx, viewer, {.kind = file.kind, .slug = file.slug, .licence = file.licence}));
        save_piece(tx, viewer, people, ids.back(), files);
    }
    save_lists(tx, viewer, pieces);
    std::size_t done = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (const TextFile* file : pieces[i]) {
            publish_text(tx, viewer, ids[i], *file);
            if (progress) progress(++done, content.texts.size());
        }
    return Loaded{.people = content.people.size(),
                  .tags = content.tags.size(),
                  .sources = content.sources.size(),
                  .pieces = pieces.size(),
                  .texts = content.texts.size()};
}

}

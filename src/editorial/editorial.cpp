#include "editorial/editorial.hpp"

#include "editorial/store.hpp"

#include <array>

namespace editorial {

bool is_role(std::string_view name) {
    static constexpr std::array<std::string_view, 8> roles{"writer",     "editor",     "proofreader", "reviewer",
                                                           "researcher", "translator", "illustrator", "mentor"};
    for (const auto role : roles)
        if (role == name) return true;
    return false;
}

namespace {
/// Written once by the wiring, before threads start.
std::vector<Kind>& kinds() {
    static std::vector<Kind> list;
    return list;
}
}

void set_kinds(std::vector<Kind> list) { kinds() = std::move(list); }

const Kind* find_kind(std::string_view name) {
    for (const Kind& kind : kinds())
        if (kind.name == name) return &kind;
    return nullptr;
}

people::Scope scope_of_kind(std::string_view name) {
    const Kind* kind = find_kind(name);
    if (!kind || kind->section.empty()) return people::Scope::site();
    return {{people::section_scope(kind->section)}};
}

people::Scope scope_of(db::Tx& tx, PieceId id) {
    people::Scope scope{{people::piece_scope(static_cast<std::int64_t>(id))}};
    const auto piece = store::find_piece(tx, id);
    if (!piece) return scope;
    const Kind* kind = find_kind(piece->kind);
    if (kind && kind->within)
        for (std::string& part : kind->within(tx, *piece)) scope.within.push_back(std::move(part));
    for (std::string& part : scope_of_kind(piece->kind).within) scope.within.push_back(std::move(part));
    return scope;
}

std::optional<std::string> url_of(db::Tx& tx, const Piece& piece) {
    const Kind* kind = find_kind(piece.kind);
    return kind && kind->url_of ? kind->url_of(tx, piece) : std::nullopt;
}

std::optional<Piece> find_piece(db::Tx& tx, const base::Viewer&, std::string_view kind, std::string_view slug) {
    return store::find_piece(tx, kind, slug);
}
std::optional<Piece> find_piece(db::Tx& tx, const base::Viewer&, PieceId id) { return store::find_piece(tx, id); }
std::optional<std::string> find_moved(db::Tx& tx, std::string_view kind, std::string_view slug) {
    return store::find_moved(tx, kind, slug);
}

std::optional<Text> find_text(db::Tx& tx, const base::Viewer&, const Piece& piece, base::Lang lang) {
    return store::find_live(tx, piece, lang);
}

std::optional<Text> find_text(db::Tx& tx, const base::Viewer& viewer, std::string_view kind, std::string_view slug, base::Lang lang) {
    const auto piece = store::find_piece(tx, kind, slug);
    if (!piece) return std::nullopt;
    return find_text(tx, viewer, *piece, lang);
}

bool has_text(db::Tx& tx, const base::Viewer&, PieceId piece, base::Lang lang) { return store::has_live(tx, piece, lang); }

std::vector<Entry> list_texts(db::Tx& tx, const base::Viewer&, std::string_view kind, base::Lang lang, std::int64_t offset,
                              std::int64_t limit) {
    return store::list_live(tx, kind, lang, offset, limit);
}

std::int64_t count_texts(db::Tx& tx, const base::Viewer&, std::string_view kind, base::Lang lang) {
    return store::count_live(tx, kind, lang);
}
std::optional<Entry> find_entry(db::Tx& tx, const base::Viewer&, PieceId piece, base::Lang lang) {
    return store::find_entry(tx, piece, lang);
}
std::vector<Entry> list_all_texts(db::Tx& tx, const base::Viewer&, base::Lang lang) { return store::list_all_live(tx, lang); }
std::vector<Credit> list_credits(db::Tx& tx, PieceId piece) { return store::list_credits(tx, piece); }
bool is_seen(db::Tx& tx, const base::Viewer&, people::PersonId person) {
    return people::was_seen(tx, person) || !store::list_works(tx, person, base::Lang::en).empty();
}
std::vector<people::PersonId> list_unnamed(db::Tx& tx, const base::Viewer& viewer) {
    people::require(tx, viewer, people::Right::edit);
    return store::list_unnamed(tx);
}
std::vector<Work> list_works(db::Tx& tx, const base::Viewer&, people::PersonId person, base::Lang lang) {
    return store::list_works(tx, person, lang);
}
std::vector<Entry> list_citing(db::Tx& tx, const base::Viewer&, std::string_view source, base::Lang lang) {
    return store::list_citing(tx, source, lang);
}

std::string piece_tag(PieceId id) { return "piece:" + std::to_string(static_cast<std::int64_t>(id)); }

}

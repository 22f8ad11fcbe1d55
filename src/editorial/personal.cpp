#include "editorial/editorial.hpp"
#include "editorial/store.hpp"
#include "kit/base/json.hpp"

#include <algorithm>

namespace editorial {

constexpr db::Query pieces_of_person{"editorial.pieces_of_person", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence, credits.role, credits.line, credits.line_ja
      from credits join pieces on pieces.id = credits.piece_id
     where credits.person_id = :person order by pieces.kind, pieces.slug, credits.position
)sql"};

people::Files export_works(db::Tx& tx, const base::Viewer& viewer) {
    people::Files files;
    base::Json::Array credits;
    std::optional<PieceId> before;
    for (const db::Row& row : tx.all(pieces_of_person, {{"person", people::require_account(viewer)}})) {
        const Piece piece{.id = row.id<PieceId>(0), .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)};
        credits.push_back(base::Json::Object{{"kind", piece.kind},
                                             {"slug", piece.slug},
                                             {"licence", piece.licence},
                                             {"role", row.text(4)},
                                             {"line", row.text(5)},
                                             {"line_ja", row.text(6)}});
        // Who wrote and translated a piece has two credits and one text.
        if (before == piece.id) continue;
        before = piece.id;
        for (const base::Lang lang : base::languages)
            if (const auto text = find_text(tx, viewer, piece, lang))
                files.emplace_back("works/" + piece.kind + "-" + piece.slug + "." + std::string(base::tag(lang)) + ".md",
                                   "# " + text->title + "\n\n" + (text->summary.empty() ? "" : text->summary + "\n\n") +
                                       doc::to_markdown(text->body));
    }
    files.emplace_back("credits.json", base::write_json(credits));
    return files;
}

constexpr db::Query blank_lines{"editorial.forget_lines", R"sql(
    update credits set line = '', line_ja = '' where person_id = :person
)sql"};

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs signed_as) {
    const bool own = viewer.person == static_cast<std::int64_t>(person);
    if (!own)
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    // Whoever was never named leaves as a former contributor, whatever was chosen.
    const bool former = signed_as == people::SignedAs::former || people::get_person(tx, viewer, person).former;
    if (former) tx.run(blank_lines, {{"person", person}});
    std::vector<std::string> tags{"people"};
    for (const db::Row& row : tx.all(pieces_of_person, {{"person", person}})) tags.push_back(piece_tag(row.id<PieceId>(0)));
    changed(tx, tags);
}

}

#include "editorial/piece_line.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/store.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace editorial {

using people::Right;

constexpr db::Query lines_of_kind{"editorial.piece_lines", R"sql(
    select pieces.id, pieces.kind, pieces.slug, coalesce(revisions.title, working_copies.title, ''), texts.lang,
           case when texts.live_revision_id is not null and texts.withdrawn_at is null then 1 else 0 end,
           case when pieces.retired_at is null then 0 else 1 end, case when working_copies.text_id is null then '' else texts.stage end
      from pieces left join texts on texts.piece_id = pieces.id left join revisions on revisions.id = texts.live_revision_id
           left join working_copies on working_copies.text_id = texts.id
     where (pieces.kind = :kind and pieces.retired_at is null) or pieces.id = :piece
     order by pieces.created_at desc, pieces.id desc, case when texts.lang = :lang then 0 else 1 end
)sql"};

namespace {
std::vector<PieceLine> read_lines(const std::vector<db::Row>& rows) {
    std::vector<PieceLine> lines;
    for (const db::Row& row : rows) {
        const auto id = row.id<PieceId>(0);
        if (lines.empty() || lines.back().id != id)
            lines.push_back({.id = id,
                             .kind = row.text(1),
                             .slug = row.text(2),
                             .title = {},
                             .lang = {},
                             .live = false,
                             .retired = row.flag(6),
                             .stage = {}});
        if (row.is_null(4)) continue;
        PieceLine& line = lines.back();
        if (line.title.empty() && !row.text(3).empty()) {
            line.title = row.text(3);
            line.lang = base::lang_from(row.text(4)).value_or(base::Lang::en);
        }
        line.live = line.live || row.flag(5);
        if (!line.stage) line.stage = stage_from(row.text(7));
    }
    return lines;
}

bool may_see(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    const auto scope = scope_of(tx, piece);
    return people::may(viewer, Right::edit, scope) || people::may(viewer, Right::publish, scope);
}
}

std::optional<PieceLine> find_piece_line(db::Tx& tx, const base::Viewer& viewer, PieceId piece, base::Lang lang) {
    auto lines = read_lines(tx.all(lines_of_kind, {{"kind", ""}, {"piece", piece}, {"lang", base::tag(lang)}}));
    if (lines.empty() || !may_see(tx, viewer, piece)) return std::nullopt;
    return std::move(lines.front());
}

std::vector<PieceLine> list_piece_lines(db::Tx& tx, const base::Viewer& viewer, std::string_view kind, base::Lang lang) {
    auto lines = read_lines(tx.all(lines_of_kind, {{"kind", kind}, {"piece", std::int64_t{0}}, {"lang", base::tag(lang)}}));
    // Whoever edits the whole section need not be asked about each.
    const auto section = scope_of_kind(kind);
    if (!people::may(viewer, Right::edit, section) && !people::may(viewer, Right::publish, section))
        std::erase_if(lines, [&](const PieceLine& line) { return !may_see(tx, viewer, line.id); });
    return lines;
}

std::optional<PieceId> find_slug_owner(db::Tx& tx, std::string_view kind, std::string_view slug) {
    return store::slug_owner(tx, kind, slug);
}

constexpr db::Query kept_credits{"editorial.kept_credits", R"sql(
    select credits.role, credits.line, credits.line_ja, credits.by_act, case when credits.confirmed_at is null then 0 else 1 end, credits.live,
           persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former
      from credits join persons_shown persons on persons.id = credits.person_id
     where credits.piece_id = :piece order by credits.position
)sql"};

std::vector<KeptCredit> list_kept_credits(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    if (!may_see(tx, viewer, piece)) people::require(tx, viewer, Right::edit, scope_of(tx, piece));
    std::vector<KeptCredit> all;
    for (const db::Row& row : tx.all(kept_credits, {{"piece", piece}})) {
        auto person = store::read_person(row, 6);
        if (!person) continue;
        all.push_back({.credit = {.role = row.text(0), .person = std::move(*person), .line = row.text(1), .line_ja = row.text(2)},
                       .by_act = row.flag(3),
                       .confirmed = row.flag(4),
                       .live = row.flag(5)});
    }
    return all;
}

constexpr db::Query facts_of_credits{"editorial.facts_of_credits", R"sql(
    select role, person_id, by_act, confirmed_at, text_id, live from credits where piece_id = :piece
)sql"};
constexpr db::Query delete_all_credits{"editorial.delete_all_credits", R"sql(
    delete from credits where piece_id = :piece
)sql"};
constexpr db::Query insert_kept_credit{"editorial.insert_kept_credit", R"sql(
    insert into credits (piece_id, position, role, person_id, line, line_ja, by_act, confirmed_at, text_id, live)
    values (:piece, :position, :role, :person, :line, :line_ja, :by_act, :confirmed_at, :text, :live)
)sql"};

Problems arrange_credits(db::Tx& tx, const base::Viewer& viewer, PieceId piece, const std::vector<NewCredit>& wanted) {
    people::require(tx, viewer, Right::publish, scope_of(tx, piece), piece_tag(piece));
    constexpr std::size_t longest = 300;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!is_role(wanted[i].role)) return {{"credits", "credit.problem_role"}};
        if (base::code_points(wanted[i].line) > longest || base::code_points(wanted[i].line_ja) > longest)
            return {{"credits", "credit.problem_line"}};
        for (std::size_t j = 0; j < i; ++j)
            if (wanted[i].role == wanted[j].role && wanted[i].person == wanted[j].person) return {{"credits", "credit.problem_twice"}};
    }
    const auto before = tx.all(facts_of_credits, {{"piece", piece}});
    tx.run(delete_all_credits, {{"piece", piece}});
    std::int64_t position = 0;
    for (const NewCredit& credit : wanted) {
        const auto known = std::find_if(before.begin(), before.end(), [&](const db::Row& row) {
            return row.text(0) == credit.role && row.id<people::PersonId>(1) == credit.person;
        });
        const bool has = known != before.end();
        tx.run(insert_kept_credit, {{"piece", piece},
                                    {"position", ++position},
                                    {"role", credit.role},
                                    {"person", credit.person},
                                    {"line", credit.line},
                                    {"line_ja", credit.line_ja},
                                    {"by_act", has ? known->number(2) : std::int64_t{0}},
                                    {"confirmed_at", has ? known->find_number(3) : std::nullopt},
                                    {"text", has ? known->find_number(4) : std::nullopt},
                                    {"live", has ? known->number(5) : std::int64_t{1}}});
    }
    changed(tx, {piece_tag(piece), "people"});
    return {};
}

}

#include "editorial/copy_store.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace editorial {

constexpr db::Query is_credited{"editorial.is_credited", R"sql(
    select 1 from credits where piece_id = :piece and role = :role and person_id = :person
)sql"};
// Who said that this is not what they did is not credited with it again.
constexpr db::Query was_declined{"editorial.was_declined", R"sql(
    select 1 from acts where piece_id = :piece and person_id = :person and act = 'credited' and stage_from = :role and stage_to <> :role limit 1
)sql"};
constexpr db::Query insert_credit{"editorial.record_credit", R"sql(
    insert into credits (piece_id, position, role, person_id, line, line_ja, by_act, text_id, live)
    select :piece, coalesce(max(position), 0) + 1, :role, :person, '', '', 1, :text, :live from credits where piece_id = :piece
)sql"};
constexpr db::Query has_any_text{"editorial.piece_is_live", R"sql(
    select 1 from texts where piece_id = :piece and live_revision_id is not null limit 1
)sql"};
// A text that readers know already shows who worked on this correction of it, and not whose words were put away. One row of a person may stand
// for work on both languages.
constexpr db::Query make_live{"editorial.show_credits", R"sql(
    update credits set live = 1
     where piece_id = :piece and live = 0
       and (text_id is null or person_id = :by
            or (text_id = :text and exists (select 1 from texts where texts.id = :text and texts.published_on is null))
            or person_id in (select steps.person_id from steps join working_copies on working_copies.text_id = steps.text_id
                              where steps.text_id = :text and steps.version > working_copies.first_version)
            or person_id in (select working_copies.changed_by from working_copies where working_copies.text_id = :text)
            or person_id in (select approvals.person_id from approvals where approvals.text_id = :text and approvals.voided_by is null)
            or person_id in (select duties.person_id from duties where duties.text_id = :text and duties.ended_at is null))
)sql"};
// What is not credited to a text is shown with the piece.
constexpr db::Query make_piece_live{"editorial.show_piece_credits", R"sql(
    update credits set live = 1 where piece_id = :piece and live = 0 and text_id is null
)sql"};

namespace store {

void record_credit(db::Tx& tx, PieceId piece, std::optional<TextId> text, std::string_view role, people::PersonId person) {
    if (tx.first(is_credited, {{"piece", piece}, {"role", role}, {"person", person}})) return;
    if (tx.first(was_declined, {{"piece", piece}, {"role", role}, {"person", person}})) return;
    const bool live = !text && tx.first(has_any_text, {{"piece", piece}}).has_value();
    try {
        tx.run(insert_credit, {{"piece", piece}, {"role", role}, {"person", person}, {"text", text}, {"live", live}});
    } catch (const db::Duplicate& duplicate) {
        throw base::Conflict(duplicate.what()); // somebody else was credited at the same moment
    }
    if (live) changed(tx, {piece_tag(piece), "people"});
}

void show_credits(db::Tx& tx, PieceId piece, TextId text, std::optional<people::PersonId> by) {
    tx.run(make_live, {{"piece", piece}, {"text", text}, {"by", by.value_or(people::PersonId{0})}});
}

void show_credits(db::Tx& tx, PieceId piece) { tx.run(make_piece_live, {{"piece", piece}}); }

}

void record_credit(db::Tx& tx, PieceId piece, std::string_view role, people::PersonId person) {
    store::record_credit(tx, piece, std::nullopt, role, person);
}

// ---- one's own -------------------------------------------------------------------------------------------------------

constexpr db::Query own_credits{"editorial.list_own_credits", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence, credits.role, credits.line, credits.line_ja,
           case when credits.confirmed_at is null then 0 else 1 end,
           (select coalesce(revisions.title, working_copies.title)
              from texts left join revisions on revisions.id = texts.live_revision_id
                   left join working_copies on working_copies.text_id = texts.id
             where texts.piece_id = pieces.id
             order by case when texts.live_revision_id is null then 1 else 0 end, case when texts.lang = :lang then 0 else 1 end
             limit 1),
           (select count(*) from texts where texts.piece_id = pieces.id and texts.live_revision_id is not null and texts.withdrawn_at is null)
      from credits join pieces on pieces.id = credits.piece_id
     where credits.person_id = :person
     order by case when credits.confirmed_at is null then 0 else 1 end, pieces.created_at desc, pieces.id desc, credits.position
)sql"};

std::vector<OwnCredit> list_own_credits(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<OwnCredit> credits;
    const auto person = people::require_account(viewer);
    const std::string_view lang = base::tag(people::get_profile(tx, viewer).lang);
    for (const db::Row& row : tx.all(own_credits, {{"person", person}, {"lang", lang}})) {
        OwnCredit credit;
        credit.piece = {.id = row.id<PieceId>(0), .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)};
        credit.role = row.text(4);
        credit.line = row.text(5);
        credit.line_ja = row.text(6);
        credit.confirmed = row.flag(7);
        credit.title = row.find_text(8).value_or("");
        if (row.flag(9)) credit.url = url_of(tx, credit.piece);
        credits.push_back(std::move(credit));
    }
    return credits;
}

constexpr db::Query confirm_own{"editorial.confirm_credit", R"sql(
    update credits set confirmed_at = :now where piece_id = :piece and role = :role and person_id = :person
)sql"};

void confirm_credit(db::Tx& tx, const base::Viewer& viewer, PieceId piece, std::string_view role) {
    if (tx.run(confirm_own, {{"now", tx.now()}, {"piece", piece}, {"role", role}, {"person", people::require_account(viewer)}}) == 0)
        throw base::Missing();
}

constexpr db::Query delete_own{"editorial.delete_own_credit", R"sql(
    delete from credits where piece_id = :piece and role = :role and person_id = :person
)sql"};
constexpr db::Query update_own{"editorial.correct_credit", R"sql(
    update credits set role = :now_role, line = :line, line_ja = :line_ja, confirmed_at = :now
     where piece_id = :piece and role = :role and person_id = :person
)sql"};

namespace {
bool is_line(std::string_view text) {
    return base::is_utf8(text) && base::code_points(text) <= longest_line &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}
}

base::Result<PieceId, Problems> correct_credit(db::Tx& tx, const base::Viewer& viewer, PieceId piece, std::string_view role,
                                               std::string_view now, std::string_view line, std::string_view line_ja) {
    const auto person = people::require_account(viewer);
    if (!tx.first(is_credited, {{"piece", piece}, {"role", role}, {"person", person}})) throw base::Missing();
    Problems problems;
    const auto refuse = [&](const char* field, const char* word) {
        Problem problem;
        problem.field = field;
        problem.word = word;
        problems.push_back(std::move(problem));
    };
    if (!now.empty() && !is_role(now)) refuse("role", "credit.problem_role");
    if (!is_line(line)) refuse("line", "credit.problem_line");
    if (!is_line(line_ja)) refuse("line_ja", "credit.problem_line");
    if (!problems.empty()) return base::Failure{std::move(problems)};

    const bool other_role = now != role;
    // Two credits for one role would say the same twice.
    if (other_role) tx.run(delete_own, {{"piece", piece}, {"role", now}, {"person", person}});
    if (now.empty())
        tx.run(delete_own, {{"piece", piece}, {"role", role}, {"person", person}});
    else
        tx.run(update_own, {{"now_role", now},
                            {"line", line},
                            {"line_ja", line_ja},
                            {"now", tx.now()},
                            {"piece", piece},
                            {"role", role},
                            {"person", person}});
    if (other_role)
        record_act(tx, viewer, {.piece = piece, .act = "credited", .stage_from = std::string(role), .stage_to = std::string(now)});
    changed(tx, {piece_tag(piece), "people"});
    return piece;
}

}

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

constexpr db::Query steps_of_person{"editorial.steps_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, steps.version, steps.client, steps.step, steps.at
      from steps join texts on texts.id = steps.text_id join pieces on pieces.id = texts.piece_id
     where steps.person_id = :person order by steps.at, steps.text_id, steps.version
)sql"};
constexpr db::Query revisions_of_person{"editorial.revisions_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.body, revisions.reason, revisions.correction,
           revisions.made_at
      from revisions join texts on texts.id = revisions.text_id join pieces on pieces.id = texts.piece_id
     where revisions.made_by = :person order by revisions.made_at, revisions.id
)sql"};
constexpr db::Query copies_of_person{"editorial.copies_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, working_copies.title, working_copies.summary, working_copies.body, working_copies.correction,
           working_copies.changed_at
      from working_copies join texts on texts.id = working_copies.text_id join pieces on pieces.id = texts.piece_id
     where working_copies.changed_by = :person order by working_copies.changed_at
)sql"};
constexpr db::Query acts_of_person{"editorial.acts_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, acts.act, acts.stage_from, acts.stage_to, acts.note, acts.at
      from acts join pieces on pieces.id = acts.piece_id left join texts on texts.id = acts.text_id
     where acts.person_id = :person order by acts.at, acts.id
)sql"};
constexpr db::Query approvals_of_person{"editorial.approvals_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, 'approval', approvals.version, approvals.at
      from approvals join texts on texts.id = approvals.text_id join pieces on pieces.id = texts.piece_id
     where approvals.person_id = :person
    union all
    select pieces.kind, pieces.slug, texts.lang, ticks.name, ticks.version, ticks.at
      from ticks join texts on texts.id = ticks.text_id join pieces on pieces.id = texts.piece_id
     where ticks.person_id = :person
    union all
    select pieces.kind, pieces.slug, texts.lang, 'agreement', 0, agreements.at
      from agreements join texts on texts.id = agreements.text_id join pieces on pieces.id = texts.piece_id
     where agreements.person_id = :person
     order by 6
)sql"};
constexpr db::Query duties_of_person{"editorial.duties_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, duties.duty, duties.due_on, duties.note, duties.asked_at, duties.ended_at
      from duties join texts on texts.id = duties.text_id join pieces on pieces.id = texts.piece_id
     where duties.person_id = :person order by duties.asked_at, duties.id
)sql"};
constexpr db::Query scheduled_by_person{"editorial.scheduled_by_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, texts.go_live_wall
      from texts join pieces on pieces.id = texts.piece_id
     where texts.scheduled_by = :person order by texts.go_live_at, texts.id
)sql"};
constexpr db::Query closures_of_person{"editorial.closures_of_person", R"sql(
    select from_day, until_day from desk_closures where made_by = :person order by from_day
)sql"};

namespace {
/// A row whose first columns are the kind and slug of a piece and the language of its text.
base::Json::Object of_text(const db::Row& row) {
    return {{"kind", row.text(0)}, {"slug", row.text(1)}, {"lang", row.find_text(2).value_or("")}};
}

/// What somebody typed, said and was asked for on the way to a published text.
base::Json export_writing(db::Tx& tx, people::PersonId person) {
    base::Json::Array steps, revisions, copies, acts, approvals, duties, scheduled, closures;
    for (const db::Row& row : tx.all(steps_of_person, {{"person", person}})) {
        auto one = of_text(row);
        one.insert(one.end(),
                   {{"version", row.number(3)}, {"client", row.text(4)}, {"step", row.text(5)}, {"at", base::iso(row.instant(6))}});
        steps.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(revisions_of_person, {{"person", person}})) {
        auto one = of_text(row);
        one.insert(one.end(), {{"title", row.text(3)},
                               {"summary", row.text(4)},
                               {"body", row.text(5)},
                               {"reason", row.text(6)},
                               {"correction", row.text(7)},
                               {"made_at", base::iso(row.instant(8))}});
        revisions.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(copies_of_person, {{"person", person}})) {
        auto one = of_text(row);
        one.insert(one.end(), {{"title", row.text(3)},
                               {"summary", row.text(4)},
                               {"body", row.text(5)},
                               {"correction", row.text(6)},
                               {"changed_at", base::iso(row.instant(7))}});
        copies.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(acts_of_person, {{"person", person}})) {
        auto one = of_text(row);
        one.insert(
            one.end(),
            {{"act", row.text(3)}, {"from", row.text(4)}, {"to", row.text(5)}, {"note", row.text(6)}, {"at", base::iso(row.instant(7))}});
        acts.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(approvals_of_person, {{"person", person}})) {
        auto one = of_text(row);
        one.insert(one.end(), {{"said", row.text(3)}, {"version", row.number(4)}, {"at", base::iso(row.instant(5))}});
        approvals.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(duties_of_person, {{"person", person}})) {
        auto one = of_text(row);
        const auto due = row.find_day(4);
        one.insert(one.end(), {{"duty", row.text(3)},
                               {"due_on", due ? base::iso(*due) : ""},
                               {"note", row.text(5)},
                               {"asked_at", base::iso(row.instant(6))},
                               {"ended_at", row.is_null(7) ? "" : base::iso(row.instant(7))}});
        duties.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(scheduled_by_person, {{"person", person}})) {
        auto one = of_text(row);
        one.emplace_back("for", row.text(3));
        scheduled.push_back(std::move(one));
    }
    for (const db::Row& row : tx.all(closures_of_person, {{"person", person}}))
        closures.push_back(base::Json::Object{{"from", base::iso(row.day(0))}, {"until", base::iso(row.day(1))}});
    return base::Json::Object{{"steps", std::move(steps)},           {"revisions", std::move(revisions)},
                              {"working_copies", std::move(copies)}, {"acts", std::move(acts)},
                              {"approvals", std::move(approvals)},   {"duties", std::move(duties)},
                              {"scheduled", std::move(scheduled)},   {"desk_closures", std::move(closures)}};
}
}

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
    files.emplace_back("writing.json", base::write_json(export_writing(tx, people::require_account(viewer))));
    return files;
}

constexpr db::Query blank_lines{"editorial.forget_lines", R"sql(
    update credits set line = '', line_ja = '' where person_id = :person
)sql"};

constexpr db::Query unname_steps{"editorial.unname_steps", R"sql(
    update steps set person_id = null, client = 'former' where person_id = :person
)sql"};
constexpr db::Query unname_changes{"editorial.unname_changes", R"sql(
    update working_copies set changed_by = null where changed_by = :person
)sql"};
constexpr db::Query unname_schedules{"editorial.unname_schedules", R"sql(
    update texts set scheduled_by = null where scheduled_by = :person
)sql"};
constexpr db::Query unname_approvals{"editorial.unname_approvals", R"sql(
    delete from approvals where person_id = :person
)sql"};
constexpr db::Query unname_ticks{"editorial.unname_ticks", R"sql(
    update ticks set person_id = null where person_id = :person
)sql"};
constexpr db::Query unname_duties{"editorial.unname_duties", R"sql(
    delete from duties where person_id = :person
)sql"};
constexpr db::Query unname_asking{"editorial.unname_asking", R"sql(
    update duties set asked_by = null where asked_by = :person
)sql"};
constexpr db::Query unname_closures{"editorial.unname_closures", R"sql(
    update desk_closures set made_by = null where made_by = :person
)sql"};
constexpr db::Query unname_acts{"editorial.unname_acts", R"sql(
    update acts set person_id = null, note = '' where person_id = :person
)sql"};
constexpr db::Query unname_revisions{"editorial.unname_revisions", R"sql(
    update revisions set made_by = null where made_by = :person
)sql"};

// Credits as they were before somebody arranged them anew: their lines would come back with them.
constexpr db::Query forget_arranged{"editorial.forget_arranged_credits", R"sql(
    update acts set before = '' where act = 'changed' and stage_to = 'credits' and before like :holds
)sql"};

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs signed_as) {
    const bool own = viewer.person == static_cast<std::int64_t>(person);
    if (!own)
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    // Whoever was never named leaves as a former contributor, whatever was chosen.
    const bool former = signed_as == people::SignedAs::former || people::get_person(tx, viewer, person).former;
    // What they typed and moved stays, and says no more whose it was. Whoever leaves with a name keeps it under what they did. That somebody
    // agreed to the licence of a text stays, beside a number that leads to no name.
    for (const db::Query* query : {&unname_steps, &unname_changes, &unname_schedules, &unname_approvals, &unname_ticks, &unname_duties,
                                   &unname_asking, &unname_closures})
        tx.run(*query, {{"person", person}});
    if (former)
        for (const db::Query* query : {&blank_lines, &unname_acts, &unname_revisions}) tx.run(*query, {{"person", person}});
    tx.run(forget_arranged, {{"holds", "%:" + std::to_string(static_cast<std::int64_t>(person)) + ",%"}});
    std::vector<std::string> tags{"people"};
    for (const db::Row& row : tx.all(pieces_of_person, {{"person", person}})) tags.push_back(piece_tag(row.id<PieceId>(0)));
    changed(tx, tags);
}

}

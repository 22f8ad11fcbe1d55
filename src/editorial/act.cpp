#include "editorial/copy_store.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace editorial {

constexpr db::Query insert_act{"editorial.record_act", R"sql(
    insert into acts (id, piece_id, text_id, person_id, act, stage_from, stage_to, revision_id, note, before, at)
    values (:id, :piece, :text, :person, :act, :from, :to, :revision, :note, :before, :now)
)sql"};

ActId record_act(db::Tx& tx, const base::Viewer& viewer, const Act& act, std::string_view before) {
    const auto id = static_cast<ActId>(base::new_id());
    tx.run(insert_act, {{"id", id},
                        {"piece", act.piece},
                        {"text", act.text},
                        {"person", viewer.person},
                        {"act", act.act},
                        {"from", act.stage_from},
                        {"to", act.stage_to},
                        {"revision", act.revision},
                        {"note", act.note},
                        {"before", before},
                        {"now", tx.now()}});
    return id;
}

constexpr db::Query acts_of_piece{"editorial.list_acts", R"sql(
    select acts.id, acts.piece_id, acts.text_id, texts.lang, acts.act, acts.stage_from, acts.stage_to, acts.note, acts.revision_id, acts.at,
           acts.undone_at, case when acts.before = '' then 0 else 1 end,
           persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former
      from acts left join texts on texts.id = acts.text_id left join persons_shown persons on persons.id = acts.person_id
     where acts.piece_id = :piece
     order by acts.at desc, acts.id desc
)sql"};

namespace {
Act read(const db::Row& row) {
    Act act;
    act.id = row.id<ActId>(0);
    act.piece = row.id<PieceId>(1);
    if (!row.is_null(2)) act.text = row.id<TextId>(2);
    if (!row.is_null(3)) act.lang = base::lang_from(row.text(3));
    act.act = row.text(4);
    act.stage_from = row.text(5);
    act.stage_to = row.text(6);
    act.note = row.text(7);
    if (!row.is_null(8)) act.revision = row.id<RevisionId>(8);
    act.at = row.instant(9);
    act.undone = !row.is_null(10);
    act.person = store::read_person(row, 12);
    return act;
}

/// What everybody may read about.
bool is_public(std::string_view act) {
    constexpr std::array<std::string_view, 6> names{"asked", "handed_over", "approved", "published", "corrected", "translated"};
    return std::find(names.begin(), names.end(), act) != names.end();
}
}

std::vector<Act> list_acts(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    store::require_of_the_piece(tx, viewer, piece);
    std::vector<Act> acts;
    for (const db::Row& row : tx.all(acts_of_piece, {{"piece", piece}})) {
        Act& act = acts.emplace_back(read(row));
        act.may_undo = row.flag(11) && !act.undone && tx.now().ms - act.at.ms <= undo_ms && may_undo(tx, viewer, act);
    }
    return acts;
}

std::vector<Act> list_public_acts(db::Tx& tx, const base::Viewer&, PieceId piece) {
    std::vector<Act> acts;
    for (const db::Row& row : tx.all(acts_of_piece, {{"piece", piece}})) acts.push_back(read(row));
    std::reverse(acts.begin(), acts.end());
    // At a set time the program publishes; it was done by whoever set the time.
    std::map<TextId, std::optional<people::Person>> set_by;
    for (Act& act : acts) {
        if (act.undone || !act.text) continue;
        if (act.act == "scheduled") set_by[*act.text] = act.person;
        if (!act.person && act.stage_from == name_of(Stage::scheduled) && is_public(act.act)) act.person = set_by[*act.text];
    }
    std::erase_if(acts, [](const Act& act) { return act.undone || !is_public(act.act); });
    // What is done for a version that readers do not see yet is nobody's business but its people's.
    std::map<base::Lang, std::size_t> live;
    std::size_t of_piece = 0;
    for (std::size_t i = 0; i < acts.size(); ++i)
        if ((acts[i].act == "published" || acts[i].act == "corrected") && acts[i].lang) live[*acts[i].lang] = of_piece = i + 1;
    std::vector<Act> shown;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        Act& act = acts[i];
        const auto until = act.lang ? live.find(*act.lang) : live.end();
        if (act.lang ? (until == live.end() || i >= until->second || !has_text(tx, {}, piece, *act.lang)) : i >= of_piece) continue;
        act.note.clear();
        if (act.person && !act.person->may_be_named() && !act.person->former) act.person.reset();
        shown.push_back(std::move(act));
    }
    return shown;
}

}

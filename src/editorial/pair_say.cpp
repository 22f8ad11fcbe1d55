#include "editorial/copy_store.hpp"
#include "editorial/pair_match.hpp"
#include "editorial/pair_source.hpp"
#include "editorial/state.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>

namespace editorial {

using people::Right;

// ---- beginning, setting ----------------------------------------------------------------------------------------------

constexpr db::Query update_pairing{"editorial.set_pairing", R"sql(
    update texts set pairing = :pairing where id = :text
)sql"};

namespace {
/// Of whoever may write the text now; of one that nobody works on, `accept`.
void require_say(db::Tx& tx, const base::Viewer& viewer, const State& state) {
    const auto copy = find_copy(tx, viewer, state.text);
    if (copy && !may_write(tx, viewer, *copy)) throw base::Denied(std::string(people::name_of(Right::edit)));
    const people::Scope scope = scope_of(tx, state.piece.id);
    require(tx, viewer, copy && !people::may(viewer, Right::accept, scope) ? Right::edit : Right::accept, state.piece.id);
}
}

void set_pairing(db::Tx& tx, const base::Viewer& viewer, TextId text, Pairing pairing) {
    require_say(tx, viewer, get_state(tx, text));
    tx.run(update_pairing, {{"pairing", pairing == Pairing::paired ? "paired" : "parallel"}, {"text", text}});
}

constexpr db::Query has_translator{"editorial.has_translator", R"sql(
    select 1 from duties where text_id = :text and ended_at is null and duty in ('write', 'translate') limit 1
)sql"};
constexpr db::Query begin_translating{"editorial.begin_translating", R"sql(
    insert into duties (id, text_id, person_id, duty, due_on, note, asked_by, asked_at, ended_at)
    values (:id, :text, :person, 'translate', null, '', :person, :now, null)
)sql"};

Copy start_translation(db::Tx& tx, const base::Viewer& viewer, PieceId piece, base::Lang lang, Pairing pairing) {
    const bool is_new = !find_text_id(tx, piece, lang);
    Copy copy = open_copy(tx, viewer, piece, lang);
    if (!is_new) return copy;
    tx.run(update_pairing, {{"pairing", pairing == Pairing::paired ? "paired" : "parallel"}, {"text", copy.text}});
    copy.pairing = pairing;
    // Who began it is named as its translator, and not as a second writer of the piece.
    if (viewer.person && !tx.first(has_translator, {{"text", copy.text}}))
        tx.run(begin_translating, {{"id", base::new_id()}, {"text", copy.text}, {"person", viewer.person}, {"now", tx.now()}});
    return copy;
}

// ---- one block -------------------------------------------------------------------------------------------------------

constexpr db::Query delete_people{"editorial.delete_pair_people", R"sql(
    delete from block_pair_people where pair_id = :id
)sql"};
constexpr db::Query delete_pair{"editorial.delete_pair", R"sql(
    delete from block_pairs where id = :id
)sql"};
constexpr db::Query insert_pair{"editorial.insert_pair", R"sql(
    insert into block_pairs (id, text_id, position, own, source, source_revision, at)
    values (:id, :text, :position, :own, :source, :revision, :now)
)sql"};
constexpr db::Query insert_person{"editorial.insert_pair_person", R"sql(
    insert into block_pair_people (pair_id, person_id) values (:id, :person)
)sql"};

constexpr db::Query move_pair{"editorial.move_pair", R"sql(
    update block_pairs set position = :position where id = :id
)sql"};

namespace {
/// In the order of the text, with room between them.
std::int64_t position_of(std::size_t own_place) { return 2 * (static_cast<std::int64_t>(own_place) + 1); }

void put_in_order(db::Tx& tx, const Pairs& pairs) {
    for (const PairedBlock& one : pairs.blocks)
        if (one.pair && one.own_place) tx.run(move_pair, {{"position", position_of(*one.own_place)}, {"id", *one.pair}});
}

/// Both as they stand.
struct Statement {
    std::int64_t position = 0;
    doc::Node own, source;
    RevisionId revision{};
};

void say(db::Tx& tx, const base::Viewer& viewer, TextId text, std::optional<std::int64_t> instead_of, const Statement& said) {
    if (instead_of) {
        tx.run(delete_people, {{"id", *instead_of}});
        tx.run(delete_pair, {{"id", *instead_of}});
    }
    const std::int64_t id = base::new_id();
    tx.run(insert_pair, {{"id", id},
                         {"text", text},
                         {"position", said.position},
                         {"own", base::write_json(doc::to_json(said.own))},
                         {"source", base::write_json(doc::to_json(said.source))},
                         {"revision", said.revision},
                         {"now", tx.now()}});
    if (viewer.person) tx.run(insert_person, {{"id", id}, {"person", viewer.person}});
}

std::optional<std::size_t> place_equal_to(const doc::Node& document, const doc::Node& block, std::size_t hint) {
    const auto fits = [&](std::size_t place) {
        return place < document.content.size() && match::counts(document.content[place]) && match::block_at(document, place) == block;
    };
    if (fits(hint)) return hint;
    for (std::size_t place = 0; place < document.content.size(); ++place)
        if (fits(place)) return place;
    return std::nullopt;
}

/// What two made of the same block; nothing where one of them would lose words to the other.
std::optional<doc::Node> merged(const doc::Node& before, const doc::Node& mine, const doc::Node& theirs) {
    const auto one = carry_over(before, mine, theirs), other = carry_over(before, theirs, mine);
    if (!one || !other || *one != *other) return std::nullopt;
    return *one;
}

/// Where a new block belongs: behind what answers to the block before it.
struct Place {
    std::size_t at = 0;
    bool replaces = false; // an empty block of the same kind that waits there
};
Place place_for(const doc::Node& body, const doc::Node& block, std::optional<std::size_t> behind) {
    const std::string type = block.content.empty() ? "" : block.content.front().type;
    const auto is_waiting = [&](std::size_t place) { return body.content[place].type == type && match::is_blank(body.content[place]); };
    const std::size_t from = behind ? *behind + 1 : 0;
    std::size_t place = from;
    while (place < body.content.size() && match::is_blank(body.content[place]) && body.content[place].type != "footnote") {
        if (is_waiting(place)) return {place, true};
        ++place;
    }
    // Boxes stand where the outline put them, however much was written in between.
    if (!type.empty() && !doc::block_name(block.content.front()).empty())
        for (place = 0; place < body.content.size(); ++place)
            if (is_waiting(place)) return {place, true};
    return {std::min(from, body.content.size()), false};
}
}

std::variant<Saved, BlockClash, Closed, Unfit> save_block(db::Tx& tx, const base::Viewer& viewer, TextId text, const BlockEdit& edit) {
    const auto copy = find_copy(tx, viewer, text);
    if (!copy) return Closed{.published = true};
    if (!may_write(tx, viewer, *copy)) return Closed{.published = false};
    const PieceId piece = copy->piece.id;
    const auto source = edit.has_source ? find_source(tx, piece, base::other(copy->lang), edit.source) : std::nullopt;
    if (edit.has_source && (!source || edit.place >= source->body.content.size() || !match::counts(source->body.content[edit.place])))
        throw base::Missing();
    const Pairs pairs = get_pairs(tx, viewer, piece, copy->lang);
    const std::optional<doc::Node> seen = source ? std::optional(match::block_at(source->body, edit.place)) : std::nullopt;
    const PairedBlock* row = nullptr;
    for (const PairedBlock& one : pairs.blocks)
        if (source ? (one.source && *one.source == *seen && (!row || one.place == edit.place)) : (!one.source && one.own == edit.before))
            row = &one;
    for (const PairedBlock& one : pairs.blocks)
        if (!row && one.own == edit.before) row = &one; // the other language went on meanwhile

    // In the document as it is stored, with what Markdown cannot say.
    const doc::Node& body = copy->body;
    const bool was_there = !match::is_blank(edit.before), is_there = !match::is_blank(edit.after);
    doc::Node wanted = body;
    std::size_t at = 0;
    std::int64_t position = row && row->own_place ? position_of(*row->own_place) : 1;
    if (!was_there) {
        if (!is_there) return Saved{copy->version};
        if (row && row->own) return BlockClash{*row->own}; // somebody else wrote it meanwhile
        std::optional<std::size_t> behind;
        for (const PairedBlock& one : pairs.blocks) {
            if (source && one.source && one.place >= edit.place) break;
            if (one.own)
                if (const auto place = place_equal_to(body, *one.own, *one.own_place); place && (!behind || *place > *behind)) {
                    behind = place;
                    position = position_of(*one.own_place) + 1;
                }
        }
        const Place place = place_for(body, edit.after, behind);
        at = place.at;
        wanted = match::put(body, place.at, place.replaces, edit.after);
    } else {
        auto found = place_equal_to(body, edit.before, row && row->own_place ? *row->own_place : edit.place);
        if (!found && row && row->own) found = place_equal_to(body, *row->own, *row->own_place);
        if (!found) found = match::follow({edit.before}, body).front();
        if (!found) return BlockClash{doc::Node{.type = "doc", .attrs = {}, .content = {}, .text = {}, .marks = {}}};
        at = *found;
        const doc::Node theirs = match::block_at(body, at);
        if (edit.before != edit.after) {
            const auto both = theirs == edit.before ? std::optional(edit.after) : merged(edit.before, edit.after, theirs);
            if (!both) return BlockClash{theirs};
            wanted = match::put(body, at, true, *both);
        } else if (theirs != edit.before && edit.up_to_date) {
            return BlockClash{theirs}; // what the person said is about other words
        }
    }
    Saved saved{copy->version};
    if (wanted != body) {
        const auto outcome = save_document(tx, viewer, text, copy->version, body, wanted);
        if (const auto* done = std::get_if<Saved>(&outcome))
            saved = *done;
        else if (const auto* closed = std::get_if<Closed>(&outcome))
            return *closed;
        else if (const auto* unfit = std::get_if<Unfit>(&outcome))
            return *unfit;
    }
    if (source && is_there && (edit.up_to_date || !was_there)) {
        put_in_order(tx, pairs);
        say(tx, viewer, text, row ? row->pair : std::nullopt, {position, match::block_at(wanted, at), *seen, edit.source});
    }
    return saved;
}

// ---- the whole text --------------------------------------------------------------------------------------------------

constexpr db::Query update_made_from{"editorial.bring_in_line", R"sql(
    update texts set made_from = :revision where id = :text
)sql"};

base::Result<ActId, Problems> bring_in_line(db::Tx& tx, const base::Viewer& viewer, TextId text, RevisionId revision) {
    const State state = get_state(tx, text);
    require_say(tx, viewer, state);
    if (!state.stage && !state.live) return refusal("source", "publish.problem.no_copy");
    const auto source = find_source(tx, state.piece.id, base::other(state.lang), revision);
    if (!source) throw base::Missing();
    const Pairs pairs = get_pairs(tx, viewer, state.piece.id, state.lang);
    // Whoever read another version has not seen what came since.
    if (!pairs.source || !says_the_same(*source, *pairs.source)) return refusal("source", "pair.problem_source");
    put_in_order(tx, pairs);
    for (const PairedBlock& row : pairs.blocks)
        if (row.source && row.own && row.state != PairState::current)
            say(tx, viewer, text, row.pair, {position_of(*row.own_place), *row.own, *row.source, pairs.source->revision});
    tx.run(update_made_from, {{"revision", pairs.source->revision}, {"text", text}});
    const ActId act =
        record(tx, viewer, state,
               {.act = "translated", .stage_to = state.stage ? name_of(*state.stage) : "live", .revision = pairs.source->revision});
    // Who only says that a live text still answers to the other one has not translated it.
    if (state.stage && viewer.person)
        store::record_credit(tx, state.piece.id, text, "translator", static_cast<people::PersonId>(*viewer.person));
    changed(tx, {piece_tag(state.piece.id)});
    return act;
}

// What was said of a working copy counts once that copy is live, and of one that was dropped never.
constexpr db::Query line_of_live{"editorial.live_made_from", R"sql(
    select acts.revision_id
      from texts join revisions live on live.id = texts.live_revision_id join acts on acts.text_id = texts.id
     where texts.piece_id = :piece and texts.lang = :lang and acts.piece_id = :piece and acts.act = 'translated' and acts.undone_at is null
       and (acts.stage_from = 'live' or (acts.at <= live.made_at and not exists
              (select 1 from acts dropped where dropped.text_id = acts.text_id and dropped.act = 'dropped' and dropped.undone_at is null
                  and dropped.at >= acts.at and dropped.at <= live.made_at)))
     order by acts.at desc, acts.id desc limit 1
)sql"};

std::optional<Newer> find_newer(db::Tx& tx, PieceId piece, base::Lang lang) {
    const auto row = tx.first(line_of_live, {{"piece", piece}, {"lang", base::tag(lang)}});
    if (!row || row->is_null(0)) return std::nullopt;
    const auto now = find_source(tx, piece, other(lang), {});
    if (!now || now->revision == row->id<RevisionId>(0)) return std::nullopt;
    const auto before = find_source(tx, piece, other(lang), row->id<RevisionId>(0));
    if (!before || says_the_same(*before, *now)) return std::nullopt;
    return Newer{.lang = now->lang, .on = base::day_of(now->made_at)};
}

// ---- what is kept about a person -------------------------------------------------------------------------------------

constexpr db::Query pairs_of_person{"editorial.pairs_of_person", R"sql(
    select pieces.kind, pieces.slug, texts.lang, block_pairs.own, block_pairs.source, block_pairs.at
      from block_pair_people left join block_pairs on block_pairs.id = block_pair_people.pair_id
           left join texts on texts.id = block_pairs.text_id left join pieces on pieces.id = texts.piece_id
     where block_pair_people.person_id = :person order by block_pairs.at, block_pairs.id
)sql"};
constexpr db::Query forget_pairs{"editorial.forget_pair_person", R"sql(
    delete from block_pair_people where person_id = :person
)sql"};

people::Files export_pairs(db::Tx& tx, const base::Viewer& viewer) {
    base::Json::Array all;
    for (const db::Row& row : tx.all(pairs_of_person, {{"person", people::require_account(viewer)}})) {
        if (row.is_null(0)) continue;
        all.push_back(base::Json::Object{{"kind", row.text(0)},
                                         {"slug", row.text(1)},
                                         {"lang", row.text(2)},
                                         {"block", row.text(3)},
                                         {"answers_to", row.text(4)},
                                         {"at", base::iso(row.instant(5))}});
    }
    return {{"translated.json", base::write_json(all)}};
}

void forget_pair_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, Right::keep, people::Scope::site(), "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget_pairs, {{"person", person}});
}

}

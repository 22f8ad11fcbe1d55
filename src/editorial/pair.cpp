#include "editorial/pair.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/pair_match.hpp"
#include "editorial/pair_source.hpp"
#include "editorial/store.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace editorial {

using people::Right;

namespace {
/// What every lesson has, however freely its text was written.
bool is_fixed(const doc::Node& block) {
    constexpr std::array<std::string_view, 3> names{"aim", "try", "check"};
    return std::find(names.begin(), names.end(), doc::block_name(block)) != names.end();
}

doc::Node read_block(TextId text, const std::string& json) { return store::read_stored(text, json); }
}

constexpr db::Query live_source{"editorial.live_source", R"sql(
    select texts.id, texts.lang, revisions.id, revisions.title, revisions.summary, revisions.body, revisions.made_at
      from texts join revisions on revisions.id = texts.live_revision_id
     where texts.piece_id = :piece and texts.lang = :lang and texts.withdrawn_at is null
)sql"};
constexpr db::Query one_source{"editorial.source_revision", R"sql(
    select texts.id, texts.lang, revisions.id, revisions.title, revisions.summary, revisions.body, revisions.made_at
      from revisions join texts on texts.id = revisions.text_id
     where texts.piece_id = :piece and texts.lang = :lang and revisions.id = :revision
)sql"};
constexpr db::Query own_text{"editorial.paired_text", R"sql(
    select texts.id, texts.pairing, texts.made_from, texts.version, revisions.title, revisions.summary, revisions.body
      from texts left join revisions on revisions.id = texts.live_revision_id
     where texts.piece_id = :piece and texts.lang = :lang
)sql"};
constexpr db::Query pairs_of_text{"editorial.list_pairs", R"sql(
    select id, own, source, at from block_pairs where text_id = :text order by position, id
)sql"};

namespace {
std::optional<Source> read_source(const std::optional<db::Row>& row) {
    if (!row) return std::nullopt;
    Source source;
    source.text = row->id<TextId>(0);
    source.lang = base::lang_from(row->text(1)).value_or(base::Lang::en);
    source.revision = row->id<RevisionId>(2);
    source.title = row->text(3);
    source.summary = row->text(4);
    source.body = doc::normalized(store::read_stored(source.text, row->text(5)));
    source.made_at = row->instant(6);
    return source;
}

}

std::optional<Source> find_source(db::Tx& tx, PieceId piece, base::Lang of_other, std::optional<RevisionId> revision) {
    if (!revision) return read_source(tx.first(live_source, {{"piece", piece}, {"lang", base::tag(of_other)}}));
    return read_source(tx.first(one_source, {{"piece", piece}, {"lang", base::tag(of_other)}, {"revision", *revision}}));
}

bool says_the_same(const Source& before, const Source& now) {
    return before.revision == now.revision ||
           (before.title == now.title && before.summary == now.summary && match::is_same(before.body, now.body));
}

namespace {
/// What somebody said, and where it stands today.
struct Said {
    std::int64_t id = 0;
    doc::Node own, source;
    base::Instant at;
    std::optional<std::size_t> own_place, source_place;
};

std::vector<Said> list_said(db::Tx& tx, const Pairs& pairs) {
    std::vector<Said> said;
    for (const db::Row& row : tx.all(pairs_of_text, {{"text", *pairs.text}}))
        said.push_back({row.number(0), read_block(*pairs.text, row.text(1)), read_block(*pairs.text, row.text(2)), row.instant(3), {}, {}});
    std::vector<doc::Node> own, source;
    for (const Said& one : said) {
        own.push_back(one.own);
        source.push_back(one.source);
    }
    const auto own_places = match::follow(own, pairs.own), source_places = match::follow(source, pairs.source->body);
    for (std::size_t i = 0; i < said.size(); ++i) {
        said[i].own_place = own_places[i];
        said[i].source_place = source_places[i];
    }
    return said;
}

void list_blocks(db::Tx& tx, Pairs& pairs) {
    const doc::Node& source = pairs.source->body;
    std::vector<Said> said;
    if (pairs.text) said = list_said(tx, pairs);
    // The sheet for a colleague is Japanese alone.
    const auto is_row = [&](const doc::Node& block) {
        return match::counts(block) && block.type != "partner" && (pairs.pairing == Pairing::paired || is_fixed(block));
    };

    std::vector<match::Match> known;
    match::Open open;
    std::set<std::size_t> linked;
    for (const Said& one : said)
        if (one.own_place) linked.insert(*one.own_place);
    std::vector<PairedBlock> rows;
    for (std::size_t place = 0; place < source.content.size(); ++place) {
        if (!is_row(source.content[place])) continue;
        PairedBlock& row = rows.emplace_back();
        row.place = place;
        row.source = match::block_at(source, place);
        // What was said last counts.
        const Said* found = nullptr;
        for (const Said& one : said)
            if (one.source_place == place &&
                (!found || std::pair(one.own_place.has_value(), one.at) > std::pair(found->own_place.has_value(), found->at)))
                found = &one;
        if (found) {
            row.pair = found->id;
            row.said_at = found->at;
        }
        if (!found || !found->own_place) {
            open.source.push_back(place);
            continue;
        }
        row.own_place = found->own_place;
        known.push_back({place, *found->own_place});
        row.state = PairState::current;
        if (!match::is_same(found->source, *row.source)) {
            row.state = PairState::older;
            row.source_then = found->source;
        }
    }
    for (std::size_t place = 0; place < pairs.own.content.size(); ++place)
        if (is_row(pairs.own.content[place]) && !linked.contains(place)) open.own.push_back(place);
    for (const match::Match& one : match::by_form(source, pairs.own, open, known)) {
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const PairedBlock& each) { return each.place == one.source; });
        row->own_place = one.own;
        row->state = PairState::unsaid;
    }
    std::set<std::size_t> shown;
    for (PairedBlock& row : rows)
        if (row.own_place) {
            shown.insert(*row.own_place);
            row.own = match::block_at(pairs.own, *row.own_place);
        }

    // What stands here alone, behind the block that it follows.
    for (std::size_t place = 0; place < pairs.own.content.size(); ++place) {
        if (!is_row(pairs.own.content[place]) || shown.contains(place)) continue;
        PairedBlock alone;
        alone.state = PairState::gone;
        alone.place = place;
        alone.own_place = place;
        alone.own = match::block_at(pairs.own, place);
        for (const Said& one : said)
            if (one.own_place == place) {
                alone.pair = one.id;
                alone.said_at = one.at;
                alone.source_then = one.source;
            }
        auto behind = rows.begin();
        for (auto at = rows.begin(); at != rows.end(); ++at)
            if (at->own_place && *at->own_place < place) behind = at + 1;
        rows.insert(behind, std::move(alone));
    }
    pairs.blocks = std::move(rows);
}

void compare_sources(Pairs& pairs) {
    std::vector<std::string> theirs, mine;
    for (const doc::Citation& one : doc::citations(pairs.source->body)) theirs.push_back(one.key);
    for (const doc::Citation& one : doc::citations(pairs.own)) mine.push_back(one.key);
    const auto add = [](const std::vector<std::string>& from, const std::vector<std::string>& but, std::vector<std::string>& to) {
        for (const std::string& key : from)
            if (std::find(but.begin(), but.end(), key) == but.end() && std::find(to.begin(), to.end(), key) == to.end()) to.push_back(key);
    };
    add(theirs, mine, pairs.sources_missing);
    add(mine, theirs, pairs.sources_extra);
}
}

Pairs get_pairs(db::Tx& tx, const base::Viewer& viewer, PieceId id, base::Lang lang) {
    auto piece = store::find_piece(tx, id);
    if (!piece) throw base::Missing();
    store::require_of_the_piece(tx, viewer, id);
    Pairs pairs;
    pairs.piece = std::move(*piece);
    pairs.lang = lang;
    pairs.own.type = "doc";
    pairs.source = find_source(tx, id, base::other(lang), {});
    if (const auto row = tx.first(own_text, {{"piece", id}, {"lang", base::tag(lang)}})) {
        pairs.text = row->id<TextId>(0);
        pairs.pairing = row->text(1) == "paired" ? Pairing::paired : Pairing::parallel;
        if (!row->is_null(2)) pairs.made_from = find_source(tx, id, base::other(lang), row->id<RevisionId>(2));
        pairs.version = row->number(3);
        if (const auto copy = find_copy(tx, viewer, *pairs.text)) {
            pairs.at_desk = true;
            pairs.may_write = may_write(tx, viewer, *copy);
            pairs.version = copy->version;
            pairs.title = copy->title;
            pairs.summary = copy->summary;
            pairs.own = doc::normalized(copy->body);
        } else if (!row->is_null(6)) {
            pairs.title = row->text(4);
            pairs.summary = row->text(5);
            pairs.own = doc::normalized(store::read_stored(*pairs.text, row->text(6)));
        }
        pairs.may_say = pairs.at_desk ? pairs.may_write : people::may(viewer, Right::accept, scope_of(tx, id));
    }
    if (!pairs.source) return pairs;
    pairs.behind = pairs.made_from && !says_the_same(*pairs.made_from, *pairs.source);
    list_blocks(tx, pairs);
    compare_sources(pairs);
    return pairs;
}

}

#include "editorial/deciding.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/state.hpp"
#include "kit/doc/steps.hpp"

#include <algorithm>
#include <set>

namespace editorial {

using people::Right;

constexpr db::Query yes_of{"editorial.yes_of", R"sql(
    select 1 from approvals where text_id = :text and person_id = :person and version = :version and voided_by is null
)sql"};

bool may_approve(db::Tx& tx, const base::Viewer& viewer, const Copy& copy) {
    if (!viewer.person || copy.stage == Stage::draft || copy.stage == Stage::scheduled) return false;
    if (!people::may(viewer, Right::approve, scope_of(tx, copy.piece.id))) return false;
    const auto person = static_cast<people::PersonId>(*viewer.person);
    if (tx.first(yes_of, {{"text", copy.text}, {"person", person}, {"version", copy.version}})) return false;
    return !is_writer(tx, copy.text, person) || is_small_desk(tx);
}

// ---- an earlier version ----------------------------------------------------------------------------------------------

constexpr db::Query steps_of_copy{"editorial.steps_of_copy", R"sql(
    select version, step from steps where text_id = :text and version > :first and version <= :last order by version
)sql"};
constexpr db::Query starts_of_copy{"editorial.starts_of_copy", R"sql(
    select body from revisions where text_id = :text order by case when id = :based_on then 0 else 1 end, made_at desc, id desc limit 6
)sql"};

namespace {
struct Kept {
    std::int64_t version = 0; // after it
    doc::Step step;
};

/// The document at `version`, if the steps lead from `start` to what stands there now.
std::optional<doc::Node> replay(doc::Node start, const std::vector<Kept>& steps, std::int64_t first, std::int64_t version,
                                const doc::Node& now) {
    std::optional<doc::Node> wanted;
    if (version == first) wanted = start;
    for (const Kept& kept : steps) {
        auto after = doc::apply(std::move(start), kept.step);
        if (!after) return std::nullopt;
        start = std::move(*after);
        if (kept.version == version) wanted = start;
    }
    return start == now ? wanted : std::nullopt;
}
}

std::optional<doc::Node> body_at(db::Tx& tx, const base::Viewer& viewer, TextId text, std::int64_t version) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    const auto stored = store::find_stored(tx, text);
    if (!stored || version < stored->first_version || version > stored->copy.version) return std::nullopt;
    const doc::Node now = store::read_body(text, stored->body);
    if (version == stored->copy.version) return now;
    std::vector<Kept> steps;
    for (const db::Row& row : tx.all(steps_of_copy, {{"text", text}, {"first", stored->first_version}, {"last", stored->copy.version}})) {
        const auto json = base::parse_json(row.text(1));
        auto step = json ? doc::step_from_json(*json) : base::Result<doc::Step, doc::Faults>(base::Failure{doc::Faults{}});
        if (!step) return std::nullopt;
        steps.push_back({row.number(0), std::move(*step)});
    }
    // Only the steps are kept, and not what they began from: the live text, another revision, or the outline of the kind.
    const auto based_on = stored->copy.based_on ? static_cast<std::int64_t>(*stored->copy.based_on) : 0;
    for (const db::Row& row : tx.all(starts_of_copy, {{"text", text}, {"based_on", based_on}}))
        if (auto found = replay(store::read_body(text, row.text(0)), steps, stored->first_version, version, now)) return found;
    doc::Node empty{.type = "doc", .attrs = {}, .content = {}, .text = {}, .marks = {}};
    empty.content.push_back({.type = "paragraph", .attrs = {}, .content = {}, .text = {}, .marks = {}});
    const Kind* kind = find_kind(stored->copy.piece.kind);
    return replay(kind && kind->outline ? kind->outline(store::lang_of(tx, text)) : std::move(empty), steps, stored->first_version, version,
                  now);
}

// ---- what an act was done to, what readers have seen -----------------------------------------------------------------

constexpr db::Query piece_of_act{"editorial.piece_of_act", R"sql(
    select piece_id from acts where id = :id
)sql"};

PieceId piece_of(db::Tx& tx, const base::Viewer& viewer, ActId id) {
    const auto row = tx.first(piece_of_act, {{"id", id}});
    if (!row) throw base::Missing();
    const auto piece = row->id<PieceId>(0);
    store::require_of_the_piece(tx, viewer, piece);
    return piece;
}

bool is_withdrawn(db::Tx& tx, TextId text) {
    const State state = get_state(tx, text);
    return state.live && state.withdrawn;
}

constexpr db::Query count_live_revisions{"editorial.count_published", R"sql(
    select count(*) from revisions where text_id = :text and reason = 'published'
)sql"};

std::int64_t count_published(db::Tx& tx, TextId text) {
    return std::max<std::int64_t>(1, tx.first(count_live_revisions, {{"text", text}})->number(0));
}

namespace {
std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// "/learn/first-week" out of an address of this site as it is copied from a browser; "" for anything else.
std::string path_in(std::string_view typed) {
    if (const std::size_t host = typed.find("://"); host != std::string_view::npos) {
        const std::size_t slash = typed.find('/', host + 3);
        if (slash == std::string_view::npos) return "";
        typed.remove_prefix(slash);
    }
    if (!typed.starts_with('/')) return "";
    std::string path(typed.substr(0, typed.find_first_of("?#")));
    if (path.starts_with("/ja/")) path.erase(0, 3);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}
}

std::vector<Entry> search_live(db::Tx& tx, const base::Viewer& viewer, std::string_view words, base::Lang lang, std::size_t most) {
    const std::string path = path_in(words), wanted = lower(words);
    std::vector<Entry> found;
    std::set<PieceId> seen;
    const auto address_of = [&](const Entry& entry) {
        const auto piece = find_piece(tx, viewer, entry.piece);
        return piece ? url_of(tx, *piece).value_or("") : std::string();
    };
    for (const base::Lang of : {lang, base::other(lang)})
        for (Entry& entry : list_all_texts(tx, viewer, of)) {
            if (found.size() == most) return found;
            if (seen.contains(entry.piece)) continue;
            if (path.empty() ? lower(entry.title).find(wanted) == std::string::npos : !path.ends_with("/" + entry.slug)) continue;
            // What has no page of its own is no place to lead to.
            const std::string address = address_of(entry);
            if (address.empty() || (!path.empty() && address != path)) continue;
            seen.insert(entry.piece);
            found.push_back(std::move(entry));
        }
    return found;
}

}

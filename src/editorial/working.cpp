#include "editorial/copy_store.hpp"
#include "editorial/store.hpp"
#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>

namespace editorial {

using people::Right;

std::string_view name_of(Stage stage) {
    switch (stage) {
        case Stage::draft: return "draft";
        case Stage::first_read: return "first_read";
        case Stage::proof: return "proof";
        case Stage::ready: return "ready";
        case Stage::scheduled: return "scheduled";
    }
    return "";
}

std::optional<Stage> stage_from(std::string_view name) {
    for (const Stage stage : all_stages)
        if (name_of(stage) == name) return stage;
    return std::nullopt;
}

// ---- reading ---------------------------------------------------------------------------------------------------------

bool is_of_the_piece(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    const people::Scope scope = scope_of(tx, piece);
    for (const Right right : {Right::edit, Right::suggest, Right::comment, Right::approve})
        if (people::may(viewer, right, scope)) return true;
    return false;
}

std::optional<Copy> find_copy(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    auto stored = store::find_stored(tx, text);
    if (!stored) {
        store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
        return std::nullopt;
    }
    store::require_of_the_piece(tx, viewer, stored->copy.piece.id);
    stored->copy.body = store::read_body(text, stored->body);
    return std::move(stored->copy);
}

std::optional<Copy> find_copy(db::Tx& tx, const base::Viewer& viewer, PieceId piece, base::Lang lang) {
    if (const auto text = find_text_id(tx, piece, lang)) return find_copy(tx, viewer, *text);
    store::require_of_the_piece(tx, viewer, piece);
    return std::nullopt;
}

bool may_write(db::Tx& tx, const base::Viewer& viewer, const Copy& copy) {
    if (copy.stage == Stage::scheduled) return false;
    const people::Scope scope = scope_of(tx, copy.piece.id);
    return people::may(viewer, Right::accept, scope) || (copy.stage == Stage::draft && people::may(viewer, Right::edit, scope));
}

constexpr db::Query select_since{"editorial.steps_since", R"sql(
    select step, client from steps where text_id = :text and version > :version order by version
)sql"};

std::optional<Since> store::since(db::Tx& tx, const StoredCopy& stored, std::int64_t version) {
    if (version < stored.first_version || version > stored.copy.version) return std::nullopt;
    Since since{.version = stored.copy.version, .steps = {}, .clients = {}};
    if (version == stored.copy.version) return since;
    for (const db::Row& row : tx.all(select_since, {{"text", stored.copy.text}, {"version", version}})) {
        auto step = base::parse_json(row.text(0));
        base::check(step.has_value());
        since.steps.push_back(std::move(*step));
        since.clients.push_back(row.text(1));
    }
    return since;
}

std::optional<Since> steps_since(db::Tx& tx, const base::Viewer& viewer, TextId text, std::int64_t version) {
    const auto stored = store::find_stored(tx, text);
    store::require_of_the_piece(tx, viewer, stored ? stored->copy.piece.id : store::piece_of(tx, text));
    return stored ? store::since(tx, *stored, version) : std::nullopt;
}

constexpr db::Query select_former{"editorial.last_steps", R"sql(
    select steps.step, steps.client, steps.version from steps left join working_copies on working_copies.text_id = steps.text_id
     where steps.text_id = :text and steps.version > :version
       and (working_copies.first_version is null or steps.version <= working_copies.first_version)
     order by steps.version
)sql"};

Since last_steps(db::Tx& tx, const base::Viewer& viewer, TextId text, std::int64_t version) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    Since since{.version = version, .steps = {}, .clients = {}};
    for (const db::Row& row : tx.all(select_former, {{"text", text}, {"version", version}})) {
        // A number that is left out lies between one document and the next.
        if (row.number(2) != since.version + 1) break;
        auto step = base::parse_json(row.text(0));
        base::check(step.has_value());
        since.steps.push_back(std::move(*step));
        since.clients.push_back(row.text(1));
        ++since.version;
    }
    return since;
}

base::Json to_json(const Since& since) {
    base::Json::Array clients(since.clients.begin(), since.clients.end());
    return base::Json::Object{{"version", since.version}, {"steps", since.steps}, {"clients", std::move(clients)}};
}

// ---- opening ---------------------------------------------------------------------------------------------------------

constexpr db::Query text_for_copy{"editorial.text_for_copy", R"sql(
    select id, version, live_revision_id, check_by from texts where piece_id = :piece and lang = :lang
)sql"};
constexpr db::Query insert_text{"editorial.insert_text_for_copy", R"sql(
    insert into texts (id, piece_id, lang, stage, stage_since, native_read, pairing)
    values (:id, :piece, :lang, 'draft', :now, 0, 'parallel')
)sql"};
constexpr db::Query revision_to_open{"editorial.revision_to_open", R"sql(
    select title, summary, body from revisions where id = :id
)sql"};

namespace {
/// An empty text, as its kind begins one.
doc::Node outline_of(const Piece& piece, base::Lang lang) {
    const Kind* kind = find_kind(piece.kind);
    if (kind && kind->outline) return kind->outline(lang);
    doc::Node document{.type = "doc", .attrs = {}, .content = {}, .text = {}, .marks = {}};
    document.content.push_back({.type = "paragraph", .attrs = {}, .content = {}, .text = {}, .marks = {}});
    return document;
}
}

Copy open_copy(db::Tx& tx, const base::Viewer& viewer, PieceId piece_id, base::Lang lang) {
    people::require(tx, viewer, Right::edit, scope_of(tx, piece_id), people::piece_scope(static_cast<std::int64_t>(piece_id)));
    const auto piece = store::find_piece(tx, piece_id);
    if (!piece) throw base::Missing();
    const auto row = tx.first(text_for_copy, {{"piece", piece_id}, {"lang", base::tag(lang)}});
    const auto text = row ? row->id<TextId>(0) : static_cast<TextId>(base::new_id());
    if (row)
        if (auto stored = store::find_stored(tx, text)) {
            stored->copy.body = store::read_body(text, stored->body);
            return std::move(stored->copy);
        }
    try {
        if (!row) tx.run(insert_text, {{"id", text}, {"piece", piece_id}, {"lang", base::tag(lang)}, {"now", tx.now()}});
    } catch (const db::Duplicate& duplicate) {
        throw base::Conflict(duplicate.what()); // somebody else began it at the same moment
    }

    store::StoredCopy begun;
    begun.copy.text = text;
    begun.copy.stage = Stage::draft;
    // Steps made on the document that left the desk do not fit this one: publishing takes away what nobody sees.
    begun.copy.version = row && row->number(1) > 0 ? row->number(1) + 1 : 0;
    begun.copy.changed_at = tx.now();
    if (row) begun.copy.check_by = row->find_day(3);
    const std::optional<std::int64_t> live = row ? row->find_number(2) : std::nullopt;
    if (live) begun.copy.based_on = static_cast<RevisionId>(*live);
    // What was dropped before anybody read it goes on where it was left.
    const auto from = live ? begun.copy.based_on : store::latest_revision(tx, text);
    if (from) {
        const auto revision = tx.first(revision_to_open, {{"id", *from}});
        base::check(revision.has_value());
        begun.copy.title = revision->text(0);
        begun.copy.summary = revision->text(1);
        begun.body = revision->text(2);
    } else {
        begun.body = base::write_json(doc::to_json(outline_of(*piece, lang)));
    }
    store::put_stored(tx, begun);
    if (!from) record_act(tx, viewer, {.piece = piece_id, .text = text, .act = "created", .stage_to = std::string(name_of(Stage::draft))});
    auto opened = store::find_stored(tx, text);
    base::check(opened.has_value());
    opened->copy.body = store::read_body(text, opened->body);
    return std::move(opened->copy);
}

// ---- what came from elsewhere ------------------------------------------------------------------------------------------

namespace {
/// The live revision as it is stored.
struct LiveText {
    RevisionId id{};
    std::string title, summary, body;
};
}

constexpr db::Query select_live{"editorial.live_for_offer", R"sql(
    select revisions.id, revisions.title, revisions.summary, revisions.body, texts.version, texts.check_by
      from texts left join revisions on revisions.id = texts.live_revision_id
     where texts.id = :text
)sql"};

void put_working_copy(db::Tx& tx, const base::Viewer& viewer, TextId text, const std::string& title, const std::string& summary,
                      const doc::Node& body) {
    const PieceId piece = store::piece_of(tx, text);
    people::require(tx, viewer, Right::edit, scope_of(tx, piece), people::piece_scope(static_cast<std::int64_t>(piece)));
    const auto row = tx.first(select_live, {{"text", text}});
    base::check(row.has_value());
    std::optional<LiveText> live;
    if (!row->is_null(0)) live = LiveText{row->id<RevisionId>(0), row->text(1), row->text(2), row->text(3)};

    const auto here = store::find_stored(tx, text);
    const std::string json = base::write_json(doc::to_json(body));
    const auto is_here = [&](const std::string& other_title, const std::string& other_summary, const doc::Node& other) {
        return here && here->copy.title == other_title && here->copy.summary == other_summary &&
               doc::normalized(store::read_body(text, here->body)) == doc::normalized(other);
    };
    if (is_here(title, summary, body)) return;
    const bool untouched = !here || (live && is_here(live->title, live->summary, store::read_stored(text, live->body)));
    if (!untouched) {
        const auto revision = store::add_revision(
            tx, {.text = text, .title = title, .summary = summary, .body = json, .by = {}, .reason = "offered", .correction = {}}, body);
        record_act(tx, viewer, {.piece = piece, .text = text, .act = "offered", .revision = revision});
        return;
    }
    store::StoredCopy put;
    if (here) put = *here;
    put.copy.text = text;
    put.copy.title = title;
    put.copy.summary = summary;
    // Whoever has the document open reads it anew: steps on the one before fit no more.
    put.copy.version = std::max(row->number(4), here ? here->copy.version : 0) + 1;
    put.copy.changed_at = tx.now();
    put.copy.changed_by.reset();
    if (!here) put.copy.check_by = row->find_day(5);
    if (live) put.copy.based_on = live->id;
    put.body = json;
    store::put_stored(tx, put);
}

// ---- news ------------------------------------------------------------------------------------------------------------

namespace {
/// Written once by the wiring, before threads start.
std::function<void(db::Tx&, const CopyNews&)>& listener() {
    static std::function<void(db::Tx&, const CopyNews&)> call;
    return call;
}
}

std::string copy_topic(TextId text) { return "copy:" + std::to_string(static_cast<std::int64_t>(text)); }

void on_copy_news(std::function<void(db::Tx&, const CopyNews&)> call) { listener() = std::move(call); }

void tell_copy(db::Tx& tx, const CopyNews& news) {
    if (listener()) listener()(tx, news);
}

}

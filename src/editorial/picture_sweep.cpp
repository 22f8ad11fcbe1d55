#include "editorial/picture.hpp"
#include "editorial/store.hpp"

#include <algorithm>
#include <set>

namespace editorial {

namespace {
constexpr std::string_view address = "/pictures/";
constexpr std::size_t uid_length = 32;

/// Rows that are read at once.
constexpr std::int64_t page = 200;
/// Clocks of several machines on one database differ a little.
constexpr std::int64_t slack_ms = 60'000;
/// An act can be undone for a day.
constexpr std::int64_t undo_window_ms = 2LL * 24 * 3600 * 1000;

using Uids = std::set<std::string, std::less<>>;

/// Whatever follows such an address in a document, a step or an act as it is stored is a uid or belongs to no picture.
void forget_used(std::string_view json, Uids& unused) {
    for (std::size_t at = json.find(address); at != json.npos; at = json.find(address, at + 1)) {
        const auto found = unused.find(json.substr(at + address.size(), uid_length));
        if (found != unused.end()) unused.erase(found);
    }
}
}

constexpr db::Query select_old{"editorial.old_pictures", R"sql(
    select uid from pictures where added_at < :before and not exists (select 1 from text_pictures where text_pictures.uid = pictures.uid)
)sql"};
constexpr db::Query revisions_with_pictures{"editorial.revisions_with_pictures", R"sql(
    select id, body from revisions where id > :after and body like '%/pictures/%' order by id limit :page
)sql"};
constexpr db::Query copies_with_pictures{"editorial.copies_with_pictures", R"sql(
    select text_id, body from working_copies where text_id > :after and changed_at >= :since and body like '%/pictures/%' order by text_id limit :page
)sql"};
constexpr db::Query steps_with_pictures{"editorial.steps_with_pictures", R"sql(
    select step from steps where at >= :since and step like '%/pictures/%'
)sql"};
constexpr db::Query acts_with_pictures{"editorial.acts_with_pictures", R"sql(
    select before from acts where at >= :since and undone_at is null and before like '%/pictures/%'
)sql"};
constexpr db::Query last_revision{"editorial.last_revision", R"sql(
    select coalesce(max(id), 0) from revisions
)sql"};

namespace {
struct Seen {
    std::int64_t revision = 0;  // the last one that was looked at
    base::Instant at{};         // since when nothing was
};

/// Leaves those that are shown by nothing that changed since; everything changed since the beginning.
void look(db::Tx& tx, const Seen& seen, Uids& unused) {
    const std::int64_t since = seen.at.ms > slack_ms ? seen.at.ms - slack_ms : 0;
    const auto pages = [&](const db::Query& query, std::int64_t after, bool by_time) {
        while (!unused.empty()) {
            const auto rows = by_time ? tx.all(query, {{"after", after}, {"since", since}, {"page", page}})
                                      : tx.all(query, {{"after", after}, {"page", page}});
            for (const db::Row& row : rows) forget_used(row.text(1), unused);
            if (rows.size() < static_cast<std::size_t>(page)) return;
            after = rows.back().number(0);
        }
    };
    pages(revisions_with_pictures, seen.revision, /*by_time=*/false);
    pages(copies_with_pictures, 0, /*by_time=*/true);
    for (const db::Row& row : tx.all(steps_with_pictures, {{"since", since}})) forget_used(row.text(0), unused);
    const std::int64_t undoable = std::max(since, tx.now().ms - undo_window_ms);
    for (const db::Row& row : tx.all(acts_with_pictures, {{"since", undoable}})) forget_used(row.text(0), unused);
}
}

constexpr db::Query hashes_of_picture{"editorial.picture_hashes", R"sql(
    select hash from picture_files where uid = :uid
)sql"};
constexpr std::array<db::Query, 4> delete_rows{{
    {"editorial.delete_picture_texts", "delete from text_pictures where uid = :uid"},
    {"editorial.delete_picture_files", "delete from picture_files where uid = :uid"},
    {"editorial.delete_picture_person", "delete from picture_people where uid = :uid"},
    {"editorial.delete_picture", "delete from pictures where uid = :uid"},
}};

namespace {
void remove(db::Tx& tx, std::string_view uid) {
    for (const db::Row& row : tx.all(hashes_of_picture, {{"uid", uid}})) tx.delete_blob(row.text(0));
    for (const db::Query& query : delete_rows) tx.run(query, {{"uid", uid}});
}
}

std::function<void(db::Tx&)> remove_unused_pictures(db::Pool& pool) {
    Uids unused;
    Seen seen;
    {
        const auto tx = pool.read();
        for (const db::Row& row : tx->all(select_old, {{"before", tx->now().ms - unused_picture_ms}})) unused.insert(row.text(0));
        if (!unused.empty()) {
            look(*tx, {}, unused);
            seen = {.revision = tx->first(last_revision)->number(0), .at = tx->now()};
        }
    }
    return [unused, seen](db::Tx& tx) {
        Uids still = unused;
        if (still.empty()) return;
        look(tx, seen, still);
        for (const std::string& uid : still)
            if (!is_live_picture(tx, uid)) remove(tx, uid);
    };
}

constexpr db::Query piece_of_picture{"editorial.piece_of_picture", R"sql(
    select piece_id from pictures where uid = :uid
)sql"};
constexpr db::Query texts_with_picture{"editorial.texts_with_picture", R"sql(
    select distinct texts.piece_id from text_pictures join texts on texts.id = text_pictures.text_id where text_pictures.uid = :uid
)sql"};

void delete_picture(db::Tx& tx, const base::Viewer& viewer, std::string_view uid) {
    const auto row = tx.first(piece_of_picture, {{"uid", uid}});
    if (!row) throw base::Missing();
    const auto piece = row->id<PieceId>(0);
    people::require(tx, viewer, people::Right::publish, scope_of(tx, piece), people::piece_scope(static_cast<std::int64_t>(piece)));
    std::vector<std::string> tags;
    for (const db::Row& shown : tx.all(texts_with_picture, {{"uid", uid}})) tags.push_back(piece_tag(shown.id<PieceId>(0)));
    remove(tx, uid);
    if (!tags.empty()) changed(tx, tags);
}

}

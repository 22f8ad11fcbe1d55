#include "research/link_store.hpp"

namespace research::store {

constexpr db::Query select_link{"research.find_link", R"sql(
    select checked_at, status, error from links where url = :url
)sql"};

std::optional<Link> find_link(db::Tx& tx, std::string_view url) {
    const auto row = tx.first(select_link, {{"url", url}});
    if (!row) return std::nullopt;
    return Link{.url = std::string(url), .checked_at = row->instant(0), .status = static_cast<int>(row->number(1)), .error = row->text(2)};
}

constexpr db::Query upsert_link{"research.want_link", R"sql(
    insert into links (url, wanted_at, checked_at, status, error, fails) values (:url, :now, 0, 0, '', 0)
        on conflict (url) do update set wanted_at = excluded.wanted_at
)sql"};
constexpr db::Query make_due{"research.make_link_due", R"sql(
    update links set checked_at = 0 where url = :url
)sql"};

void want_link(db::Tx& tx, std::string_view url, bool at_once) {
    tx.run(upsert_link, {{"url", url}, {"now", tx.now()}});
    if (at_once) tx.run(make_due, {{"url", url}});
}

constexpr db::Query select_due{"research.due_links", R"sql(
    select url from links where checked_at < :fresh or (checked_at < :broken and fails > 0 and fails < 15)
     order by checked_at, url limit :most
)sql"};

std::vector<std::string> due_links(db::Tx& tx, std::int64_t most) {
    std::vector<std::string> urls;
    for (const db::Row& row : tx.all(select_due, {{"fresh", base::Instant{tx.now().ms - fresh_for.count()}},
                                                  {"broken", base::Instant{tx.now().ms - broken_for.count()}},
                                                  {"most", most}}))
        urls.push_back(row.text(0));
    return urls;
}

constexpr db::Query update_result{"research.put_link_result", R"sql(
    update links set checked_at = :now, status = :status, error = :error, fails = case when :broken = 1 then fails + 1 else 0 end
     where url = :url
)sql"};

void put_result(db::Tx& tx, std::string_view url, int status, std::string_view error) {
    tx.run(update_result, {{"url", url}, {"now", tx.now()}, {"status", status}, {"error", error}, {"broken", is_broken(status, error)}});
}

constexpr db::Query delete_unwanted{"research.forget_links", R"sql(
    delete from links where wanted_at < :before
)sql"};

void forget_links(db::Tx& tx, base::Instant before) { tx.run(delete_unwanted, {{"before", before}}); }

constexpr db::Query select_live{"research.list_live_bodies", R"sql(
    select texts.id, revisions.body from texts join revisions on revisions.id = texts.live_revision_id
     where texts.withdrawn_at is null and texts.id > :after order by texts.id limit :most
)sql"};
constexpr db::Query select_working{"research.list_working_bodies", R"sql(
    select text_id, body from working_copies where text_id > :after order by text_id limit :most
)sql"};

std::vector<std::string> list_bodies(db::Tx& tx, Bodies which, std::int64_t& after, std::int64_t most) {
    std::vector<std::string> bodies;
    for (const db::Row& row : tx.all(which == Bodies::live ? select_live : select_working, {{"after", after}, {"most", most}})) {
        after = row.number(0);
        bodies.push_back(row.text(1));
    }
    return bodies;
}

constexpr db::Query select_of_text{"research.bodies_of_text", R"sql(
    select body from working_copies where text_id = :text
    union all
    select revisions.body from texts join revisions on revisions.id = texts.live_revision_id where texts.id = :text
)sql"};

std::vector<std::string> bodies_of(db::Tx& tx, editorial::TextId text) {
    std::vector<std::string> bodies;
    for (const db::Row& row : tx.all(select_of_text, {{"text", text}})) bodies.push_back(row.text(0));
    return bodies;
}

}

#include "reach/store.hpp"

#include "kit/base/check.hpp"

#include <algorithm>

namespace reach {

std::vector<FeedEntry> list_feed(db::Tx& tx, const base::Viewer&, base::Lang lang, const Selection& wanted) {
    return store::list_feed(tx, lang, wanted);
}

namespace store {

constexpr db::Query newest{"reach.newest", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence, revisions.title, revisions.summary, revisions.body, texts.published_on,
           revisions.made_at
      from pieces join texts on texts.piece_id = pieces.id join revisions on revisions.id = texts.live_revision_id
     where texts.lang = :lang and texts.withdrawn_at is null and pieces.retired_at is null
       and (pieces.kind = :kind1 or pieces.kind = :kind2 or pieces.kind = :kind3)
       and (:person = 0 or exists (select 1 from credits where credits.piece_id = pieces.id and credits.person_id = :person
                                           and credits.live = 1))
       and (:tag = '' or exists (select 1 from post_tags where post_tags.piece_id = pieces.id and post_tags.tag = :tag))
     order by texts.published_on desc, pieces.id desc
     limit :limit
)sql"};

std::vector<FeedEntry> list_feed(db::Tx& tx, base::Lang lang, const Selection& wanted) {
    base::check(wanted.kinds.size() <= 3);
    const auto kind = [&](std::size_t i) { return i < wanted.kinds.size() ? wanted.kinds[i] : std::string(); };
    std::vector<FeedEntry> entries;
    for (const db::Row& row : tx.all(newest, {{"lang", base::tag(lang)},
                                              {"kind1", kind(0)},
                                              {"kind2", kind(1)},
                                              {"kind3", kind(2)},
                                              {"person", wanted.person ? static_cast<std::int64_t>(*wanted.person) : std::int64_t{0}},
                                              {"tag", wanted.tag},
                                              {"limit", most_entries}})) {
        const auto json = base::parse_json(row.text(6));
        base::check(json.has_value());
        auto body = doc::from_json(*json);
        if (!body) throw base::Error("the live document of piece " + std::to_string(row.number(0)) + " does not fit the schema");
        entries.push_back({.piece = {.id = row.id<editorial::PieceId>(0), .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)},
                           .lang = lang,
                           .title = row.text(4),
                           .summary = row.text(5),
                           .body = std::move(*body),
                           .published_on = row.day(7),
                           .updated_at = row.instant(8)});
    }
    return entries;
}

}
}

#include "reach/share.hpp"

#include "kit/base/json.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace reach {

const std::vector<Place>& places() {
    static const std::vector<Place> all{{"x", 280}, {"bluesky", 300}, {"mastodon", 500}, {"facebook", 0}, {"line", 0}, {"mail", 0}};
    return all;
}

namespace {
constexpr std::size_t address_on_x = 23;

std::size_t x_weight(char32_t c) {
    return c <= 0x10FF || (c >= 0x2000 && c <= 0x200D) || (c >= 0x2010 && c <= 0x201F) || (c >= 0x2032 && c <= 0x2037) ? 1 : 2;
}

/// Where a place counts an address as something else than its letters, the text is counted without it.
std::size_t length_at(std::string_view place, std::string_view text, std::string_view url) {
    const std::size_t at = url.empty() ? std::string_view::npos : text.rfind(url);
    const std::string_view rest = at == std::string_view::npos ? text : text.substr(0, at);
    const bool has_url = at != std::string_view::npos;
    if (place == "x") return x_length(rest) + (has_url ? address_on_x : 0);
    if (place == "mastodon") return base::code_points(rest) + (has_url ? address_on_x : 0);
    return base::code_points(text);
}

bool ends_phrase(char32_t c) { return c == ' ' || c == '\n' || (c >= 0x3000 && c <= 0x303F) || c == 0xFF01 || c == 0xFF1F || c == 0xFF0C; }

/// The longest beginning that `fits`, ended at a word or sign where one is near, with "…" behind it; "" where not even a few letters fit.
template <class Fits>
std::string shortened(const std::string& text, const Fits& fits) {
    if (fits(text)) return text;
    std::size_t at = 0, best = 0, phrase = 0;
    while (at < text.size()) {
        const std::size_t before = at;
        const char32_t c = base::next_code_point(text, at);
        if (!fits(text.substr(0, before) + "…")) break;
        best = before;
        if (ends_phrase(c)) phrase = before;
    }
    // Japanese has no spaces: far from a sign it ends at a letter.
    std::size_t end = phrase * 3 > best * 2 ? phrase : best;
    if (phrase > 0 &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.'’:;!?-") == std::string::npos)
        end = phrase;
    return end == 0 ? std::string() : text.substr(0, end) + "…";
}

std::string lines(const std::string& lead, const std::string& summary, const std::string& url, const char* between) {
    return lead + (summary.empty() ? "" : between + summary) + between + url;
}

std::string fitted(const Place& place, const Wording& words) {
    const auto fits = [&](const std::string& text) { return length_at(place.name, text, words.url) <= place.most; };
    const std::string whole = lines(words.lead, words.summary, words.url, "\n");
    if (fits(whole)) return whole;
    const std::string bare = lines(words.lead, "", words.url, "\n");
    if (!fits(bare)) {
        const std::string lead = shortened(words.lead, [&](const std::string& part) { return fits(lines(part, "", words.url, "\n")); });
        return lines(lead, "", words.url, "\n");
    }
    const std::string summary =
        shortened(words.summary, [&](const std::string& part) { return fits(lines(words.lead, part, words.url, "\n")); });
    return lines(words.lead, summary, words.url, "\n");
}
}

std::size_t x_length(std::string_view text) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) length += x_weight(base::next_code_point(text, at));
    return length;
}

std::vector<Post> posts_of(const Wording& words) {
    std::vector<Post> posts;
    for (const Place& place : places()) {
        Post post{.place = place, .subject = {}, .text = {}, .length = 0};
        if (place.most > 0)
            post.text = fitted(place, words);
        else if (place.name == "line")
            post.text = lines(words.lead, "", words.url, "\n");
        else if (place.name == "mail") {
            post.subject = words.lead;
            post.text = (words.summary.empty() ? words.lead : words.summary) + "\n\n" + words.url;
        } else
            post.text = lines(words.lead, words.summary, words.url, "\n\n");
        post.length = length_at(place.name, post.text, words.url);
        posts.push_back(std::move(post));
    }
    return posts;
}

void require_sharing(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId piece) {
    const people::Scope scope = editorial::scope_of(tx, piece);
    for (const auto right : {people::Right::edit, people::Right::publish})
        if (people::may(viewer, right, scope)) return;
    people::require(tx, viewer, people::Right::send, scope, editorial::piece_tag(piece));
}

constexpr db::Query posted_at{"reach.list_posted", R"sql(
    select shared.place, shared.at, persons_shown.id, persons_shown.slug, persons_shown.name, persons_shown.name_ja, persons_shown.agreed_on,
           persons_shown.former
      from shared left join persons_shown on persons_shown.id = shared.person_id
     where shared.piece_id = :piece and shared.lang = :lang order by shared.at
)sql"};

std::vector<Posted> list_posted(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId piece, base::Lang lang) {
    require_sharing(tx, viewer, piece);
    std::vector<Posted> all;
    for (const db::Row& row : tx.all(posted_at, {{"piece", piece}, {"lang", base::tag(lang)}})) {
        Posted one{.place = row.text(0), .person = {}, .at = row.instant(1)};
        if (!row.is_null(2)) {
            people::Person person;
            person.id = row.id<people::PersonId>(2);
            person.slug = row.text(3);
            person.name = row.text(4);
            person.name_ja = row.text(5);
            person.agreed_on = row.find_day(6);
            person.former = row.flag(7);
            one.person = std::move(person);
        }
        all.push_back(std::move(one));
    }
    return all;
}

constexpr db::Query insert_posted{"reach.set_posted", R"sql(
    insert into shared (piece_id, lang, place, person_id, at) values (:piece, :lang, :place, :person, :now)
        on conflict (piece_id, lang, place) do nothing
)sql"};
constexpr db::Query delete_posted{"reach.unset_posted", R"sql(
    delete from shared where piece_id = :piece and lang = :lang and place = :place
)sql"};

void set_posted(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId piece, base::Lang lang, std::string_view place, bool posted) {
    require_sharing(tx, viewer, piece);
    if (std::none_of(places().begin(), places().end(), [&](const Place& each) { return each.name == place; })) throw base::Missing();
    if (posted)
        tx.run(insert_posted,
               {{"piece", piece}, {"lang", base::tag(lang)}, {"place", place}, {"person", viewer.person}, {"now", tx.now()}});
    else
        tx.run(delete_posted, {{"piece", piece}, {"lang", base::tag(lang)}, {"place", place}});
}

std::optional<CardWords> card_words(db::Tx& tx, editorial::PieceId id) {
    const base::Viewer everybody;
    const auto piece = editorial::find_piece(tx, everybody, id);
    if (!piece || !editorial::url_of(tx, *piece)) return std::nullopt;
    CardWords words;
    for (const base::Lang lang : base::languages)
        if (const auto entry = editorial::find_entry(tx, everybody, id, lang); entry && entry->lang == lang)
            (lang == base::Lang::ja ? words.title_ja : words.title) = entry->title;
    if (words.title.empty() && words.title_ja.empty()) return std::nullopt;
    return words;
}

constexpr db::Query shared_by{"reach.shared_by", R"sql(
    select piece_id, lang, place, at from shared where person_id = :person order by at
)sql"};
constexpr db::Query forget_shared{"reach.forget", R"sql(
    update shared set person_id = null where person_id = :person
)sql"};

people::Files export_person(db::Tx& tx, const base::Viewer& viewer) {
    base::Json::Array all;
    for (const db::Row& row : tx.all(shared_by, {{"person", people::require_account(viewer)}}))
        all.push_back(
            base::Json::Object{{"piece", row.number(0)}, {"lang", row.text(1)}, {"place", row.text(2)}, {"at", base::iso(row.instant(3))}});
    return {{"shared.json", base::write_json(all)}};
}

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget_shared, {{"person", person}});
}

}

#include "people/people.hpp"
#include "people/store.hpp"
#include "people/word_list.hpp"

#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/text.hpp"

#include <algorithm>
#include <array>

namespace people {

namespace {
constexpr std::array<std::string_view, 4> shareables{"photo", "languages", "levels", "contract"};
constexpr std::array<std::string_view, 4> contracts{"jet", "direct", "company", "other"};

template <class List>
bool one_of(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_web_address(std::string_view url) {
    return (url.starts_with("https://") || url.starts_with("http://")) && url.size() > 10 && url.find(' ') == std::string_view::npos;
}
}

const std::vector<std::string>& school_levels() {
    static const std::vector<std::string> levels{"kg", "es12", "es34", "es56", "jhs", "shs", "sn"};
    return levels;
}
bool is_school_level(std::string_view word) { return one_of(school_levels(), word); }
bool is_shareable(std::string_view word) { return one_of(shareables, word); }
bool is_contract(std::string_view word) { return word.empty() || one_of(contracts, word); }

constexpr db::Query select_profile{"people.get_profile", R"sql(
    select name, name_ja, kana, romaji, pen_name, pen_keeper_id, bio, bio_ja, languages, levels, contract, lang, agreed_on, shared, photo
      from persons where id = :id
)sql"};
constexpr db::Query select_links{"people.list_links", R"sql(
    select label, url from person_links where person_id = :id order by position
)sql"};

namespace {
struct Kept {
    Profile profile;
    std::string photo;
};

Kept read_profile(db::Tx& tx, PersonId id) {
    const auto row = tx.first(select_profile, {{"id", id}});
    if (!row) throw base::Missing();
    Kept kept;
    Profile& profile = kept.profile;
    profile.name = row->text(0);
    profile.kanji = row->text(1);
    profile.kana = row->text(2);
    profile.romaji = row->text(3);
    profile.pen_name = row->text(4);
    if (const auto keeper = row->find_number(5)) profile.pen_keeper = static_cast<PersonId>(*keeper);
    profile.bio = row->text(6);
    profile.bio_ja = row->text(7);
    profile.languages = row->text(8);
    profile.levels = words_of(row->text(9));
    profile.contract = row->text(10);
    profile.lang = base::lang_from(row->text(11)).value_or(base::Lang::en);
    profile.named = !row->is_null(12);
    profile.shared = words_of(row->text(13));
    kept.photo = row->text(14);
    for (const db::Row& link : tx.all(select_links, {{"id", id}})) profile.links.push_back({link.text(0), link.text(1)});
    return kept;
}
}

Profile get_profile(db::Tx& tx, const base::Viewer& viewer) { return read_profile(tx, require_account(viewer)).profile; }

Problems check_profile(const Profile& profile) {
    Problems problems;
    const auto too_long = [&](const std::string& text, std::size_t most, const char* field) {
        if (base::code_points(text) > most) problems.push_back({field, "problem.too_long"});
    };
    if (profile.named && profile.name.empty() && profile.pen_name.empty()) problems.push_back({"name", "problem.name_missing"});
    for (const auto& [text, field] : {std::pair{&profile.name, "name"},
                                      {&profile.kanji, "kanji"},
                                      {&profile.kana, "kana"},
                                      {&profile.romaji, "romaji"},
                                      {&profile.pen_name, "pen_name"},
                                      {&profile.languages, "languages"}})
        too_long(*text, 100, field);
    too_long(profile.bio, 600, "bio");
    too_long(profile.bio_ja, 600, "bio_ja");
    if (!is_contract(profile.contract)) problems.push_back({"contract", "problem.choose"});
    if (!std::all_of(profile.levels.begin(), profile.levels.end(), is_school_level)) problems.push_back({"levels", "problem.choose"});
    if (!std::all_of(profile.shared.begin(), profile.shared.end(), is_shareable)) problems.push_back({"shared", "problem.choose"});
    if (profile.links.size() > max_links) problems.push_back({"link_1", "problem.too_many_links"});
    for (std::size_t i = 0; i < profile.links.size(); ++i) {
        if (!is_web_address(profile.links[i].url) || profile.links[i].url.size() > 500)
            problems.push_back({"link_" + std::to_string(i + 1), "problem.web_address"});
        if (base::code_points(profile.links[i].label) > 80) problems.push_back({"link_label_" + std::to_string(i + 1), "problem.too_long"});
    }
    return problems;
}

constexpr db::Query update_profile{"people.update_profile", R"sql(
    update persons set slug = :slug, name = :name, name_ja = :kanji, kana = :kana, romaji = :romaji, pen_name = :pen_name,
           pen_keeper_id = :pen_keeper, bio = :bio, bio_ja = :bio_ja, languages = :languages, levels = :levels, contract = :contract,
           lang = :lang, agreed_on = :agreed_on, shared = :shared
     where id = :id
)sql"};
constexpr db::Query delete_links{"people.delete_links", R"sql(
    delete from person_links where person_id = :id
)sql"};
constexpr db::Query insert_link{"people.insert_link", R"sql(
    insert into person_links (person_id, position, label, url) values (:id, :position, :label, :url)
)sql"};

namespace {
/// The last part of the address of a person's page: made from the name that everybody may see, and from nothing else.
std::string slug_for(db::Tx& tx, PersonId id, const Person& before, const Profile& profile) {
    const bool same_name = before.name == (profile.pen_name.empty() ? profile.name : profile.pen_name);
    // Whoever takes a name back, or has another one that no page shows yet, leaves nothing of the name before in the address.
    if (!profile.named) return same_name && !before.may_be_named() ? before.slug : store::new_slug();
    if (same_name && before.may_be_named()) return before.slug;
    const std::string wanted = text::slug(!profile.pen_name.empty() ? profile.pen_name
                                          : !profile.romaji.empty() ? profile.romaji
                                                                    : profile.name);
    return wanted.empty() ? store::new_slug() : store::free_slug(tx, wanted, id);
}
}

base::Result<PersonId, Problems> save_profile(db::Tx& tx, const base::Viewer& viewer, const Profile& profile) {
    const PersonId id = require_account(viewer);
    Problems problems = check_profile(profile);
    if (profile.pen_keeper) {
        const auto keepers = list_pen_keepers(tx, viewer);
        if (std::none_of(keepers.begin(), keepers.end(), [&](const Person& one) { return one.id == *profile.pen_keeper; }))
            problems.push_back({"pen_keeper", "problem.choose"});
    }
    if (!problems.empty()) return base::Failure{std::move(problems)};
    const auto before = store::find(tx, id);
    if (!before) throw base::Missing();
    std::optional<base::Day> agreed;
    if (profile.named) agreed = before->agreed_on.value_or(base::day_of(tx.now()));
    tx.run(update_profile, {{"slug", slug_for(tx, id, *before, profile)},
                            {"name", profile.name},
                            {"kanji", profile.kanji},
                            {"kana", profile.kana},
                            {"romaji", profile.romaji},
                            {"pen_name", profile.pen_name},
                            {"pen_keeper", profile.pen_keeper},
                            {"bio", profile.bio},
                            {"bio_ja", profile.bio_ja},
                            {"languages", profile.languages},
                            {"levels", joined(profile.levels)},
                            {"contract", profile.contract},
                            {"lang", base::tag(profile.lang)},
                            {"agreed_on", agreed},
                            {"shared", joined(profile.shared)},
                            {"id", id}});
    tx.run(delete_links, {{"id", id}});
    std::int64_t position = 0;
    for (const WebLink& link : profile.links)
        tx.run(insert_link, {{"id", id}, {"position", ++position}, {"label", link.label}, {"url", link.url}});
    return id;
}

Shown shown_of(const Profile& profile, std::string_view photo) {
    const auto shares = [&](std::string_view what) { return one_of(profile.shared, what); };
    Shown shown;
    if (profile.pen_name.empty()) {
        shown.kana = profile.kana;
        shown.romaji = profile.romaji;
    }
    shown.links = profile.links;
    if (shares("languages")) shown.languages = profile.languages;
    if (shares("contract")) shown.contract = profile.contract;
    if (shares("levels")) shown.levels = profile.levels;
    if (shares("photo")) shown.photo = photo;
    return shown;
}

Shown find_shown(db::Tx& tx, const base::Viewer&, PersonId id) {
    const auto person = store::find(tx, id);
    if (!person || !person->may_be_named()) return {};
    const Kept kept = read_profile(tx, id);
    return shown_of(kept.profile, kept.photo);
}

namespace {
bool edits_beyond_pieces(const base::Viewer& viewer) {
    constexpr auto edit = static_cast<std::uint64_t>(Right::edit);
    return (viewer.rights & edit) != 0 || std::any_of(viewer.grants.begin(), viewer.grants.end(), [](const base::Viewer::Grant& grant) {
               return (grant.rights & edit) != 0 && !grant.scope.starts_with("piece:");
           });
}
}

std::optional<std::string> find_name_behind(db::Tx& tx, const base::Viewer& viewer, PersonId id) {
    const Profile profile = read_profile(tx, id).profile;
    if (profile.pen_name.empty() || !viewer.person) return std::nullopt;
    const auto who = static_cast<PersonId>(*viewer.person);
    // The editor must still be one, and have shown a passkey if they have one.
    if (who != id && !(profile.pen_keeper == who && edits_beyond_pieces(viewer))) return std::nullopt;
    return profile.name;
}

constexpr db::Query select_pen_keepers{"people.list_pen_keepers", R"sql(
    select distinct person_id, role, scope from roles
     where ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today)
)sql"};

std::vector<Person> list_pen_keepers(db::Tx& tx, const base::Viewer& viewer) {
    require_account(viewer);
    std::vector<Person> found;
    for (const db::Row& row : tx.all(select_pen_keepers, {{"today", base::day_of(tx.now())}})) {
        const auto role = role_from(row.text(1));
        if (!role || (rights_of(*role, row.text(2)) & static_cast<std::uint64_t>(Right::edit)) == 0 || row.text(2).starts_with("piece:"))
            continue;
        const auto id = row.id<PersonId>(0);
        if (std::any_of(found.begin(), found.end(), [&](const Person& one) { return one.id == id; })) continue;
        if (auto person = store::find(tx, id); person && person->may_be_named()) found.push_back(std::move(*person));
    }
    return found;
}

// ---- photo -----------------------------------------------------------------------------------------------------------

constexpr db::Query select_photo{"people.find_own_photo", R"sql(
    select photo from persons where id = :id
)sql"};
constexpr db::Query set_photo{"people.set_photo", R"sql(
    update persons set photo = :uid where id = :id
)sql"};
constexpr db::Query insert_photo{"people.insert_photo", R"sql(
    insert into photos (uid, width, mime, height, hash, person_id) values (:uid, :width, :mime, :height, :hash, :person)
)sql"};
constexpr db::Query select_photo_media{"people.photo_media", R"sql(
    select hash from photos where person_id = :person
)sql"};
constexpr db::Query delete_photos{"people.delete_photos", R"sql(
    delete from photos where person_id = :person
)sql"};
void save_photo(db::Tx& tx, const base::Viewer& viewer, const std::vector<Rendition>& renditions) {
    const PersonId id = require_account(viewer);
    delete_photo(tx, viewer);
    const std::string uid = base::new_uid();
    for (const Rendition& rendition : renditions) {
        // Two people with the same picture keep it twice, so that one of them can take theirs away.
        const std::string hash = base::hash(uid + rendition.mime + std::to_string(rendition.width), 32);
        tx.put_blob(hash, rendition.mime, rendition.bytes);
        tx.run(insert_photo, {{"uid", uid},
                              {"width", rendition.width},
                              {"mime", rendition.mime},
                              {"height", rendition.height},
                              {"hash", hash},
                              {"person", id}});
    }
    tx.run(set_photo, {{"uid", renditions.empty() ? std::string() : uid}, {"id", id}});
}

void delete_photo(db::Tx& tx, const base::Viewer& viewer) {
    const PersonId id = require_account(viewer);
    const auto media = tx.all(select_photo_media, {{"person", id}});
    tx.run(delete_photos, {{"person", id}});
    for (const db::Row& row : media) tx.delete_blob(row.text(0));
    tx.run(set_photo, {{"uid", ""}, {"id", id}});
}

std::string find_own_photo(db::Tx& tx, const base::Viewer& viewer) {
    const auto row = tx.first(select_photo, {{"id", require_account(viewer)}});
    return row ? row->text(0) : std::string();
}

constexpr db::Query find_rendition{"people.find_photo", R"sql(
    select photos.height, photos.hash, photos.person_id, persons.agreed_on, persons.shared
      from photos join persons on persons.id = photos.person_id and persons.photo = photos.uid
     where photos.uid = :uid and photos.width = :width and photos.mime = :mime
)sql"};

std::optional<Rendition> find_photo(db::Tx& tx, const base::Viewer& viewer, std::string_view uid, int width, std::string_view mime) {
    const auto row = tx.first(find_rendition, {{"uid", uid}, {"width", width}, {"mime", mime}});
    if (!row) return std::nullopt;
    const bool own = viewer.person && *viewer.person == row->number(2);
    const bool shared = !row->is_null(3) && one_of(words_of(row->text(4)), "photo");
    if (!own && !shared) return std::nullopt;
    auto bytes = tx.find_blob(row->text(1));
    if (!bytes) return std::nullopt;
    return Rendition{.width = width, .height = static_cast<int>(row->number(0)), .mime = std::string(mime), .bytes = std::move(*bytes)};
}

}

#include "editorial/picture.hpp"

#include "editorial/store.hpp"
#include "editorial/working.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/typed.hpp"

#include <algorithm>

namespace editorial {

using people::Right;

namespace {
constexpr std::string_view address = "/pictures/";
constexpr std::size_t uid_length = 32;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

void collect(const doc::Node& node, std::vector<std::string>& found) {
    if (node.type == "image")
        if (auto uid = picture_uid(node.text_attr("src")); uid && std::find(found.begin(), found.end(), *uid) == found.end())
            found.push_back(*std::move(uid));
    for (const doc::Node& child : node.content) collect(child, found);
}
}

std::vector<int> widths_of(const Picture& picture) {
    std::vector<int> widths;
    for (const int width : picture_widths)
        if (width < picture.width) widths.push_back(width);
    widths.push_back(picture.width);
    return widths;
}

std::string picture_src(std::string_view uid) { return std::string(address) + std::string(uid); }

std::optional<std::string> picture_uid(std::string_view src) {
    if (!src.starts_with(address)) return std::nullopt;
    const std::string_view uid = src.substr(address.size());
    if (uid.size() != uid_length || !std::all_of(uid.begin(), uid.end(), is_hex)) return std::nullopt;
    return std::string(uid);
}

std::vector<std::string> pictures_in(const doc::Node& document) {
    std::vector<std::string> found;
    collect(document, found);
    return found;
}

// ---- putting in ------------------------------------------------------------------------------------------------------

Problems problems_of(const NewPicture& wanted) {
    Problems problems;
    const std::string alt = text::one_line(wanted.alt);
    if (alt.empty())
        problems.push_back({.field = "alt", .word = "problem.picture_alt"});
    else if (base::code_points(alt) > longest_alt)
        problems.push_back({.field = "alt", .word = "problem.picture_alt_long"});
    if (!wanted.people_ok) problems.push_back({.field = "people_ok", .word = "problem.picture_people"});
    return problems;
}

void require_edit(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    if (!store::find_piece(tx, piece)) throw base::Missing();
    people::require(tx, viewer, Right::edit, scope_of(tx, piece), people::piece_scope(static_cast<std::int64_t>(piece)));
}

constexpr db::Query insert_picture{"editorial.insert_picture", R"sql(
    insert into pictures (uid, piece_id, width, height, alt, people_ok, added_at) values (:uid, :piece, :width, :height, :alt, :people_ok, :now)
)sql"};
constexpr db::Query insert_file{"editorial.insert_picture_file", R"sql(
    insert into picture_files (uid, width, mime, height, hash) values (:uid, :width, :mime, :height, :hash)
)sql"};
constexpr db::Query insert_person{"editorial.insert_picture_person", R"sql(
    insert into picture_people (uid, person_id) values (:uid, :person)
)sql"};

base::Result<Picture, Problems> save_picture(db::Tx& tx, const base::Viewer& viewer, PieceId piece, const NewPicture& wanted) {
    require_edit(tx, viewer, piece);
    if (Problems problems = problems_of(wanted); !problems.empty()) return base::Failure{std::move(problems)};
    if (wanted.files.empty()) return base::Failure{Problems{{.field = "file", .word = "problem.picture_missing"}}};
    Picture picture{.uid = base::new_uid(),
                    .piece = piece,
                    .width = wanted.files.back().width,
                    .height = wanted.files.back().height,
                    .alt = text::one_line(wanted.alt),
                    .people_ok = wanted.people_ok,
                    .by = {},
                    .at = tx.now()};
    if (viewer.person) picture.by = static_cast<people::PersonId>(*viewer.person);
    tx.run(insert_picture, {{"uid", picture.uid},
                            {"piece", piece},
                            {"width", picture.width},
                            {"height", picture.height},
                            {"alt", picture.alt},
                            {"people_ok", picture.people_ok},
                            {"now", picture.at}});
    if (picture.by) tx.run(insert_person, {{"uid", picture.uid}, {"person", *picture.by}});
    for (const PictureFile& file : wanted.files) {
        // The same picture put in twice is kept twice, so that one of them can be taken away.
        const std::string hash = base::hash(picture.uid + file.mime + std::to_string(file.width), 32);
        tx.put_blob(hash, file.mime, file.bytes);
        tx.run(insert_file, {{"uid", picture.uid}, {"width", file.width}, {"mime", file.mime}, {"height", file.height}, {"hash", hash}});
    }
    return picture;
}

// ---- seeing ----------------------------------------------------------------------------------------------------------

constexpr db::Query select_picture{"editorial.find_picture", R"sql(
    select pictures.piece_id, pictures.width, pictures.height, pictures.alt, pictures.people_ok, pictures.added_at, picture_people.person_id
      from pictures left join picture_people on picture_people.uid = pictures.uid
     where pictures.uid = :uid
)sql"};
constexpr db::Query select_live{"editorial.is_live_picture", R"sql(
    select 1 from text_pictures join texts on texts.id = text_pictures.text_id join pieces on pieces.id = texts.piece_id
     where text_pictures.uid = :uid and texts.live_revision_id is not null and texts.withdrawn_at is null and pieces.retired_at is null
     limit 1
)sql"};
constexpr db::Query select_file{"editorial.find_picture_file", R"sql(
    select height, hash from picture_files where uid = :uid and width = :width and mime = :mime
)sql"};

bool is_live_picture(db::Tx& tx, std::string_view uid) { return tx.first(select_live, {{"uid", uid}}).has_value(); }

namespace {
std::optional<Picture> read_picture(db::Tx& tx, std::string_view uid) {
    const auto row = tx.first(select_picture, {{"uid", uid}});
    if (!row) return std::nullopt;
    Picture picture{.uid = std::string(uid),
                    .piece = row->id<PieceId>(0),
                    .width = static_cast<int>(row->number(1)),
                    .height = static_cast<int>(row->number(2)),
                    .alt = row->text(3),
                    .people_ok = row->flag(4),
                    .by = {},
                    .at = row->instant(5)};
    if (!row->is_null(6)) picture.by = row->id<people::PersonId>(6);
    return picture;
}
}

std::optional<Picture> find_picture(db::Tx& tx, const base::Viewer& viewer, std::string_view uid) {
    auto picture = read_picture(tx, uid);
    if (picture && !is_live_picture(tx, uid) && !is_of_the_piece(tx, viewer, picture->piece)) return std::nullopt;
    return picture;
}

std::optional<PictureFile> find_picture_file(db::Tx& tx, const base::Viewer& viewer, std::string_view uid, int width,
                                             std::string_view mime) {
    if (!find_picture(tx, viewer, uid)) return std::nullopt;
    const auto row = tx.first(select_file, {{"uid", uid}, {"width", width}, {"mime", mime}});
    if (!row) return std::nullopt;
    auto bytes = tx.find_blob(row->text(1));
    if (!bytes) return std::nullopt;
    return PictureFile{.width = width, .height = static_cast<int>(row->number(0)), .mime = std::string(mime), .bytes = *std::move(bytes)};
}

constexpr db::Query delete_live{"editorial.delete_text_pictures", R"sql(
    delete from text_pictures where text_id = :text
)sql"};
constexpr db::Query insert_live{"editorial.insert_text_picture", R"sql(
    insert into text_pictures (text_id, uid) select cast(:text as bigint), uid from pictures where uid = :uid
)sql"};

void note_live_pictures(db::Tx& tx, TextId text, const doc::Node& live) {
    tx.run(delete_live, {{"text", text}});
    for (const std::string& uid : pictures_in(live)) tx.run(insert_live, {{"text", text}, {"uid", uid}});
}

// ---- what is kept about a person -------------------------------------------------------------------------------------

constexpr db::Query pictures_of_person{"editorial.pictures_of_person", R"sql(
    select picture_people.uid, pictures.alt, pictures.added_at, pictures.width, picture_files.hash, pieces.kind, pieces.slug
      from picture_people left join pictures on pictures.uid = picture_people.uid
           left join pieces on pieces.id = pictures.piece_id
           left join picture_files on picture_files.uid = pictures.uid and picture_files.width = pictures.width
                                  and picture_files.mime = 'image/jpeg'
     where picture_people.person_id = :person order by pictures.added_at, picture_people.uid
)sql"};

people::Files export_pictures(db::Tx& tx, const base::Viewer& viewer) {
    people::Files files;
    base::Json::Array all;
    for (const db::Row& row : tx.all(pictures_of_person, {{"person", people::require_account(viewer)}})) {
        const std::string& uid = row.text(0);
        base::Json::Object one{{"src", picture_src(uid)}};
        if (!row.is_null(1)) {
            one.emplace_back("alt", row.text(1));
            one.emplace_back("added_at", base::iso(row.instant(2)));
            one.emplace_back("kind", row.find_text(5).value_or(""));
            one.emplace_back("slug", row.find_text(6).value_or(""));
        }
        all.push_back(std::move(one));
        if (row.is_null(4)) continue;
        if (auto bytes = tx.find_blob(row.text(4))) files.emplace_back("pictures/" + uid + ".jpg", *std::move(bytes));
    }
    files.emplace_back("pictures.json", base::write_json(all));
    return files;
}

constexpr db::Query forget_person_of_pictures{"editorial.forget_picture_person", R"sql(
    delete from picture_people where person_id = :person
)sql"};

void forget_picture_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, Right::keep, people::Scope::site(), "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget_person_of_pictures, {{"person", person}});
}

}

#pragma once
#include "editorial/editorial.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

/// People at work on a note, for tests of this room.
namespace editorial_test {

using base::Lang;
using people::Role;

/// A kind of piece without rules, in a section.
inline void use_note_kind() {
    editorial::set_kinds(
        {{.name = "note",
          .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/note/" + piece.slug; },
          .ready = nullptr,
          .list_tags = {"note:list"},
          .section = "learn"}});
}

struct Writers : support::World {
    static constexpr base::Instant noon{1795402800000};

    explicit Writers(support::Database& database) : World(database) {
        database.freeze(noon);
        use_note_kind();
        auto tx = db.write();
        piece = editorial::make_piece(*tx, keeper, {"note", "hello", "CC-BY-4.0"});
        other_piece = editorial::make_piece(*tx, keeper, {"note", "other", "CC-BY-4.0"});
        const std::string scope = people::piece_scope(static_cast<std::int64_t>(piece));
        mari = member(*tx, "mari@example.org", Role::contributor, scope);
        ken = member(*tx, "ken@example.org", Role::contributor, scope);
        proofreader = member(*tx, "pat@example.org", Role::proofreader, scope);
        elsewhere = member(*tx, "eve@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(other_piece)));
        nobody = member(*tx, "rob@example.org");
        editor = member(*tx, "emi@example.org", Role::editor);
        section = member(*tx, "sec@example.org", Role::course_editor);
        blogger = member(*tx, "bo@example.org", Role::blog_editor);
        tx->commit();
    }

    base::Viewer member(db::Tx& tx, const std::string& address, std::optional<Role> role = {}, const std::string& scope = "site") {
        const auto person = people::redeem_link(tx, people::begin_sign_in(tx, address, "").token, "")->person;
        if (role) people::give_role(tx, keeper, person, {.role = *role, .scope = scope, .term_end = {}, .deputy = {}});
        return people::viewer_of(tx, person);
    }
    static people::PersonId person_of(const base::Viewer& viewer) { return people::require_account(viewer); }

    /// The named person, as others may see them.
    void name(db::Tx& tx, const base::Viewer& viewer, const std::string& called) {
        people::Profile profile;
        profile.name = called;
        profile.named = true;
        REQUIRE(people::save_profile(tx, viewer, profile).has_value());
    }

    /// The working copy of the English text; everything that is written below is one paragraph.
    editorial::TextId open(const base::Viewer& viewer) {
        auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, viewer, piece, Lang::en);
        tx->commit();
        return copy.text;
    }

    static base::Json insert(int at, const std::string& text) {
        return base::Json::Object{
            {"stepType", "replace"},
            {"from", at},
            {"to", at},
            {"slice", base::Json::Object{{"content", base::Json::Array{base::Json::Object{{"type", "text"}, {"text", text}}}}}}};
    }
    static base::Json remove(int from, int to) { return base::Json::Object{{"stepType", "replace"}, {"from", from}, {"to", to}}; }

    using Outcome = std::variant<editorial::Saved, editorial::Since, editorial::Closed, editorial::Unfit>;
    /// In a transaction of its own, which is committed if it was saved.
    Outcome save(const base::Viewer& viewer, editorial::TextId text, std::int64_t version, std::vector<base::Json> steps,
                 const std::string& client = "tab") {
        auto tx = db.write();
        const auto outcome = editorial::save_steps(*tx, viewer, text, {version, client, std::move(steps)});
        if (std::holds_alternative<editorial::Saved>(outcome)) tx->commit();
        return outcome;
    }
    std::int64_t must_save(const base::Viewer& viewer, editorial::TextId text, std::int64_t version, std::vector<base::Json> steps,
                           const std::string& client = "tab") {
        const auto outcome = save(viewer, text, version, std::move(steps), client);
        REQUIRE(std::holds_alternative<editorial::Saved>(outcome));
        return std::get<editorial::Saved>(outcome).version;
    }

    editorial::Copy copy_of(editorial::TextId text) {
        auto copy = editorial::find_copy(*db.read(), keeper, text);
        REQUIRE(copy);
        return std::move(*copy);
    }
    std::string words(editorial::TextId text) { return doc::plain_text(copy_of(text).body); }
    std::vector<editorial::Revision> revisions(editorial::TextId text) { return editorial::list_revisions(*db.read(), keeper, text); }

    void stage(editorial::TextId text, std::string_view name) {
        auto tx = db.write();
        tx->script("update texts set stage = '" + std::string(name) + "' where id = " + std::to_string(static_cast<std::int64_t>(text)));
        tx->commit();
    }
    void after_minutes(std::int64_t minutes) { db.freeze({noon.ms + minutes * 60000}); }

    editorial::PieceId piece{}, other_piece{};
    base::Viewer mari, ken, proofreader, elsewhere, nobody, editor, section, blogger;
};

}

#pragma once
#include "editorial/editorial.hpp"
#include "people/people.hpp"
#include "support/database.hpp"

#include <string>
#include <string_view>

namespace support {

/// Named people and pieces that every room's tests share. Sample people live in tests only.
struct World {
    explicit World(Database& database) : db(database) {
        auto tx = db.write();
        ada = person(*tx, {.id = {},
                           .slug = "ada",
                           .name = "Ada Example",
                           .name_ja = "エイダ",
                           .bio = "Teaches in a test.",
                           .bio_ja = "テストで教えています。",
                           .collective = false,
                           .agreed_on = base::parse_day("2026-04-01")});
        quiet = person(*tx, {.id = {},
                             .slug = "quiet",
                             .name = "Quiet Example",
                             .name_ja = "",
                             .bio = "",
                             .bio_ja = "",
                             .collective = false,
                             .agreed_on = {}});
        tx->commit();
    }

    Database& db;
    base::Viewer keeper = people::keeper_at_the_terminal();
    base::Viewer reader;
    people::Person ada, quiet;

    people::Person person(db::Tx& tx, people::Person wanted) {
        wanted.id = people::save_person(tx, keeper, wanted);
        return wanted;
    }

    static doc::Node document(std::string_view markdown) {
        auto parsed = doc::from_markdown(markdown);
        REQUIRE(parsed.has_value());
        return std::move(*parsed);
    }

    static editorial::Publication publication(const std::string& title, std::string_view markdown) {
        editorial::Publication wanted;
        wanted.title = title;
        wanted.summary = "About " + title + ".";
        wanted.body = document(markdown);
        wanted.published_on = *base::parse_day("2026-05-01");
        return wanted;
    }

    /// Publishes in a transaction of its own, written by Ada.
    editorial::PieceId publish(const std::string& kind, const std::string& slug, base::Lang lang, const std::string& title,
                               std::string_view markdown) {
        auto tx = db.write();
        const auto piece = editorial::make_piece(*tx, keeper, {kind, slug, "CC-BY-4.0"});
        editorial::set_credits(*tx, keeper, piece, {{"writer", ada.id, "Taught in a test at the time.", ""}});
        const auto done = editorial::publish(*tx, keeper, piece, lang, publication(title, markdown));
        if (!done)
            for (const auto& problem : done.error()) MESSAGE(problem.field, ": ", problem.word);
        REQUIRE(done.has_value());
        tx->commit();
        return piece;
    }
};

/// A lesson with everything that it needs, in either language.
inline std::string lesson_text(base::Lang lang, const std::string& main_text) {
    std::string text =
        ":::aim\nYou can greet one person.\n:::\n\n" + main_text +
        "\n\n:::try\n1. Greet one person.\n:::\n\n:::check\nWhat now?\n\n- [ ] Wait\n\n  You wait for long.\n\n- [x] Greet\n\n  Yes.\n:::\n\n"
        ":::lookback\nWhom will you greet?\n:::\n\n:::deepdive\nWe found no research on this; this is practice.\n:::\n";
    if (lang == base::Lang::ja) text += "\n:::partner\n## ねらい\n\nあいさつをします。\n:::\n";
    return text;
}

}

#include "editorial/test_stages.hpp"

using namespace editorial_test;

namespace {
enum class Stand { none, draft, first_read, proof, ready, scheduled, live, correcting, withdrawn, retired };
constexpr std::array<std::string_view, 10> stand_names{"none",      "draft", "first_read", "proof",     "ready",
                                                       "scheduled", "live",  "correcting", "withdrawn", "retired"};

/// The piece's English text, brought to a stage by those who may.
TextId bring_to(Desk& desk, Stand stand) {
    switch (stand) {
        case Stand::none: {
            const TextId text = desk.draft();
            desk.write([&](db::Tx& tx) { REQUIRE(editorial::drop_copy(tx, desk.editor, text).has_value()); });
            return text;
        }
        case Stand::draft: return desk.draft();
        case Stand::first_read: {
            const TextId text = desk.draft();
            desk.hand_over(text);
            return text;
        }
        case Stand::proof: {
            const TextId text = bring_to(desk, Stand::first_read);
            desk.move(text, Stage::proof);
            return text;
        }
        case Stand::ready: return desk.ready();
        case Stand::scheduled: {
            const TextId text = desk.ready();
            REQUIRE(desk.go_live(text, desk.editor, base::Instant{Writers::noon.ms + 3600000}).has_value());
            return text;
        }
        case Stand::live: return desk.live();
        case Stand::correcting: return desk.correcting();
        case Stand::withdrawn: {
            const TextId text = desk.live();
            desk.withdraw(text);
            return text;
        }
        case Stand::retired: {
            const TextId text = desk.live();
            desk.retire();
            return text;
        }
    }
    return {};
}

/// yes, no (not for this person at all), or the reason in one word.
template <class Work>
std::string outcome(Desk& desk, const Work& work) {
    auto tx = desk.db.write();
    try {
        const auto done = work(*tx);
        if (done) return "yes";
        const std::string word = first_word(done.error());
        return word.substr(word.rfind('.') + 1);
    } catch (const base::Denied&) {
        return "no";
    } catch (const base::Missing&) {
        return "missing";
    }
}

using Try = std::string (*)(Desk&, const base::Viewer&, TextId);
struct Action {
    std::string_view name;
    Try attempt;
    /// By stage, in the order of Stand, of whoever has the right.
    std::array<std::string_view, 10> allowed;
    /// Roles that have it: r(eader) c(ontributor) o(ther contributor) p(roofreader) b(log editor) e(ditor) k(eeper).
    std::string_view roles;
};

std::int64_t version_of(db::Tx& tx, const Desk& desk, TextId text) {
    const auto copy = editorial::find_copy(tx, desk.keeper, text);
    return copy ? copy->version : 0;
}

// The whole table. "yes" leaves the transaction undone, so every cell begins from the same stage.
const std::array<Action, 12> actions{{
    {"hand_over",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::hand_over(tx, who, text, "Ready.", true); });
     },
     {"no_copy", "yes", "not_draft", "not_draft", "not_draft", "not_draft", "no_copy", "yes", "yes", "retired"},
     "cek"},
    {"send_back",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::send_back(tx, who, text, "Shorten the end."); });
     },
     {"no_copy", "is_draft", "yes", "yes", "yes", "yes", "no_copy", "is_draft", "is_draft", "retired"},
     "ek"},
    {"move_to proof",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::move_to(tx, who, text, Stage::proof); });
     },
     {"no_copy", "yes", "yes", "there_already", "yes", "scheduled", "no_copy", "yes", "yes", "retired"},
     "ek"},
    {"approve",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::approve(tx, who, text, version_of(tx, desk, text)); });
     },
     {"no_copy", "still_draft", "yes", "yes", "yes", "scheduled", "no_copy", "still_draft", "still_draft", "retired"},
     "ek"},
    {"tick",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) -> base::Result<bool, Problems> {
             editorial::tick(tx, who, text, "privacy", true);
             return true;
         });
     },
     {"missing", "yes", "yes", "yes", "yes", "yes", "missing", "yes", "yes", "missing"},
     "ek"},
    {"go_live",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::go_live(tx, who, text, {{}, "", version_of(tx, desk, text)}); });
     },
     // A draft and what nobody has read have their boxes open.
     {"no_copy", "house_words", "house_words", "house_words", "yes", "yes", "no_copy", "house_words", "house_words", "retired"},
     "ek"},
    {"unschedule",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::unschedule(tx, who, text); });
     },
     {"not_scheduled", "not_scheduled", "not_scheduled", "not_scheduled", "not_scheduled", "yes", "not_scheduled", "not_scheduled",
      "not_scheduled", "not_scheduled"},
     "ek"},
    {"withdraw",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::withdraw(tx, who, text, "It was wrong."); });
     },
     {"not_live", "not_live", "not_live", "not_live", "not_live", "not_live", "yes", "yes", "not_live", "retired"},
     "ek"},
    {"restore",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::restore(tx, who, text); });
     },
     {"not_withdrawn", "not_withdrawn", "not_withdrawn", "not_withdrawn", "not_withdrawn", "not_withdrawn", "not_withdrawn",
      "not_withdrawn", "yes", "retired"},
     "ek"},
    {"retire",
     [](Desk& desk, const base::Viewer& who, TextId) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::retire(tx, who, desk.piece, {}); });
     },
     {"not_live", "not_live", "not_live", "not_live", "not_live", "not_live", "yes", "yes", "yes", "retired"},
     "ek"},
    {"unretire",
     [](Desk& desk, const base::Viewer& who, TextId) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::unretire(tx, who, desk.piece); });
     },
     {"not_retired", "not_retired", "not_retired", "not_retired", "not_retired", "not_retired", "not_retired", "not_retired", "not_retired",
      "yes"},
     "ek"},
    {"drop_copy",
     [](Desk& desk, const base::Viewer& who, TextId text) {
         return outcome(desk, [&](db::Tx& tx) { return editorial::drop_copy(tx, who, text); });
     },
     {"no_copy", "yes", "yes", "yes", "yes", "scheduled", "no_copy", "yes", "yes", "no_copy"},
     "ek"},
}};

struct Somebody {
    char letter;
    std::string_view name;
    base::Viewer Desk::* who;
};
constexpr std::array<Somebody, 7> roles{{{'r', "reader", &Desk::nobody},
                                         {'c', "contributor of the piece", &Desk::mari},
                                         {'o', "contributor of another", &Desk::elsewhere},
                                         {'p', "proofreader of the piece", &Desk::proofreader},
                                         {'b', "blog editor", &Desk::blogger},
                                         {'e', "editor", &Desk::editor},
                                         {'k', "keeper", &Desk::founder}}};

std::string expected(const Action& action, Stand stand, char role) {
    const std::string_view cell = action.allowed.at(static_cast<std::size_t>(stand));
    if (action.roles.find(role) != std::string_view::npos) return std::string(cell);
    // Contributors tick boxes while they write.
    if (action.name == "tick" && role == 'c')
        return stand == Stand::draft || stand == Stand::correcting || stand == Stand::withdrawn ? "yes" : "no";
    return "no";
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("every stage, every action, every role: who may do what", db) {
    for (std::size_t i = 0; i < stand_names.size(); ++i) {
        support::Database fresh(db.engine());
        Desk desk(fresh);
        const auto stand = static_cast<Stand>(i);
        const TextId text = bring_to(desk, stand);
        for (const Action& action : actions)
            for (const Somebody& somebody : roles) {
                const std::string told = action.attempt(desk, desk.*somebody.who, text), wanted = expected(action, stand, somebody.letter);
                CHECK_MESSAGE(told == wanted, stand_names.at(i) << " × " << action.name << " × " << somebody.name);
            }
    }
}

ROOM_TEST_CASE("nobody sees the desk of a piece but its people", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    auto tx = db.read();
    for (const auto* who : {&desk.nobody, &desk.elsewhere, &desk.blogger, &desk.reader}) {
        CHECK_THROWS_AS(editorial::list_turns(*tx, *who, text), base::Denied);
        CHECK_THROWS_AS(editorial::list_approvals(*tx, *who, text), base::Denied);
        CHECK_THROWS_AS(editorial::checklist(*tx, *who, desk.copy_of(text)), base::Denied);
    }
    for (const auto* who : {&desk.mari, &desk.proofreader, &desk.section, &desk.editor})
        CHECK_NOTHROW(editorial::checklist(*tx, *who, desk.copy_of(text)));
    CHECK_THROWS_AS(editorial::ask(*db.write(), desk.mari, text, {}), base::Denied);
    CHECK_THROWS_AS(editorial::set_workflow(*db.write(), desk.editor, "note", {}), base::Denied);
    CHECK_THROWS_AS(editorial::close_desk(*db.write(), desk.section, {30000}, {30001}), base::Denied);
}

TEST_SUITE_END();

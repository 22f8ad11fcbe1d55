#pragma once
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// The public page of a person: what they did, and nothing that they did not agree to show. And the same on paper, with a code.
namespace record {

/// How often somebody did one kind of work on one kind of piece, both languages of a piece counted once.
struct Duty {
    std::string role, kind;
    std::int64_t count = 0;
};
struct HeldRole {
    std::string role, scope;
    base::Day from{};
    std::optional<base::Day> until;
};
struct Work {
    std::string title, title_ja; // either may be empty
    std::string kind, url;       // absolute
    std::vector<std::string> roles;
    base::Day published_on{};
};

/// What a record says. Copied when it is issued, so that it says the same for ever.
struct Facts {
    std::string name, name_ja; // as the person wants it printed
    base::Day from{}, until{};
    std::vector<Duty> duties;
    std::vector<HeldRole> roles;
    std::vector<Work> works;   // newest first
    std::vector<std::string> confirmed_by; // editors who published them and may be named
    std::string site, site_url, operator_name, contact;
};

/// Which name stands on it: what others see, or the name behind a pen name.
enum class PrintedName { shown, own };

/// What the viewer's record would say today; nothing before a work of theirs is live or a role was held.
std::optional<Facts> draft_facts(db::Tx&, const base::Viewer&, PrintedName);

struct Record {
    std::string code;
    Facts facts;
    base::Instant issued_at;
    std::optional<base::Instant> revoked_at;
};
inline constexpr std::int64_t most_records = 20;
/// One's own. Too many that were not taken back: nothing.
std::optional<Record> issue(db::Tx&, const base::Viewer&, const Facts&);
/// One's own, newest first.
std::vector<Record> list_own(db::Tx&, const base::Viewer&);
/// One's own; throws base::Missing for another's.
void revoke(db::Tx&, const base::Viewer&, std::string_view code);
/// For whoever has the code, however they typed it.
std::optional<Record> find(db::Tx&, std::string_view typed);

/// As codes are kept: capitals, without spaces and dashes, O as 0, I and L as 1. Nothing for what cannot be one.
std::optional<std::string> read_code(std::string_view typed);
std::string new_code();
/// In two groups, for people.
std::string shown_code(std::string_view code);

people::Files export_person(db::Tx&, const base::Viewer&);
void forget_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

void routes(web::Routes&, const design::Frame&, const std::string& operator_name);

}

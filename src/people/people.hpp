#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// People exist without an account: as authors, checkers, voices.
namespace people {

enum class PersonId : std::int64_t {};

struct Person {
    PersonId id{};
    std::string slug;
    std::string name, name_ja;
    std::string bio, bio_ja;
    bool collective = false;
    std::optional<base::Day> agreed_on;

    /// No page names a person before they said yes; a collective signature names nobody.
    bool may_be_named() const { return collective || agreed_on; }
};

/// The name in the reader's language, in the other one where there is none.
const std::string& name_in(base::Lang, const Person&);
const std::string& bio_in(base::Lang, const Person&);

/// Only people who may be named.
std::optional<Person> find_person(db::Tx&, const base::Viewer&, std::string_view slug);
/// Everybody who may be named, without collective signatures, by name.
std::vector<Person> list_people(db::Tx&, const base::Viewer&);

/// Makes or changes the person of this slug.
PersonId save_person(db::Tx&, const base::Viewer&, const Person&);
/// Everybody, named or not, for those who keep the site.
std::vector<Person> list_all_people(db::Tx&, const base::Viewer&);

enum class Right : std::uint64_t { publish = 1, keep = 2 };

bool may(const base::Viewer&, Right);
/// Throws base::Denied.
void require(bool allowed);
/// Who acts when the program itself loads or upgrades content at the keeper's command.
base::Viewer keeper_at_the_terminal();

}

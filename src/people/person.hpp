#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/result.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace people {

enum class PersonId : std::int64_t {};

/// What a form refuses: the field, and the key of the sentence in locales/ that says what to do.
struct Problem {
    std::string field;
    std::string word;
};
using Problems = std::vector<Problem>;

/// A person as everybody may see them: with a pen name, no other name is in here.
struct Person {
    PersonId id{};
    std::string slug;
    std::string name, name_ja;
    std::string bio, bio_ja;
    bool collective = false;
    std::optional<base::Day> agreed_on;
    bool former = false;  // the account is deleted: signed "a former contributor"

    /// No page names a person before they said yes; a collective signature names nobody.
    bool may_be_named() const { return collective || agreed_on; }
    /// Has, or may get, a page under a slug that a person chose; accounts that nobody sees have one that the program made.
    bool has_page() const { return may_be_named() || !slug.starts_with("p-"); }
};

/// The name in the reader's language, in the other one where there is none.
const std::string& name_in(base::Lang, const Person&);
const std::string& bio_in(base::Lang, const Person&);

/// Only people who may be named.
std::optional<Person> find_person(db::Tx&, const base::Viewer&, std::string_view slug);
/// Everybody who may be named, without collective signatures, by name.
std::vector<Person> list_people(db::Tx&, const base::Viewer&);

/// Makes or changes the person of this slug. Who has an account is changed by nobody but themselves. Needs `keep`.
PersonId save_person(db::Tx&, const base::Viewer&, const Person&);
/// People as a content folder may hold them: without accounts that nobody sees, and without the names of those who are not named. Needs `keep`.
std::vector<Person> list_content_people(db::Tx&, const base::Viewer&);
/// Everybody, named or not. Needs `keep`.
std::vector<Person> list_all_people(db::Tx&, const base::Viewer&);
/// Needs `keep`, or is oneself.
Person get_person(db::Tx&, const base::Viewer&, PersonId);

// ---- one's own page --------------------------------------------------------------------------------------------------

struct WebLink {
    std::string label, url;
};

/// What a person wrote about themself, with what others do not see.
struct Profile {
    std::string name, kanji, kana, romaji, pen_name;
    std::optional<PersonId> pen_keeper; // the one editor who sees the name behind the pen name
    std::string bio, bio_ja;
    std::string languages; // in the person's own words
    std::vector<std::string> levels; // kg es12 es34 es56 jhs shs sn
    std::string contract; // jet, direct, company, other; "" for not said
    std::vector<WebLink> links; // at most 5
    base::Lang lang = base::Lang::en; // of mail
    bool named = false; // said yes to being named
    std::vector<std::string> shared; // of: photo languages levels contract
};
inline constexpr std::size_t max_links = 5;
bool is_shareable(std::string_view); // photo languages levels contract
bool is_contract(std::string_view);
bool is_school_level(std::string_view);
/// kg es12 es34 es56 jhs shs sn, in the order of age.
const std::vector<std::string>& school_levels();

/// One's own.
Profile get_profile(db::Tx&, const base::Viewer&);
/// One's own. Refused with what is wrong; nothing is changed then.
base::Result<PersonId, Problems> save_profile(db::Tx&, const base::Viewer&, const Profile&);
/// What is wrong with it; for "what others see" before saving.
Problems check_profile(const Profile&);

/// What others see besides Person: only what was shared.
struct Shown {
    std::string kana, romaji, languages, contract;
    std::vector<std::string> levels;
    std::vector<WebLink> links;
    std::string photo; // uid; "" for none
};
/// Of a person who may be named; nothing of others.
Shown find_shown(db::Tx&, const base::Viewer&, PersonId);
/// The same, as a profile that has not been saved would show it.
Shown shown_of(const Profile&, std::string_view photo);
/// The name behind a pen name: for the person and the one editor whom they chose. Nothing for everybody else.
std::optional<std::string> find_name_behind(db::Tx&, const base::Viewer&, PersonId);
/// Editors and keepers who may be chosen to see it.
std::vector<Person> list_pen_keepers(db::Tx&, const base::Viewer&);

// ---- photo -----------------------------------------------------------------------------------------------------------

struct Rendition {
    int width = 0, height = 0;
    std::string mime, bytes;
};
/// One's own. Puts it in the place of the one before.
void save_photo(db::Tx&, const base::Viewer&, const std::vector<Rendition>&);
void delete_photo(db::Tx&, const base::Viewer&);
std::string find_own_photo(db::Tx&, const base::Viewer&); // uid or ""
/// The bytes for everybody if the photo is shared by a person who may be named, else for its person alone.
std::optional<Rendition> find_photo(db::Tx&, const base::Viewer&, std::string_view uid, int width, std::string_view mime);

}

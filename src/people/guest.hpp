#pragma once
#include "people/person.hpp"

namespace design {
struct Frame;
}
namespace mail {
struct Message;
}

namespace people {

// ---- people who stand in the content and may not know it -------------------------------------------------------------

/// People with a page and no account, by name, as the content has them. Needs `edit`.
std::vector<Person> list_guests(db::Tx&, const base::Viewer&);
/// Whoever chose the viewer to see the name behind their pen name; find_name_behind() has it.
std::vector<Person> list_entrusted(db::Tx&, const base::Viewer&);
/// What somebody writes about themself was seen by a person: they hold or held a role, or came with the content and have no account.
/// A published credit is editorial's to know.
bool was_seen(db::Tx&, PersonId);
/// Whose photo this is.
std::optional<PersonId> find_photo_owner(db::Tx&, std::string_view uid);
/// The language of mail to a person.
base::Lang mail_lang_of(db::Tx&, PersonId);

/// To an address that an editor typed: the link of make_task_link() with which a page becomes somebody's own.
mail::Message claim_letter(const design::Frame&, base::Lang, std::string_view to, std::string_view token);
/// To somebody with an account: the link that asks whether the site may name them.
mail::Message naming_letter(const design::Frame&, base::Lang, std::string_view to, std::string_view token);

}

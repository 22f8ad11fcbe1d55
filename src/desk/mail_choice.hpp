#pragma once
#include "people/people.hpp"

namespace desk {

/// Whether the person gets the weekly mail. Yes, until they say no.
bool wants_week(db::Tx&, people::PersonId);
/// One's own.
void set_wants_week(db::Tx&, const base::Viewer&, bool);

/// What this room keeps about a person: which mail they chose.
people::Files export_person(db::Tx&, const base::Viewer&);
/// Needs to be oneself, or `keep`.
void forget_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

}

#pragma once
#include "people/letters.hpp"

/// Private to people.
namespace people {

/// To an address that somebody wrote into a form: confirm it, and the application is sent. Nothing that was typed stands in it, so that nobody can
/// have their own words mailed to strangers.
mail::Message application_letter(const design::Frame&, base::Lang, const SignInSecrets&, base::Instant now);

}

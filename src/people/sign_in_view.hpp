#pragma once
#include "design/forms.hpp"
#include "people/account.hpp"
#include "people/open_form.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Private to people.
namespace people::view {

struct SignInForm {
    std::string address, back;
    Work work = {};
};
design::DeskPage sign_in(base::Lang, const SignInForm&, const std::vector<design::Problem>&);
/// Somebody is signed in already; `name` is how they are known to themselves.
design::DeskPage signed_in_already(base::Lang, std::string_view name);
/// Nobody can sign in at an address without https.
design::DeskPage sign_in_closed(base::Lang);

design::DeskPage code(base::Lang, const PendingSignIn&, const std::vector<design::Problem>&);
/// Asks to go on, because opening a link changes nothing.
design::DeskPage link(base::Lang, const PendingSignIn&, std::string_view token);
/// Used, too old, or tried too often: how to get another.
design::DeskPage sign_in_gone(base::Lang);
/// No code is waited for in this browser.
design::DeskPage no_code(base::Lang);
/// The link of an address that is to be added, opened where its person is not signed in.
design::DeskPage confirm_elsewhere(base::Lang);
/// Another account has the address.
design::DeskPage address_taken(base::Lang);

}

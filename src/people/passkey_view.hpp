#pragma once
#include "design/forms.hpp"
#include "kit/base/lang.hpp"
#include "kit/html/html.hpp"
#include "people/account.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Private to people.
namespace people {

/// For the page of signing in: the button, the browser's own offer in the field of the address (autocomplete="username webauthn"), and the
/// script for both. `back` is where to go afterwards; without it the script takes what a field of that name says on the page. Without a script it says that
/// the link by mail works without one.
html::Html passkey_sign_in(base::Lang, std::string_view back = {});

namespace view {

/// What this session may do with the passkeys and codes of its person.
enum class Proof {
    given,
    wanted, // it shows a passkey or a recovery code first
    wanted_or_mail, // or is begun anew by mail
};

/// One's passkeys, and a form for another one.
design::DeskPage passkeys(base::Lang, const std::vector<Passkey>&, Proof, const std::vector<design::Problem>&);
/// Shows a passkey or a recovery code for the session that is there.
struct CheckPage {
    std::string back;
    bool has_passkey = false, has_codes = false;
};
design::DeskPage passkey_check(base::Lang, const CheckPage&, const std::vector<design::Problem>&);
design::DeskPage recovery_codes(base::Lang, std::int64_t left, bool has_passkey, Proof);
/// Shown once.
design::DeskPage new_recovery_codes(base::Lang, const std::vector<std::string>&);
/// Signing in by passkey did not work.
design::DeskPage passkey_refused(base::Lang, std::string_view back, const std::vector<design::Problem>&);

}
}

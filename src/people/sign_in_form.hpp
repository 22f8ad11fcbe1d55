#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Private to people.
namespace people {

/// The six digits of a code as people type or paste them: with spaces or hyphens between them, in full width, too. Nothing for anything else.
std::optional<std::string> code_from(std::string_view typed);
/// Where to go after signing in: a path on this site, or "".
std::string back_from(std::string_view typed);
/// Mail with a secret in its link is for sites that are reached by https, or by the machine itself alone.
bool may_mail_secrets(std::string_view public_url);

}

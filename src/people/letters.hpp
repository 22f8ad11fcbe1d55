#pragma once
#include "design/frame.hpp"
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/mail/mail.hpp"
#include "people/account.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Private to people.
namespace people {

/// Where a letter leads: the words of the link, and its path without language.
struct LetterLink {
    std::string words, path;
};
/// Text and HTML part of the same words, in one language: paragraphs, then the link, then what stands behind it, and the site's name and
/// address at the foot. No part names the person it goes to: whoever reads that mailbox learns no name from it.
mail::Message letter(const design::Frame&, base::Lang, std::string_view to, std::string_view subject,
                     const std::vector<std::string>& paragraphs, const std::optional<LetterLink>& link = {},
                     const std::vector<std::string>& after = {});

/// The code and the link of signing in; not sent once they are too old to be used.
mail::Message sign_in_letter(const design::Frame&, base::Lang, const SignInSecrets&, base::Instant now);
/// The same for an address that is to be added to an account.
mail::Message confirm_letter(const design::Frame&, base::Lang, const SignInSecrets&, base::Instant now);
/// To the other address of an account, and to one that was taken away: whoever reads it may not have wanted that.
mail::Message address_added_letter(const design::Frame&, base::Lang, std::string_view to);
mail::Message address_removed_letter(const design::Frame&, base::Lang, std::string_view to);

}

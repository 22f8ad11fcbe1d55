#include "people/letters.hpp"

#include "design/words.hpp"
#include "people/letters_view.hpp"

namespace people {

using design::tr;

namespace {
using Kind = LetterPart::Kind;

std::string as_text(const std::vector<LetterPart>& parts) {
    std::string text;
    for (const LetterPart& part : parts) {
        switch (part.kind) {
            case Kind::paragraph: text += part.words; break;
            case Kind::code: text += "    " + part.words; break;
            case Kind::link: text += part.words + "\n" + part.url; break;
            case Kind::foot: text += "-- \n" + part.words + "\n" + part.url; break;
        }
        text += part.kind == Kind::foot ? "\n" : "\n\n";
    }
    return text;
}

mail::Message compose(const design::Frame& frame, base::Lang lang, std::string_view to, std::string_view subject,
                      std::vector<LetterPart> parts) {
    parts.push_back({Kind::foot, frame.name, design::absolute(frame, lang, "/")});
    mail::Message message;
    message.to.address = to;
    message.subject = subject;
    message.text = as_text(parts);
    message.html = letter_html(lang, subject, parts);
    message.lang = lang;
    return message;
}

/// The mail of a secret: why it comes, the code, the link, how long they are good for, and what to do with it if one did not ask.
mail::Message secret_letter(const design::Frame& frame, base::Lang lang, const SignInSecrets& secrets, base::Instant now,
                            std::string_view subject, std::string_view why, std::string_view link_words) {
    mail::Message message = compose(frame, lang, secrets.address, subject,
                                    {{Kind::paragraph, std::string(why)},
                                     {Kind::paragraph, tr(lang, "letter.code")},
                                     {Kind::code, secrets.code},
                                     {Kind::paragraph, tr(lang, "letter.or_link")},
                                     {Kind::link, std::string(link_words), design::absolute(frame, lang, "/sign-in/link/" + secrets.token)},
                                     {Kind::paragraph, tr(lang, "letter.once", {{"minutes", sign_in_minutes}})},
                                     {Kind::paragraph, tr(lang, "letter.not_you")}});
    message.expires_at = base::Instant{now.ms + sign_in_minutes * 60LL * 1000};
    return message;
}
}

mail::Message letter(const design::Frame& frame, base::Lang lang, std::string_view to, std::string_view subject,
                     const std::vector<std::string>& paragraphs, const std::optional<LetterLink>& link,
                     const std::vector<std::string>& after) {
    std::vector<LetterPart> parts;
    for (const std::string& paragraph : paragraphs) parts.push_back({Kind::paragraph, paragraph});
    if (link) parts.push_back({Kind::link, link->words, design::absolute(frame, lang, link->path)});
    for (const std::string& paragraph : after) parts.push_back({Kind::paragraph, paragraph});
    return compose(frame, lang, to, subject, std::move(parts));
}

mail::Message sign_in_letter(const design::Frame& frame, base::Lang lang, const SignInSecrets& secrets, base::Instant now) {
    return secret_letter(frame, lang, secrets, now, tr(lang, "letter.sign_in_subject", {{"site", frame.name}}),
                         tr(lang, "letter.sign_in_why", {{"site", frame.name}}), tr(lang, "letter.sign_in_link", {{"site", frame.name}}));
}

mail::Message confirm_letter(const design::Frame& frame, base::Lang lang, const SignInSecrets& secrets, base::Instant now) {
    return secret_letter(frame, lang, secrets, now, tr(lang, "letter.confirm_subject", {{"site", frame.name}}),
                         tr(lang, "letter.confirm_why", {{"site", frame.name}}), tr(lang, "letter.confirm_link"));
}

mail::Message address_added_letter(const design::Frame& frame, base::Lang lang, std::string_view to) {
    return letter(frame, lang, to, tr(lang, "letter.added_subject", {{"site", frame.name}}),
                  {tr(lang, "letter.added", {{"site", frame.name}}), tr(lang, "letter.added_not_you")},
                  LetterLink{tr(lang, "letter.to_addresses"), "/me/addresses"});
}

mail::Message address_removed_letter(const design::Frame& frame, base::Lang lang, std::string_view to) {
    return letter(frame, lang, to, tr(lang, "letter.removed_subject", {{"site", frame.name}}),
                  {tr(lang, "letter.removed", {{"site", frame.name}}), frame.contact.empty()
                                                                           ? tr(lang, "letter.removed_not_you")
                                                                           : tr(lang, "letter.removed_write", {{"mail", frame.contact}})});
}

}

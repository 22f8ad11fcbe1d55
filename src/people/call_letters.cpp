#include "people/call_letters.hpp"

#include "design/words.hpp"
#include "kit/text/typed.hpp"
#include "people/task.hpp"

namespace people {

using design::tr;

mail::Message application_letter(const design::Frame& frame, base::Lang lang, const SignInSecrets& secrets, base::Instant now) {
    mail::Message message = letter(
        frame, lang, secrets.address, tr(lang, "application.confirm_subject", {{"site", frame.name}}),
        {tr(lang, "application.confirm_why", {{"site", frame.name}}), tr(lang, "letter.code"), secrets.code, tr(lang, "letter.or_link")},
        LetterLink{tr(lang, "application.confirm_link"), "/sign-in/link/" + secrets.token},
        {tr(lang, "letter.once", {{"minutes", sign_in_minutes}}), tr(lang, "letter.not_you")});
    message.expires_at = base::Instant{now.ms + sign_in_minutes * 60LL * 1000};
    return message;
}

namespace {
/// What the role is, said to whoever has it now.
std::string about(base::Lang lang, Role role) {
    switch (role) {
        case Role::proofreader: return tr(lang, "application.next_proofreader");
        case Role::contributor: return tr(lang, "application.next_contributor");
        case Role::reader:
        case Role::editor:
        case Role::blog_editor:
        case Role::course_editor:
        case Role::trainer:
        case Role::social:
        case Role::keeper: return tr(lang, "roles." + std::string(name_of(role)) + "_text");
    }
    return "";
}
}

mail::Message answer_letter(const design::Frame& frame, const Application& application, std::string_view to) {
    const base::Lang lang = application.lang;
    // Each line is a paragraph.
    std::vector<std::string> paragraphs = text::lines_of(application.reply);
    std::optional<LetterLink> link;
    if (application.accepted) {
        const Role role = application.call.role;
        paragraphs.push_back(tr(lang, "application.your_role", {{"role", tr(lang, "roles." + std::string(name_of(role)))}}));
        paragraphs.push_back(about(lang, role));
        paragraphs.push_back(tr(lang, "application.next"));
        link = LetterLink{tr(lang, "application.open_desk"), "/me"};
    }
    mail::Message message = letter(frame, lang, to, tr(lang, "application.subject", {{"site", frame.name}}), paragraphs, link);
    // Answers go to people, where the site has an address that people read.
    if (!frame.contact.empty()) message.reply_to = mail::Address{.name = frame.name, .address = frame.contact};
    return message;
}

}

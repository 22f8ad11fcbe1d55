#include "design/words.hpp"
#include "people/letters.hpp"
#include "people/people.hpp"

namespace people {

using design::tr;

mail::Message invitation_letter(const design::Frame& frame, base::Lang lang, std::string_view to, const NewRole& role,
                                std::string_view token) {
    const std::string key = "roles." + std::string(name_of(role.role));
    std::vector<std::string> paragraphs{tr(lang, "admin.letter_invite", {{"site", frame.name}, {"role", tr(lang, key)}}),
                                        tr(lang, key + "_text")};
    if (role.term_end) paragraphs.push_back(tr(lang, "admin.letter_invite_until", {{"date", design::date(lang, *role.term_end)}}));
    return letter(frame, lang, to, tr(lang, "admin.letter_invite_subject", {{"site", frame.name}}), paragraphs,
                  LetterLink{tr(lang, "admin.letter_invite_link"), "/task/" + std::string(token)},
                  {tr(lang, "admin.letter_invite_good", {{"days", task_link_days}}), tr(lang, "admin.letter_invite_not_you")});
}

mail::Message test_letter(const design::Frame& frame, base::Lang lang, std::string_view to) {
    return letter(frame, lang, to, tr(lang, "admin.letter_test_subject", {{"site", frame.name}}), {tr(lang, "admin.letter_test")});
}

}

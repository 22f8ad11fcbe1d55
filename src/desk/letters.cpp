#include "desk/letters.hpp"

#include "design/words.hpp"
#include "desk/mail_choice.hpp"
#include "desk/waiting.hpp"
#include "kit/mail/mail.hpp"
#include "kit/text/typed.hpp"

#include <algorithm>

namespace desk {

using base::Lang;
using design::tr;
using editorial::Duty;
using editorial::Stage;
using people::PersonId;

namespace {
constexpr std::size_t most_lines = 12;

std::string path_of(editorial::PieceId piece, Lang lang) {
    return "/desk/" + std::to_string(static_cast<std::int64_t>(piece)) + "/" + std::string(base::tag(lang));
}

/// A paragraph for each line that somebody typed, under the words that say whose they are.
void add_note(Lang lang, std::string_view note, std::vector<std::string>& paragraphs) {
    const auto lines = text::lines_of(note);
    if (lines.empty()) return;
    paragraphs.push_back(tr(lang, "desk_mail.note"));
    for (const std::string& line : lines) paragraphs.push_back("> " + line);
}

/// Who did it, as the receiver may know them.
std::string who(Lang lang, const std::optional<people::Person>& person) {
    return person && person->may_be_named() ? tr(lang, "waiting.named", {{"name", people::name_in(lang, *person)}})
                                            : tr(lang, "waiting.an_editor");
}

/// The title as the receiver may see it; nothing for whoever may not.
std::optional<std::string> title_for(db::Tx& tx, PersonId person, editorial::TextId text, Lang lang) {
    try {
        const auto copy = editorial::find_copy(tx, people::viewer_of(tx, person), text);
        if (!copy) return std::nullopt;
        return copy->title.empty() ? tr(lang, "writing.untitled") : copy->title;
    } catch (const base::Denied&) {
        // The role that opened it was taken back meanwhile.
        return std::nullopt;
    }
}

void send(db::Tx& tx, const design::Frame& frame, Lang lang, PersonId person, const people::Letter& letter,
          std::vector<std::pair<std::string, std::string>> headers = {}) {
    const auto to = people::find_main_address(tx, person);
    if (!to) return;
    mail::Message message = people::letter_to(frame, lang, *to, letter);
    message.headers = std::move(headers);
    mail::send(tx, message);
}

std::string_view asked_subject(Duty duty) {
    switch (duty) {
        case Duty::write: return "desk_mail.asked_write_subject";
        case Duty::translate: return "desk_mail.asked_translate_subject";
        case Duty::read: return "desk_mail.asked_read_subject";
        case Duty::proof: return "desk_mail.asked_proof_subject";
    }
    return "";
}
std::string_view asked_words(Duty duty) {
    switch (duty) {
        case Duty::write: return "desk_mail.asked_write";
        case Duty::translate: return "desk_mail.asked_translate";
        case Duty::read: return "desk_mail.asked_read";
        case Duty::proof: return "desk_mail.asked_proof";
    }
    return "";
}

bool is_self(const std::optional<people::Person>& by, PersonId person) { return by && by->id == person; }
}

void mail_asked(db::Tx& tx, const design::Frame& frame, std::int64_t id) {
    const auto turn = editorial::find_turn(tx, id);
    if (!turn) return;
    const PersonId person = turn->person.id;
    const auto own = editorial::list_own_turns(tx, people::viewer_of(tx, person));
    const auto mine =
        std::find_if(own.begin(), own.end(), [&](const auto& one) { return one.text == turn->text && one.duty == turn->duty; });
    const auto by = mine == own.end() ? std::nullopt : mine->asked_by;
    if (is_self(by, person)) return;
    const Lang lang = people::mail_lang_of(tx, person);
    const auto title = title_for(tx, person, turn->text, lang);
    if (!title) return;
    const auto copy = editorial::find_copy(tx, people::viewer_of(tx, person), turn->text);
    people::Letter letter{.subject = tr(lang, asked_subject(turn->duty), {{"title", *title}}),
                          .paragraphs = {tr(lang, asked_words(turn->duty), {{"who", who(lang, by)}, {"title", *title}})},
                          .link_words = tr(lang, "desk_mail.open_text"),
                          .link_path = path_of(copy->piece.id, copy->lang),
                          .after = {tr(lang, "desk_mail.no_time")}};
    if (turn->due_on) letter.paragraphs.push_back(tr(lang, "desk_mail.until", {{"date", design::date(lang, *turn->due_on)}}));
    add_note(lang, turn->note, letter.paragraphs);
    send(tx, frame, lang, person, letter);
}

namespace {
/// The same letter about an act to several people, but not to who did it.
void mail_act(db::Tx& tx, const design::Frame& frame, const editorial::Act& act, const std::vector<PersonId>& persons, const char* subject,
              const char* words) {
    for (const PersonId person : persons) {
        if (is_self(act.person, person)) continue;
        const Lang lang = people::mail_lang_of(tx, person);
        const auto title = title_for(tx, person, *act.text, lang);
        if (!title) continue;
        people::Letter letter{.subject = tr(lang, subject, {{"title", *title}}),
                              .paragraphs = {tr(lang, words, {{"who", who(lang, act.person)}, {"title", *title}})},
                              .link_words = tr(lang, "desk_mail.open_text"),
                              .link_path = path_of(act.piece, *act.lang),
                              .after = {}};
        add_note(lang, act.note, letter.paragraphs);
        send(tx, frame, lang, person, letter);
    }
}
}

void mail_handed_over(db::Tx& tx, const design::Frame& frame, editorial::ActId id) {
    const auto act = editorial::find_act(tx, id);
    const auto stage = act ? editorial::stage_from(act->stage_to) : std::nullopt;
    if (!stage || !act->text || !act->lang) return;
    const bool proof = *stage == Stage::proof;
    mail_act(tx, frame, *act, editorial::list_asked(tx, *act->text, *stage),
             proof ? "desk_mail.asked_proof_subject" : "desk_mail.asked_read_subject",
             proof ? "desk_mail.handed_proof" : "desk_mail.handed_read");
}

void mail_sent_back(db::Tx& tx, const design::Frame& frame, editorial::ActId id) {
    const auto act = editorial::find_act(tx, id);
    if (!act || !act->text || !act->lang) return;
    mail_act(tx, frame, *act, editorial::list_writers(tx, *act->text), "desk_mail.sent_back_subject", "desk_mail.sent_back");
}

void mail_went_live(db::Tx& tx, const design::Frame& frame, editorial::TextId id) {
    const auto went = editorial::find_went_live(tx, id);
    const auto url = went ? editorial::url_of(tx, went->piece) : std::nullopt;
    const auto text = url ? editorial::find_text(tx, {}, went->piece, went->lang) : std::nullopt;
    if (!text) return;
    std::vector<PersonId> persons;
    if (went->first)
        for (const editorial::Credit& credit : editorial::list_credits(tx, went->piece.id)) persons.push_back(credit.person.id);
    else
        persons = went->handed_over_by;
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    const std::string address = design::absolute(frame, went->lang, *url);
    for (const PersonId person : persons) {
        if (went->by == person) continue;
        const Lang lang = people::mail_lang_of(tx, person);
        // The text to copy is for readers of the piece, whatever the receiver's language.
        std::vector<std::string> after{tr(lang, "desk_mail.live_share"),
                                       tr(went->lang, "share.lead_" + went->piece.kind, {{"title", text->title}})};
        if (!text->summary.empty()) after.push_back(text->summary);
        after.push_back(address);
        send(tx, frame, lang, person,
             {.subject = tr(lang, went->first ? "desk_mail.live_subject" : "desk_mail.corrected_subject", {{"title", text->title}}),
              .paragraphs = {tr(lang, went->first ? "desk_mail.live" : "desk_mail.corrected", {{"title", text->title}}), address},
              .link_words = tr(lang, "desk_mail.to_works"),
              .link_path = "/me",
              .after = went->first ? after : std::vector<std::string>{}});
    }
}

void mail_week(db::Tx& tx, const design::Frame& frame, PersonId person) {
    if (!wants_week(tx, person)) return;
    const base::Viewer viewer = people::viewer_of(tx, person);
    if (!viewer.person) return;
    const Lang lang = people::mail_lang_of(tx, person);
    const auto lines = list_waiting_lines(tx, viewer, lang);
    // Nobody waits for a yes to a credit: alone it is no reason for a mail.
    if (std::none_of(lines.begin(), lines.end(), [](const auto& line) { return line.since.has_value(); })) return;
    people::Letter letter{.subject = tr(lang, "desk_mail.week_subject", {{"count", lines.size()}, {"site", frame.name}}),
                          .paragraphs = {tr(lang, "desk_mail.week", {{"count", lines.size()}})},
                          .link_words = tr(lang, "desk_mail.open_desk"),
                          .link_path = "/me",
                          .after = {tr(lang, "desk_mail.week_off"), design::absolute(frame, lang, "/me/mail")}};
    for (std::size_t i = 0; i < lines.size() && i < most_lines; ++i) {
        const people::DeskLine& line = lines[i];
        letter.paragraphs.push_back(line.title.empty() ? tr(lang, "desk_mail.week_line_bare", {{"words", line.words}})
                                                       : tr(lang, "desk_mail.week_line", {{"title", line.title}, {"words", line.words}}));
    }
    if (lines.size() > most_lines) letter.paragraphs.push_back(tr(lang, "desk_mail.week_more", {{"count", lines.size() - most_lines}}));
    // RFC 2369: programs offer it as a button.
    send(tx, frame, lang, person, letter, {{"List-Unsubscribe", "<" + design::absolute(frame, lang, "/me/mail") + ">"}});
}

}

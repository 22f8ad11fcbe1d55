#include "desk/waiting.hpp"

#include "design/words.hpp"
#include "editorial/editorial.hpp"

#include <algorithm>
#include <map>

namespace desk {

namespace {
using design::tr;
using editorial::Card;
using editorial::Duty;
using editorial::Stage;
using people::DeskLine;
using people::Right;

constexpr std::size_t most_works = 8;

std::string path_of(const Card& card) {
    return "/desk/" + std::to_string(static_cast<std::int64_t>(card.piece)) + "/" + std::string(base::tag(card.lang));
}

/// The name of whoever may be named, else an editor.
std::string who(base::Lang lang, const std::optional<people::Person>& person, const char* otherwise) {
    return person && person->may_be_named() ? tr(lang, "waiting.named", {{"name", people::name_in(lang, *person)}}) : tr(lang, otherwise);
}

std::string_view asked_word(Duty duty) {
    switch (duty) {
        case Duty::write: return "waiting.asked_write";
        case Duty::translate: return "waiting.asked_translate";
        case Duty::read: return "waiting.asked_read";
        case Duty::proof: return "waiting.asked_proof";
    }
    return "";
}

std::string_view button_word(Duty duty) {
    switch (duty) {
        case Duty::write: return "waiting.do_write";
        case Duty::translate: return "waiting.do_translate";
        case Duty::read: return "waiting.do_read";
        case Duty::proof: return "waiting.do_proof";
    }
    return "";
}

/// Draws the lines of one viewer.
class Waiting {
public:
    Waiting(db::Tx& tx, const base::Viewer& viewer, base::Lang lang) : tx_(tx), viewer_(viewer), lang_(lang) {
        for (editorial::OwnTurn& turn : editorial::list_own_turns(tx, viewer)) turns_.emplace(turn.text, std::move(turn));
    }

    DeskLine line(const Card& card) {
        DeskLine line{.title = card.title.empty() ? tr(lang_, "writing.untitled") : card.title,
                      .title_lang = card.title.empty() ? lang_ : card.lang,
                      .words = {},
                      .button = {},
                      .path = path_of(card),
                      .note = {},
                      .since = card.since};
        const auto passing = editorial::find_passing(tx_, viewer_, card.piece, card.text);
        const auto range = turns_.equal_range(card.text);
        const auto turn =
            std::find_if(range.first, range.second, [&](const auto& one) { return editorial::counts_at(one.second.duty, card.stage); });
        if (card.stage == Stage::draft && passing && passing->act == "sent_back" &&
            (turn == range.second || passing->at > turn->second.asked_at))
            sent_back(line, *passing);
        else if (turn != range.second)
            asked(line, turn->second);
        else
            at_stage(line, card, passing);
        return line;
    }

private:
    void sent_back(DeskLine& line, const editorial::Act& act) const {
        line.words = tr(lang_, "waiting.sent_back", {{"who", who(lang_, act.person, "waiting.an_editor")}});
        line.button = tr(lang_, "waiting.do_notes");
        line.note = act.note;
        line.since = act.at;
    }

    void asked(DeskLine& line, const editorial::OwnTurn& turn) const {
        line.words = tr(lang_, asked_word(turn.duty), {{"who", who(lang_, turn.asked_by, "waiting.an_editor")}});
        if (turn.due_on) line.words += tr(lang_, "waiting.until", {{"date", design::day_month(lang_, *turn.due_on)}});
        line.button = tr(lang_, button_word(turn.duty));
        line.note = turn.note;
        line.since = turn.asked_at;
    }

    /// Nobody was asked by name.
    void at_stage(DeskLine& line, const Card& card, const std::optional<editorial::Act>& passing) const {
        const bool enough = card.approvals >= card.approvals_needed;
        switch (card.stage) {
            case Stage::draft:
                line.words = tr(lang_, "waiting.draft");
                line.button = tr(lang_, "waiting.do_go_on");
                return;
            case Stage::first_read:
            case Stage::proof:
                if (passing && passing->act == "handed_over" && !enough) {
                    line.words = tr(lang_, card.stage == Stage::proof ? "waiting.handed_proof" : "waiting.handed_read",
                                    {{"who", who(lang_, passing->person, "waiting.a_writer")}});
                    line.note = passing->note;
                } else {
                    line.words = tr(lang_, enough                       ? "waiting.read_enough"
                                           : card.stage == Stage::proof ? "waiting.nobody_proof"
                                                                        : "waiting.nobody_read");
                }
                line.button = tr(lang_, enough ? "waiting.do_decide" : card.stage == Stage::proof ? "waiting.do_proof" : "waiting.do_read");
                if (enough) line.path += "/publish";
                return;
            case Stage::ready:
            case Stage::scheduled: ready(line, card, passing, enough); return;
        }
    }

    void ready(DeskLine& line, const Card& card, const std::optional<editorial::Act>& passing, bool enough) const {
        if (passing && passing->act == "unscheduled" && !passing->person) {
            line.words = tr(lang_, "waiting.missed");
            for (const editorial::Problem& problem : editorial::problems_in(passing->note))
                line.note += (line.note.empty() ? "" : "\n") + tr(lang_, problem.word, problem.args);
            line.since = passing->at;
        } else {
            line.words = enough ? tr(lang_, "waiting.ready")
                                : tr(lang_, "waiting.ready_more", {{"said", card.approvals}, {"needed", card.approvals_needed}});
        }
        line.button = tr(lang_, enough ? "waiting.do_publish" : "waiting.do_approve");
        line.path += "/publish";
    }

    db::Tx& tx_;
    const base::Viewer& viewer_;
    const base::Lang lang_;
    std::multimap<editorial::TextId, editorial::OwnTurn> turns_;
};

void add_queue(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, std::vector<DeskLine>& lines) {
    if (!people::may(viewer, Right::approve)) return;
    const auto applications = people::list_applications(tx, viewer);
    if (applications.empty()) return;
    lines.push_back({.title = {},
                     .title_lang = lang,
                     .words = tr(lang, "me.queue_waits", {{"count", applications.size()}}),
                     .button = tr(lang, "me.open_queue"),
                     .path = "/edit/queue",
                     .note = {},
                     .since = applications.front().made_at});
}

void add_credits(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, std::vector<DeskLine>& lines) {
    const auto credits = editorial::list_own_credits(tx, viewer);
    const auto open = std::count_if(credits.begin(), credits.end(), [](const auto& credit) { return !credit.confirmed; });
    if (open == 0) return;
    lines.push_back({.title = {},
                     .title_lang = lang,
                     .words = tr(lang, "waiting.credits", {{"count", open}}),
                     .button = tr(lang, "waiting.do_credits"),
                     .path = "/me/credits",
                     .note = {},
                     .since = {}});
}

std::string at_stage_since(base::Lang lang, const Card& card) {
    return tr(lang, "edit_board.stage_days",
              {{"stage", tr(lang, "stage." + std::string(editorial::name_of(card.stage)))}, {"days", card.days}});
}

void add_texts(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, people::MyDesk& desk) {
    const auto own = editorial::list_own_copies(tx, viewer);
    if (own.empty()) return;
    for (const Card& card : editorial::list_cards(tx, viewer)) {
        if (!std::binary_search(own.begin(), own.end(), card.text)) continue;
        desk.texts.push_back({.title = card.title.empty() ? tr(lang, "writing.untitled") : card.title,
                              .title_lang = card.title.empty() ? lang : card.lang,
                              .words = at_stage_since(lang, card),
                              .button = {},
                              .path = path_of(card),
                              .note = {},
                              .since = card.since});
    }
}

void add_works(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, people::MyDesk& desk) {
    for (const editorial::Work& work : editorial::list_works(tx, viewer, people::require_account(viewer), lang)) {
        const auto& entry = work.entry;
        const auto url = editorial::url_of(tx, {.id = entry.piece, .kind = entry.kind, .slug = entry.slug, .licence = {}});
        if (!url) continue;
        if (desk.works.size() == most_works) {
            ++desk.more_works;
            continue;
        }
        desk.works.push_back(
            {.title = entry.title,
             .title_lang = entry.lang,
             .words = tr(lang, "waiting.work", {{"role", tr(lang, "role." + work.role)}, {"date", design::date(lang, entry.published_on)}}),
             .button = {},
             .path = *url,
             .note = {},
             .since = {}});
    }
}
}

std::vector<DeskLine> list_waiting_lines(db::Tx& tx, const base::Viewer& viewer, base::Lang lang) {
    std::vector<DeskLine> lines;
    Waiting waiting(tx, viewer, lang);
    for (const Card& card : editorial::list_waiting(tx, viewer)) lines.push_back(waiting.line(card));
    add_queue(tx, viewer, lang, lines);
    std::stable_sort(lines.begin(), lines.end(), [](const DeskLine& left, const DeskLine& right) { return left.since < right.since; });
    add_credits(tx, viewer, lang, lines);
    return lines;
}

people::MyDesk my_desk(db::Tx& tx, const base::Viewer& viewer, base::Lang lang) {
    people::MyDesk desk{.waiting = list_waiting_lines(tx, viewer, lang), .texts = {}, .works = {}};
    add_texts(tx, viewer, lang, desk);
    add_works(tx, viewer, lang, desk);
    return desk;
}

std::optional<people::DeskClosed> find_closed_days(db::Tx& tx) {
    const auto closure = editorial::find_closure(tx);
    return closure ? std::optional(people::DeskClosed{closure->from, closure->until}) : std::nullopt;
}

}

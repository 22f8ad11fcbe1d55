#include "design/visit.hpp"
#include "desk/board_view.hpp"
#include "desk/text_web.hpp"
#include "desk/wall.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Card;
using editorial::Stage;
using people::Right;
using view::BoardChoice;
using web::Visit;

constexpr std::size_t most_in_column = 40, most_live = 20;
constexpr std::int64_t lately_ms = 14LL * 24 * 3600 * 1000;

std::optional<std::int64_t> number_in(std::string_view typed) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (typed.empty() || failed != std::errc{} || end != typed.data() + typed.size()) return std::nullopt;
    return number;
}

/// What stands in the address or in a form; anything else counts as nothing.
BoardChoice choice_from(std::string_view kind, std::string_view lang, std::string_view who, std::string_view stage, bool whole) {
    BoardChoice choice;
    if (editorial::find_kind(kind)) choice.kind = kind;
    if (base::lang_from(lang)) choice.lang = lang;
    if (who == "me" || number_in(who)) choice.who = who;
    if (editorial::stage_from(stage) || stage == "live") choice.stage = stage;
    choice.whole = whole;
    return choice;
}

/// Makes what the board shows out of all cards of the viewer.
class Making {
public:
    Making(Visit& visit, BoardChoice choice) : visit_(visit), tx_(visit.tx()), me_(people::require_account(visit.viewer)) {
        board_.choice = std::move(choice);
        board_.today = base::day_of(tx_.now());
        board_.may_make = people::may_somewhere(visit.viewer, Right::publish);
        board_.closure.closure = editorial::find_closure(tx_);
        board_.closure.may_change = people::may(visit.viewer, Right::approve);
    }

    view::Board make() {
        own_ = editorial::list_own_copies(tx_, visit_.viewer);
        std::vector<Card> cards = editorial::list_cards(tx_, visit_.viewer);
        board_.has_cards = !cards.empty();
        for (const Stage stage : editorial::all_stages) board_.columns.push_back({.stage = stage, .cards = {}, .limits = {}});
        offer(cards);
        limits(cards);
        choose_column(cards);
        for (Card& card : cards)
            if (is_chosen(card)) put(std::move(card));
        for (editorial::LiveLine& line : editorial::list_gone_live(tx_, visit_.viewer, {tx_.now().ms - lately_ms}, most_live)) {
            if ((!board_.choice.kind.empty() && line.piece.kind != board_.choice.kind) || !is_lang(line.lang)) continue;
            // What has no page of its own is set as a part of others.
            if (auto path = editorial::url_of(tx_, line.piece)) board_.live.emplace_back(std::move(line), std::move(*path));
        }
        return std::move(board_);
    }

private:
    bool is_lang(base::Lang lang) const { return board_.choice.lang.empty() || board_.choice.lang == base::tag(lang); }
    bool is_mine(const Card& card) const {
        return std::binary_search(own_.begin(), own_.end(), card.text) ||
               std::any_of(card.turn.begin(), card.turn.end(), [&](const auto& person) { return person.id == me_; });
    }
    bool is_chosen(const Card& card) const {
        if ((!board_.choice.kind.empty() && card.kind != board_.choice.kind) || !is_lang(card.lang)) return false;
        if (board_.choice.who.empty()) return true;
        if (board_.choice.who == "me") return is_mine(card);
        const auto id = number_in(board_.choice.who);
        return std::any_of(card.turn.begin(), card.turn.end(),
                           [&](const auto& person) { return static_cast<std::int64_t>(person.id) == id; });
    }

    /// Kinds, and people who may be named, to choose from; the stages of each kind.
    void offer(const std::vector<Card>& cards) {
        std::map<std::string, std::string> persons;
        for (const Card& card : cards) {
            if (!board_.stages.contains(card.kind)) {
                workflows_.emplace(card.kind, editorial::workflow_of(tx_, card.kind));
                board_.stages.emplace(card.kind, workflows_.at(card.kind).stages);
                board_.kinds.push_back(card.kind);
            }
            for (const people::Person& person : card.turn)
                if (person.id != me_ && person.may_be_named())
                    persons.emplace(std::to_string(static_cast<std::int64_t>(person.id)), people::name_in(visit_.lang, person));
        }
        std::sort(board_.kinds.begin(), board_.kinds.end());
        board_.persons.assign(persons.begin(), persons.end());
        std::sort(board_.persons.begin(), board_.persons.end(),
                  [](const auto& left, const auto& right) { return left.second < right.second; });
    }

    /// Counts what is there and not what was chosen; only for whoever sees all of it.
    void limits(const std::vector<Card>& cards) {
        if (!people::may_somewhere(visit_.viewer, Right::approve)) return;
        for (const std::string& kind : board_.kinds)
            for (const auto& [stage, most] : workflows_.at(kind).limits) {
                const auto count = std::count_if(cards.begin(), cards.end(),
                                                 [&, at = stage](const Card& card) { return card.kind == kind && card.stage == at; });
                if (board_.choice.kind.empty() || board_.choice.kind == kind)
                    column(stage).limits.push_back({kind, static_cast<std::size_t>(count), most});
            }
    }

    /// A phone shows first where something waits for the reader, else where there is something.
    void choose_column(const std::vector<Card>& cards) {
        if (!board_.choice.stage.empty()) return;
        const Card* first = nullptr;
        for (const Card& card : cards) {
            if (!is_chosen(card)) continue;
            const bool waits = std::any_of(card.turn.begin(), card.turn.end(), [&](const auto& person) { return person.id == me_; });
            if (waits || !first) first = &card;
            if (waits) break;
        }
        board_.choice.stage = editorial::name_of(first ? first->stage : Stage::draft);
    }

    void put(Card&& card) {
        view::BoardColumn& there = column(card.stage);
        const bool whole = board_.choice.whole && board_.choice.stage == editorial::name_of(card.stage);
        ++there.count;
        if (there.cards.size() >= most_in_column && !whole) return;
        view::BoardCard one{.card = std::move(card), .turn = {}, .goes_live = {}};
        for (const people::Person& person : one.card.turn)
            one.turn += (one.turn.empty() ? "" : tr(visit_.lang, "edit_board.comma")) + writing::who(visit_.lang, visit_.viewer, person);
        if (one.card.go_live_at) one.goes_live = wall::in_words(visit_.lang, *one.card.go_live_at);
        there.cards.push_back(std::move(one));
    }

    view::BoardColumn& column(Stage stage) { return board_.columns[static_cast<std::size_t>(stage)]; }

    Visit& visit_;
    db::Tx& tx_;
    const people::PersonId me_;
    view::Board board_;
    std::vector<editorial::TextId> own_;
    std::map<std::string, editorial::Workflow, std::less<>> workflows_;
};

web::Response draw_board(const Frame& frame, Visit& visit, const view::Board& board, const std::vector<design::Problem>& problems) {
    const design::DeskPage shown = view::board(visit.lang, board, problems);
    design::Page page = design::page_for(visit, shown.title);
    page.path = "/edit/board";
    page.own_lang = false;
    page.head = design::desk_head("board.js");
    return web::page(design::page(frame, page, design::desk_page(visit.lang, shown)), problems.empty() ? 200 : 422);
}

/// What a move that was just made did, for whoever may see it.
std::optional<view::BoardMoved> find_move(Visit& visit, const view::Board& board) {
    const auto id = number_in(visit.query("moved"));
    const auto act = id ? editorial::find_act(visit.tx(), static_cast<editorial::ActId>(*id)) : std::nullopt;
    const auto stage = act && act->act == "moved" ? editorial::stage_from(act->stage_to) : std::nullopt;
    if (!stage || !act->text || !editorial::is_of_the_piece(visit.tx(), visit.viewer, act->piece)) return std::nullopt;
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, *act->text);
    // Moved again since: what the address says is old.
    if (!copy || copy->stage != *stage) return std::nullopt;
    view::BoardMoved moved{.title = copy->title, .title_lang = copy->lang, .to = *stage, .count = 0, .undo = {}};
    for (const view::BoardColumn& column : board.columns)
        if (column.stage == *stage) moved.count = column.count;
    if (visit.tx().now().ms - act->at.ms <= editorial::undo_ms && editorial::may_undo(visit.tx(), visit.viewer, *act)) moved.undo = id;
    return moved;
}

web::Response show(const Frame& frame, Visit& visit) {
    view::Board board = Making(visit, choice_from(visit.query("kind"), visit.query("lang"), visit.query("who"), visit.query("stage"),
                                                  visit.query("whole") == "1"))
                            .make();
    board.moved = find_move(visit, board);
    board.done = visit.query("done");
    return draw_board(frame, visit, board, {});
}

web::Response move(const Frame& frame, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const writing::Which asked = writing::which_text(visit);
    const editorial::Copy copy = writing::get_copy(visit, asked);
    const auto to = editorial::stage_from(fields.get("to"));
    BoardChoice choice =
        choice_from(fields.get("kind"), fields.get("lang"), fields.get("who"), editorial::name_of(to.value_or(copy.stage)), false);
    editorial::Problems problems;
    if (to) {
        const auto done = editorial::move_to(visit.tx(), visit.viewer, copy.text, *to);
        if (done) {
            const std::string query = view::board_query(choice) + "&moved=" + std::to_string(static_cast<std::int64_t>(*done));
            return web::see_other(web::in_lang(visit.lang, "/edit/board" + query));
        }
        problems = done.error();
    } else {
        people::require(visit.tx(), visit.viewer, Right::approve, editorial::scope_of(visit.tx(), asked.piece.id));
        problems.push_back({"stage", "edit_board.problem_stage"});
    }
    auto words = writing::in_words(visit.lang, problems);
    for (design::Problem& problem : words) problem.field = view::move_field(copy.text);
    choice.stage = editorial::name_of(copy.stage);
    return draw_board(frame, visit, Making(visit, std::move(choice)).make(), words);
}

// ---- the desk is closed ----------------------------------------------------------------------------------------------

/// Pages that promise an answer say when nobody gives one.
void tell_closure(Visit& visit) { editorial::changed(visit.tx(), {"calls"}); }

web::Response close(const Frame& frame, Visit& visit) {
    people::require(visit.tx(), visit.viewer, Right::approve, people::Scope::site(), "desk");
    const std::string from = text::one_line(visit.fields().get("from")), until = text::one_line(visit.fields().get("until"));
    const auto first = base::parse_day(from), last = base::parse_day(until);
    editorial::Problems problems;
    if (!first) problems.push_back({"from", "edit_board.problem_day"});
    if (!last) problems.push_back({"until", "edit_board.problem_day"});
    if (problems.empty()) {
        const auto done = editorial::close_desk(visit.tx(), visit.viewer, *first, *last);
        if (done) {
            tell_closure(visit);
            return web::see_other(web::in_lang(visit.lang, "/edit/board"), "desk_closed");
        }
        problems = done.error();
    }
    view::Board board = Making(visit, {}).make();
    board.closure.from = from;
    board.closure.until = until;
    return draw_board(frame, visit, board, writing::in_words(visit.lang, problems));
}

web::Response reopen(Visit& visit) {
    people::require(visit.tx(), visit.viewer, Right::approve, people::Scope::site(), "desk");
    editorial::reopen_desk(visit.tx(), visit.viewer, id_in(visit, "id"));
    tell_closure(visit);
    return web::see_other(web::in_lang(visit.lang, "/edit/board"), "desk_opened");
}
}

void board_routes(web::Routes& on, const Frame& frame) {
    on.get("/edit/board", [&frame](Visit& visit) { return show(frame, visit); })
        .needs("account")
        .takes({"kind", "lang", "who", "stage", "whole", "moved", "done"});
    on.post("/desk/{piece}/{lang}/stage", [&frame](Visit& visit) { return move(frame, visit); }).needs("account");
    on.post("/edit/board/closures", [&frame](Visit& visit) { return close(frame, visit); }).needs("approve");
    on.post("/edit/board/closures/{id}/end", reopen).needs("approve");
}

}

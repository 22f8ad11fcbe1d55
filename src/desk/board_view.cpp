#include "desk/board_view.hpp"

#include "design/parts.hpp"

#include <algorithm>
#include <functional>

namespace desk::view {

using base::Lang;
using design::address;
using design::tr;
using editorial::Stage;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
std::string stage_word(Lang lang, Stage stage) { return tr(lang, "stage." + std::string(editorial::name_of(stage))); }
std::string lang_word(Lang lang, Lang which) { return tr(lang, which == Lang::en ? "piece.english" : "piece.japanese"); }

/// Draws many cards: words that many of them share are made once.
class Drawing {
public:
    Drawing(Lang lang, const Board& board, const std::vector<design::Problem>& problems)
        : lang_(lang), board_(board), problems_(problems) {}

    Html column(const BoardColumn& column, bool now) const {
        const std::string name(editorial::name_of(column.stage)), id = "stage-" + name;
        Html cards = column.cards.empty()
                         ? html(R"(<p class="soft">{}</p>)", {tr(lang_, "edit_board.nothing")})
                         : html(R"(<ol class="slips">{}</ol>)", {each(column.cards, [&](const BoardCard& one) { return card(one); })});
        if (column.count > column.cards.size()) {
            BoardChoice whole = board_.choice;
            whole.stage = name;
            whole.whole = true;
            cards += html(R"(<p><a href="{}">{}</a></p>)", {address(lang_, "/edit/board" + board_query(whole)),
                                                            tr(lang_, "edit_board.show_all", {{"count", column.count}})});
        }
        return html(
            R"(<section class="stage{}" aria-labelledby="{}" data-stage="{}"><h2 id="{}">{} <span class="soft">{}</span></h2>{}{}</section>)",
            {now ? " now" : "", id, name, id, stage_word(lang_, column.stage), column.count,
             each(column.limits, [&](const BoardColumn::Limit& one) { return limit(one); }), cards});
    }

    Html live(bool now) const {
        const Html list = board_.live.empty()
                              ? html(R"(<p class="soft">{}</p>)", {tr(lang_, "edit_board.nothing_live")})
                              : html(R"(<ul class="slips">{}</ul>)", {each(board_.live, [&](const auto& one) {
                                         const auto& [line, path] = one;
                                         return html(R"(<li class="slip"><a href="{}">{}</a><p class="soft">{}</p></li>)",
                                                     {address(line.lang, path), design::words(lang_, {line.title, line.lang}),
                                                      tr(lang_, line.correction ? "edit_board.corrected_on" : "edit_board.live_on",
                                                         {{"date", design::day_month(lang_, base::day_of(line.at))}})});
                                     })});
        return html(R"(<section class="stage{}" aria-labelledby="stage-live"><h2 id="stage-live">{}</h2>{}</section>)",
                    {now ? " now" : "", tr(lang_, "edit_board.live"), list});
    }

private:
    Html limit(const BoardColumn::Limit& one) const {
        const bool over = one.count > static_cast<std::size_t>(one.most);
        const std::string words =
            tr(lang_, over ? "edit_board.over" : "edit_board.limit", {{"kind", kind(one.kind)}, {"count", one.count}, {"most", one.most}});
        return html(R"(<p class="limit{}">{}{}</p>)", {over ? " over" : "", over ? design::icon("circle-alert") : Html{}, words});
    }

    Html card(const BoardCard& one) const {
        const editorial::Card& card = one.card;
        const std::string path = "/desk/" + std::to_string(static_cast<std::int64_t>(card.piece)) + "/" + std::string(base::tag(card.lang));
        const std::string title = card.title.empty() ? tr(lang_, "writing.untitled") : card.title;
        const std::string id = "text-" + std::to_string(static_cast<std::int64_t>(card.text));
        Html lines = html(R"(<p class="soft">{} · {}</p>)", {kind(card.kind), language(card.lang)});
        if (card.correction) lines += html("<p>{}</p>", {design::tag(tr(lang_, "edit_board.correction"), design::Tone::blue)});
        if (!one.goes_live.empty())
            lines += html("<p>{}</p>", {tr(lang_, "edit_board.goes_live", {{"when", one.goes_live}})});
        else
            lines +=
                html("<p>{}{}</p>",
                     {one.turn.empty() ? tr(lang_, "edit_board.nobody") : tr(lang_, "edit_board.turn", {{"who", one.turn}}), due(card)});
        if (card.stage != Stage::scheduled) lines += html(R"(<p class="soft">{}</p>)", {days(card.days)});
        if (card.approvals_needed > 0 && card.stage != Stage::draft) lines += html(R"(<p class="soft">{}</p>)", {approvals(card)});
        return html(R"(<li class="slip" id="{}"><a href="{}">{}</a>{}{}{}</li>)",
                    {id, address(lang_, path), design::words(lang_, {title, card.title.empty() ? lang_ : card.lang}), lines,
                     maybe(card.may_move && card.stage != Stage::draft, R"(<p><a href="{}">{}</a></p>)",
                           {address(lang_, path + "/publish"), publishing()}),
                     move(card, path, title)});
    }

    Html due(const editorial::Card& card) const {
        if (!card.due_on) return {};
        const bool passed = *card.due_on < board_.today;
        return html(R"(<br><span{}>{}</span>)",
                    {maybe(passed, R"( class="state-bad")"),
                     tr(lang_, passed ? "edit_board.due_passed" : "edit_board.due", {{"date", design::day_month(lang_, *card.due_on)}})});
    }

    Html move(const editorial::Card& card, const std::string& path, const std::string& title) const {
        if (!card.may_move || card.stage == Stage::scheduled) return {};
        const std::string id = move_field(card.text);
        const std::string error = design::message_for(problems_, id);
        const auto stages = board_.stages.find(card.kind);
        Html options = html(R"(<option value="">{}</option>)", {choose()});
        if (stages != board_.stages.end())
            options += each(stages->second, [&](Stage stage) {
                return stage == card.stage
                           ? Html{}
                           : html(R"(<option value="{}">{}</option>)", {editorial::name_of(stage), stage_word(lang_, stage)});
            });
        Html hidden;
        for (const auto& [name, value] :
             {std::pair{"kind", &board_.choice.kind}, {"lang", &board_.choice.lang}, {"who", &board_.choice.who}})
            if (!value->empty()) hidden += html(R"(<input type="hidden" name="{}" value="{}">)", {name, *value});
        return html(
            R"(<details class="move"{}><summary>{}</summary><form method="post" action="{}">{}<label class="vh" for="{}">{}</label>{}<select id="{}" name="to"{}>{}</select><button class="btn sm">{}</button></form></details>)",
            {maybe(!error.empty(), " open"), move_word(), address(lang_, path + "/stage"), hidden, id,
             tr(lang_, "edit_board.move_label", {{"title", title}}),
             maybe(!error.empty(), R"(<p class="err" id="{}-error">{}{}</p>)", {id, design::icon("circle-alert"), error}), id,
             maybe(!error.empty(), R"( aria-invalid="true" aria-describedby="{}-error")", {id}), options, go_word()});
    }

    const std::string& once(const std::string& key, const std::function<std::string()>& make) const {
        const auto known = made_.find(key);
        return known != made_.end() ? known->second : made_.emplace(key, make()).first->second;
    }
    const std::string& kind(const std::string& name) const {
        return once("kind " + name, [&] { return tr(lang_, "kind." + name); });
    }
    const std::string& language(Lang which) const {
        return once("lang " + std::string(base::tag(which)), [&] { return lang_word(lang_, which); });
    }
    const std::string& days(int count) const {
        return once("days " + std::to_string(count), [&] { return tr(lang_, "edit_board.days", {{"days", count}}); });
    }
    const std::string& approvals(const editorial::Card& card) const {
        return once("said " + std::to_string(card.approvals) + " " + std::to_string(card.approvals_needed),
                    [&] { return tr(lang_, "edit_board.approvals", {{"said", card.approvals}, {"needed", card.approvals_needed}}); });
    }
    const std::string& publishing() const { return tr(lang_, "writing.to_publish"); }
    const std::string& choose() const { return tr(lang_, "edit_board.move_choose"); }
    const std::string& move_word() const { return tr(lang_, "edit_board.move"); }
    const std::string& go_word() const { return tr(lang_, "edit_board.move_go"); }

    const Lang lang_;
    const Board& board_;
    const std::vector<design::Problem>& problems_;
    mutable std::map<std::string, std::string> made_;
};

Html moved(Lang lang, const std::optional<BoardMoved>& move) {
    if (!move) return {};
    const std::string title = move->title.empty() ? tr(lang, "writing.untitled") : move->title;
    const Html undo = move->undo ? design::action_button(address(lang, "/desk/acts/" + std::to_string(*move->undo) + "/undo"),
                                                         tr(lang, "edit_board.undo"))
                                 : Html{};
    return html(R"(<div class="said" id="moved"><p role="status">{}{}</p>{}</div>)",
                {design::icon("check"),
                 tr(lang, "edit_board.moved", {{"title", title}, {"stage", stage_word(lang, move->to)}, {"count", move->count}}), undo});
}

/// On phones, where one column is shown at a time.
Html tabs(Lang lang, const Board& board) {
    const auto tab = [&](const std::string& stage, const std::string& words) {
        BoardChoice there = board.choice;
        there.stage = stage;
        there.whole = false;
        return html(R"(<li><a href="{}"{}>{}</a></li>)", {address(lang, "/edit/board" + board_query(there)),
                                                          maybe(board.choice.stage == stage, R"( aria-current="page")"), words});
    };
    Html all = each(board.columns, [&](const BoardColumn& column) {
        return tab(std::string(editorial::name_of(column.stage)), stage_word(lang, column.stage) + " " + std::to_string(column.count));
    });
    all += tab("live", tr(lang, "edit_board.live_short"));
    return html(R"(<nav class="stage-tabs" aria-label="{}"><ul>{}</ul></nav>)", {tr(lang, "edit_board.columns"), all});
}

Html filter(Lang lang, const Board& board) {
    design::Choice kind{.id = "kind",
                        .label = tr(lang, "edit_board.kind"),
                        .options = {{"", tr(lang, "edit_board.all_kinds")}},
                        .chosen = board.choice.kind};
    for (const std::string& one : board.kinds) kind.options.emplace_back(one, tr(lang, "kind." + one));
    design::Choice language{.id = "lang",
                            .label = tr(lang, "piece.language"),
                            .options = {{"", tr(lang, "edit_board.both_languages")}},
                            .chosen = board.choice.lang};
    for (const Lang one : base::languages) language.options.emplace_back(base::tag(one), lang_word(lang, one));
    design::Choice who{.id = "who",
                       .label = tr(lang, "edit_board.whose"),
                       .options = {{"", tr(lang, "edit_board.everybody")}, {"me", tr(lang, "edit_board.mine")}},
                       .chosen = board.choice.who};
    who.options.insert(who.options.end(), board.persons.begin(), board.persons.end());
    return design::filter_form(lang, address(lang, "/edit/board"), {kind, language, who});
}

std::string closed_words(Lang lang, const editorial::Closure& closure, base::Day today) {
    return tr(lang, closure.from <= today ? "edit_board.closed" : "edit_board.will_close",
              {{"from", design::date(lang, closure.from)}, {"until", design::date(lang, closure.until)}});
}

/// For whoever may close the desk, or open it again.
Html closing(Lang lang, const Board& board, const std::vector<design::Problem>& problems) {
    if (!board.closure.may_change) return {};
    Html content = html("<p>{}</p>", {tr(lang, "edit_board.closing_text")});
    if (board.closure.closure)
        content +=
            html("<p>{}</p>", {closed_words(lang, *board.closure.closure, board.today)}) +
            design::action_button(address(lang, "/edit/board/closures/" + std::to_string(board.closure.closure->id) + "/end"),
                                  tr(lang, board.closure.closure->from <= board.today ? "edit_board.reopen" : "edit_board.call_off"));
    else
        content += html(R"(<details class="desk-fold"{}><summary>{}</summary>{}</details>)",
                        {maybe(!design::message_for(problems, "from").empty() || !design::message_for(problems, "until").empty(), " open"),
                         tr(lang, "edit_board.close_days"),
                         design::form(address(lang, "/edit/board/closures"),
                                      design::field(lang, {.id = "from",
                                                           .label = tr(lang, "edit_board.closing_from"),
                                                           .hint = {},
                                                           .value = board.closure.from,
                                                           .type = "date",
                                                           .error = design::message_for(problems, "from"),
                                                           .required = true}) +
                                          design::field(lang, {.id = "until",
                                                               .label = tr(lang, "edit_board.closing_until"),
                                                               .hint = tr(lang, "edit_board.closing_hint"),
                                                               .value = board.closure.until,
                                                               .type = "date",
                                                               .error = design::message_for(problems, "until"),
                                                               .required = true}),
                                      tr(lang, "edit_board.close"))});
    return design::desk_section("closing", tr(lang, "edit_board.closing"), content);
}

Html columns(Lang lang, const Board& board, const std::vector<design::Problem>& problems) {
    const Drawing drawing(lang, board, problems);
    Html all = each(board.columns, [&](const BoardColumn& column) {
        return drawing.column(column, board.choice.stage == editorial::name_of(column.stage));
    });
    all += drawing.live(board.choice.stage == "live");
    return tabs(lang, board) + html(R"(<div class="stages" data-stages>{}</div>)", {all});
}

Html nothing(Lang lang, const Board& board) {
    if (board.has_cards)
        return design::empty_state(lang, tr(lang, "edit_board.none_chosen"),
                                   design::Link{{tr(lang, "edit_board.show_everything"), lang}, address(lang, "/edit/board")});
    return board.may_make ? design::empty_state(lang, tr(lang, "edit_board.empty"),
                                                design::Link{{tr(lang, "piece.new"), lang}, address(lang, "/edit/new")})
                          : design::empty_state(lang, tr(lang, "edit_board.empty_own"),
                                                design::Link{{tr(lang, "me.see_what_to_do"), lang}, address(lang, "/write")});
}
}

std::string move_field(editorial::TextId text) { return "to-" + std::to_string(static_cast<std::int64_t>(text)); }

std::string board_query(const BoardChoice& choice) {
    std::string query;
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"kind", choice.kind},
                                      {"lang", choice.lang},
                                      {"who", choice.who},
                                      {"stage", choice.stage},
                                      {"whole", choice.whole ? "1" : ""}})
        if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(name) + "=" + std::string(value);
    return query;
}

design::DeskPage board(Lang lang, const Board& board, const std::vector<design::Problem>& problems) {
    Html content = moved(lang, board.moved);
    if (board.closure.closure && board.closure.closure->from <= board.today)
        content += design::notice(html::text(closed_words(lang, *board.closure.closure, board.today)), design::NoticeKind::care);
    if (board.has_cards) content += filter(lang, board);
    const bool any = std::any_of(board.columns.begin(), board.columns.end(), [](const BoardColumn& column) { return column.count > 0; });
    content += any || !board.live.empty() ? columns(lang, board, problems) : nothing(lang, board);
    if (board.may_make && (any || board.has_cards))
        content +=
            html(R"(<p class="acts">{}</p>)", {design::button_link(lang, {{tr(lang, "piece.new"), lang}, address(lang, "/edit/new")})});
    content += closing(lang, board, problems);
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "edit_board.title"),
            .dek = tr(lang, "edit_board.dek"),
            .done = board.done,
            .problems = problems,
            .content = content};
}

}

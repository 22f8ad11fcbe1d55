#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: the board, its columns and the days on which the desk is closed.
namespace desk::view {

/// What the reader chose to see; each is "" or a value of its list.
struct BoardChoice {
    std::string kind, lang, who; // who: "me", or the id of a person whose turn it is
    std::string stage; // the column that a phone shows, or "live"
    bool whole = false; // all cards of that column
};
struct BoardCard {
    editorial::Card card;
    std::string turn; // names of whom it waits for; "" for nobody
    std::string goes_live; // the set time in words; "" for none
};
struct BoardColumn {
    editorial::Stage stage = editorial::Stage::draft;
    std::vector<BoardCard> cards; // those that are drawn, the longest waiting first
    std::size_t count = 0; // with those that are not
    struct Limit {
        std::string kind;
        std::size_t count = 0;
        int most = 0;
    };
    std::vector<Limit> limits;
};
struct BoardMoved {
    std::string title;
    base::Lang title_lang{};
    editorial::Stage to = editorial::Stage::draft;
    std::size_t count = 0; // in that column now
    std::optional<std::int64_t> undo; // the act, while it can be taken back
};
struct BoardClosure {
    std::optional<editorial::Closure> closure;
    bool may_change = false;
    std::string from, until; // as typed
};
struct Board {
    BoardChoice choice;
    std::vector<BoardColumn> columns;
    std::vector<std::pair<editorial::LiveLine, std::string>> live; // with the path of each, without language
    std::vector<std::string> kinds; // to choose from
    std::vector<std::pair<std::string, std::string>> persons; // value and name
    std::map<std::string, std::vector<editorial::Stage>, std::less<>> stages; // of each kind
    base::Day today;
    bool has_cards = false; // without the choice
    bool may_make = false;
    std::optional<BoardMoved> moved;
    BoardClosure closure;
    std::string done;
};
design::DeskPage board(base::Lang, const Board&, const std::vector<design::Problem>&);

/// The id of the field in which a card is moved.
std::string move_field(editorial::TextId);
/// `?kind=lesson&stage=proof`; "" for nothing chosen.
std::string board_query(const BoardChoice&);

}

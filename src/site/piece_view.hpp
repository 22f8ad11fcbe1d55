#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace site::view {

struct NewPiece {
    std::vector<std::string> kinds; // that the viewer may make
    std::string kind, title, slug;
    base::Lang lang = base::Lang::en;
    std::vector<std::pair<std::string, std::string>> courses, series; // id, title
    std::string course, in_series;
    bool asks_slug = false; // the title gives none, or it is taken: the person chooses
};
html::Html new_piece(base::Lang, const NewPiece&, const std::vector<design::Problem>&);

/// A text of the piece, or the place for one.
struct PieceText {
    base::Lang lang{};
    std::string title;
    bool exists = false, live = false, withdrawn = false;
    std::optional<editorial::Stage> stage = {};
};
struct CreditLine {
    editorial::KeptCredit kept;
    std::string name; // as it is signed
};
struct PiecePage {
    editorial::Piece piece;
    std::string path; // "/desk/42"
    std::string public_path;
    std::vector<PieceText> texts;
    bool may_set = false; // `publish` on it
    bool keeps = false;
    bool retired = false;
    std::vector<CreditLine> credits;
    std::vector<std::pair<std::string, std::string>> people; // id, name: who can be credited
    std::vector<std::string> levels;
    std::vector<std::pair<std::string, std::string>> all_tags; // slug, name
    std::vector<std::string> tags;
    std::vector<std::pair<std::string, std::string>> courses, series;
    std::string course, in_series;
    std::size_t at = 1;
    std::string cover;
    std::vector<editorial::Act> acts;
    std::vector<design::Problem> problems;
    std::vector<std::pair<std::string, std::string>> typed; // what a refused form held
};
html::Html piece(base::Lang, const base::Viewer&, const PiecePage&);

/// An ordered list with a way up and down for each, and a field for the place: lessons of a course, posts of a series, courses.
struct OrderLine {
    std::string id, title;
    base::Lang title_lang{};
    std::string url, state; // of the piece at the desk; "live", "Draft" …
};
struct OrderPage {
    std::string path;
    std::vector<OrderLine> lines;
    std::vector<std::pair<std::string, std::string>> others; // that may be put in: id, title
    std::string add_words, add_button, empty, new_url, new_words; // "" for none
    bool takes_out = true;
};
html::Html order(base::Lang, const OrderPage&);

/// "Published", "Draft" …
std::string state_of(base::Lang, const editorial::PieceLine&);
std::string title_of(base::Lang, const editorial::PieceLine&);

}

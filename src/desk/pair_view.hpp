#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: a text beside the one in the other language.
namespace desk::view {

using design::Html;
using design::Lang;

/// What somebody sent and what could not be saved.
struct TypedBlock {
    std::size_t row = 0;
    std::string text, base;  // what was typed, and what it is made from now
    Html both;               // theirs and mine as one, where somebody else changed the same words
};
struct TypedHeading {
    std::string title, summary;
};

struct PairPage {
    std::vector<std::pair<std::string, html::Url>> crumbs;
    std::string path;        // of the text at the desk, without language
    std::string title;       // of the piece, or that there is none
    editorial::Pairs pairs;
    std::optional<base::Day> source_on, made_from_on;
    bool all = false;        // every block, not only what changed
    bool may_begin = false;
    std::optional<TypedBlock> typed;
    std::optional<TypedHeading> heading;
    std::string done;
};
/// The id of the field of a row.
std::string block_field(std::size_t row);
/// As Markdown, without the line end behind it; of what is missing what a box begins and ends with.
std::string block_markdown(const editorial::PairedBlock&);
design::DeskPage pair(Lang, const PairPage&, const std::vector<design::Problem>&);

}

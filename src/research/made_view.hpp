#pragma once
#include "design/parts.hpp"
#include "editorial/editorial.hpp"

/// Private to research: how a text was made, as everybody may read it.
namespace research::view {

/// Whoever did a part of the work; without an address there is no page of theirs.
struct Maker {
    std::string name;
    std::optional<html::Url> url;
};
struct Made {
    design::Words title;
    html::Url url;                                              // of the text
    html::Html notices;
    std::vector<std::pair<std::string, std::vector<Maker>>> parts;  // role in words
    std::vector<std::pair<base::Day, std::string>> acts;        // in sentences, the oldest first
    std::vector<editorial::Correction> corrections;
    base::Day published_on{};
    std::optional<base::Day> revised_on;
    std::int64_t versions = 1;
    std::string licence;  // SPDX id
};
html::Html made(base::Lang, const Made&);

}

#pragma once
#include "design/parts.hpp"
#include "editorial/editorial.hpp"
#include "research/research.hpp"

namespace research::view {

design::Source source(base::Lang, const Source&, int number = 0);
html::Html library(base::Lang, const std::vector<Source>&, const std::map<std::string, std::int64_t, std::less<>>& citing, std::string_view seen);

struct UsedIn {
    editorial::Entry entry;
    std::string url;  // without language
};
html::Html show(base::Lang, const Source&, const std::vector<UsedIn>&, const std::vector<Source>& related);

}

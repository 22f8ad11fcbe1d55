#pragma once
#include "design/parts.hpp"
#include "editorial/editorial.hpp"
#include "research/research.hpp"

namespace research::view {

/// Names of Japanese bodies and authors are in Japanese.
base::Lang author_lang(const Source&);
design::Source source(base::Lang, const Source&, int number = 0);
struct Library {
    std::vector<Source> sources;  // of this page
    bool empty = false;           // there is no source at all
    std::string seen;             // reading level asked for, or empty
    int page = 1;
    bool more = false;
};
html::Html library(base::Lang, const Library&);

struct UsedIn {
    editorial::Entry entry;
    std::string url;  // without language
};
html::Html show(base::Lang, const Source&, const std::vector<UsedIn>&, const std::vector<Source>& related);

}

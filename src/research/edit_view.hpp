#pragma once
#include "design/forms.hpp"
#include "research/research.hpp"

/// Private to research: the pages on which sources are added and changed.
namespace research::view {

struct Desk {
    std::vector<Source> sources;  // of this page
    std::map<std::string, std::int64_t, std::less<>> citing;
    std::string query, seen;
    int page = 1;
    bool more = false;
    bool empty = false;  // the library has no source at all
    bool network = false;
    // What was typed, and what became of it.
    std::string text, identifier, level;
    std::vector<design::Problem> problems;
    Added added;
    std::string done;
};
design::DeskPage desk(base::Lang, const Desk&);

struct Change {
    Source source;
    bool here = true;  // false: deleted
    bool may = false;  // may be changed by the viewer
    bool is_public = true;
    std::vector<SourceRevision> history;
    std::optional<SourceRevisionId> was;
    std::vector<design::Problem> problems;
    std::string done;
};
design::DeskPage change(base::Lang, const Change&);

}

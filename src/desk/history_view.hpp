#pragma once
#include "design/forms.hpp"
#include "desk/write_view.hpp"
#include "editorial/editorial.hpp"
#include "kit/doc/compare.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: the versions of a text, and two of them beside each other.
namespace desk::view {

/// "you", the name of whoever may be named, or that there is somebody who is not.
std::string maker(Lang, const base::Viewer&, const people::Person&);

/// One that can be compared: the working copy, or a revision.
struct VersionLine {
    std::string value;   // in an address: "copy", or the id of the revision
    std::string name;    // in the language of the page
    std::string when;
    std::string who;     // "" for nobody
    std::string why;     // why it was kept
    bool live = false;
};
struct HistoryPage {
    std::vector<std::pair<std::string, html::Url>> crumbs;
    std::string path, title;         // path: of the text at the desk
    std::vector<VersionLine> lines;  // newest first
    std::string from, to;            // that are chosen when the page opens
    std::string other;               // what the link of a line compares it with: "live", or "copy"; "" for no link
};
design::DeskPage history(Lang, const HistoryPage&);

/// One side of a comparison.
struct Side {
    std::string value;  // in the address
    std::string name;   // in the language of the page
    std::string title, summary;
    doc::Node body;
    std::optional<std::int64_t> revision;  // that can be brought back
};
struct ComparePage {
    std::vector<std::pair<std::string, html::Url>> crumbs;
    std::string path, title;
    Lang text_lang{};
    Side from, to;
    bool may_restore = false;
};
design::DeskPage compare(Lang, const ComparePage&, const std::vector<design::Problem>&);

}

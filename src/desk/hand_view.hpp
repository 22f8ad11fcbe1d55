#pragma once
#include "design/forms.hpp"
#include "desk/write_view.hpp"
#include "editorial/editorial.hpp"

#include <string>
#include <utility>
#include <vector>

/// Private to desk: pages on which a text goes from hand to hand.
namespace desk::view {

using Crumbs = std::vector<std::pair<std::string, html::Url>>;

struct HandOver {
    Crumbs crumbs;
    std::string path;
    std::string title;
    editorial::Stage next = editorial::Stage::first_read;
    std::vector<std::string> open;  // sentences of the checklist that the writer can still do something about
    bool asks_agreement = false;
    std::string signed_as;          // how the page will sign it
    std::string note;
    bool agrees = false;
};
design::DeskPage hand_over(Lang, const HandOver&, const std::vector<design::Problem>&);

struct SendBack {
    Crumbs crumbs;
    std::string path, title, notes;
};
design::DeskPage send_back(Lang, const SendBack&, const std::vector<design::Problem>&);

struct OpenTurn {
    std::int64_t id = 0;
    Waits waits;
    bool may_end = false;
};
struct Turns {
    Crumbs crumbs;
    std::string path, title;
    std::vector<OpenTurn> turns;
    std::vector<std::pair<std::string, std::string>> people;  // id, name
    bool by_address = false;  // the viewer may know who has an address
    std::string person, address, duty, due_on, note;
    std::string done;
};
design::DeskPage turns(Lang, const Turns&, const std::vector<design::Problem>&);

}

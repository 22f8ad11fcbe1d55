#pragma once
#include "design/forms.hpp"
#include "desk/write_view.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk: the page on which a text is checked and published, and taken from readers again.
namespace desk::view {

/// A yes to the text.
struct Yes {
    std::string who;
    bool of_present_version = false;
    base::Day on{};
};

/// A working copy on its way to readers.
struct Publishing {
    std::int64_t version = 0;
    editorial::Stage stage = editorial::Stage::draft;
    std::vector<editorial::Check> checks;
    std::string at_words;              // when it goes live: of a scheduled text, or as it was asked for; "" for now
    std::string at;                    // the same as the button sends it
    bool alone = false;                // readers will be told that one person alone has checked it
    bool may_tick = false, may_approve = false, may_ask = false, may_publish = false, may_send_back = false, may_set = false;
    bool must_agree = false;           // the viewer wrote in it and has not agreed to publishing it
    std::string signed_as;             // how the page signs the viewer
    bool asks_correction = false;      // readers have seen it before
    std::vector<editorial::Stage> moves; // where the viewer may move it
    std::vector<Yes> yeses;
    std::string now;                   // on the clock of the site
};

struct PublishPage {
    std::vector<std::pair<std::string, html::Url>> crumbs;
    std::string path, piece_path;      // at the desk, without language
    std::string title;
    Lang text_lang{};
    std::optional<Publishing> copy;
    bool live = false, withdrawn = false, retired = false;
    std::string live_path;             // of what readers see, without language; "" without a page of its own
    bool may_withdraw = false, may_share = false;
    std::optional<std::pair<std::int64_t, std::string>> undo;  // an act that the viewer may take back now: its id and name
    std::optional<std::int64_t> seen;  // the version that the person saw, where there is a newer one by now
    // What stands in the fields.
    std::string check_by, correction, at_field, why;
    std::string done;
};
design::DeskPage publish(Lang, const PublishPage&, const std::vector<design::Problem>&);

}

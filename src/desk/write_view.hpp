#pragma once
#include "design/forms.hpp"
#include "desk/write_form.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Private to desk.
namespace desk::view {

using design::Html;
using design::Lang;

/// What somebody wrote to the writer.
struct Note {
    std::string who;
    base::Day on{};
    std::string text;
};
/// Of whom a text waits for something.
struct Waits {
    std::string who;
    editorial::Duty duty{};
    std::optional<base::Day> due;
    std::string note;
};
struct Cited {
    std::string key;
    std::string line;  // as the library names it; empty: it is not in there
};
struct Shown {
    std::string src, alt;
    int width = 0, height = 0;  // of the smallest rendition
};

/// What stands beside a text, for whoever writes or reads it at the desk.
struct Beside {
    std::vector<Note> notes;  // newest first
    std::vector<Waits> waits;
    std::vector<editorial::Check> checks;
    doc::Length length;
    std::vector<Cited> cited;
    std::vector<Shown> pictures;
    std::optional<std::int64_t> undo;  // the act that the viewer may take back now
    bool asks = false, sends_back = false, publishes = false, adds_sources = false;  // what the viewer may do
};

/// Somebody else changed the same passage. The form was filled with what the person wrote, and made from what stands there now.
struct Clash {
    Html title, summary, text;  // theirs and mine as one, with what differs; empty where nothing does
};

struct WritePage {
    std::string path;  // of the text at the desk, without language
    std::string piece_path;
    std::string kind;
    Lang text_lang{};
    std::string title;                // what stands there, or that there is none
    std::string state;                // where it stands, in sentences
    WriteForm form;                   // what stands in the fields
    base::Day saved_on{};
    std::string me;                   // of the script: another person on the same device gets none of what is kept there
    std::string blocks;               // that the script offers, by name
    std::optional<editorial::Stage> next;  // where it goes when it is handed over; nothing: it cannot be now
    std::optional<Html> reading;      // in place of the form, for whoever may not write now
    std::string typed;                // what could not be saved, where there is no form
    std::optional<Clash> clash;
    std::string save_act = "save";    // of the button that saves
    std::optional<std::int64_t> offered;  // revision of a newer text that came with an upgrade
    Beside beside;
};
design::DeskPage write(Lang, const WritePage&, const std::vector<design::Problem>&);

/// A text without a working copy.
struct NoCopy {
    std::string path, piece_path, kind, title;
    Lang text_lang{};
    std::optional<std::string> live;  // address of what readers see, without language
    bool is_live = false;             // also of what has no page of its own
    bool may_begin = false;
    std::string ask;                  // whom to ask who may
    std::optional<WriteForm> typed;   // what was written and could not be saved, because the text went away meanwhile
};
design::DeskPage no_copy(Lang, const NoCopy&, const std::vector<design::Problem>&);

/// Style sheet and script of the page on which a text is written.
Html write_head();
/// "Lesson in English".
std::string kind_in(Lang, const std::string& kind, Lang text_lang);

}

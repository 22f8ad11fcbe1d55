#pragma once
#include "design/words.hpp"
#include "kit/html/html.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The parts of forms. A form works without a script; what is wrong stands above it and by each field, and what was typed is still there.
namespace design {

using html::Html;
using html::Url;

struct Problem {
    std::string field;  // its id
    std::string message;
};
/// "There is a problem", with a link to every field; nothing without problems.
Html error_summary(Lang, const std::vector<Problem>&);
/// The message for a field; "" for none.
std::string message_for(const std::vector<Problem>&, std::string_view field);

struct Field {
    std::string id;  // also its name
    std::string label;
    std::string hint;
    std::string value;
    std::string type = "text";  // text, email, search, url, date, file, textarea
    std::string error;
    bool required = false;
    std::string autocomplete = {};  // as HTML names it: email, name, one-time-code, "username webauthn"; "" for none said
    std::string inputmode = {};     // numeric …; "" for none said
    std::string lang = {};          // of what is typed, where it is not the page's
};
Html field(Lang, const Field&);

struct Choice {
    std::string id;
    std::string label;
    std::vector<std::pair<std::string, std::string>> options;  // value, words
    std::string chosen;
    std::string hint = {};
    std::string error = {};
};
Html choice(const Choice&);
/// A form that asks for the same page with other parameters (GET).
Html filter_form(Lang, const Url& action, const std::vector<Choice>&);

struct CheckBox {
    std::string id;
    std::string name;
    std::string value = "1";
    std::string label;
    bool checked = false;
};
Html check_box(const CheckBox&);
/// Check boxes, or radio buttons, under one question.
struct CheckGroup {
    std::string legend;
    std::string hint;
    std::vector<CheckBox> boxes;
    bool one = false;  // radio buttons
    std::string error = {};
};
Html check_group(const CheckGroup&);

enum class Danger { no, yes };
using Hidden = std::vector<std::pair<std::string, std::string>>;
/// A form of a page: its fields, and the one main button. `multipart` for files.
Html form(const Url& action, const Html& fields, std::string_view button_words, const Hidden& = {}, bool multipart = false);
/// One of several forms of a page: its button is not the main one.
Html side_form(const Url& action, const Html& fields, std::string_view button_words, const Hidden& = {});
/// A form that is one button, for something that is done to a thing in a list.
Html action_button(const Url& action, std::string_view button_words, const Hidden& = {}, Danger = Danger::no);
/// What was just done, at the top of the page that a POST leads to: the sentence `done.{what}`. Nothing for an unknown one.
Html said(Lang, std::string_view what);

/// A page of somebody's own: crumbs, heading, what was done, content. Put desk_head() into Page::head.
struct DeskPage {
    std::vector<std::pair<std::string, Url>> crumbs;
    std::string title;
    std::string dek;
    std::string done;  // of said(); "" for none
    std::vector<Problem> problems;
    Html content;
};
Html desk_page(Lang, const DeskPage&);
/// The style sheet of pages with forms and tables that readers do not see; and a script of assets/js, if there is one.
Html desk_head(std::string_view script = {});
/// A part of such a page: heading and content.
Html desk_section(std::string_view id, std::string_view title, const Html& content);
/// Rows with a heading for each column; on phones each row is a card. Cells are as many as headings.
struct Table {
    std::string caption;
    std::vector<std::string> headings;
    std::vector<std::vector<Html>> rows;
};
Html table(const Table&);

}

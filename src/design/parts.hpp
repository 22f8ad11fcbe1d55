#pragma once
#include "design/assets.hpp"
#include "design/forms.hpp"
#include "design/frame.hpp"
#include "design/words.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The parts of every page. Parameters are plain text, Html and Url; `lang` is always the language of the page.
namespace design {

using html::Html;
using html::Url;

/// Text in a language that may not be the page's; drawn with `lang` where it differs.
struct Words {
    std::string text;
    Lang lang = Lang::en;
};
Html words(Lang page, const Words&);

struct Link {
    Words words;
    Url url;
};

// ---- small parts ----------------------------------------------------------------------------------------------------

enum class Weight { main, plain, small };
/// One `main` on a screen at most. `icon_after` as in icons.svg, e.g. "arrow-right".
Html button_link(Lang, const Link&, Weight = Weight::plain, std::string_view icon_after = {});
Html button(std::string_view words, Weight = Weight::plain);

enum class Tone { plain, green, red, blue };
Html tag(std::string_view words, Tone = Tone::plain, std::string_view icon = {});

/// 原稿用紙: one square a lesson; `now` counts from 1, 0 for none.
Html squares(Lang, int total, int now = 0);

/// A name tag with the first letter of the name; says nothing to screen readers.
Html name_tag(const Words& name, Tone = Tone::green);

struct Person {
    Words name;
    std::optional<Url> url;
    std::string line;  // the author's line as it was then; may be empty
    bool collective = false;  // a signature that is not one person
};
struct Byline {
    std::vector<Person> people;
    int minutes = 0;  // 0: not said
    std::optional<base::Day> published;
    std::optional<base::Day> checked;  // only after a real person checked it
    std::vector<std::string> levels;   // kg es12 …; empty: not said
};
Html byline(Lang, const Byline&);

/// "Elementary grades 3–4 · Junior high school"; every level for an empty list.
std::string level_names(Lang, const std::vector<std::string>& levels);

Html crumbs(Lang, const std::vector<Link>& above, std::string_view here);
/// Previous and next; either may be missing.
Html pager(Lang, const std::optional<Link>& previous, const std::optional<Link>& next, std::string_view label);
/// Says what will be here and gives the one action.
Html empty_state(Lang, std::string_view sentence, const std::optional<Link>& action = {});

/// A section of a page: heading, a sentence beside it, a link on the right.
struct Section {
    std::string id;  // of the heading
    std::string title;
    std::string aside;
    std::optional<Link> more;
    Html content;
    std::string extra_class;  // "tint" for the sheet-coloured band
};
Html section(Lang, const Section&);

// ---- notices --------------------------------------------------------------------------------------------------------

/// Starter text; `contact` is the site's mail address or empty.
Html starter_notice(Lang, std::string_view contact);
/// "Japanese not yet read by a native speaker."
Html unread_japanese_notice(Lang);
/// The text ages: look again before this day.
Html check_by_line(Lang, base::Day);
enum class NoticeKind { plain, care };
Html notice(const Html& content, NoticeKind = NoticeKind::plain);

// ---- home, courses --------------------------------------------------------------------------------------------------

/// Today's lesson, framed in chalk.
struct ChalkBox {
    Words title;
    Words line;
    std::string meta;
    Url url;
};
struct Board {
    std::optional<base::Day> today;  // shown in kanji at the side
    std::string title;
    std::string lead;
    std::vector<Link> actions;  // the first one is the main action
    std::optional<ChalkBox> box;
};
/// The blackboard of the home page: one per page.
Html board(Lang, const Board&);

struct Notebook {
    Words title;
    Words other_title;  // in the other language; may be empty
    Words summary;
    std::string cover = "green";  // green, blue, ochre, red
    int lessons = 0;
    int minutes = 0;
    Url url;
};
Html notebook(Lang, const Notebook&);
Html notebooks(Lang, const std::vector<Notebook>&);

struct CourseHead {
    std::vector<Link> crumbs;
    Words title;
    Words summary;
    std::string cover = "green";
    int lessons = 0;
    int minutes = 0;
    std::string levels;  // level_names()
    std::optional<Link> start;
};
/// The head of a course on the blackboard, with the cover beside it.
Html course_head(Lang, const CourseHead&);

struct LessonLine {
    Words title;
    Words summary;
    int minutes = 0;
    Url url;
};
Html lesson_list(Lang, const std::vector<LessonLine>&);
/// While there is one course: its cover and, beside it, its lessons.
Html notebook_open(Lang, const Notebook&, const std::vector<LessonLine>&);

/// A short invitation: what it is, and one link.
struct Panel {
    std::string title;
    std::string text;
    Link link;
};
/// Panels and, if given, the panel for boards of education, side by side.
Html panels(Lang, const std::vector<Panel>&, const Html& beside = {});

// ---- lesson ---------------------------------------------------------------------------------------------------------

Html aim(Lang, const Html& content);
Html try_it(Lang, const Html& content);
Html look_back(Lang, const Html& content);

/// A sentence to copy. Romaji and meaning may be empty; in Japanese pages `meaning` says when to use it.
Html say(Lang, const Html& japanese, const Html& romaji, const Html& meaning);

struct Option {
    Html answer;
    Html feedback;
    bool right = false;
};
/// The quick check: feedback appears under the answer that was chosen, stores nothing. `id` is unique on the page.
Html check(Lang, std::string_view id, const Html& question, const std::vector<Option>&);

/// What research says, folded. `works` is how many works it cites; 0: not said.
Html deep_dive(Lang, const Html& content, int works, bool open = false);

/// `:::if employer=company level=es34,es56` → {{"employer","company"},{"level","es34,es56"}}. Shown folded.
using Conditions = std::vector<std::pair<std::string, std::string>>;
Html if_box(Lang, const Conditions&, const Html& content, bool open = false);
/// The title of that box: "Employed through a company?".
std::string condition_title(Lang, const Conditions&);

/// The editor's note.
Html editor_note(Lang, const Html& content);

struct OutlineItem {
    Words title;
    Url url;
};
struct Tool {
    std::string icon;  // "printer", "file-text", "languages"
    Words words;
    Url url;
};
struct LessonPage {
    std::vector<Link> crumbs;
    Words title;
    Words dek;
    Byline byline;
    Html notices;
    Html body;  // aim, text, blocks, deep dive
    Link course;
    std::vector<OutlineItem> outline;
    int current = 1;  // from 1
    std::vector<Tool> tools;
    bool print = false;  // the print view: text alone, a button that prints, a way back. Draw its folded boxes open
};
/// Text, outline at the side (a sheet on phones) and the bar at the foot. Use Page::wide and skip_to = "text".
Html lesson_page(Lang, const LessonPage&);

/// "Print": appears only where a script can do it; without one the browser's own menu prints the page.
Html print_button(Lang);

struct PartnerSheet {
    std::string site;
    Words course;
    Words lesson;
    Url lesson_url;
    Html body;  // Japanese
    Html notices;
    std::string address;  // absolute address of this sheet, printed at the foot
};
/// 相談シート: Japanese, one A4 when printed. Use Page::body_class = "sheet-view".
Html partner_sheet(const PartnerSheet&);

// ---- research -------------------------------------------------------------------------------------------------------

enum class Reading { listed, abstract_only, full };
/// Bars and words: how this source was read.
Html reading_level(Lang, Reading);

struct Citing {
    std::string key;
    int number = 1;  // of the work on this page
    int nth = 1;     // which mark of that work this is; the first one brings the note
    Words label;        // "Reed, 2015"
    Words line;         // one sentence: what it saw, or what it is about; may be empty
    std::string locator;  // "p. 12"; may be empty
    Reading reading = Reading::listed;
    Url url;  // our page of the source
    std::string prefix;  // for several documents on one page
};
/// A mark in running text with its note: a popover from the mark on phones, a side note on wide screens. No script needed.
Html citation(Lang, const Citing&);

struct Source {
    std::string key;
    int number = 0;  // 0: no number
    Words title;
    Html reference;  // the formatted entry
    Words studied, found, cannot, good_for;  // each may be empty
    Reading reading = Reading::listed;
    Url url;                       // our page
    std::optional<Url> read_at;    // where the text was read
};
/// A source in a list or at the end of a deep dive.
Html source_block(Lang, const Source&);
Html source_list(Lang, const std::vector<Source>&);

struct SourcePage {
    std::vector<Link> crumbs;
    Source source;
    std::string bibtex;
    std::vector<Link> used_in;  // lessons and posts that rest on it
    std::vector<Link> related;
};
Html source_page(Lang, const SourcePage&);

// ---- blog -----------------------------------------------------------------------------------------------------------

struct Teaser {
    Words title;
    Words summary;
    std::vector<Person> people;
    int minutes = 0;
    std::optional<base::Day> published;
    Html note;  // editor_note() or nothing
    Url url;
};
Html post_teaser(Lang, const Teaser&, bool lead = false);
/// The first is the lead, the others stand beside it.
Html posts(Lang, const std::vector<Teaser>&);
/// All in one column.
Html post_list(Lang, const std::vector<Teaser>&);

struct Series {
    Words title;
    std::optional<Url> url;
    std::vector<Link> parts;
    int current = 0;  // from 1
};
Html series_box(Lang, const Series&);

Html tag_links(Lang, const std::vector<Link>&);

struct PostPage {
    std::vector<Link> crumbs;
    Words title;
    Words dek;
    Byline byline;
    Html notices;
    Html note;  // editor_note()
    std::optional<Series> series;
    Html body;
    std::vector<Person> authors;  // with their lines, at the end
    std::vector<Link> tags;
    Html call;  // the editor's closing call for writers
    std::optional<Link> previous, next;
};
Html post_page(Lang, const PostPage&);

// ---- people, plain pages --------------------------------------------------------------------------------------------

struct PersonCard {
    Words name;
    Words bio;
    std::string works;  // "3 pieces"
    Url url;
};
Html people_list(Lang, const std::vector<PersonCard>&);

struct ProfileWork {
    std::string kind;  // "Lesson"
    Link piece;
    std::string role;
    std::optional<base::Day> day;
};
struct ProfilePage {
    std::vector<Link> crumbs;
    Words name;
    Words other_name;
    Words bio;
    bool collective = false;
    std::vector<ProfileWork> works;
    // What the person lets others see; each may be empty.
    std::string photo = {};  // where the widths of the photo are: "/photos/{uid}"
    std::string kana = {}, romaji = {};
    std::string languages = {};
    std::vector<std::string> levels = {};
    std::string contract = {};  // jet, direct, company, other
    std::vector<Link> links = {};
};
Html profile_page(Lang, const ProfilePage&);
/// The person alone, without crumbs and works: what others see, on the page where it is written.
Html profile_card(Lang, const ProfilePage&);
/// A square photo, `side` wide, from /photos/{uid}; `alt` is the name.
Html photo(std::string_view address, std::string_view alt, int side);

/// A page that is mostly text: about, privacy, for trainers, write with us.
struct TextPage {
    std::vector<Link> crumbs;
    Words title;
    Words dek;
    Html notices;
    Html body;
    Html foot;
};
Html text_page(Lang, const TextPage&);

/// A list page: heading, a sentence, filter, content.
struct ListPage {
    std::vector<Link> crumbs;
    Words title;
    Words dek;
    Html filter;
    Html content;
};
Html list_page(Lang, const ListPage&);

/// Label and value pairs, e.g. 運営者; pairs without a value are left out.
Html facts(const std::vector<std::pair<std::string, Html>>&);

/// The formal page for boards of education.
struct BoardPage {
    Words title;
    Words lead;
    Html notices;
    Html body;
    std::vector<std::pair<std::string, Html>> facts;
};
Html board_page(Lang, const BoardPage&);
/// The panel on the home page that leads to it.
Html board_panel(Lang);

struct ErrorPage {
    int status = 500;
    std::string request_id;  // may be empty
    std::string contact;     // mail address or empty
    std::string what;        // in place of the general sentence: who can help; may be empty
    std::vector<std::pair<std::string, std::string>> typed;  // what the form held, to be copied
    std::vector<Link> links; // besides the start page
};
Html error_page(Lang, const ErrorPage&);
/// "Not open yet": the site has no keeper and no content.
Html closed_page(Lang);
/// The title of an error page, for Page::title.
std::string error_title(Lang, int status);

}

#include "learn/view.hpp"

namespace learn::view {

using design::Lang;
using design::Link;
using design::tr;
using html::Html;

namespace {
design::Words title_of(const editorial::Entry& entry) { return {entry.title, entry.lang}; }
design::Words summary_of(const editorial::Entry& entry) { return {entry.summary, entry.lang}; }

/// A lesson that exists only in the other language is reached there.
html::Url address_of(const editorial::Entry& entry, const std::string& path) { return design::address(entry.lang, path); }

Link learn_crumb(Lang lang) { return {{tr(lang, "nav.learn"), lang}, design::address(lang, "/learn")}; }
}

design::Notebook notebook(Lang lang, const CourseCard& card) {
    return {.title = title_of(card.entry),
            .other_title = card.other ? title_of(*card.other) : design::Words{"", lang},
            .summary = summary_of(card.entry),
            .cover = card.course.cover,
            .lessons = card.lessons,
            .minutes = card.minutes,
            .url = address_of(card.entry, "/learn/" + card.course.piece.slug)};
}

Html courses(Lang lang, const std::vector<CourseCard>& cards, const Filter& filter, bool any_course) {
    design::Choice level{.id = "level", .label = tr(lang, "learn.level"), .options = {{"", tr(lang, "learn.level_any")}}, .chosen = filter.level};
    for (const std::string& name : all_levels()) level.options.emplace_back(name, tr(lang, "level." + name));
    design::Choice time{.id = "time", .label = tr(lang, "learn.time"), .options = {{"", tr(lang, "learn.time_any")}},
                        .chosen = filter.most_minutes ? std::to_string(filter.most_minutes) : ""};
    for (const int minutes : lesson_minutes) time.options.emplace_back(std::to_string(minutes), tr(lang, "learn.time_" + std::to_string(minutes)));

    std::vector<design::Notebook> books;
    for (const CourseCard& card : cards) books.push_back(notebook(lang, card));
    return design::list_page(lang, {.crumbs = {},
                                    .title = {tr(lang, "learn.title"), lang},
                                    .dek = {tr(lang, "learn.dek"), lang},
                                    .filter = design::filter_form(lang, design::address(lang, "/learn"), {level, time}),
                                    .content = !any_course     ? design::empty_state(lang, tr(lang, "learn.empty"))
                                               : books.empty() ? design::empty_state(lang, tr(lang, "learn.none"), Link{{tr(lang, "learn.none_action"), lang}, design::address(lang, "/learn")})
                                                               : design::notebooks(lang, books)});
}

Html course(Lang lang, const CoursePage& page) {
    const std::string path = "/learn/" + page.card.course.piece.slug;
    design::CourseHead head{.crumbs = {learn_crumb(lang)},
                            .title = title_of(page.card.entry),
                            .summary = summary_of(page.card.entry),
                            .cover = page.card.course.cover,
                            .lessons = page.card.lessons,
                            .minutes = page.card.minutes,
                            .levels = design::level_names(lang, page.card.course.levels),
                            .start = std::nullopt};
    std::vector<design::LessonLine> lines;
    for (const editorial::Entry& entry : page.lessons)
        lines.push_back({title_of(entry), summary_of(entry), entry.minutes, address_of(entry, path + "/" + entry.slug)});
    if (!lines.empty()) head.start = Link{{tr(lang, "learn.start"), lang}, lines.front().url};
    Html out = design::course_head(lang, head);
    out += html::html("<div class=\"course-body\"><div class=\"prose\">{}{}</div>", {page.notices, page.body});
    out += lines.empty() ? design::empty_state(lang, tr(lang, "learn.course_empty"))
                         : html::html("<section aria-labelledby=\"lessons\"><h2 id=\"lessons\">{}</h2>{}</section>", {tr(lang, "learn.course_lessons"), design::lesson_list(lang, lines)});
    out += design::byline(lang, {.people = page.people, .minutes = 0, .published = page.card.entry.published_on, .checked = std::nullopt, .levels = {}});
    return out + html::html("</div>");
}

Html lesson(Lang lang, const LessonPage& page) {
    const std::string path = "/learn/" + page.course.piece.slug;
    const std::string here = path + "/" + page.text.piece.slug;
    design::LessonPage drawn{.crumbs = {learn_crumb(lang), {title_of(page.course_entry), design::address(lang, path)}},
                             .title = {page.text.title, lang},
                             .dek = {page.text.summary, lang},
                             .byline = {.people = page.people, .minutes = page.text.length.minutes,
                                        .published = page.text.revised_on.value_or(page.text.published_on), .checked = page.text.checked_on, .levels = page.levels},
                             .notices = page.notices,
                             .body = page.body,
                             .course = {title_of(page.course_entry), design::address(lang, path)},
                             .outline = {},
                             .current = 1,
                             .tools = {}};
    for (const editorial::Entry& entry : page.lessons) {
        drawn.outline.push_back({title_of(entry), address_of(entry, path + "/" + entry.slug)});
        if (entry.piece == page.text.piece.id) drawn.current = static_cast<int>(drawn.outline.size());
    }
    drawn.print = page.print;
    if (page.print) {
        const bool research = page.with_research;
        drawn.tools.push_back({"file-text", {tr(lang, research ? "lesson.print_plain" : "lesson.print_research"), lang}, design::address(lang, here + (research ? "/print" : "/print?with=research"))});
        return design::lesson_page(lang, drawn);
    }
    drawn.tools.push_back({"printer", {tr(lang, "lesson.print"), lang}, design::address(lang, here + "/print")});
    if (page.has_sheet) drawn.tools.push_back({"file-text", {tr(lang, "lesson.partner"), lang}, design::address(Lang::ja, here + "/partner")});
    return design::lesson_page(lang, drawn);
}

}

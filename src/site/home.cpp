#include "site/home.hpp"

#include "blog/blog.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "learn/learn.hpp"
#include "research/research.hpp"

namespace site {

namespace {
using design::tr;
using html::Html;
using web::Visit;

struct FoundCourse {
    learn::Course course;
    editorial::Entry entry;
    std::vector<editorial::Entry> lessons;
};

std::vector<FoundCourse> find_courses(Visit& visit) {
    std::vector<FoundCourse> found;
    for (learn::Course& course : learn::list_courses(visit.tx(), visit.viewer))
        if (auto entry = editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, visit.lang)) {
            auto lessons = learn::list_lessons(visit.tx(), visit.viewer, course, visit.lang);
            found.push_back({std::move(course), std::move(*entry), std::move(lessons)});
        }
    return found;
}

design::Notebook notebook(Visit& visit, const FoundCourse& course) {
    int minutes = 0;
    for (const auto& lesson : course.lessons) minutes += lesson.minutes;
    const auto other = editorial::find_entry(visit.tx(), visit.viewer, course.course.piece.id, base::other(visit.lang));
    const bool two = other && other->lang != course.entry.lang;
    return {.title = {course.entry.title, course.entry.lang},
            .other_title = {two ? other->title : "", base::other(visit.lang)},
            .summary = {course.entry.summary, course.entry.lang},
            .cover = course.course.cover,
            .lessons = static_cast<int>(course.lessons.size()),
            .minutes = minutes,
            .url = design::address(course.entry.lang, "/learn/" + course.course.piece.slug)};
}

/// The covers; a single one lies open beside its lessons.
Html shelf(Visit& visit, const std::vector<FoundCourse>& courses) {
    if (courses.empty()) return design::empty_state(visit.lang, tr(visit.lang, "home.notebooks_empty"));
    if (courses.size() == 1) {
        std::vector<design::LessonLine> lines;
        for (const editorial::Entry& lesson : courses.front().lessons)
            lines.push_back({{lesson.title, lesson.lang}, {"", lesson.lang}, lesson.minutes, design::address(lesson.lang, "/learn/" + courses.front().course.piece.slug + "/" + lesson.slug)});
        return design::notebook_open(visit.lang, notebook(visit, courses.front()), lines);
    }
    std::vector<design::Notebook> books;
    for (const FoundCourse& course : courses) books.push_back(notebook(visit, course));
    return design::notebooks(visit.lang, books);
}

/// Another lesson each day, the same for everybody.
std::optional<design::ChalkBox> lesson_of_the_day(base::Lang lang, base::Day today, const std::vector<FoundCourse>& courses) {
    std::vector<std::pair<const FoundCourse*, const editorial::Entry*>> lessons;
    for (const FoundCourse& course : courses)
        for (const editorial::Entry& lesson : course.lessons) lessons.emplace_back(&course, &lesson);
    if (lessons.empty()) return std::nullopt;
    const auto& [course, lesson] = lessons[static_cast<std::size_t>(today.days) % lessons.size()];
    return design::ChalkBox{.title = {lesson->title, lesson->lang},
                            .line = {lesson->summary, lesson->lang},
                            .meta = tr(lang, "byline.minutes", {{"count", lesson->minutes}}),
                            .url = design::address(lesson->lang, "/learn/" + course->course.piece.slug + "/" + lesson->slug)};
}
}

web::Response home(const design::Frame& frame, Visit& visit) {
    for (const char* tag : {"course:list", "blog:list", "site", "day"}) visit.tag(tag);
    const auto lang = visit.lang;
    const base::Day today = base::day_of(visit.tx().now());
    const auto courses = find_courses(visit);

    design::Board board{.today = today, .title = tr(lang, "home.title"), .lead = tr(lang, "home.lead"), .actions = {}, .box = lesson_of_the_day(lang, today, courses)};
    if (!courses.empty()) {
        const auto& first = courses.front();
        board.actions.push_back({{tr(lang, "home.start", {{"title", first.entry.title}}), lang}, design::address(first.entry.lang, "/learn/" + first.course.piece.slug)});
    }
    board.actions.push_back({{tr(lang, "home.courses", {{"count", courses.size()}}), lang}, design::address(lang, "/learn")});

    Html main = design::board(lang, board);
    main += design::section(lang, {.id = "courses", .title = tr(lang, "home.notebooks"), .aside = tr(lang, "home.notebooks_aside"),
                                   .more = design::Link{{tr(lang, "home.notebooks_more"), lang}, design::address(lang, "/learn")},
                                   .content = shelf(visit, courses), .extra_class = ""});

    std::vector<design::Teaser> teasers;
    for (const editorial::Entry& entry : editorial::list_texts(visit.tx(), visit.viewer, "post", lang, 0, 3))
        teasers.push_back({.title = {entry.title, entry.lang}, .summary = {entry.summary, entry.lang},
                           .people = research::people_of(lang, editorial::list_credits(visit.tx(), entry.piece)), .minutes = entry.minutes,
                           .published = entry.published_on, .note = {}, .url = design::address(lang, "/blog/" + entry.slug)});
    main += design::section(lang, {.id = "blog", .title = tr(lang, "home.blog"), .aside = "",
                                   .more = design::Link{{tr(lang, "home.blog_more"), lang}, design::address(lang, "/blog")},
                                   .content = teasers.empty() ? design::empty_state(lang, tr(lang, "home.blog_empty")) : design::posts(lang, teasers), .extra_class = "tint"});
    main += design::panels(lang,
                           {{tr(lang, "home.research"), tr(lang, "home.research_text"), {{tr(lang, "home.research_more"), lang}, design::address(lang, "/research")}},
                            {tr(lang, "home.write"), tr(lang, "home.write_text"), {{tr(lang, "home.write_more"), lang}, design::address(lang, "/write")}}},
                           design::board_panel(lang));

    design::Page page = design::page_for(visit, "", "home");
    page.description = tr(lang, "site.about_line");
    page.head = design::json_ld(base::write_json(base::Json::Object{{"@context", "https://schema.org"}, {"@type", "WebSite"}, {"name", frame.name},
                                                                    {"url", design::absolute(frame, lang, "/")}, {"inLanguage", base::tag(lang)}}));
    return web::page(design::page(frame, page, main));
}

}

#include "design/parts.hpp"
#include "design/visit.hpp"
#include "kit/base/json.hpp"
#include "kit/web/routes.hpp"
#include "learn/learn.hpp"
#include "learn/view.hpp"
#include "research/research.hpp"

#include <algorithm>

namespace learn {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

constexpr std::string_view not_read[] = {"partner", "note"};

view::CourseCard card_of(Visit& visit, const Course& course, editorial::Entry entry) {
    view::CourseCard card{.course = course, .entry = std::move(entry), .other = std::nullopt, .lessons = 0, .minutes = 0, .longest = 0};
    if (auto other = editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, base::other(card.entry.lang));
        other && other->lang != card.entry.lang)
        card.other = std::move(*other);
    for (const editorial::Entry& lesson : list_lessons(visit.tx(), visit.viewer, course, visit.lang)) {
        ++card.lessons;
        card.minutes += lesson.minutes;
        card.longest = std::max(card.longest, lesson.minutes);
    }
    return card;
}

bool fits(const view::CourseCard& card, const view::Filter& filter) {
    const auto& levels = card.course.levels;
    const bool level = filter.level.empty() || levels.empty() || std::find(levels.begin(), levels.end(), filter.level) != levels.end();
    return level && (filter.most_minutes == 0 || card.longest <= filter.most_minutes);
}

web::Response courses(const Frame& frame, Visit& visit) {
    visit.tag("course:list");
    view::Filter filter;
    if (is_level(visit.query("level"))) filter.level = visit.query("level");
    for (const int minutes : view::lesson_minutes)
        if (visit.query("time") == std::to_string(minutes)) filter.most_minutes = minutes;
    std::vector<view::CourseCard> cards;
    bool any_course = false;
    for (const Course& course : list_courses(visit.tx(), visit.viewer))
        if (auto entry = editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, visit.lang))
            if (auto card = card_of(visit, course, std::move(*entry)); any_course = true, fits(card, filter))
                cards.push_back(std::move(card));
    design::Page page = design::page_for(visit, tr(visit.lang, "learn.title"), "learn");
    page.description = tr(visit.lang, "learn.dek");
    page.feed = "/learn/feed.xml";
    return web::page(design::page(frame, page, view::courses(visit.lang, cards, filter, any_course)));
}

/// A course by its slug; an old slug answers with the way to the present one.
struct FoundCourse {
    std::optional<Course> course;
    std::optional<std::string> moved;
};
FoundCourse find_or_moved(Visit& visit) {
    const std::string& slug = visit.param("course");
    if (auto course = find_course(visit.tx(), visit.viewer, slug)) return {std::move(course), std::nullopt};
    return {std::nullopt, editorial::find_moved(visit.tx(), "course", slug)};
}

web::Response course(const Frame& frame, Visit& visit) {
    const auto found = find_or_moved(visit);
    if (found.moved) return web::moved(web::in_lang(visit.lang, "/learn/" + *found.moved));
    const Course course = web::or_404(found.course);
    if (auto gone = research::gone_page(frame, visit, course.piece)) return std::move(*gone);
    const auto text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, course.piece, visit.lang));
    visit.tag(editorial::piece_tag(course.piece.id));
    visit.tag("course:list");
    research::Reading reading(visit.tx(), visit.viewer, visit.lang);
    auto entry = web::or_404(editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, visit.lang));
    const auto credits = editorial::list_credits(visit.tx(), course.piece.id);
    view::CoursePage shown{.card = card_of(visit, course, std::move(entry)),
                           .body = reading.draw(text.body) + research::corrections(visit.tx(), text) +
                                   research::made_link(visit.lang, "/made/learn/" + course.piece.slug),
                           .lessons = list_lessons(visit.tx(), visit.viewer, course, visit.lang),
                           .notices = research::notices(frame, text, credits) + research::newer_notice(visit.tx(), text),
                           .people = research::people_of(visit.lang, credits)};
    design::Page page = design::page_for(visit, text.title, "learn");
    page.description = text.summary;
    page.pair_exists = editorial::has_text(visit.tx(), visit.viewer, course.piece.id, base::other(visit.lang));
    base::Json::Array parts;
    for (const editorial::Entry& lesson : shown.lessons)
        parts.push_back(base::Json::Object{{"@type", "LearningResource"}, {"name", lesson.title}});
    page.head = design::json_ld(
        base::write_json(base::Json::Object{{"@context", "https://schema.org"},
                                            {"@type", "Course"},
                                            {"name", text.title},
                                            {"description", text.summary},
                                            {"inLanguage", base::tag(visit.lang)},
                                            {"isAccessibleForFree", true},
                                            {"provider", base::Json::Object{{"@type", "Organization"}, {"name", frame.name}}},
                                            {"hasPart", parts}}));
    return web::page(design::page(frame, page, view::course(visit.lang, shown)));
}

/// The lesson of an address, or where it moved.
struct FoundLesson {
    Course course;
    editorial::Text text;
};
std::variant<FoundLesson, web::Response> find_lesson(const Frame& frame, Visit& visit, base::Lang lang, const std::string& tail) {
    const auto found = find_or_moved(visit);
    const std::string& slug = visit.param("lesson");
    const std::string course_slug = found.moved ? *found.moved : visit.param("course");
    const auto moved = editorial::find_moved(visit.tx(), "lesson", slug);
    auto piece = editorial::find_piece(visit.tx(), visit.viewer, "lesson", moved.value_or(slug));
    if (!piece) throw base::Missing();
    auto course = find_course_of(visit.tx(), visit.viewer, piece->id);
    if (!course) throw base::Missing();
    if (moved || found.moved || course->piece.slug != visit.param("course"))
        return web::moved(web::in_lang(lang, "/learn/" + course->piece.slug + "/" + piece->slug + tail));
    if (auto gone = research::gone_page(frame, visit, *piece)) return std::move(*gone);
    auto text = editorial::find_text(visit.tx(), visit.viewer, *piece, lang);
    if (!text) throw base::Missing();
    return FoundLesson{std::move(*course), std::move(*text)};
}

base::Json lesson_data(const Frame& frame, const editorial::Text& text, const std::string& path) {
    return base::Json::Object{{"@context", "https://schema.org"},
                              {"@type", "LearningResource"},
                              {"name", text.title},
                              {"description", text.summary},
                              {"inLanguage", base::tag(text.lang)},
                              {"timeRequired", "PT" + std::to_string(text.length.minutes) + "M"},
                              {"isAccessibleForFree", true},
                              {"license", text.piece.licence == "CC-BY-4.0" ? base::Json("https://creativecommons.org/licenses/by/4.0/")
                                                                            : base::Json(text.piece.licence)},
                              {"datePublished", base::iso(text.published_on)},
                              {"url", design::absolute(frame, text.lang, path)}};
}

web::Response lesson(const Frame& frame, Visit& visit, bool print) {
    auto found = find_lesson(frame, visit, visit.lang, print ? "/print" : "");
    if (auto* elsewhere = std::get_if<web::Response>(&found)) return std::move(*elsewhere);
    auto& [course, text] = std::get<FoundLesson>(found);
    visit.tag(editorial::piece_tag(text.piece.id));
    visit.tag(editorial::piece_tag(course.piece.id));
    visit.tag("course:list");
    const auto credits = editorial::list_credits(visit.tx(), text.piece.id);
    const bool with_research = print && visit.query("with") == "research";
    research::Reading reading(visit.tx(), visit.viewer, visit.lang, /*unfolded=*/print);
    const std::string path = "/learn/" + course.piece.slug + "/" + text.piece.slug;
    view::LessonPage shown{.course = course,
                           .course_entry = web::or_404(editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, visit.lang)),
                           .text = text,
                           .levels = list_levels(visit.tx(), text.piece.id),
                           .lessons = list_lessons(visit.tx(), visit.viewer, course, visit.lang),
                           .people = research::people_of(visit.lang, credits),
                           .notices = research::notices(frame, text, credits) + research::newer_notice(visit.tx(), text),
                           .body = reading.draw(doc::without_blocks(text.body, {not_read[0], not_read[1]})) +
                                   research::corrections(visit.tx(), text) +
                                   (print ? html::Html{} : research::made_link(visit.lang, path + "/made")),
                           .has_sheet = find_partner_sheet(visit.tx(), visit.viewer, text.piece).has_value(),
                           .print = print,
                           .with_research = with_research};
    for (const std::string& key : reading.cited()) visit.tag("source:" + key);
    design::Page page = design::page_for(visit, text.title + " · " + shown.course_entry.title, "learn");
    page.description = text.summary;
    page.pair_exists = editorial::has_text(visit.tx(), visit.viewer, text.piece.id, base::other(visit.lang));
    page.wide = true;
    page.skip_to = "text";
    if (print) page.canonical = path;
    if (print)
        page.body_class = with_research ? "print-view with-research" : "print-view";
    else
        page.head = design::json_ld(base::write_json(lesson_data(frame, text, path)));
    return web::page(design::page(frame, page, view::lesson(visit.lang, shown)));
}

web::Response lesson_made(const Frame& frame, Visit& visit) {
    auto found = find_lesson(frame, visit, visit.lang, "/made");
    if (auto* elsewhere = std::get_if<web::Response>(&found)) return std::move(*elsewhere);
    const auto& [course, text] = std::get<FoundLesson>(found);
    visit.tag(editorial::piece_tag(course.piece.id));
    return research::made_page(frame, visit, text, "/learn/" + course.piece.slug + "/" + text.piece.slug, "learn");
}

web::Response course_made(const Frame& frame, Visit& visit) {
    const auto found = find_or_moved(visit);
    if (found.moved) return web::moved(web::in_lang(visit.lang, "/made/learn/" + *found.moved));
    const Course course = web::or_404(found.course);
    if (auto gone = research::gone_page(frame, visit, course.piece)) return std::move(*gone);
    const auto text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, course.piece, visit.lang));
    return research::made_page(frame, visit, text, "/learn/" + course.piece.slug, "learn");
}

web::Response partner(const Frame& frame, Visit& visit) {
    auto found = find_lesson(frame, visit, base::Lang::ja, "/partner");
    if (auto* elsewhere = std::get_if<web::Response>(&found)) return std::move(*elsewhere);
    auto& [course, text] = std::get<FoundLesson>(found);
    const PartnerSheet sheet = web::or_404(find_partner_sheet(visit.tx(), visit.viewer, text.piece));
    visit.tag(editorial::piece_tag(text.piece.id));
    visit.tag(editorial::piece_tag(course.piece.id));
    const std::string path = "/learn/" + course.piece.slug + "/" + text.piece.slug;
    const auto entry = web::or_404(editorial::find_entry(visit.tx(), visit.viewer, course.piece.id, base::Lang::ja));
    research::Reading reading(visit.tx(), visit.viewer, base::Lang::ja);
    design::Page page = design::page_for(visit, tr(base::Lang::ja, "partner.name") + " · " + text.title, "learn");
    page.pair_exists = false;
    page.body_class = "sheet-view";
    page.description = text.summary;
    return web::page(
        design::page(frame, page,
                     design::partner_sheet({.site = frame.name,
                                            .course = {entry.title, entry.lang},
                                            .lesson = {text.title, text.lang},
                                            .lesson_url = design::address(base::Lang::ja, path),
                                            .body = reading.draw(sheet.body),
                                            .notices = research::notices(frame, text, editorial::list_credits(visit.tx(), text.piece.id)),
                                            .address = design::absolute(frame, base::Lang::ja, path + "/partner")})));
}
}

void routes(web::Routes& on, const Frame& frame) {
    on.get("/learn", [&frame](Visit& visit) { return courses(frame, visit); }).open().takes({"level", "time"});
    on.get("/learn/{course}", [&frame](Visit& visit) { return course(frame, visit); }).open();
    on.get("/learn/{course}/{lesson}", [&frame](Visit& visit) { return lesson(frame, visit, /*print=*/false); }).open();
    on.get("/learn/{course}/{lesson}/print", [&frame](Visit& visit) { return lesson(frame, visit, /*print=*/true); })
        .open()
        .takes({"with"});
    on.get("/learn/{course}/{lesson}/made", [&frame](Visit& visit) { return lesson_made(frame, visit); }).open();
    // Below /learn/{course} the last part is the name of a lesson.
    on.get("/made/learn/{course}", [&frame](Visit& visit) { return course_made(frame, visit); }).open();
    on.get("/learn/{course}/{lesson}/partner", [&frame](Visit& visit) { return partner(frame, visit); }).open().only_japanese();
}

}

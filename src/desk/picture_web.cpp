#include "desk/desk.hpp"
#include "desk/picture_view.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "kit/image/image.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace desk {

namespace {
using base::Json;
using design::Frame;
using design::tr;
using web::Visit;

constexpr web::Rule uploads{60, std::chrono::hours(1)};

/// Which text the address names; its language is not that of the page.
struct Which {
    editorial::PieceId piece{};
    base::Lang lang{};
    std::string path;  // of the text at the desk
};

Which which(const Visit& visit) {
    const auto lang = base::lang_from(visit.param("lang"));
    if (!lang) throw base::Missing();
    const std::int64_t piece = id_in(visit, "piece");
    return {static_cast<editorial::PieceId>(piece), *lang, "/desk/" + std::to_string(piece) + "/" + std::string(base::tag(*lang))};
}

std::string_view word_of(image::Refusal refusal) {
    switch (refusal) {
        case image::Refusal::too_large: return "problem.picture_too_large";
        case image::Refusal::unknown_format: return "problem.photo_format";
        case image::Refusal::too_many_pixels: return "problem.photo_pixels";
        case image::Refusal::broken:
        case image::Refusal::too_slow: return "problem.photo_broken";
        case image::Refusal::busy:
        case image::Refusal::unavailable: return "problem.photo_later";
    }
    return "";
}

editorial::Problem problem_of_file(std::string_view word) { return {.field = "file", .word = std::string(word)}; }

/// Does a script ask, that wants no page?
bool wants_json(const Visit& visit) { return visit.request.header("accept").find("application/json") != std::string_view::npos; }

web::Response json(const Json& answer, int status = 200) {
    web::Response response = web::file("application/json", base::write_json(answer));
    response.status = status;
    return response;
}

/// The line of Markdown that shows a picture.
std::string line_of(const editorial::Picture& picture) {
    const doc::Node image{.type = "image",
                          .attrs = {{"src", editorial::picture_src(picture.uid)}, {"alt", picture.alt}, {"title", ""}},
                          .content = {},
                          .text = {},
                          .marks = {}};
    const doc::Node paragraph{.type = "paragraph", .attrs = {}, .content = {image}, .text = {}, .marks = {}};
    std::string line = doc::to_markdown({.type = "doc", .attrs = {}, .content = {paragraph}, .text = {}, .marks = {}});
    while (line.ends_with('\n')) line.pop_back();
    return line;
}

/// The working copy's title, else the live one's.
std::string title_of(Visit& visit, const Which& asked) {
    if (const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece, asked.lang); copy && !copy->title.empty())
        return copy->title;
    if (const auto entry = editorial::find_entry(visit.tx(), visit.viewer, asked.piece, asked.lang)) return entry->title;
    return tr(visit.lang, "picture.text");
}

web::Response show(const Frame& frame, Visit& visit, const editorial::Problems& problems = {}) {
    const Which asked = which(visit);
    editorial::require_edit(visit.tx(), visit.viewer, asked.piece);
    view::PictureForm form{.path = asked.path + "/pictures",
                           .back = asked.path,
                           .title = title_of(visit, asked),
                           .alt = {},
                           .people_ok = false,
                           .saved = {},
                           .markdown = {}};
    if (!problems.empty()) {
        form.alt = visit.fields().get("alt");
        form.people_ok = !visit.fields().get("people_ok").empty();
    } else if (const auto uid = visit.query("uid"); !uid.empty()) {
        form.saved = editorial::find_picture(visit.tx(), visit.viewer, uid);
        if (form.saved) form.markdown = line_of(*form.saved);
    }
    std::vector<design::Problem> told;
    for (const editorial::Problem& problem : problems) told.push_back({problem.field, tr(visit.lang, problem.word)});
    return draw(frame, visit, view::picture(visit.lang, form, told), problems.empty() ? 200 : 422);
}

web::Response refuse(const Frame& frame, Visit& visit, const editorial::Problems& problems) {
    if (!wants_json(visit)) return show(frame, visit, problems);
    std::string message;
    for (const editorial::Problem& problem : problems) {
        if (!message.empty() && visit.lang == base::Lang::en) message += ' ';
        message += tr(visit.lang, problem.word);
    }
    return json(Json::Object{{"message", message}, {"field", problems.front().field}}, 422);
}

web::Response save(const Frame& frame, const Tools& tools, Visit& visit) {
    const Which asked = which(visit);
    editorial::NewPicture wanted{
        .files = {}, .alt = std::string(visit.fields().get("alt")), .people_ok = !visit.fields().get("people_ok").empty()};
    const auto bytes = visit.file("file");
    editorial::require_edit(visit.tx(), visit.viewer, asked.piece);
    editorial::Problems problems = editorial::problems_of(wanted);
    if (!bytes) problems.insert(problems.begin(), problem_of_file("problem.picture_missing"));
    if (!problems.empty()) return refuse(frame, visit, problems);
    visit.limit("picture", std::to_string(visit.viewer.person.value_or(0)), uploads);
    // No transaction waits for the child process that draws it, which takes a second.
    visit.close();
    const image::Rendered made =
        tools.images ? tools.images->render(*bytes, {.widths = {editorial::picture_widths.begin(), editorial::picture_widths.end()},
                                                     .crop = image::Crop::none})
                     : image::Rendered(base::Failure{image::Refusal::unavailable});
    if (!made) return refuse(frame, visit, {problem_of_file(word_of(made.error()))});
    for (const image::Rendition& one : *made) wanted.files.push_back({one.width, one.height, one.mime, one.bytes});
    const auto saved = editorial::save_picture(visit.tx(), visit.viewer, asked.piece, wanted);
    if (!saved) return refuse(frame, visit, saved.error());
    if (!wants_json(visit)) return web::see_other(web::in_lang(visit.lang, asked.path + "/pictures") + "?uid=" + saved->uid);
    return json(Json::Object{{"src", editorial::picture_src(saved->uid)}, {"width", saved->width}, {"height", saved->height}});
}

// ---- serving ---------------------------------------------------------------------------------------------------------

web::Response serve(Visit& visit, const editorial::Picture& picture, int width, std::string_view mime) {
    auto file = editorial::find_picture_file(visit.tx(), visit.viewer, picture.uid, width, mime);
    // Where this machine could not write AVIF: a browser takes what it gets under either name.
    if (!file) file = editorial::find_picture_file(visit.tx(), visit.viewer, picture.uid, width, "image/jpeg");
    editorial::PictureFile found = web::or_404(std::move(file));
    web::Response response = web::file(found.mime, std::move(found.bytes));
    if (editorial::is_live_picture(visit.tx(), picture.uid)) {
        response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
        response.headers.emplace_back("X-Robots-Tag", "all");
    } else {
        response.headers.emplace_back("Cache-Control", "private, max-age=3600");
    }
    return response;
}

/// "960.avif"
web::Response rendition(Visit& visit) {
    const std::string& file = visit.param("file");
    const std::size_t dot = std::min(file.find('.'), file.size());
    int width = 0;
    const auto [end, failed] = std::from_chars(file.data(), file.data() + dot, width);
    const std::string_view type = std::string_view(file).substr(dot);
    if (failed != std::errc{} || end != file.data() + dot || (type != ".avif" && type != ".jpg")) throw base::Missing();
    const auto picture = web::or_404(editorial::find_picture(visit.tx(), visit.viewer, visit.param("uid")));
    return serve(visit, picture, width, type == ".avif" ? "image/avif" : "image/jpeg");
}

/// What stands as `src` in the document; where a page knows no widths, it is the whole picture.
web::Response largest(Visit& visit) {
    const auto picture = web::or_404(editorial::find_picture(visit.tx(), visit.viewer, visit.param("uid")));
    return serve(visit, picture, picture.width, "image/jpeg");
}
}

void picture_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/desk/{piece}/{lang}/pictures", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"uid"});
    on.post("/desk/{piece}/{lang}/pictures", [&frame, &tools](Visit& visit) { return save(frame, tools, visit); }).needs("account");
    on.get("/pictures/{uid}", largest).open().personal().without_language();
    on.get("/pictures/{uid}/{file}", rendition).open().personal().without_language();
}

}

#include "kit/image/image.hpp"
#include "kit/web/routes.hpp"
#include "people/photo_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::Visit;

constexpr std::array widths{160, 320, 640};
constexpr web::Rule uploads{10, std::chrono::hours(1)};

std::string_view word_of(image::Refusal refusal) {
    switch (refusal) {
        case image::Refusal::too_large: return "problem.photo_too_large";
        case image::Refusal::unknown_format: return "problem.photo_format";
        case image::Refusal::too_many_pixels: return "problem.photo_pixels";
        case image::Refusal::broken:
        case image::Refusal::too_slow: return "problem.photo_broken";
        case image::Refusal::busy:
        case image::Refusal::unavailable: return "problem.photo_later";
    }
    return "";
}

/// Every photo has the three widths, so that a page need not know its size; of a small picture the largest stands in.
std::vector<Rendition> to_be_kept(const std::vector<image::Rendition>& made) {
    std::vector<Rendition> kept;
    for (const char* mime : {"image/avif", "image/jpeg"}) {
        const image::Rendition* last = nullptr;
        auto next = made.begin();
        for (const int width : widths) {
            next = std::find_if(next, made.end(), [&](const image::Rendition& one) { return one.mime == mime; });
            if (next != made.end()) last = &*next++;
            if (last) kept.push_back({.width = width, .height = last->height, .mime = mime, .bytes = last->bytes});
        }
    }
    return kept;
}

web::Response show(const Frame& frame, Visit& visit, const Problems& problems = {}) {
    const auto shared = get_profile(visit.tx(), visit.viewer).shared;
    design::DeskPage shown = view::photo(visit.lang, find_own_photo(visit.tx(), visit.viewer),
                                         std::find(shared.begin(), shared.end(), "photo") != shared.end(), told(visit.lang, problems));
    shown.done = visit.query("done");
    return desk(frame, visit, shown, {}, problems.empty() ? 200 : 422);
}

web::Response save(const Frame& frame, const Tools& tools, Visit& visit) {
    const auto bytes = visit.file("photo");
    if (!bytes) return show(frame, visit, {{"photo", "problem.photo_missing"}});
    visit.limit("photo", std::to_string(visit.viewer.person.value_or(0)), uploads);
    // Before the transaction: a child process draws it, and that takes a second.
    const image::Rendered made = tools.images->render(*bytes, {.widths = {widths.begin(), widths.end()}, .crop = image::Crop::attention});
    if (!made) return show(frame, visit, {{"photo", std::string(word_of(made.error()))}});
    save_photo(visit.tx(), visit.viewer, to_be_kept(*made));
    tools.changed(visit.tx(), "people");
    return web::see_other(web::in_lang(visit.lang, "/me/photo"), "photo_saved");
}

web::Response remove(const Tools& tools, Visit& visit) {
    delete_photo(visit.tx(), visit.viewer);
    tools.changed(visit.tx(), "people");
    return web::see_other(web::in_lang(visit.lang, "/me/photo"), "photo_deleted");
}

/// "320.avif"
web::Response bytes(const Tools& tools, Visit& visit) {
    const std::string& file = visit.param("file");
    const std::size_t dot = std::min(file.find('.'), file.size());
    int width = 0;
    const auto [end, failed] = std::from_chars(file.data(), file.data() + dot, width);
    const std::string_view type = std::string_view(file).substr(dot);
    if (failed != std::errc{} || end != file.data() + dot || (type != ".avif" && type != ".jpg")) throw base::Missing();
    const PersonId owner = web::or_404(find_photo_owner(visit.tx(), visit.param("uid")));
    if (visit.viewer.person != static_cast<std::int64_t>(owner) && !tools.is_seen(visit.tx(), visit.viewer, owner)) throw base::Missing();
    std::optional<Rendition> found;
    if (type == ".avif") found = find_photo(visit.tx(), visit.viewer, visit.param("uid"), width, "image/avif");
    // Where this machine cannot write AVIF: a browser takes what it gets under either name.
    if (!found) found = find_photo(visit.tx(), visit.viewer, visit.param("uid"), width, "image/jpeg");
    Rendition photo = web::or_404(std::move(found));
    web::Response response = web::file(photo.mime, std::move(photo.bytes));
    // Who may see it can change, and a deleted photo should be gone: no cache that others share keeps it.
    response.headers.emplace_back("Cache-Control", "private, max-age=3600");
    return response;
}
}

void photo_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/me/photo", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/photo", [&frame, &tools](Visit& visit) { return save(frame, tools, visit); }).needs("account");
    on.post("/me/photo/deletion", [&tools](Visit& visit) { return remove(tools, visit); }).needs("account");
    on.get("/photos/{uid}/{file}", [&tools](Visit& visit) { return bytes(tools, visit); }).open().personal().without_language();
}

}

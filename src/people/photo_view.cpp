#include "people/photo_view.hpp"

#include "design/parts.hpp"

namespace people::view {

using design::address;
using design::tr;
using html::Html;
using html::html;

design::DeskPage photo(base::Lang lang, const std::string& photo, bool shared, const std::vector<design::Problem>& problems) {
    Html content;
    if (!photo.empty())
        content += html(R"(<div class="own-photo">{}<div><p>{}</p>{}</div></div>)",
                        {design::photo("/photos/" + photo, tr(lang, "photo.alt"), 160), tr(lang, shared ? "photo.shared" : "photo.private"),
                         design::action_button(address(lang, "/me/photo/deletion"), tr(lang, "photo.delete"), {}, design::Danger::yes)});
    const Html file = html(
        R"(<div class="field"><label for="photo">{}</label><p class="hint" id="photo-hint">{}</p>{}<input id="photo" name="photo" type="file" accept="image/*" required aria-describedby="photo-hint{}"{}></div>)",
        {tr(lang, "photo.file"), tr(lang, "photo.hint"),
         problems.empty() ? Html{}
                          : html(R"(<p class="err" id="photo-error">{}{}</p>)", {design::icon("circle-alert"), problems.front().message}),
         html::maybe(!problems.empty(), " photo-error"), html::maybe(!problems.empty(), R"( aria-invalid="true")")});
    content += design::form(address(lang, "/me/photo"), file, tr(lang, "photo.save"), {}, /*multipart=*/true);
    content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, "/me/profile"), tr(lang, "photo.to_profile")});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "photo.title"),
            .dek = tr(lang, "photo.dek"),
            .done = {},
            .problems = problems,
            .content = content};
}

}

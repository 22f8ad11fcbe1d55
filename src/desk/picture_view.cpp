#include "desk/picture_view.hpp"

#include "design/parts.hpp"

namespace desk::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;
using html::maybe;

namespace {
Html error_of(const std::vector<design::Problem>& problems, std::string_view field) {
    const std::string message = design::message_for(problems, field);
    if (message.empty()) return {};
    return html(R"(<p class="err" id="{}-error">{}{}</p>)", {field, design::icon("circle-alert"), message});
}

Html file(Lang lang, const std::vector<design::Problem>& problems) {
    const bool wrong = !design::message_for(problems, "file").empty();
    return html(
        R"(<div class="field"><label for="file">{}</label><p class="hint" id="file-hint">{}</p>{}<input id="file" name="file" type="file" accept="image/*" required aria-describedby="file-hint{}"{}></div>)",
        {tr(lang, "picture.file"), tr(lang, "picture.file_hint"), error_of(problems, "file"), maybe(wrong, " file-error"),
         maybe(wrong, R"( aria-invalid="true")")});
}

/// The picture, and the line that is to be copied: without a script a field in which everything can be selected.
Html saved(Lang lang, const PictureForm& form) {
    if (!form.saved) return {};
    const std::string src = editorial::picture_src(form.saved->uid);
    const int width = editorial::widths_of(*form.saved).front();
    return design::desk_section(
        "saved", tr(lang, "picture.saved"),
        html(R"(<p><img src="{}" width="{}" height="{}" alt="{}"></p>)",
             {html::Url(src + "/" + std::to_string(width) + ".jpg"), width,
              (form.saved->height * width + form.saved->width / 2) / form.saved->width, form.saved->alt}) +
            html(
                R"(<div class="field"><label for="line">{}</label><p class="hint" id="line-hint">{}</p><input id="line" type="text" readonly value="{}" aria-describedby="line-hint"></div>)",
                {tr(lang, "picture.line"), tr(lang, "picture.line_hint"), form.markdown}));
}
}

design::DeskPage picture(Lang lang, const PictureForm& form, const std::vector<design::Problem>& problems) {
    const Html fields =
        file(lang, problems) +
        design::field(lang, {.id = "alt",
                             .label = tr(lang, "picture.alt"),
                             .hint = tr(lang, "picture.alt_hint"),
                             .value = form.alt,
                             .error = design::message_for(problems, "alt"),
                             .required = true}) +
        design::check_group(
            {.legend = tr(lang, "picture.people"),
             .hint = tr(lang, "picture.people_hint"),
             .boxes = {{.id = "people_ok", .name = "people_ok", .label = tr(lang, "picture.people_ok"), .checked = form.people_ok}},
             .error = design::message_for(problems, "people_ok")});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {form.title, address(lang, form.back)}},
            .title = tr(lang, "picture.title"),
            .dek = tr(lang, "picture.dek"),
            .done = {},
            .problems = problems,
            .content = saved(lang, form) +
                       design::form(address(lang, form.path), fields, tr(lang, "picture.save"), {}, /*multipart=*/true) +
                       html(R"(<p><a href="{}">{}</a></p>)", {address(lang, form.back), tr(lang, "picture.back")})};
}

}

#include "design/parts.hpp"
#include "site/admin_view.hpp"

namespace site::view {

using design::tr;
using html::html;

Html texts(Lang lang, const std::vector<TextLine>& lines) {
    Html out = html(R"(<p><a href="{}">{}</a></p>)", {design::address(lang, "/admin/texts/words"), tr(lang, "admin.words_link")});
    design::Table table{.caption = tr(lang, "admin.texts"),
                        .headings = {tr(lang, "admin.text"), tr(lang, "admin.text_lang"), tr(lang, "admin.text_changed")},
                        .rows = {}};
    for (const TextLine& line : lines) {
        const std::string path = "/admin/texts/" + line.slug + "/" + std::string(base::tag(line.lang));
        table.rows.push_back({html(R"(<a href="{}">{}</a>)",
                                   {design::address(lang, path), design::words(lang, {line.title, line.exists ? line.lang : lang})}),
                              html::text(tr(lang, line.lang == Lang::en ? "admin.in_english" : "admin.in_japanese")),
                              line.changed ? design::time(lang, *line.changed) : html::text(tr(lang, "admin.text_missing"))});
    }
    return out + design::table(table);
}

Html text_form(Lang lang, const TextForm& form, const std::vector<design::Problem>& problems) {
    const std::string own(base::tag(form.text_lang));
    const auto error = [&](std::string_view field) { return design::message_for(problems, field); };
    const Url action = design::address(lang, "/admin/texts/" + form.slug + "/" + own);
    Html out;
    if (form.preview)
        out += html(
            R"(<section class="others-see" aria-labelledby="preview"><h2 id="preview">{}</h2><div class="prose" lang="{}">{}</div></section>)",
            {tr(lang, "admin.text_preview"), own, *form.preview});
    const Html fields = design::field(lang, {.id = "title",
                                             .label = tr(lang, "admin.text_title"),
                                             .hint = {},
                                             .value = form.title,
                                             .type = "text",
                                             .error = error("title"),
                                             .required = true,
                                             .autocomplete = {},
                                             .inputmode = {},
                                             .lang = own}) +
                        design::field(lang, {.id = "summary",
                                             .label = tr(lang, "admin.text_summary"),
                                             .hint = tr(lang, "admin.text_summary_hint"),
                                             .value = form.summary,
                                             .type = "text",
                                             .error = error("summary"),
                                             .required = true,
                                             .autocomplete = {},
                                             .inputmode = {},
                                             .lang = own}) +
                        design::field(lang, {.id = "body",
                                             .label = tr(lang, "admin.text_body"),
                                             .hint = tr(lang, "admin.text_body_hint"),
                                             .value = form.body,
                                             .type = "textarea",
                                             .error = error("body"),
                                             .required = true,
                                             .autocomplete = {},
                                             .inputmode = {},
                                             .lang = own});
    // Return in a field does what the first button says: it shows, and publishes nothing.
    return out +
           html(
               R"(<form class="desk-form long" method="post" action="{}"><input type="hidden" name="was" value="{}">{}<p class="acts"><button class="btn" name="act" value="show">{}</button><button class="btn go" name="act" value="publish">{}</button></p></form>)",
               {action, form.was, fields, tr(lang, "admin.text_show"), tr(lang, "admin.text_publish")});
}

}

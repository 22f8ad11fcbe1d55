#include "people/data_view.hpp"

#include "design/parts.hpp"

namespace people::view {

using design::address;
using design::tr;
using html::Html;
using html::html;

namespace {
Html signature(base::Lang lang, const DataPage& page) {
    if (page.name.empty()) return html(R"(<p>{}</p><input type="hidden" name="signed_as" value="former">)", {tr(lang, "data.unnamed")});
    const SignedAs own = page.pen ? SignedAs::pen : SignedAs::name;
    const auto box = [&](SignedAs as, const std::string& label) {
        return design::CheckBox{.id = "signed_as_" + std::string(name_of(as)),
                                .name = "signed_as",
                                .value = std::string(name_of(as)),
                                .label = label,
                                .checked = page.chosen == as};
    };
    return design::check_group(
        {.legend = tr(lang, "data.signed_as"),
         .hint = tr(lang, "data.signed_as_hint"),
         .boxes = {box(SignedAs::former, tr(lang, "data.as_former")), box(own, tr(lang, "data.as_named", {{"name", page.name}}))},
         .one = true});
}
}

design::DeskPage data(base::Lang lang, const DataPage& page, const std::vector<design::Problem>& problems) {
    const Html take = html("<p>{}</p>", {tr(lang, "data.export_text")}) +
                      design::action_button(address(lang, "/me/data/export"), tr(lang, "data.export"));
    const std::string error = design::message_for(problems, "understood");
    const Html understood = design::check_group(
        {.legend = tr(lang, "data.sure"),
         .hint = tr(lang, "data.sure_hint"),
         .boxes =
             {{.id = "understood", .name = "understood", .value = "1", .label = tr(lang, "data.understood"), .checked = page.understood}},
         .one = false,
         .error = error});
    const Html forget = html(
        R"(<p>{}</p><p>{}</p><form class="desk-form" method="post" action="{}">{}{}<p class="acts"><button class="btn danger">{}</button></p></form>)",
        {tr(lang, "data.deletion_text"), tr(lang, "data.deletion_stays"), address(lang, "/me/data/deletion"), signature(lang, page),
         understood, tr(lang, "data.delete")});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "data.title"),
            .dek = tr(lang, "data.dek"),
            .done = {},
            .problems = problems,
            .content = design::desk_section("export", tr(lang, "data.export_title"), take) +
                       design::desk_section("deletion", tr(lang, "data.deletion_title"), forget)};
}

}

#include "site/setup_view.hpp"

#include "design/parts.hpp"

#include <array>

namespace site::view {

using design::tr;
using html::each;
using html::html;

Html setup_form(Lang lang, const SetupForm& form, const std::vector<design::Problem>& problems) {
    const auto error = [&](std::string_view field) { return design::message_for(problems, field); };
    Html fields = design::field(lang, {.id = "site_name",
                                       .label = tr(lang, "setup.site_name"),
                                       .hint = tr(lang, "setup.site_name_hint"),
                                       .value = form.site_name,
                                       .type = "text",
                                       .error = error("site_name"),
                                       .required = true}) +
                  design::field(lang, {.id = "name",
                                       .label = tr(lang, "setup.name"),
                                       .hint = tr(lang, "setup.name_hint"),
                                       .value = form.name,
                                       .type = "text",
                                       .error = error("name"),
                                       .required = true,
                                       .autocomplete = "name"}) +
                  design::field(lang, {.id = "address",
                                       .label = tr(lang, "setup.address"),
                                       .hint = tr(lang, "setup.address_hint"),
                                       .value = form.address,
                                       .type = "email",
                                       .error = error("address"),
                                       .required = true,
                                       .autocomplete = "email"}) +
                  design::choice({.id = "lang",
                                  .label = tr(lang, "setup.lang"),
                                  .options = {{"en", tr(lang, "admin.in_english")}, {"ja", tr(lang, "admin.in_japanese")}},
                                  .chosen = form.lang,
                                  .hint = {},
                                  .error = {}});
    if (form.may_load)
        fields += design::check_box({.id = "load", .name = "load", .value = "1", .label = tr(lang, "setup.load"), .checked = form.load});
    return design::form(design::address(lang, "/setup"), fields, tr(lang, "setup.open"), {{"token", form.key}});
}

Html set_up(Lang lang, const std::vector<std::string>& codes) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> next{{{"setup.next_passkey", "/me/passkeys"},
                                                                                        {"setup.next_people", "/admin/people"},
                                                                                        {"setup.next_mail", "/admin/outbox"},
                                                                                        {"setup.next_texts", "/admin/texts"},
                                                                                        {"setup.next_health", "/admin/health"}}};
    const Html list = each(codes, [](const std::string& code) { return html("<li><code>{}</code></li>", {code}); });
    const Html steps = each(next, [&](const auto& step) {
        return html(R"(<li><a href="{}">{}</a></li>)", {design::address(lang, step.second), tr(lang, step.first)});
    });
    return design::desk_section("codes", tr(lang, "setup.codes"),
                                html(R"(<p>{}</p><ol class="codes">{}</ol>)", {tr(lang, "setup.codes_text"), list})) +
           design::desk_section("next", tr(lang, "setup.next"), html("<ol>{}</ol>", {steps}));
}

}

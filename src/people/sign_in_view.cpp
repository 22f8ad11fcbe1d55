#include "people/sign_in_view.hpp"

#include "design/parts.hpp"
#include "people/open_form_view.hpp"
#include "people/passkey_view.hpp"

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
Html paragraph(std::string_view words) { return html("<p>{}</p>", {words}); }

/// "m…@example.org": enough to know one's own.
std::string hinted(const std::string& address) { return address.substr(0, 1) + "…" + address.substr(address.find('@')); }

/// A field that no person sees.
Html trap() {
    return html(
        R"(<div class="vh" aria-hidden="true"><input name="homepage" type="text" value="" tabindex="-1" autocomplete="off"></div>)");
}

design::DeskPage one_way(Lang lang, std::string_view title, std::string_view sentence) {
    return {.crumbs = {},
            .title = tr(lang, title),
            .dek = {},
            .done = {},
            .problems = {},
            .content =
                paragraph(tr(lang, sentence)) +
                html(R"(<p class="acts">{}</p>)",
                     {design::button_link(lang, {{tr(lang, "sign_in.again"), lang}, address(lang, "/sign-in")}, design::Weight::main)})};
}
}

design::DeskPage sign_in(Lang lang, const SignInForm& typed, const std::vector<design::Problem>& problems) {
    const Html fields = design::field(lang, {.id = "address",
                                             .label = tr(lang, "sign_in.address"),
                                             .hint = tr(lang, "sign_in.address_hint"),
                                             .value = typed.address,
                                             .type = "email",
                                             .error = design::message_for(problems, "address"),
                                             .required = true,
                                             .autocomplete = "username webauthn"}) +
                        trap() + work(lang, typed.work);
    design::Hidden hidden;
    if (!typed.back.empty()) hidden.emplace_back("back", typed.back);
    return {.crumbs = {},
            .title = tr(lang, "nav.sign_in"),
            .dek = tr(lang, "sign_in.dek"),
            .done = {},
            .problems = problems,
            .content = design::form(address(lang, "/sign-in"), fields, tr(lang, "sign_in.send"), hidden) +
                       paragraph(tr(lang, "sign_in.new_here")) + passkey_sign_in(lang, typed.back)};
}

design::DeskPage signed_in_already(Lang lang, std::string_view name) {
    return {.crumbs = {},
            .title = tr(lang, "nav.sign_in"),
            .dek = {},
            .done = {},
            .problems = {},
            .content = paragraph(tr(lang, "me.signed_in_as", {{"name", name}})) +
                       html(R"(<div class="acts">{}{}</div>)",
                            {design::button_link(lang, {{tr(lang, "sign_in.to_desk"), lang}, address(lang, "/me")}, design::Weight::main),
                             design::action_button(address(lang, "/sign-out"), tr(lang, "me.sign_out"))})};
}

design::DeskPage sign_in_closed(Lang lang) {
    return {.crumbs = {},
            .title = tr(lang, "nav.sign_in"),
            .dek = {},
            .done = {},
            .problems = {},
            .content = design::notice(paragraph(tr(lang, "sign_in.closed")), design::NoticeKind::care)};
}

design::DeskPage code(Lang lang, const PendingSignIn& pending, const std::vector<design::Problem>& problems) {
    const Html field = design::field(lang, {.id = "code",
                                            .label = tr(lang, "sign_in.code"),
                                            .hint = tr(lang, "sign_in.code_hint"),
                                            .value = {},
                                            .type = "text",
                                            .error = design::message_for(problems, "code"),
                                            .required = true,
                                            .autocomplete = "one-time-code",
                                            .inputmode = "numeric"});
    return {.crumbs = {},
            .title = tr(lang, "sign_in.code_title"),
            .dek = tr(lang, "sign_in.sent_to", {{"address", pending.address}}),
            .done = {},
            .problems = problems,
            .content = design::form(address(lang, "/sign-in/code"), html(R"(<div class="code-field">{}</div>)", {field}),
                                    tr(lang, pending.confirms ? "sign_in.confirm" : "sign_in.sign_in")) +
                       paragraph(tr(lang, "sign_in.no_mail")) +
                       html(R"(<p><a href="{}">{}</a></p>)",
                            {address(lang, pending.confirms ? "/me/addresses" : "/sign-in"), tr(lang, "sign_in.again")})};
}

design::DeskPage link(Lang lang, const PendingSignIn& pending, std::string_view token) {
    const std::string who = hinted(pending.address);
    return {.crumbs = {},
            .title = pending.confirms ? tr(lang, "sign_in.confirm_title") : tr(lang, "nav.sign_in"),
            .dek = {},
            .done = {},
            .problems = {},
            .content = paragraph(tr(lang, pending.confirms ? "sign_in.confirm_as" : "sign_in.sign_in_as", {{"address", who}})) +
                       design::form(address(lang, "/sign-in/link/" + std::string(token)), Html{},
                                    tr(lang, pending.confirms ? "sign_in.confirm" : "sign_in.sign_in"))};
}

design::DeskPage sign_in_gone(Lang lang) { return one_way(lang, "sign_in.gone_title", "sign_in.gone"); }
design::DeskPage no_code(Lang lang) { return one_way(lang, "sign_in.code_title", "sign_in.no_code"); }
design::DeskPage confirm_elsewhere(Lang lang) {
    design::DeskPage page;
    page.title = tr(lang, "sign_in.confirm_title");
    page.content = paragraph(tr(lang, "sign_in.elsewhere")) + paragraph(tr(lang, "sign_in.elsewhere_not_you")) +
                   html(R"(<p class="acts">{}</p>)",
                        {design::button_link(lang, {{tr(lang, "nav.sign_in"), lang}, address(lang, "/sign-in")}, design::Weight::main)});
    return page;
}
design::DeskPage address_taken(Lang lang) { return one_way(lang, "sign_in.gone_title", "sign_in.taken"); }

}

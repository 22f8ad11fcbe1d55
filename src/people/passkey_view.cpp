#include "people/passkey_view.hpp"

#include "design/parts.hpp"
#include "kit/base/time.hpp"

namespace people {

using design::address;
using design::Lang;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
/// `content` where a script can use passkeys, a sentence elsewhere.
Html where_passkeys_work(Lang lang, const Html& content) {
    return html(
        R"(<div data-passkeys-on hidden>{}</div><p class="soft" data-passkeys-off hidden>{}</p><noscript><p class="soft">{}</p></noscript>)",
        {content, tr(lang, "passkey.not_here"), tr(lang, "passkey.needs_script")});
}

struct Ceremony {
    std::string kind;  // get, create
    std::string page;
    std::string button;
    std::string back = {};
    bool main = false;
    bool conditional = false;  // the browser offers passkeys by itself, too
};
Html ceremony_form(Lang lang, const Ceremony& one, const Html& fields = {}) {
    return html(
        R"(<form class="desk-form" id="passkey" method="post" action="{}" data-passkey="{}" data-options="{}"{}>{}{}<p class="acts"><button class="btn{}">{}</button></p>{}</form>)",
        {address(lang, one.page), one.kind, address(lang, one.page + "/options").str(), maybe(one.conditional, " data-conditional"),
         html(R"(<input type="hidden" name="response"><input type="hidden" name="back" value="{}">)", {one.back}), fields,
         one.main ? " go" : "", one.button,
         html(R"(<p class="err" role="alert" data-failed="{}" data-known="{}"></p>)",
              {tr(lang, "passkey.failed"), tr(lang, "passkey.known")})});
}
}

Html passkey_sign_in(Lang lang, std::string_view back) {
    return design::desk_section("passkey-sign-in", tr(lang, "passkey.sign_in_title"),
                                where_passkeys_work(lang, ceremony_form(lang, {.kind = "get",
                                                                               .page = "/sign-in/passkey",
                                                                               .button = tr(lang, "passkey.sign_in"),
                                                                               .back = std::string(back),
                                                                               .conditional = true}))) +
           html(R"(<script src="{}" defer></script>)", {design::asset_url("passkey.js")});
}

namespace view {

namespace {
std::pair<std::string, html::Url> desk_crumb(Lang lang) { return {tr(lang, "nav.me"), address(lang, "/me")}; }
std::pair<std::string, html::Url> passkeys_crumb(Lang lang) { return {tr(lang, "passkey.title"), address(lang, "/me/passkeys")}; }

Html day(Lang lang, base::Instant instant) { return design::time(lang, base::day_of(instant)); }

Html link_line(std::string_view sentence, const html::Url& to, std::string_view words) {
    return html(R"(<p>{} <a href="{}">{}</a></p>)", {sentence, to, words});
}

Html ask_for_proof(Lang lang, std::string_view back, Proof proof) {
    if (proof == Proof::given) return {};
    return design::notice(
        html(R"(<p>{}</p>{}<p class="acts">{}</p>)",
             {tr(lang, "passkey.proof"), maybe(proof == Proof::wanted_or_mail, "<p>{}</p>", {tr(lang, "passkey.proof_mail")}),
              design::button_link(lang,
                                  {{tr(lang, "passkey.check"), lang},
                                   html::Url(address(lang, "/me/passkeys/check").str() + "?back=" + address(lang, back).str())},
                                  design::Weight::main)}));
}

std::string path_of(const Passkey& key, std::string_view what) {
    return "/me/passkeys/" + std::to_string(key.id) + "/" + std::string(what);
}

Html name_form(Lang lang, const Passkey& key) {
    const std::string id = "name-" + std::to_string(key.id);
    return html(
        R"(<form class="field in-row" method="post" action="{}"><label class="vh" for="{}">{}</label><input id="{}" name="name" value="{}"><button class="btn sm">{}</button></form>)",
        {address(lang, path_of(key, "name")), id, tr(lang, "passkey.name"), id, key.name, tr(lang, "passkey.rename")});
}
}

design::DeskPage passkeys(Lang lang, const std::vector<Passkey>& keys, Proof proof, const std::vector<design::Problem>& problems) {
    design::Table table{.caption = tr(lang, "passkey.title"),
                        .headings = {tr(lang, "passkey.name"), tr(lang, "passkey.made"), tr(lang, "passkey.used")},
                        .rows = {}};
    if (proof == Proof::given) table.headings.push_back(tr(lang, "passkey.removal"));
    for (const Passkey& key : keys) {
        table.rows.push_back(
            {name_form(lang, key), day(lang, key.made_at), key.used_at ? day(lang, *key.used_at) : html::text(tr(lang, "passkey.never"))});
        if (proof == Proof::given)
            table.rows.back().push_back(
                design::action_button(address(lang, path_of(key, "deletion")), tr(lang, "passkey.remove"), {}, design::Danger::yes));
    }
    Html content = ask_for_proof(lang, "/me/passkeys", proof);
    content += design::desk_section("passkeys", tr(lang, "passkey.yours"),
                                    keys.empty() ? html(R"(<p class="soft">{}</p>)", {tr(lang, "passkey.none")}) : design::table(table));
    if (proof == Proof::given) {
        const Html name = design::field(
            lang, {.id = "name", .label = tr(lang, "passkey.name"), .hint = tr(lang, "passkey.name_hint"), .value = "", .error = ""});
        content += design::desk_section(
            "add", tr(lang, "passkey.add_title"),
            where_passkeys_work(
                lang,
                ceremony_form(lang, {.kind = "create", .page = "/me/passkeys", .button = tr(lang, "passkey.add"), .main = true}, name)));
    }
    content +=
        design::desk_section("codes", tr(lang, "passkey.codes_title"),
                             link_line(tr(lang, "passkey.codes_dek"), address(lang, "/me/recovery-codes"), tr(lang, "passkey.codes_see")));
    return {.crumbs = {desk_crumb(lang)},
            .title = tr(lang, "passkey.title"),
            .dek = tr(lang, "passkey.dek"),
            .done = {},
            .problems = problems,
            .content = content};
}

design::DeskPage passkey_check(Lang lang, const CheckPage& page, const std::vector<design::Problem>& problems) {
    Html content;
    if (page.has_passkey)
        content += where_passkeys_work(
            lang,
            ceremony_form(
                lang, {.kind = "get", .page = "/me/passkeys/check", .button = tr(lang, "passkey.check"), .back = page.back, .main = true}));
    else
        content += link_line(tr(lang, "passkey.none"), address(lang, "/me/passkeys"), tr(lang, "passkey.add_title"));
    if (page.has_codes) {
        const Html code = design::field(lang, {.id = "code",
                                               .label = tr(lang, "passkey.code"),
                                               .hint = tr(lang, "passkey.code_hint"),
                                               .value = "",
                                               .error = design::message_for(problems, "code"),
                                               .required = true,
                                               .autocomplete = "off"});
        content += design::desk_section(
            "by-code", tr(lang, "passkey.code_title"),
            html(
                R"(<form class="desk-form" method="post" action="{}"><input type="hidden" name="back" value="{}">{}<p class="acts"><button class="btn">{}</button></p></form>)",
                {address(lang, "/me/passkeys/check"), page.back, code, tr(lang, "passkey.use_code")}));
    }
    return {.crumbs = {desk_crumb(lang), passkeys_crumb(lang)},
            .title = tr(lang, "passkey.check_title"),
            .dek = tr(lang, "passkey.check_dek"),
            .done = {},
            .problems = problems,
            .content = content};
}

design::DeskPage recovery_codes(Lang lang, std::int64_t left, bool has_passkey, Proof proof) {
    Html content =
        ask_for_proof(lang, "/me/recovery-codes", proof) + html("<p>{}</p>", {tr(lang, "passkey.codes_left", {{"count", left}})});
    if (!has_passkey)
        content += link_line(tr(lang, "passkey.codes_no_passkey"), address(lang, "/me/passkeys"), tr(lang, "passkey.add_title"));
    if (proof == Proof::given)
        content += design::form(address(lang, "/me/recovery-codes"), maybe(left > 0, "<p>{}</p>", {tr(lang, "passkey.codes_replace")}),
                                tr(lang, "passkey.codes_make"));
    return {.crumbs = {desk_crumb(lang), passkeys_crumb(lang)},
            .title = tr(lang, "passkey.codes_title"),
            .dek = tr(lang, "passkey.codes_dek"),
            .done = {},
            .problems = {},
            .content = content};
}

design::DeskPage new_recovery_codes(Lang lang, const std::vector<std::string>& codes) {
    return {.crumbs = {desk_crumb(lang), passkeys_crumb(lang)},
            .title = tr(lang, "passkey.codes_new"),
            .dek = tr(lang, "passkey.codes_once"),
            .done = {},
            .problems = {},
            .content = html(
                R"(<ol class="codes">{}</ol><p class="acts">{}{}</p>)",
                {each(codes, [](const std::string& code) { return html("<li>{}</li>", {code}); }),
                 design::button_link(lang, {{tr(lang, "passkey.codes_kept"), lang}, address(lang, "/me/passkeys")}, design::Weight::main),
                 design::print_button(lang)})};
}

design::DeskPage passkey_refused(Lang lang, std::string_view back, const std::vector<design::Problem>& problems) {
    return {.crumbs = {},
            .title = tr(lang, "nav.sign_in"),
            .dek = {},
            .done = {},
            .problems = problems,
            .content =
                passkey_sign_in(lang, back) +
                html(R"(<p class="acts">{}</p>)",
                     {design::button_link(lang, {{tr(lang, "passkey.by_mail"), lang}, address(lang, "/sign-in")}, design::Weight::main)})};
}

}
}

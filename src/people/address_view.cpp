#include "people/address_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;
using html::maybe;

design::DeskPage addresses(Lang lang, const std::vector<Address>& own, const std::string& typed,
                           const std::vector<design::Problem>& problems) {
    const auto confirmed = std::count_if(own.begin(), own.end(), [](const Address& one) { return one.confirmed; });
    design::Table table{.caption = tr(lang, "addresses.title"),
                        .headings = {tr(lang, "addresses.address"), tr(lang, "addresses.use"), tr(lang, "addresses.change")},
                        .rows = {}};
    for (const Address& one : own) {
        const std::string path = "/me/addresses/" + std::to_string(one.id);
        Html change;
        if (!one.main && one.confirmed)
            change += design::action_button(address(lang, path + "/main"), tr(lang, "addresses.make_main")) + html(" ");
        if (confirmed > 1 || !one.confirmed)
            change += design::action_button(address(lang, path + "/deletion"), tr(lang, "addresses.delete"), {}, design::Danger::yes);
        if (change.empty()) change = html("{}", {tr(lang, "addresses.last")});
        table.rows.push_back({html(R"(<span class="address">{}</span>)", {one.address}) +
                                  maybe(is_work_mailbox(one.address), R"(<p class="hint">{}</p>)", {tr(lang, "addresses.work")}),
                              html("{}", {tr(lang, one.main        ? "addresses.main"
                                                   : one.confirmed ? "addresses.other"
                                                                   : "addresses.waits")}),
                              change});
    }
    Html more;
    if (own.size() < max_addresses) {
        const Html field = design::field(lang, {.id = "address",
                                                .label = tr(lang, "addresses.new"),
                                                .hint = tr(lang, "addresses.new_hint"),
                                                .value = typed,
                                                .type = "email",
                                                .error = design::message_for(problems, "address"),
                                                .required = true,
                                                .autocomplete = "email"});
        const auto work = is_work_mailbox(typed) ? html(R"(<p class="hint">{}</p>)", {tr(lang, "addresses.work")}) : Html{};
        more = design::desk_section("add", tr(lang, "addresses.add"),
                                    design::form(address(lang, "/me/addresses"), field + work, tr(lang, "addresses.send")));
    } else {
        more = html("<p>{}</p>", {tr(lang, "addresses.two")});
    }
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "addresses.title"),
            .dek = tr(lang, "addresses.dek"),
            .done = {},
            .problems = problems,
            .content = design::table(table) + more};
}

}

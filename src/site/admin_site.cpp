#include "design/words.hpp"
#include "kit/mail/mail.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/own_settings.hpp"

#include <algorithm>
#include <array>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::array<std::string_view, 4> keys{"site.name", "site.contact", "site.operator", "site.data_location"};
constexpr std::string_view lookups_key = "network.lookups";
constexpr std::size_t longest = 200;

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

web::Response draw(const Facts& facts, Visit& visit, const std::vector<view::SettingLine>& lines, const view::SettingLine& lookups,
                   const people::Problems& problems) {
    const auto words = in_words(visit.lang, problems);
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "admin.site"),
                       .dek = tr(visit.lang, "admin.site_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = words,
                       .content = view::site_form(visit.lang, lines, lookups, words)},
                      problems.empty() ? 200 : 422);
}

std::string in_file(const Services& services, std::string_view key) { return services.in_file ? services.in_file(key) : std::string(); }

web::Response show(const Facts& facts, const Services& services, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const OwnSettings own = list_own_settings(visit.tx());
    std::vector<view::SettingLine> lines;
    for (const std::string_view key : keys) {
        const auto found = own.find(key);
        lines.push_back({std::string(key), found == own.end() ? "" : found->second, in_file(services, key)});
    }
    const auto lookups = own.find(lookups_key);
    return draw(facts, visit, lines,
                {std::string(lookups_key), lookups == own.end() ? "" : lookups->second, in_file(services, lookups_key)}, {});
}

web::Response save(const Facts& facts, const Services& services, Visit& visit) {
    std::vector<view::SettingLine> lines;
    people::Problems problems;
    for (const std::string_view key : keys) {
        const std::string field(key.substr(key.find('.') + 1));
        const std::string value(without_blanks(visit.fields().get(field)));
        if (value.size() > longest || !mail::fits_head(value))
            problems.push_back({field, "problem.one_line"});
        else if (key == "site.contact" && !value.empty() && !mail::is_address(value))
            problems.push_back({field, "problem.address"});
        lines.push_back({std::string(key), value, in_file(services, key)});
    }
    view::SettingLine lookups{std::string(lookups_key), std::string(visit.fields().get("lookups")), in_file(services, lookups_key)};
    if (lookups.value != "on" && lookups.value != "off") lookups.value.clear();
    if (!problems.empty()) return draw(facts, visit, lines, lookups, problems);
    lines.push_back(lookups);
    const OwnSettings own = list_own_settings(visit.tx());
    for (const view::SettingLine& line : lines) {
        const auto found = own.find(line.key);
        if ((found == own.end() ? "" : found->second) != line.value) set_own_setting(visit.tx(), visit.viewer, line.key, line.value);
    }
    settings_changed(visit.tx(), services);
    return admin_done(visit, "/admin/site", "saved");
}
}

void admin_site_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin/site", [&](Visit& visit) { return show(facts, services, visit); }).needs("keep").takes({"done"});
    on.post("/admin/site", [&](Visit& visit) { return save(facts, services, visit); }).needs("keep");
}

}

#include "design/words.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"

#include <charconv>
#include <map>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::int64_t page_size = 100;

std::int64_t number_or_none(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && number > 0 ? number : 0;
}

web::Response list(const Facts& facts, Visit& visit) {
    const auto lang = visit.lang;
    const std::int64_t before = number_or_none(visit.query("before"));
    const auto lines = people::list_audit(visit.tx(), visit.viewer, before, page_size);
    std::map<people::PersonId, std::string> names;
    std::vector<view::AuditRow> rows;
    for (const people::AuditLine& line : lines) {
        view::AuditRow row{line, tr(lang, "admin.audit_nobody")};
        if (line.person) {
            const auto known = names.find(*line.person);
            row.who = known != names.end()
                          ? known->second
                          : names[*line.person] = name_or_none(lang, people::get_person(visit.tx(), visit.viewer, *line.person));
        }
        rows.push_back(std::move(row));
    }
    const bool more = static_cast<std::int64_t>(lines.size()) == page_size;
    const html::Html content =
        view::audit(lang, rows) +
        view::turn_pages(lang, before ? "/admin/audit" : "", more ? "/admin/audit?before=" + std::to_string(lines.back().id) : "");
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(lang, "admin.audit"),
                       .dek = tr(lang, "admin.audit_dek"),
                       .done = {},
                       .problems = {},
                       .content = content});
}
}

void admin_audit_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.get("/admin/audit", [&](Visit& visit) { return list(facts, visit); }).needs("keep").takes({"before"});
}

}

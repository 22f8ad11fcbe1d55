#include "people/audit.hpp"

#include "kit/base/ids.hpp"
#include "people/right.hpp"

#include <limits>

namespace people {

constexpr db::Query insert_audit{"people.insert_audit", R"sql(
    insert into audit (id, at, person_id, action, target, allowed, request_id)
    values (:id, :now, :person, :action, :target, :allowed, :request)
)sql"};

void write_audit(db::Tx& tx, const base::Viewer& viewer, std::string_view action, std::string_view target, bool allowed) {
    tx.run(insert_audit, {{"id", base::new_id()},
                          {"now", tx.now()},
                          {"person", viewer.person},
                          {"action", action},
                          {"target", target.substr(0, 200)},
                          {"allowed", allowed},
                          {"request", viewer.request}});
}

constexpr db::Query select_audit{"people.list_audit", R"sql(
    select id, at, person_id, action, target, allowed, request_id from audit where id < :before order by id desc limit :limit
)sql"};

std::vector<AuditLine> list_audit(db::Tx& tx, const base::Viewer& viewer, std::int64_t before, std::int64_t limit) {
    require(tx, viewer, Right::keep);
    std::vector<AuditLine> lines;
    const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
    for (const db::Row& row : tx.all(select_audit, {{"before", below}, {"limit", limit}})) {
        AuditLine line{.id = row.number(0),
                       .at = row.instant(1),
                       .person = {},
                       .action = row.text(3),
                       .target = row.text(4),
                       .allowed = row.flag(5),
                       .request = row.text(6)};
        if (const auto person = row.find_number(2)) line.person = static_cast<PersonId>(*person);
        lines.push_back(std::move(line));
    }
    return lines;
}

}

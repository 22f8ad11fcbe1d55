#pragma once
#include "people/person.hpp"

namespace people {

struct AuditLine {
    std::int64_t id = 0;
    base::Instant at;
    std::optional<PersonId> person;  // nobody: at the terminal, or not signed in
    std::string action, target;      // the name of a right, or what was done: "sign_in", "passkey.added" …
    bool allowed = false;
    std::string request;
};
void write_audit(db::Tx&, const base::Viewer&, std::string_view action, std::string_view target, bool allowed);
/// The newest first, before a line's id (0: from the newest). Needs `keep`.
std::vector<AuditLine> list_audit(db::Tx&, const base::Viewer&, std::int64_t before, std::int64_t limit);

}

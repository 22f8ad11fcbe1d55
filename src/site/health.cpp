#include "site/health.hpp"

#include "site/admin.hpp"
#include "site/own_settings.hpp"

#include <algorithm>

namespace site {

namespace {
constexpr std::int64_t quarter = 15LL * 60 * 1000;
constexpr std::int64_t hour = 60LL * 60 * 1000;

mail::Status mail_status(db::Tx& tx, const Services& services) {
    return services.mailer ? services.mailer->status(tx) : mail::status(tx, /*has_server=*/false);
}

/// Mail without a server waits by itself; it is told of where mail is told of.
bool is_late(const jobs::Status& status, const mail::Status& mail, base::Instant now) {
    return std::any_of(status.waiting.begin(), status.waiting.end(), [&](const jobs::Waiting& waiting) {
        const bool no_server = mail.leaving == mail::Leaving::no_server && waiting.kind.starts_with("mail.");
        return !no_server && waiting.first_due.ms + quarter < now.ms;
    });
}
}

constexpr db::Query sqlite_size{"site.database_size_of_file", R"sqlite(
    select (select page_count from pragma_page_count()) * (select page_size from pragma_page_size())
)sqlite"};
constexpr db::Query postgres_size{"site.database_size_on_server", R"postgres(
    select pg_database_size(current_database())
)postgres"};
constexpr db::Query sqlite_check{"site.check_database", R"sqlite(
    select quick_check from pragma_quick_check(1)
)sqlite"};

namespace {
void ask_database(db::Tx& tx, Health& health, bool whole) {
    switch (tx.engine()) {
        case db::Engine::sqlite:
            health.database_bytes = tx.first(sqlite_size)->number(0);
            if (whole) {
                const std::string found = tx.first(sqlite_check)->text(0);
                health.database_fault = found == "ok" ? "" : found;
            }
            break;
        case db::Engine::postgres: health.database_bytes = tx.first(postgres_size)->number(0); break;
    }
}
}

bool Health::queue_is_late() const { return is_late(jobs, mail, now); }

Health look_at_health(db::Tx& tx, const base::Viewer& viewer, const Facts& facts, const Services& services, bool whole) {
    people::require(tx, viewer, people::Right::keep);
    Health health;
    health.mail = mail_status(tx, services);
    health.jobs = jobs::status(tx);
    health.now = tx.now();
    health.private_way = is_private_way(facts.frame.public_url);
    health.keepers = people::count_keepers(tx, viewer);
    ask_database(tx, health, whole);
    return health;
}

std::string fault_word(db::Tx& tx, const Services& services) {
    if (is_closed(tx)) return "closed";
    const mail::Status mail = mail_status(tx, services);
    if (is_late(jobs::status(tx), mail, tx.now())) return "queue";
    const bool stuck = mail.leaving == mail::Leaving::failing && mail.oldest_queued && mail.oldest_queued->ms + hour < tx.now().ms;
    return stuck ? "mail" : "";
}

}

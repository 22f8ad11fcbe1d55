#include "site/wiring.hpp"

#include "kit/base/embedded.hpp"
#include "kit/base/error.hpp"
#include "site/own_settings.hpp"
#include "site/settings.hpp"

namespace site {

std::vector<db::Migration> migrations(db::Engine engine) { return db::migrations_for(engine, embedded::migrations()); }

std::unique_ptr<db::Pool> open_database(const base::Config& config, const std::filesystem::path& data, std::size_t connections,
                                        bool must_exist) {
    db::PoolOptions options;
    options.url = database_url(config, data);
    options.connections = connections;
    const bool file = !options.url.starts_with("postgresql://");
    if (file && must_exist && !std::filesystem::exists(options.url))
        throw base::Error("there is no site in " + data.string() + " yet; make one with: altto init --data " + data.string());
    return db::open(options);
}

bool begin_if_empty(db::Pool& pool) {
    if (db::schema_version(pool) != 0) return false;
    db::migrate(pool, migrations(pool.engine()));
    db::write(pool, [](db::Tx& tx) { set_closed(tx, true); });
    return true;
}

void require_schema(db::Pool& pool) {
    const auto known = migrations(pool.engine());
    const int here = db::schema_version(pool), newest = known.empty() ? 0 : known.back().number;
    if (here > newest)
        throw base::Error("the database is of a newer version (" + std::to_string(here) + ") than this program (" + std::to_string(newest) +
                          "); use the newer program");
    if (here < newest)
        throw base::Error("the database is of version " + std::to_string(here) + ", this program needs " + std::to_string(newest) +
                          "; run: altto migrate");
}

}

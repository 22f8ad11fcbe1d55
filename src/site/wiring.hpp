#pragma once
#include "kit/base/config.hpp"
#include "kit/db/db.hpp"
#include "kit/db/migrate.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace site {

std::vector<db::Migration> migrations(db::Engine);

/// Opens the database of a data folder. With `must_exist`, a missing SQLite file is a fault that names `altto init`.
std::unique_ptr<db::Pool> open_database(const base::Config&, const std::filesystem::path& data, std::size_t connections, bool must_exist);

/// Throws base::Error unless the schema is the one of this program.
void require_schema(db::Pool&);

struct ServeOptions {
    bool dev = false;
};
/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
int serve(const base::Config&, const std::filesystem::path& data, const ServeOptions&);

}

#pragma once
#include "kit/base/embedded.hpp"
#include "kit/db/db.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace db {

/// `0001_people.sql`, or `0001_people.sqlite.sql` and `0001_people.postgres.sql` where the engines differ.
struct Migration {
    int number;
    std::string name;
    std::string sql;
};

/// The migrations for one engine out of embedded files, in order. Throws base::Error for a gap, a double or a missing twin.
std::vector<Migration> migrations_for(Engine, std::span<const base::Embedded> files);

/// The number of the newest migration applied; 0 for an empty database.
int schema_version(Pool&);

/// Applies what is missing, each in one transaction, forward only. Answers the names applied. Throws base::Error
/// "the database is of a newer version (N) than this program (M)" and changes nothing when it is.
std::vector<std::string> migrate(Pool&, std::span<const Migration>);

}

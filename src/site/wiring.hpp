#pragma once
#include "kit/base/config.hpp"
#include "kit/db/db.hpp"
#include "kit/db/migrate.hpp"
#include "people/people.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace site {

std::vector<db::Migration> migrations(db::Engine);

/// Opens the database of a data folder. With `must_exist`, a missing SQLite file is a fault that names `altto init`.
std::unique_ptr<db::Pool> open_database(const base::Config&, const std::filesystem::path& data, std::size_t connections, bool must_exist);

/// Throws base::Error unless the schema is the one of this program.
void require_schema(db::Pool&);

/// A database without a schema becomes a site that is not open yet; answers whether it did.
bool begin_if_empty(db::Pool&);

struct ServeOptions {
    bool dev = false;
};
/// Serves until SIGTERM or SIGINT, then finishes what is in flight.
int serve(const base::Config&, const std::filesystem::path& data, const ServeOptions&);

/// Who changed words of the interface: site's own.
people::Files export_word_changes(db::Tx&, const base::Viewer&);
void forget_word_changes(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

/// What a room or a tool keeps about a person. A rules test finds tables with a person in them that stand in no list.
struct PersonData {
    std::string_view name;
    std::vector<std::string_view> tables;
    /// About the viewer.
    std::function<people::Files(db::Tx&, const base::Viewer&)> export_person;
    std::function<void(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs)> forget_person;
};
/// In the order in which they forget: what is found by an address goes before the addresses do.
const std::vector<PersonData>& person_data();
/// What rooms above people keep about the viewer.
people::Files export_more(db::Tx&, const base::Viewer&);
/// Every room forgets the person, `people` too. Needs to be oneself, or `keep`.
void forget_everywhere(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

}

#pragma once
#include "kit/db/db.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>

/// `altto content …` and the loading part of `altto init`, without the command line. Each answers the exit code: 0 when all is
/// well, 1 when there are faults. Throws base::Error when a folder or the database cannot be used.
namespace trade {

/// Prints every fault of a content folder.
int check_command(const std::filesystem::path& folder, std::ostream& out);
/// Writes the files of a folder, or one file, in canonical form; with `check_only` it only names those that differ, and answers 1.
int fmt_command(const std::filesystem::path& folder_or_file, bool check_only, std::ostream& out);
/// Writes the site's content to a folder and names files there that the site does not have.
int export_command(db::Pool&, const std::filesystem::path& folder, std::ostream& out);
/// Without a folder: the starter content of this program. Refused for a site that a folder was brought into.
int upgrade_command(db::Pool&, const std::optional<std::filesystem::path>& folder, std::ostream& out);

/// Prints the faults that init would refuse the content for, before a database is made.
int check_before_init(const std::optional<std::filesystem::path>& folder, std::ostream& out);
/// Loads the content into an empty, migrated database, in one transaction.
int init_content(db::Pool&, const std::optional<std::filesystem::path>& folder, std::ostream& out);

}

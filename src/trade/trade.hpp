#pragma once
#include "kit/base/result.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What comes in and goes out whole: the content folder of docs/content-format.md.
namespace trade {

/// What is wrong in a file, and what is expected.
struct Fault {
    std::string file;
    std::size_t line = 1;
    std::string what;
};
using Faults = std::vector<Fault>;
/// "file:line: what is wrong, what is expected".
std::string print(const Fault&);

struct File {
    std::string path;  // from the content folder on, with "/"
    std::string bytes;
    bool operator==(const File&) const = default;
};

/// Files by path. What could not be read (too large, not UTF-8, a link out of the folder) stands in `faults`.
struct Folder {
    std::vector<File> files;
    Faults faults;
    const File* find(std::string_view path) const;
};
/// The same rules for files that are in memory already.
Folder make_folder(std::vector<File>);
/// Throws base::Error when there is no such folder.
Folder read_folder(const std::filesystem::path&);
/// The starter curriculum inside the program.
Folder embedded_folder();

using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Every fault of everything at once, by file and line. Asks editorial's kinds what a text of theirs must have.
Faults check(const Folder&);

/// The canonical form of a file; a file that is in it already comes back as it was.
base::Result<std::string, Faults> format(const File&);

struct Loaded {
    std::size_t people = 0, tags = 0, sources = 0, pieces = 0, texts = 0;
};
/// Puts the whole folder into the transaction. Refused, with nothing changed, while check finds anything.
base::Result<Loaded, Faults> load(db::Tx&, const base::Viewer&, const Folder&, const Progress& = {});

/// Everything that readers can read, as the files it would be loaded from.
Folder export_folder(db::Tx&, const base::Viewer&);

/// What an upgrade did, by path (people, tags and sources by "people/x.yaml", "tags.yaml#x", "references.bib#x").
struct Upgraded {
    std::vector<std::string> added;     // was not here
    std::vector<std::string> renewed;   // untouched here: the new version is live
    std::vector<std::string> offered;   // edited here: the new version waits as a working copy
    std::vector<std::string> kept;      // edited here, and stays as it is
    std::vector<std::string> removed;   // no longer in the folder; stays as it is
    std::size_t unchanged = 0;
};
base::Result<Upgraded, Faults> upgrade(db::Tx&, const base::Viewer&, const Folder&, const Progress& = {});

}

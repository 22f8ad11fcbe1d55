#include "trade/commands.hpp"

#include "editorial/editorial.hpp"
#include "kit/base/error.hpp"
#include "people/people.hpp"
#include "trade/content.hpp"
#include "trade/progress.hpp"
#include "trade/store.hpp"
#include "trade/trade.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

namespace trade {

namespace fs = std::filesystem;

namespace {
Folder folder_or_starter(const std::optional<fs::path>& folder) { return folder ? read_folder(*folder) : embedded_folder(); }

std::string count(std::size_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

/// With the folder in front, so that an editor can jump there.
void print_faults(const Faults& faults, const fs::path& folder, std::ostream& out) {
    for (Fault fault : faults) {
        fault.file = (folder / fault.file).generic_string();
        out << print(fault) << '\n';
    }
    out << count(faults.size(), "fault", "faults") << '\n';
}

/// A half-written file would be worse than the old one.
void write_file(const fs::path& path, const std::string& bytes) {
    const fs::path part = path.string() + ".part";
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << bytes;
        out.flush();
        if (!out) throw base::Error("cannot write " + part.string());
    }
    std::error_code failed;
    fs::rename(part, path, failed);
    if (failed) throw base::Error("cannot write " + path.string() + ": " + failed.message());
}

/// The folder of the format above a file: the path below it tells the kind.
fs::path content_root(const fs::path& file) {
    for (fs::path at = file.parent_path(); at.has_filename(); at = at.parent_path())
        for (const char* name : {"courses", "lessons", "posts", "series", "pages", "snippets", "people"})
            if (at.filename() == name) return at.parent_path();
    return file.parent_path();
}

struct Target {
    fs::path root;
    Folder folder;
};
Target target_of(const fs::path& given) {
    if (!fs::is_regular_file(given)) return {given, read_folder(given)};
    const fs::path file = fs::absolute(given).lexically_normal();
    const fs::path root = content_root(file);
    const std::string path = fs::relative(file, root).generic_string();
    std::ifstream in(file, std::ios::binary);
    return {root, make_folder({{path, std::string(std::istreambuf_iterator<char>(in), {})}})};
}

void print_list(std::ostream& out, std::string_view title, const std::vector<std::string>& paths) {
    if (paths.empty()) return;
    out << title << " (" << paths.size() << "):\n";
    for (const std::string& path : paths) out << "  " << path << '\n';
}
}

int check_command(const fs::path& path, std::ostream& out) {
    const Folder folder = read_folder(path);
    const Faults faults = check(folder);
    if (faults.empty()) {
        out << "no fault in " << count(folder.files.size(), "file", "files") << '\n';
        return 0;
    }
    print_faults(faults, path, out);
    return 1;
}

int fmt_command(const fs::path& path, bool check_only, std::ostream& out) {
    const auto [root, folder] = target_of(path);
    Faults faults = folder.faults;
    std::size_t changed = 0;
    for (const File& file : folder.files) {
        const auto canonical = format(file);
        if (!canonical) faults.insert(faults.end(), canonical.error().begin(), canonical.error().end());
        else if (*canonical != file.bytes) {
            ++changed;
            out << (root / file.path).generic_string() << '\n';
            if (!check_only) write_file(root / file.path, *canonical);
        }
    }
    if (!faults.empty()) print_faults(faults, root, out);
    out << count(changed, "file", "files") << (check_only ? " would change" : " changed") << '\n';
    return !faults.empty() || (check_only && changed) ? 1 : 0;
}

int export_command(db::Pool& pool, const fs::path& path, std::ostream& out) {
    const auto tx = pool.read();
    const Folder site = export_folder(*tx, people::keeper_at_the_terminal());
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed) throw base::Error("cannot make the folder " + path.string() + ": " + failed.message());
    ProgressBar bar(out, "writing");
    std::size_t done = 0;
    for (const File& file : site.files) {
        fs::create_directories((path / file.path).parent_path(), failed);
        if (failed) throw base::Error("cannot make the folder of " + file.path + ": " + failed.message());
        write_file(path / file.path, file.bytes);
        bar.show(++done, site.files.size());
    }
    std::vector<std::string> others;
    for (const File& file : read_folder(path).files)
        if (!site.find(file.path) && !is_not_content(file.path)) others.push_back(file.path);
    out << count(site.files.size(), "file", "files") << " written to " << path.generic_string() << '\n';
    print_list(out, "in the folder, not on the site", others);
    return 0;
}

int upgrade_command(db::Pool& pool, const std::optional<fs::path>& path, std::ostream& out) {
    const Folder folder = folder_or_starter(path);
    std::optional<base::Result<Upgraded, Faults>> result;
    {
        ProgressBar bar(out, "upgrading");
        db::write(pool, [&](db::Tx& tx) {
            if (!path && store::is_from_folder(tx))
                throw base::Error("the texts of this site came from a folder, and the program's own would replace them; name the folder: --content FOLDER");
            result = upgrade(tx, people::keeper_at_the_terminal(), folder, [&](std::size_t done, std::size_t total) { bar.show(done, total); });
            if (path && result->has_value()) store::put_from_folder(tx);
        });
    }
    if (!*result) {
        print_faults(result->error(), path.value_or("content"), out);
        return 1;
    }
    const Upgraded& done = **result;
    print_list(out, "new", done.added);
    print_list(out, "renewed, live now", done.renewed);
    print_list(out, "edited here; the new version waits as a working copy", done.offered);
    print_list(out, "edited here; kept as it is", done.kept);
    print_list(out, "no longer in the starter content; kept as it is", done.removed);
    out << done.unchanged << " unchanged\n";
    return 0;
}

int check_before_init(const std::optional<fs::path>& path, std::ostream& out) {
    const Faults faults = check(folder_or_starter(path));
    if (faults.empty()) return 0;
    print_faults(faults, path.value_or("content"), out);
    return 1;
}

int init_content(db::Pool& pool, const std::optional<fs::path>& path, std::ostream& out) {
    const Folder folder = folder_or_starter(path);
    const base::Viewer keeper = people::keeper_at_the_terminal();
    std::optional<base::Result<Loaded, Faults>> result;
    {
        ProgressBar bar(out, "loading");
        db::write(pool, [&](db::Tx& tx) {
            for (const base::Lang lang : base::languages)
                if (!editorial::list_all_texts(tx, keeper, lang).empty()) throw base::Error("the site has content already; `altto content upgrade` brings newer content");
            result = load(tx, keeper, folder, [&](std::size_t done, std::size_t total) { bar.show(done, total); });
            if (path && result->has_value()) store::put_from_folder(tx);
        });
    }
    if (!*result) {
        print_faults(result->error(), path.value_or("content"), out);
        return 1;
    }
    const Loaded& done = **result;
    out << "loaded " << count(done.texts, "text", "texts") << " of " << count(done.pieces, "piece", "pieces") << ", "
        << count(done.sources, "source", "sources") << ", " << count(done.people, "person", "people") << ", " << count(done.tags, "tag", "tags") << '\n';
    return 0;
}

}

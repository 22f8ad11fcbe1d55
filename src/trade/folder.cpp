#include "kit/base/embedded.hpp"
#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"
#include "trade/trade.hpp"

#include <algorithm>
#include <fstream>

namespace trade {

namespace fs = std::filesystem;

namespace {
constexpr std::uintmax_t largest_file = 1'000'000;
constexpr std::size_t most_files = 20'000;

/// Line of a byte, from 1.
std::size_t line_at(std::string_view bytes, std::size_t at) {
    return 1 + static_cast<std::size_t>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// Where the text stops being UTF-8.
std::size_t first_bad_byte(std::string_view bytes) {
    std::size_t line_begin = 0;
    while (line_begin < bytes.size()) {
        const std::size_t end = std::min(bytes.find('\n', line_begin), bytes.size());
        if (!base::is_utf8(bytes.substr(line_begin, end - line_begin))) return line_begin;
        line_begin = end + 1;
    }
    return 0;
}

std::optional<Fault> unreadable(const File& file) {
    const std::string& bytes = file.bytes;
    if (!base::is_utf8(bytes)) return Fault{file.path, line_at(bytes, first_bad_byte(bytes)), "not UTF-8; expected a file in UTF-8"};
    if (bytes.starts_with("\xef\xbb\xbf")) return Fault{file.path, 1, "begins with a byte order mark; expected none"};
    if (const auto at = bytes.find('\0'); at != std::string::npos) return Fault{file.path, line_at(bytes, at), "holds a NUL; expected text"};
    if (const auto at = bytes.find('\r'); at != std::string::npos) return Fault{file.path, line_at(bytes, at), "line ends in CR LF; expected LF alone"};
    if (const auto at = bytes.find("\xee\x80\x80"); at != std::string::npos)
        return Fault{file.path, line_at(bytes, at), "holds the private character U+E000; expected text without it"};
    return std::nullopt;
}

void add(Folder& folder, File file) {
    if (auto fault = unreadable(file)) folder.faults.push_back(std::move(*fault));
    else folder.files.push_back(std::move(file));
}

void sort(Folder& folder) {
    std::sort(folder.files.begin(), folder.files.end(), [](const File& a, const File& b) { return a.path < b.path; });
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in && !in.eof()) throw base::Error("cannot read " + path.string());
    return bytes;
}

void read_entry(Folder& folder, const fs::path& root, const fs::directory_entry& entry) {
    const std::string path = fs::relative(entry.path(), root).generic_string();
    if (entry.is_symlink()) {
        folder.faults.push_back({path, 1, "is a link; expected a file of its own inside the folder"});
        return;
    }
    if (!entry.is_regular_file()) {
        folder.faults.push_back({path, 1, "is neither file nor folder; expected one of them"});
        return;
    }
    if (entry.file_size() > largest_file) {
        folder.faults.push_back({path, 1, "has " + std::to_string(entry.file_size()) + " bytes; expected at most " + std::to_string(largest_file)});
        return;
    }
    add(folder, {path, read(entry.path())});
}
}

std::string print(const Fault& fault) {
    return fault.file + ":" + std::to_string(fault.line) + ": " + fault.what;
}

const File* Folder::find(std::string_view path) const {
    const auto at = std::lower_bound(files.begin(), files.end(), path, [](const File& file, std::string_view wanted) { return file.path < wanted; });
    return at != files.end() && at->path == path ? &*at : nullptr;
}

Folder read_folder(const fs::path& root) {
    std::error_code failed;
    if (!fs::is_directory(root, failed)) throw base::Error("there is no folder " + root.string());
    Folder folder;
    std::size_t seen = 0;
    auto at = fs::recursive_directory_iterator(root, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
        if (is_hidden(at->path())) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (at->is_directory() && !at->is_symlink()) continue;
        if (++seen > most_files) {
            folder.faults.push_back({root.string(), 1, "has more than " + std::to_string(most_files) + " files; expected fewer"});
            break;
        }
        read_entry(folder, root, *at);
    }
    if (failed) throw base::Error("cannot read the folder " + root.string() + ": " + failed.message());
    sort(folder);
    return folder;
}

Folder make_folder(std::vector<File> files) {
    Folder folder;
    for (File& file : files) add(folder, std::move(file));
    sort(folder);
    return folder;
}

Folder embedded_folder() {
    std::vector<File> files;
    for (const base::Embedded& file : embedded::content()) files.push_back({std::string(file.path), std::string(file.bytes)});
    return make_folder(std::move(files));
}

}

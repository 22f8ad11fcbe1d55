#include "kit/zip/zip.hpp"

#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

// libzip has a type that is called as our namespace is; nobody but its header names it.
#define zip zip_archive
#include <zip.h>
#undef zip

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>

namespace zip {

namespace {
// Programs that unpack do what the name says: it must not lead out of the folder that they unpack into.
bool is_name(std::string_view name) {
    if (name.empty() || name.size() > 1000 || !base::is_utf8(name) ||
        name.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos)
        return false;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('/', at), name.size());
        const std::string_view segment = name.substr(at, end - at);
        if (segment.empty() || segment == "." || segment == "..") return false;
        at = end + 1;
    }
    return true;
}

struct Free {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

void check(bool good, zip_t* archive) {
    if (!good) throw base::Error(std::string("cannot pack: ") + zip_strerror(archive));
}

std::string read_all(zip_source_t* source) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 || zip_source_open(source) != 0)
        throw base::Error("cannot read what was packed");
    std::string bytes(stat.size, '\0');
    const zip_int64_t got = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (got < 0 || static_cast<zip_uint64_t>(got) != stat.size) throw base::Error("cannot read what was packed");
    return bytes;
}
}

std::string pack(const std::vector<std::pair<std::string, std::string>>& files) {
    std::set<std::string_view> names;
    for (const auto& [name, content] : files)
        if (!is_name(name) || !names.insert(name).second) throw base::Error("no name for a file, or one that comes twice: " + name);
    // libzip writes no archive without a file.
    if (files.empty()) return std::string("PK\x05\x06") + std::string(18, '\0');

    const std::unique_ptr<zip_source_t, Free> source(zip_source_buffer_create(nullptr, 0, 0, nullptr));
    if (!source) throw base::Error("cannot pack: no memory");
    std::unique_ptr<zip_t, Free> archive(zip_open_from_source(source.get(), ZIP_TRUNCATE, nullptr));
    if (!archive) throw base::Error("cannot pack: no archive");
    zip_source_keep(source.get());  // the archive has one share, this function the other
    for (const auto& [name, content] : files) {
        zip_source_t* from = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
        check(from != nullptr, archive.get());
        const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), from, ZIP_FL_ENC_UTF_8);
        if (index < 0) zip_source_free(from);
        check(index >= 0, archive.get());
        check(zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), 0, 0x21, 0) == 0, archive.get());
    }
    check(zip_close(archive.get()) == 0, archive.get());
    archive.release();
    return read_all(source.get());
}

}

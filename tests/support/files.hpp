#pragma once
#include <filesystem>
#include <string>

namespace support {

/// The whole file; throws base::Error naming it when it cannot be read.
std::string read_file(const std::filesystem::path&);

/// Root of the source tree, for tests that read what is committed.
std::filesystem::path source_dir();

/// A fresh empty folder, removed with everything in it at the end of the scope.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}

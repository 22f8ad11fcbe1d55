#include "support/files.hpp"

#include "kit/base/error.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace support {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw base::Error("cannot read " + path.string());
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::filesystem::path source_dir() { return ALTTO_SOURCE_DIR; }

TempDir::TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "altto-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw base::Error("cannot make a temporary folder");
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}

#include "rules/sources.hpp"

#include "support/files.hpp"

#include <algorithm>

namespace rules {

std::vector<Source> files_below(std::string_view folder, const std::vector<std::string_view>& endings) {
    std::vector<Source> found;
    const auto root = support::source_dir();
    if (!std::filesystem::exists(root / folder)) return found;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(root / folder, std::filesystem::directory_options::follow_directory_symlink)) {
        const std::string name = entry.path().filename();
        const bool wanted = std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
        if (entry.is_regular_file() && wanted) found.push_back({entry.path().lexically_relative(root), support::read_file(entry.path())});
    }
    std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
    return found;
}

std::vector<Source> program() {
    auto all = files_below("src", {".cpp", ".hpp"});
    std::erase_if(all, [](const Source& source) {
        const std::string stem = std::filesystem::path(source.path).stem();
        return stem.ends_with("_test") || stem.ends_with("_fuzz") || stem.starts_with("test_");
    });
    return all;
}

std::string place(const Source& source, std::size_t position) {
    const auto end = source.text.begin() + static_cast<std::ptrdiff_t>(position);
    return source.path + ":" + std::to_string(std::count(source.text.begin(), end, '\n') + 1);
}

std::vector<std::string> literals(std::string_view code) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code.substr(at, 2) == "//") {
            at = std::min(code.find('\n', at), code.size());
        } else if (code[at] == '\'' && code.substr(at, 3) == "'\"'") {
            at += 2;
        } else if (code.substr(at, 2) == "R\"") {
            const std::size_t open = code.find('(', at);
            if (open == std::string_view::npos) break;
            const std::string close = ")" + std::string(code.substr(at + 2, open - at - 2)) + "\"";
            at = std::min(code.find(close, open), code.size() - close.size()) + close.size() - 1;
        } else if (code[at] == '"') {
            std::size_t end = at + 1;
            while (end < code.size() && code[end] != '"' && code[end] != '\n') end += code[end] == '\\' ? 2 : 1;
            end = std::min(end, code.size());
            found.emplace_back(code.substr(at + 1, end - at - 1));
            at = end;
        }
    }
    return found;
}

}

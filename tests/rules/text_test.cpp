#include "rules/sources.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace {

namespace fs = std::filesystem;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Keys of a locale file as `section.name`, with their lines.
std::map<std::string, std::string> keys_of(const rules::Source& locale) {
    std::map<std::string, std::string> keys;
    std::string section;
    for (std::size_t at = 0; at < locale.text.size();) {
        const std::size_t end = std::min(locale.text.find('\n', at), locale.text.size());
        const std::string_view line = std::string_view(locale.text).substr(at, end - at);
        const std::size_t equals = line.find('=');
        if (line.starts_with('[')) {
            section = line.substr(1, line.find(']') - 1);
        } else if (!line.empty() && is_word(line[0]) && equals != std::string_view::npos) {
            const std::size_t name = std::find_if_not(line.begin(), line.end(), is_word) - line.begin();
            keys.emplace(section + "." + std::string(line.substr(0, name)), rules::place(locale, at));
        }
        at = end + 1;
    }
    return keys;
}

std::map<std::string, std::string> locale(const std::string& lang) {
    const std::string path = "locales/" + lang + ".toml";
    return keys_of({path, support::read_file(support::source_dir() / path)});
}

/// Whether one of `used` is the key, or the beginning of it that the program completes: `"look." + name`, prefix + "_" + value.
bool is_used(const std::string& key, const std::set<std::string>& used, const std::map<std::string, std::string>& keys) {
    if (used.contains(key)) return true;
    for (std::size_t end = key.find('.') + 1; end < key.size(); ++end) {
        const std::string begin = key.substr(0, end);
        const bool whole_part = begin.back() == '.' || begin.back() == '_' || (key[end] == '_' && !keys.contains(begin));
        if (whole_part && used.contains(begin)) return true;
    }
    return false;
}

/// `lesson` in "a lesson", "Lessons" and "lesson_id"; not in "lessen".
bool names(std::string_view text, std::size_t at, std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (at + i >= text.size() || std::tolower(static_cast<unsigned char>(text[at + i])) != word[i]) return false;
    }
    return at == 0 || std::isalpha(static_cast<unsigned char>(text[at - 1])) == 0;
}

bool is_licence(const std::string& path) {
    const std::string name = fs::path(path).filename();
    return name.starts_with("LICENCE") || name.starts_with("LICENSE") || name.starts_with("OFL");
}

std::vector<std::string> folders_of(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() && !fs::is_empty(entry.path())) found.push_back(entry.path().filename());
    }
    std::sort(found.begin(), found.end());
    return found;
}

}

TEST_SUITE_BEGIN("rules");

TEST_CASE("every word of the interface stands in both languages") {
    const auto english = locale("en");
    const auto japanese = locale("ja");
    CHECK(english.size() > 50);
    for (const auto& [key, place] : english) HOLDS(japanese.contains(key), place << ": " << key << " is missing in ja.toml");
    for (const auto& [key, place] : japanese) HOLDS(english.contains(key), place << ": " << key << " is missing in en.toml");
}

TEST_CASE("no word of the interface is unused") {
    std::set<std::string> used;
    for (const rules::Source& source : rules::program()) {
        for (std::string& literal : rules::literals(source.text)) used.insert(std::move(literal));
    }
    const auto english = locale("en");
    for (const auto& [key, place] : english) HOLDS(is_used(key, used, english), place << ": " << key << " is used nowhere in src/");
}

TEST_CASE("no page asks for a word that does not exist") {
    const auto english = locale("en");
    std::set<std::string> sections;
    for (const auto& [key, place] : english) sections.insert(key.substr(0, key.find('.')));
    for (const rules::Source& source : rules::program()) {
        for (std::size_t at = source.text.find("tr("); at != std::string::npos; at = source.text.find("tr(", at + 1)) {
            if (at > 0 && is_word(source.text[at - 1])) continue;
            const std::size_t end = std::min(source.text.find_first_of(";{)", at), at + 120);
            for (const std::string& literal : rules::literals(std::string_view(source.text).substr(at, end - at))) {
                const std::size_t dot = literal.find('.');
                const bool whole = dot != std::string::npos && dot + 1 < literal.size() && literal.back() != '_' &&
                                   std::all_of(literal.begin(), literal.end(), [](char c) { return is_word(c) || c == '.'; });
                if (!whole || !sections.contains(literal.substr(0, dot))) continue;
                HOLDS(english.contains(literal), rules::place(source, at) << ": there is no word " << literal << " in locales/");
            }
        }
    }
}

TEST_CASE("the kit names no word of this product") {
    constexpr std::array words{"lesson",     "course",     "blog",          "proofread",         "teacher",
                               "curriculum", "newsletter", "partner sheet", "board of education"};
    for (const rules::Source& source : rules::program()) {
        if (!source.path.starts_with("src/kit/")) continue;
        for (std::size_t at = 0; at < source.text.size(); ++at) {
            for (const std::string_view word : words) {
                if (!names(source.text, at, word)) continue;
                const std::string_view before = std::string_view(source.text).substr(at < 3 ? 0 : at - 3, 3);
                const std::string_view behind = std::string_view(source.text).substr(at + word.size(), 9);
                if (word == "course" && (before == "of " || behind == " of Study")) continue;
                FAIL_CHECK(rules::place(source, at) << ": kit/ serves any site and knows nothing of a " << word);
            }
        }
    }
}

TEST_CASE("no file of the site loads anything from another origin") {
    const auto files = rules::files_below("assets", {".css", ".js", ".svg", ".html", ".json", ".mjs", ".webmanifest"});
    CHECK(files.size() > 3);
    for (const rules::Source& file : files) {
        if (is_licence(file.path)) continue;
        for (std::size_t at = file.text.find("//"); at != std::string::npos; at = file.text.find("//", at + 2)) {
            const std::string_view behind = std::string_view(file.text).substr(at + 2, 40);
            const bool scheme =
                at >= 5 && (file.text.compare(at - 5, 5, "http:") == 0 || (at >= 6 && file.text.compare(at - 6, 6, "https:") == 0));
            const bool relative = at > 0 && (file.text[at - 1] == '(' || file.text[at - 1] == '"' || file.text[at - 1] == '\'') &&
                                  !behind.empty() && is_word(behind[0]);
            if (!scheme && !relative) continue;
            // The names of XML's vocabularies look like addresses and are never asked for.
            if (behind.starts_with("www.w3.org/2000/svg") || behind.starts_with("www.w3.org/1999/xlink")) continue;
            FAIL_CHECK(rules::place(file, at) << ": another origin: " << behind.substr(0, behind.find_first_of(" \"')\n")));
        }
    }
}

TEST_CASE("the code map of ARCHITECTURE.md names every folder of src, and no other") {
    const fs::path path = support::source_dir() / "ARCHITECTURE.md";
    if (!fs::exists(path)) return;
    const rules::Source map{"ARCHITECTURE.md", support::read_file(path)};
    for (const std::string& room : folders_of(support::source_dir() / "src")) {
        HOLDS(map.text.find("`src/" + room + "/`") != std::string::npos,
              "ARCHITECTURE.md:1: the code map has no line for `src/" << room << "/`");
    }
    for (const std::string& tool : folders_of(support::source_dir() / "src/kit")) {
        HOLDS(map.text.find("`src/kit/" + tool + "/`") != std::string::npos,
              "ARCHITECTURE.md:1: the code map has no line for `src/kit/" << tool << "/`");
    }
    for (std::size_t at = map.text.find("`src/"); at != std::string::npos; at = map.text.find("`src/", at + 1)) {
        const std::string named = map.text.substr(at + 1, map.text.find('`', at + 1) - at - 1);
        HOLDS(fs::exists(support::source_dir() / named), rules::place(map, at) << ": there is no " << named);
    }
}

TEST_CASE("the scanner finds literals and leaves comments, raw strings and characters alone") {
    const auto found = rules::literals(R"x(f("a", 'b', '"', "c\"d"); // "e"
        R"sql("f")sql", "g")x");
    CHECK(found == std::vector<std::string>{"a", "c\\\"d", "g"});
}

TEST_SUITE_END();

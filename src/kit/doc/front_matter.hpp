#pragma once
#include "kit/base/result.hpp"
#include "kit/base/time.hpp"
#include "kit/doc/doc.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doc {

/// A YAML value with the line on which it stands. Of YAML only scalars, lists and maps are read: no aliases, tags or second documents.
struct Yaml {
    enum class Kind { nothing, scalar, list, map };
    Kind kind = Kind::nothing;
    std::size_t line = 0;
    std::string scalar = {};
    bool quoted = false;  // "true" in quotes is a word
    std::vector<Yaml> items = {};
    std::vector<std::pair<std::string, Yaml>> members = {};  // in order

    const Yaml* find(std::string_view key) const;
};

/// `first_line` is the number of the text's first line in its file.
base::Result<Yaml, Faults> read_yaml(std::string_view text, std::size_t first_line = 1);

/// A Markdown file: front matter between two lines `---`, and the text below.
struct FrontMatter {
    Yaml values;  // a map
    std::string body;
    std::size_t body_line = 1;  // of the body's first line
};
base::Result<FrontMatter, Faults> read_front_matter(std::string_view file);

/// Takes the members of a map one by one, each of one type, and collects what is wrong.
class Fields {
public:
    /// A value that is no map is a fault and has no members.
    Fields(const Yaml&, Faults&);

    bool has(std::string_view key) const { return value_.find(key) != nullptr; }
    /// Line of a member, or of the map.
    std::size_t line(std::string_view key) const;
    /// Text without line ends, at most so many characters; a required one is not empty.
    std::string text(std::string_view key, std::size_t most_characters, bool required);
    std::optional<base::Day> day(std::string_view key, bool required);
    std::optional<bool> flag(std::string_view key, bool required);
    /// A list of words, each written once; empty if absent.
    std::vector<std::string> words(std::string_view key, bool required);
    /// One of the choices, or "".
    std::string choice(std::string_view key, const std::vector<std::string_view>& choices, bool required);
    /// A list of words out of the choices.
    std::vector<std::string> choices(std::string_view key, const std::vector<std::string_view>& choices, bool required);
    /// Any value, for what has a shape of its own.
    const Yaml* value(std::string_view key, bool required);
    void fault(std::string_view key, std::string what);
    /// Members that nobody took are unknown: a fault each. Call it last.
    void finish();

private:
    const Yaml* take(std::string_view key, bool required, Yaml::Kind kind, std::string_view expected);

    const Yaml& value_;
    Faults& faults_;
    std::vector<std::string> taken_;
};

}

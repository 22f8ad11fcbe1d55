#include "kit/doc/front_matter.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace doc {

namespace {
constexpr std::size_t most_bytes = 256 << 10;
constexpr std::size_t most_depth = 8;
constexpr std::size_t most_values = 50'000;

struct Stop {
    std::size_t line;
    std::string what;
};

/// Builds values from the parser's events; refuses what could grow beyond the text.
class Builder : public YAML::EventHandler {
public:
    explicit Builder(std::size_t first_line) : first_line_(first_line) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        plain(mark, "", anchor);
        put({.kind = Yaml::Kind::scalar, .line = line(mark)});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Stop{line(mark), "aliases (*name) are not read; write the value itself"};
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        plain(mark, tag, anchor);
        put({.kind = Yaml::Kind::scalar, .line = line(mark), .scalar = value, .quoted = tag == "!"});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        plain(mark, tag, anchor);
        open({.kind = Yaml::Kind::list, .line = line(mark)});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        plain(mark, tag, anchor);
        open({.kind = Yaml::Kind::map, .line = line(mark)});
    }
    void OnMapEnd() override { close(); }

    Yaml result;

private:
    struct Open {
        Yaml value;
        std::optional<std::string> key;
        std::size_t key_line = 0;
    };

    std::size_t line(const YAML::Mark& mark) const { return first_line_ + static_cast<std::size_t>(std::max(0, mark.line)); }

    void plain(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
        if (anchor != YAML::NullAnchor) throw Stop{line(mark), "anchors (&name) are not read"};
        if (!tag.empty() && tag != "?" && tag != "!") throw Stop{line(mark), "tags (!name) are not read"};
    }

    void open(Yaml value) {
        if (open_.size() >= most_depth) throw Stop{value.line, "values are nested deeper than " + std::to_string(most_depth)};
        open_.push_back({std::move(value), std::nullopt, 0});
    }

    void close() {
        Yaml done = std::move(open_.back().value);
        open_.pop_back();
        put(std::move(done));
    }

    void put(Yaml value) {
        if (++values_ > most_values) throw Stop{value.line, "more than " + std::to_string(most_values) + " values"};
        if (open_.empty()) {
            result = std::move(value);
            return;
        }
        Open& parent = open_.back();
        if (parent.value.kind == Yaml::Kind::list)
            parent.value.items.push_back(std::move(value));
        else if (!parent.key) {
            if (value.kind != Yaml::Kind::scalar) throw Stop{value.line, "a key must be a word"};
            if (parent.value.find(value.scalar)) throw Stop{value.line, "\"" + value.scalar + "\" is given twice"};
            if (parent.value.members.size() >= 200) throw Stop{value.line, "more than 200 keys in one map"};
            parent.key = std::move(value.scalar);
            parent.key_line = value.line;
        } else {
            if (value.kind == Yaml::Kind::scalar && value.scalar.empty()) value.line = parent.key_line;
            parent.value.members.emplace_back(std::move(*parent.key), std::move(value));
            parent.key.reset();
        }
    }

    std::size_t first_line_;
    std::size_t values_ = 0;
    std::vector<Open> open_;
};
}

const Yaml* Yaml::find(std::string_view key) const {
    for (const auto& [name, value] : members)
        if (name == key) return &value;
    return nullptr;
}

base::Result<Yaml, Faults> read_yaml(std::string_view text, std::size_t first_line) {
    const auto refuse = [](std::size_t line, std::string what) { return base::Failure{Faults{{line, std::move(what)}}}; };
    if (text.size() > most_bytes) return refuse(first_line, "longer than " + std::to_string(most_bytes) + " bytes");
    if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos || text.find(guard) != std::string_view::npos)
        return refuse(first_line, "must be UTF-8 without NUL and U+E000");
    Builder builder(first_line);
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        parser.HandleNextDocument(builder);
        Builder second(first_line);
        if (parser.HandleNextDocument(second)) return refuse(first_line, "there is a second YAML document");
    } catch (const Stop& stop) {
        return refuse(stop.line, stop.what);
    } catch (const YAML::Exception& problem) {
        return refuse(first_line + static_cast<std::size_t>(std::max(0, problem.mark.line)), "not YAML as expected here: " + problem.msg);
    }
    return std::move(builder.result);
}

base::Result<FrontMatter, Faults> read_front_matter(std::string_view file) {
    const auto refuse = [](std::size_t line, std::string what) { return base::Failure{Faults{{line, std::move(what)}}}; };
    if (!file.starts_with("---\n")) return refuse(1, "the file must begin with front matter: a line ---, the keys, a line ---");
    // A line of three hyphens within the first 256 kB ends it.
    const std::size_t end = file.substr(0, most_bytes).find("\n---\n", 3);
    const bool at_end = end == std::string_view::npos && file.size() <= most_bytes && file.size() > 6 && file.ends_with("\n---");
    if (end == std::string_view::npos && !at_end) return refuse(1, "the front matter is not closed by a line ---");
    const std::string_view keys = file.substr(4, (at_end ? file.size() - 4 : end) - 3);
    auto values = read_yaml(keys.ends_with('\n') ? keys : keys.substr(0, keys.size()), 2);
    if (!values) return base::Failure{std::move(values.error())};
    if (values->kind == Yaml::Kind::nothing) values->kind = Yaml::Kind::map;
    if (values->kind != Yaml::Kind::map) return refuse(2, "front matter is lines of \"key: value\"");
    FrontMatter made;
    made.values = std::move(*values);
    made.values.line = 1;
    made.body_line = 3 + static_cast<std::size_t>(std::count(keys.begin(), keys.end(), '\n'));
    if (!at_end) made.body = file.substr(end + 5);
    return made;
}

Fields::Fields(const Yaml& value, Faults& faults) : value_(value), faults_(faults) {
    if (value.kind != Yaml::Kind::map) faults_.push_back({value.line, "expected lines of \"key: value\""});
}

std::size_t Fields::line(std::string_view key) const {
    const Yaml* found = value_.find(key);
    return found ? found->line : value_.line;
}

void Fields::fault(std::string_view key, std::string what) { faults_.push_back({line(key), std::move(what)}); }

const Yaml* Fields::take(std::string_view key, bool required, Yaml::Kind kind, std::string_view expected) {
    taken_.emplace_back(key);
    const Yaml* found = value_.find(key);
    if (!found || (found->kind == Yaml::Kind::scalar && found->scalar.empty() && !found->quoted)) {
        if (required)
            fault(key, std::string(key) + " is missing; expected " + std::string(expected));
        else if (found)
            fault(key, std::string(key) + " is empty; leave it out, or write " + std::string(expected));
        return nullptr;
    }
    if (kind != Yaml::Kind::nothing && found->kind != kind) {
        fault(key, std::string(key) + " is not " + std::string(expected));
        return nullptr;
    }
    return found;
}

std::string Fields::text(std::string_view key, std::size_t most_characters, bool required) {
    const std::string expected = "text of at most " + std::to_string(most_characters) + " characters";
    const Yaml* found = take(key, required, Yaml::Kind::scalar, expected);
    if (!found) return "";
    const std::size_t characters = base::code_points(found->scalar);
    if (characters > most_characters)
        fault(key, std::string(key) + " has " + std::to_string(characters) + " characters; expected " + expected);
    if (found->scalar.find_first_of("\r\n\t") != std::string::npos) fault(key, std::string(key) + " must stand on one line");
    if (required && found->scalar.find_first_not_of(' ') == std::string::npos)
        fault(key, std::string(key) + " is empty; expected " + expected);
    return found->scalar;
}

std::optional<base::Day> Fields::day(std::string_view key, bool required) {
    const Yaml* found = take(key, required, Yaml::Kind::scalar, "a date, YYYY-MM-DD");
    if (!found) return std::nullopt;
    const auto day = base::parse_day(found->scalar);
    if (!day) fault(key, std::string(key) + " is \"" + found->scalar + "\"; expected a date that exists, YYYY-MM-DD");
    return day;
}

std::optional<bool> Fields::flag(std::string_view key, bool required) {
    const Yaml* found = take(key, required, Yaml::Kind::scalar, "true or false");
    if (!found) return std::nullopt;
    if (!found->quoted && found->scalar == "true") return true;
    if (!found->quoted && found->scalar == "false") return false;
    fault(key, std::string(key) + " is \"" + found->scalar + "\"; expected true or false");
    return std::nullopt;
}

std::vector<std::string> Fields::words(std::string_view key, bool required) {
    const Yaml* found = take(key, required, Yaml::Kind::list, "a list, [a, b]");
    std::vector<std::string> all;
    if (!found) return all;
    for (const Yaml& item : found->items) {
        if (item.kind != Yaml::Kind::scalar || item.scalar.empty())
            fault(key, "each item of " + std::string(key) + " must be a word");
        else if (std::find(all.begin(), all.end(), item.scalar) != all.end())
            fault(key, item.scalar + " stands twice in " + std::string(key));
        else
            all.push_back(item.scalar);
    }
    return all;
}

namespace {
std::string listed(const std::vector<std::string_view>& choices) {
    std::string all;
    for (const auto choice : choices) all += (all.empty() ? "" : ", ") + std::string(choice);
    return all;
}
}

std::string Fields::choice(std::string_view key, const std::vector<std::string_view>& choices, bool required) {
    const Yaml* found = take(key, required, Yaml::Kind::scalar, "one of " + listed(choices));
    if (!found) return "";
    if (std::find(choices.begin(), choices.end(), found->scalar) != choices.end()) return found->scalar;
    fault(key, std::string(key) + " is \"" + found->scalar + "\"; expected one of " + listed(choices));
    return "";
}

std::vector<std::string> Fields::choices(std::string_view key, const std::vector<std::string_view>& choices, bool required) {
    std::vector<std::string> all = words(key, required);
    std::erase_if(all, [&](const std::string& word) {
        if (std::find(choices.begin(), choices.end(), word) != choices.end()) return false;
        fault(key, "\"" + word + "\" cannot stand in " + std::string(key) + "; expected some of " + listed(choices));
        return true;
    });
    return all;
}

const Yaml* Fields::value(std::string_view key, bool required) { return take(key, required, Yaml::Kind::nothing, "a value"); }

void Fields::finish() {
    for (const auto& [name, value] : value_.members)
        if (std::find(taken_.begin(), taken_.end(), name) == taken_.end())
            faults_.push_back({value.line, "there is no key \"" + name + "\" here; expected " + [&] {
                                   std::string all;
                                   for (const auto& key : taken_) all += (all.empty() ? "" : ", ") + key;
                                   return all;
                               }()});
}

}

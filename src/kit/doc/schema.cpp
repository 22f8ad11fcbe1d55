#include "kit/doc/schema.hpp"

#include "kit/base/embedded.hpp"
#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace embedded {
std::span<const base::Embedded> doc_schema();
}

namespace doc {

namespace {
using base::Json;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

std::string text_of(const Json& json, std::string_view key) {
    const Json* found = json.find(key);
    return found && found->text() ? *found->text() : std::string{};
}

std::vector<std::string> texts_of(const Json& json, std::string_view key) {
    std::vector<std::string> all;
    if (const Json* found = json.find(key); found && found->array())
        for (const Json& item : *found->array())
            if (item.text()) all.push_back(*item.text());
    return all;
}

std::vector<std::string> words_of(std::string_view text, std::string_view separators) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (separators.find(c) == std::string_view::npos)
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + (name.empty() ? "\"\"" : name);
    return out;
}

std::vector<AttrSpec> read_attrs(const Json& json) {
    std::vector<AttrSpec> attrs;
    const Json* all = json.find("attrs");
    if (!all || !all->object()) return attrs;
    for (const auto& [name, json_spec] : *all->object()) {
        AttrSpec spec;
        spec.name = name;
        if (const Json* fallback = json_spec.find("default")) {
            spec.required = false;
            spec.fallback = *fallback;
        }
        spec.validate = text_of(json_spec, "validate");
        spec.values = texts_of(json_spec, "values");
        spec.form = text_of(json_spec, "form");
        spec.each = texts_of(json_spec, "each");
        if (const Json* min = json_spec.find("min")) spec.min = min->integer().value_or(0);
        if (const Json* max = json_spec.find("max")) spec.max = max->integer().value_or(0);
        attrs.push_back(std::move(spec));
    }
    return attrs;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}
}

std::string AttrSpec::refusal(const Json& value) const {
    const std::string wants = name + " must be ";
    if (std::holds_alternative<std::nullptr_t>(value.value)) return validate.ends_with("|null") ? std::string{} : wants + "given";
    if (validate.starts_with("boolean")) return std::holds_alternative<bool>(value.value) ? std::string{} : wants + "true or false";
    if (validate.starts_with("integer")) {
        const auto number = value.integer();
        if (!number || *number < min || *number > max)
            return wants + "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
        return {};
    }
    const std::string* text = value.text();
    if (!text) return wants + "text";
    if (!base::is_utf8(*text) || text->find('\0') != std::string::npos || text->find("\uE000") != std::string::npos)
        return wants + "plain text";
    if (!values.empty() && !contains(values, *text)) return wants + "one of " + listed(values);
    if (form == "names" && !text->empty()) {
        if (!is_names(*text)) return wants + "small letters and digits, several with commas between";
        if (!each.empty())
            for (const auto& word : words_of(*text, ","))
                if (!contains(each, word)) return wants + "of " + listed(each) + "; \"" + word + "\" is not";
    }
    if (form == "label" && !is_label(*text)) return wants + "letters, digits and hyphens";
    if (form == "key" && !is_key(*text)) return wants + "a key as in BibTeX";
    if (form == "locator" && !text->empty() && !is_locator(*text)) return wants + "plain words such as \"p. 12\"";
    if (form == "ruby" && !is_ruby(*text)) return wants + "text without marks and brackets";
    return {};
}

bool NodeSpec::in_group(std::string_view group) const { return contains(groups, group); }

const AttrSpec* NodeSpec::attr(std::string_view wanted) const {
    for (const AttrSpec& spec : attrs)
        if (spec.name == wanted) return &spec;
    return nullptr;
}

namespace {
const Node& node_of(const Node& node) { return node; }
const Node& node_of(const Node* node) { return *node; }

template <class Children>
bool matches(const std::vector<NodeSpec::Term>& content, const Children& children) {
    auto child = children.begin();
    for (const NodeSpec::Term& term : content) {
        std::size_t taken = 0;
        while (child != children.end() && (term.many || taken == 0) && contains(term.names, node_of(*child).type)) ++child, ++taken;
        if (term.at_least_one && taken == 0) return false;
    }
    return child == children.end();
}

/// The names that may come first.
std::vector<std::string_view> first_names(const NodeSpec& spec) {
    std::vector<std::string_view> names;
    for (const NodeSpec::Term& term : spec.content) {
        names.insert(names.end(), term.names.begin(), term.names.end());
        if (term.at_least_one) break;
    }
    return names;
}
}

bool NodeSpec::allows(const std::vector<Node>& children) const { return matches(content, children); }
bool NodeSpec::allows(const std::vector<const Node*>& children) const { return matches(content, children); }

bool NodeSpec::is_compatible_with(const NodeSpec& other) const {
    if (name == other.name) return true;
    const auto mine = first_names(*this), others = first_names(other);
    return std::find_first_of(mine.begin(), mine.end(), others.begin(), others.end()) != mine.end();
}

bool MarkSpec::excludes(std::string_view mark) const { return contains(excluded, mark); }

Schema::Schema(std::string_view text) {
    const auto json = base::parse_json(text);
    if (!json || !json->find("nodes") || !json->find("nodes")->object() || !json->find("marks") || !json->find("marks")->object())
        throw base::Error("assets/schema.json is not a schema");
    for (const auto& [name, json_spec] : *json->find("nodes")->object()) {
        NodeSpec spec;
        spec.name = name;
        spec.groups = words_of(text_of(json_spec, "group"), " ");
        spec.attrs = read_attrs(json_spec);
        spec.is_inline = json_spec.find("inline") != nullptr;
        spec.expression = text_of(json_spec, "content");
        nodes_.emplace(name, std::move(spec));
    }
    for (auto& [name, spec] : nodes_) {
        // Terms such as `block+`, `(block | container)*`, `text*`.
        std::string_view rest = spec.expression;
        while (!rest.empty()) {
            if (rest.front() == ' ') {
                rest.remove_prefix(1);
                continue;
            }
            NodeSpec::Term term;
            const std::size_t end = rest.front() == '(' ? rest.find(')') + 1 : rest.find_first_of(" *+?");
            const std::string_view inner = rest.substr(0, end);
            rest.remove_prefix(std::min(inner.size(), rest.size()));
            if (!rest.empty() && rest.front() != ' ') {
                term.many = rest.front() != '?';
                term.at_least_one = rest.front() == '+';
                rest.remove_prefix(1);
            }
            for (const auto& word : words_of(inner, "(|) ")) {
                if (nodes_.contains(word))
                    term.names.push_back(word);
                else
                    for (const auto& [other, other_spec] : nodes_)
                        if (other_spec.in_group(word)) term.names.push_back(other);
            }
            if (term.names.empty())
                throw base::Error("assets/schema.json: " + name + " may contain \"" + std::string(inner) + "\", which is nothing");
            spec.content.push_back(std::move(term));
        }
        spec.has_inline_content = !spec.content.empty() && nodes_.at(spec.content.front().names.front()).is_inline;
        const Json* marks = json->find("nodes")->find(name)->find("marks");
        if (marks && (!marks->text() || !marks->text()->empty()))
            throw base::Error("assets/schema.json: " + name + R"( may say "marks": "" or nothing of marks)");
        spec.takes_marks = spec.has_inline_content && !marks;
    }
    std::size_t rank = 0;
    for (const auto& [name, json_spec] : *json->find("marks")->object()) {
        MarkSpec spec;
        spec.name = name;
        spec.rank = rank++;
        spec.attrs = read_attrs(json_spec);
        spec.on = texts_of(json_spec, "on");
        spec.excluded = words_of(json_spec.find("excludes") ? text_of(json_spec, "excludes") : name, " ");
        marks_.emplace(name, std::move(spec));
    }
}

const NodeSpec* Schema::node(std::string_view name) const {
    const auto found = nodes_.find(name);
    return found == nodes_.end() ? nullptr : &found->second;
}

const MarkSpec* Schema::mark(std::string_view name) const {
    const auto found = marks_.find(name);
    return found == marks_.end() ? nullptr : &found->second;
}

const Schema& schema() {
    static const Schema compiled_in(embedded::doc_schema()[0].bytes);
    return compiled_in;
}

std::vector<Mark> with_mark(const std::vector<Mark>& marks, const Mark& added) {
    const MarkSpec* spec = schema().mark(added.type);
    if (!spec) return marks;
    std::vector<Mark> all;
    bool placed = false;
    for (const Mark& mark : marks) {
        const MarkSpec* other = schema().mark(mark.type);
        if (mark == added || !other) return marks;
        if (spec->excludes(mark.type)) continue;
        if (other->excludes(added.type)) return marks;
        if (!placed && other->rank > spec->rank) {
            all.push_back(added);
            placed = true;
        }
        all.push_back(mark);
    }
    if (!placed) all.push_back(added);
    return all;
}

std::vector<Mark> without_mark(std::vector<Mark> marks, const Mark& removed) {
    if (const auto found = std::find(marks.begin(), marks.end(), removed); found != marks.end()) marks.erase(found);
    return marks;
}

Attrs complete(const std::vector<AttrSpec>& specs, const Attrs& given) {
    Attrs all;
    for (const AttrSpec& spec : specs) {
        const auto found = std::find_if(given.begin(), given.end(), [&](const auto& attr) { return attr.first == spec.name; });
        all.emplace_back(spec.name, found != given.end() ? found->second : spec.fallback);
    }
    return all;
}

bool is_key(std::string_view key) {
    const auto plain = [](char c) { return is_letter(c) || is_digit(c); };
    if (key.empty() || key.size() > 100 || !plain(key.front()) || !plain(key.back())) return false;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (plain(key[i]) || std::string_view("-.:/+").find(key[i]) != std::string_view::npos) continue;
        // An underline between letters never begins emphasis.
        if (key[i] != '_' || !plain(key[i - 1]) || !plain(key[i + 1])) return false;
    }
    return true;
}

bool is_locator(std::string_view text) {
    if (text.empty() || text.size() > 200 || text.front() == ' ' || text.back() == ' ' || !base::is_utf8(text)) return false;
    if (text.find("\uE000") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || is_beyond_ascii(c) || std::string_view(" .,-:;/()'").find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view text) {
    if (text.empty() || text.size() > 60 || !base::is_utf8(text)) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_ruby(std::string_view text) {
    if (text.empty() || text.size() > 200 || text.front() == ' ' || text.back() == ' ' || !base::is_utf8(text)) return false;
    if (text.find("\uE000") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || is_beyond_ascii(c) || std::string_view(" .,-'/()").find(c) != std::string_view::npos;
    });
}

bool is_names(std::string_view text) {
    if (text.empty() || text.size() > 200 || text.front() == ',' || text.back() == ',' || text.find(",,") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == ','; });
}

Node make(std::string_view type, Attrs attrs, std::vector<Node> content) {
    Node node;
    node.type = type;
    node.attrs = std::move(attrs);
    node.content = std::move(content);
    return node;
}

Node make_text(std::string text, std::vector<Mark> marks) {
    Node node;
    node.type = "text";
    node.text = std::move(text);
    node.marks = std::move(marks);
    return node;
}

bool is_true(const Node& node, std::string_view name) {
    const Json* value = node.attr(name);
    const bool* flag = value ? std::get_if<bool>(&value->value) : nullptr;
    return flag && *flag;
}

std::int64_t integer_attr(const Node& node, std::string_view name) {
    const Json* value = node.attr(name);
    return value ? value->integer().value_or(0) : 0;
}

}

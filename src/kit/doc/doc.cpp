#include "kit/doc/doc.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>

namespace doc {

const base::Json* Node::attr(std::string_view name) const {
    for (const auto& [key, value] : attrs)
        if (key == name) return &value;
    return nullptr;
}

std::string Node::text_attr(std::string_view name) const {
    const base::Json* value = attr(name);
    return value && value->text() ? *value->text() : std::string{};
}

namespace {
void collect(const Node& node, std::size_t line, std::vector<Citation>& found) {
    if (node.line.number) line = node.line.number;
    for (const Node& child : node.content) {
        if (child.type == "cite")
            found.push_back({child.text_attr("key"), child.text_attr("locator"), line});
        else
            collect(child, line, found);
        // A line end inside a paragraph is a line of its source.
        if (child.type == "text" && line)
            line += static_cast<std::size_t>(std::count(child.text.begin(), child.text.end(), '\n'));
        else if (child.type == "hard_break" && line)
            ++line;
    }
}

void gather(const Node& node, std::string& out) {
    if (node.type == "text") {
        out += node.text;
    } else if (node.type == "ruby") {
        out += node.text_attr("base");
    } else if (node.type == "image") {
        out += node.text_attr("alt");
    } else if (node.type == "hard_break") {
        out += '\n';
    } else {
        for (const Node& child : node.content) gather(child, out);
        const NodeSpec* spec = schema().node(node.type);
        if (spec && !spec->is_inline && !out.empty() && out.back() != '\n') out += '\n';
    }
}

bool is_word_character(char32_t point) {
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
           (point >= 0xc0 && point <= 0x24f);
}
}

std::vector<Citation> citations(const Node& document) {
    std::vector<Citation> found;
    collect(document, 0, found);
    return found;
}

std::string_view block_name(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    return spec && spec->in_group("container") ? std::string_view(node.type) : std::string_view{};
}

const Node* find_block(const Node& document, std::string_view name) {
    for (const Node& node : document.content)
        if (block_name(node) == name && !name.empty()) return &node;
    return nullptr;
}

Node without_blocks(const Node& document, const std::vector<std::string_view>& names) {
    Node rest = document;
    std::erase_if(rest.content, [&](const Node& node) {
        return std::find(names.begin(), names.end(), block_name(node)) != names.end() && !block_name(node).empty();
    });
    return rest;
}

Node inside(const Node& block) {
    Node document = make("doc", {}, block.content);
    document.line = block.line;
    return document;
}

std::string plain_text(const Node& node) {
    std::string out;
    gather(node, out);
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

Length length(const Node& document) {
    Length length;
    const std::string text = plain_text(document);
    bool in_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        if (text::is_kana(point) || text::is_kanji(point)) ++length.characters;
        // An apostrophe or hyphen stays inside its word.
        const bool word = is_word_character(point) || (in_word && (point == '\'' || point == 0x2019 || point == '-'));
        if (word && !in_word) ++length.words;
        in_word = word;
    }
    const std::size_t seconds = length.words * 60 / 200 + length.characters * 60 / 500;
    length.minutes = std::max(1, static_cast<int>((seconds + 30) / 60));
    return length;
}

}

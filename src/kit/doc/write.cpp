#include "kit/doc/doc.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/write_inline.hpp"
#include "kit/doc/write_pieces.hpp"

#include <algorithm>

namespace doc {

namespace {
std::string blocks(const std::vector<Node>& nodes, std::string_view between = "\n\n", bool first_is_other = false);

/// Puts `first` before the first line and `rest` before every other line that is not empty.
std::string indented(std::string_view text, std::string_view first, std::string_view rest) {
    std::string out;
    bool is_first = true;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        std::string_view prefix = is_first ? first : rest;
        if (line.empty())
            while (prefix.ends_with(' ')) prefix.remove_suffix(1);
        if (!is_first) out += '\n';
        out += prefix;
        out += line;
        is_first = false;
        at = end + 1;
    }
    return out;
}

std::string code_block(const Node& node) {
    const std::string code = node.content.empty() ? "" : node.content.front().text;
    std::size_t longest = 2, size = 0;
    for (const char c : code) longest = std::max(longest, size = c == '`' ? size + 1 : 0);
    const std::string fence(longest + 1, '`');
    return fence + write_info(node.text_attr("info")) + "\n" + code + (code.empty() ? "" : "\n") + fence;
}

std::string table(const Node& node) {
    std::string out;
    for (std::size_t r = 0; r < node.content.size(); ++r) {
        out += r ? "\n|" : "|";
        for (const Node& cell : node.content[r].content) {
            const std::string text = write_inlines(cell.content, Place::cell);
            out += text.empty() ? " |" : " " + text + " |";
        }
        if (r > 0) continue;
        out += "\n|";
        for (const Node& cell : node.content[0].content) {
            const std::string align = cell.text_attr("align");
            out += align == "left" ? ":--|" : align == "center" ? ":-:|" : align == "right" ? "--:|" : "---|";
        }
    }
    return out;
}

/// `other`: the list before this one has the same kind, so this one needs another sign.
std::string list(const Node& node, bool other) {
    const bool tight = is_true(node, "tight");
    std::int64_t number = integer_attr(node, "order");
    std::string out;
    for (const Node& item : node.content) {
        std::string sign = other ? "+" : "-";
        if (node.type == "ordered_list") sign = std::to_string(std::min<std::int64_t>(number++, 999'999'999)) + (other ? ")" : ".");
        std::string content;
        const base::Json* checked = item.attr("checked");
        const bool* right = checked ? std::get_if<bool>(&checked->value) : nullptr;
        if (right) {
            content = *right ? "[x]" : "[ ]";
            const std::string first = write_inlines(item.content.front().content, Place::task);
            if (!first.empty()) content += " " + first;
            if (item.content.size() > 1) {
                content += tight ? "\n" : "\n\n";
                content += blocks({item.content.begin() + 1, item.content.end()}, tight ? "\n" : "\n\n");
            }
        } else
            content = blocks(item.content, tight ? "\n" : "\n\n", !other);  // "- - -" would be a thematic break
        if (!out.empty()) out += tight ? "\n" : "\n\n";
        out += indented(content, sign + " ", std::string(sign.size() + 1, ' '));
    }
    return out;
}

std::size_t colons(const Node& node) {
    std::size_t inner = 0;
    for (const Node& child : node.content)
        if (!block_name(child).empty()) inner = std::max(inner, colons(child));
    return std::max<std::size_t>(3, inner + 1);
}

std::string container(const Node& node) {
    const std::string fence(colons(node), ':');
    std::string out = fence + node.type;
    for (const auto& [name, value] : node.attrs)
        if (value.text() && !value.text()->empty()) out += " " + name + "=" + *value.text();
    const std::string content = blocks(node.content);
    return out + "\n" + content + (content.empty() ? "" : "\n") + fence;
}

std::string block(const Node& node, bool other) {
    if (node.type == "paragraph") return write_inlines(node.content, Place::paragraph);
    if (node.type == "heading") {
        const std::string sign(static_cast<std::size_t>(integer_attr(node, "level")), '#');
        const std::string text = write_inlines(node.content, Place::heading);
        return text.empty() ? sign : sign + " " + text;
    }
    if (node.type == "blockquote") return indented(blocks(node.content), "> ", "> ");
    if (node.type == "code_block") return code_block(node);
    if (node.type == "horizontal_rule") return "***";
    if (node.type == "table") return table(node);
    if (node.type == "bullet_list" || node.type == "ordered_list") return list(node, other);
    if (node.type == "footnote") return indented(blocks(node.content), "[^" + node.text_attr("label") + "]: ", "    ");
    if (!block_name(node).empty()) return container(node);
    return "";
}

std::string blocks(const std::vector<Node>& nodes, std::string_view between, bool first_is_other) {
    std::string out;
    bool other = false;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (i) out += between;
        other = i == 0 ? first_is_other && nodes[i].type == "bullet_list" : nodes[i].type == nodes[i - 1].type && !other;
        out += block(nodes[i], other);
    }
    return out;
}
}

std::string to_markdown(const Node& document) {
    const std::string text = blocks(normalized(document).content);
    return text.empty() ? text : text + "\n";
}

}

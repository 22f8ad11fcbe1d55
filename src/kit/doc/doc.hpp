#pragma once
#include "kit/base/json.hpp"
#include "kit/base/lang.hpp"
#include "kit/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The one document model. Markdown, HTML, JSON and plain text are read into it or written from it.
namespace doc {

using Attrs = std::vector<std::pair<std::string, base::Json>>;

/// strong, em, strike, code, link{href,title} …; the set and its order are in assets/schema.json.
struct Mark {
    std::string type;
    Attrs attrs;
    bool operator==(const Mark&) const = default;
};

/// Where a node began in the Markdown it was read from, 0 if it was not. No part of the document: any two are equal.
struct Line {
    std::size_t number = 0;
    bool operator==(const Line&) const { return true; }
};

/// As in ProseMirror: a text node has `text` and marks; any other inline node may have marks, a block has `content`.
/// A line end inside `text` is a soft break.
struct Node {
    std::string type;
    Attrs attrs;
    std::vector<Node> content;
    std::string text;
    std::vector<Mark> marks;
    Line line = {};
    bool operator==(const Node&) const = default;
    const base::Json* attr(std::string_view name) const;
    std::string text_attr(std::string_view name) const;  // "" if absent
};

/// What is wrong in a text, and where. Lines count from 1.
struct Fault {
    std::size_t line = 0;
    std::string what;
};
using Faults = std::vector<Fault>;

enum class Dialect { commonmark, site };

/// Blocks nested deeper than this (and so many levels of our own blocks) are refused: deeper documents would not fit into JSON of 64 levels.
inline constexpr std::size_t deepest = 22;
inline constexpr std::size_t deepest_containers = 6;
inline constexpr std::size_t longest_markdown = 1 << 20;

/// The site dialect fits the schema. The strict one is for commonmark_html alone: it keeps raw HTML as nodes (html_block, html_inline)
/// and gives every mark a number, so that an empty link or emphasis inside emphasis is not lost.
base::Result<Node, Faults> from_markdown(std::string_view, Dialect = Dialect::site);
/// Canonical Markdown of the site dialect: parsing it gives the same document, as `normalized` makes it.
std::string to_markdown(const Node&);

/// The one form of a document among those that Markdown cannot tell apart: neighbouring text with the same marks is one node, attributes are
/// complete and in order, empty paragraphs between others and line breaks at the end of a paragraph are gone, footnotes stand in order of reference.
Node normalized(Node);

/// While somebody writes, a reference may lack its footnote, two footnotes may have one label, and a mark may stand where Markdown cannot
/// write it (schema.json: "on"). `normalized` makes a finished document of a working one.
enum class State { finished, working };

/// ProseMirror JSON; refuses what does not fit the schema and the limits. A Fault names the node ("content[2].content[0]"), its line is 0.
base::Result<Node, Faults> from_json(const base::Json&, State = State::finished);
base::Json to_json(const Node&);

/// A citation in order of appearance.
struct Citation {
    std::string key;
    std::string locator;
    std::size_t line = 0; // as Node::line
};
std::vector<Citation> citations(const Node&);

/// Name of one of our container blocks ("aim", "try" …); "" for any other node.
std::string_view block_name(const Node&);
/// Top-level container blocks by name ("aim", "try", "partner" …).
const Node* find_block(const Node& document, std::string_view name);
/// The document without these top-level blocks.
Node without_blocks(const Node& document, const std::vector<std::string_view>& names);
/// A document made of the block's content.
Node inside(const Node& block);

/// For search and summaries: ruby gives its base text, citations nothing.
std::string plain_text(const Node&);

/// Reading time: English words at 200 a minute, Japanese characters at 500 a minute, at least 1.
struct Length {
    std::size_t words = 0; // Latin words
    std::size_t characters = 0; // kana and kanji
    int minutes = 1;
};
Length length(const Node&);

}

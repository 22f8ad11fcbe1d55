#pragma once
#include "kit/base/json.hpp"
#include "kit/doc/doc.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// assets/schema.json, from which the browser's schema is built too.
namespace doc {

struct AttrSpec {
    std::string name;
    bool required = true;  // has no default
    base::Json fallback;
    std::string validate;             // "string", "integer", "boolean", with "|null"
    std::vector<std::string> values;  // the only ones allowed, if any
    std::string form;                 // "names", "label", "key", "locator", "ruby"
    std::vector<std::string> each;    // for "names": the only ones allowed, if any
    std::int64_t min = 0, max = 0;    // for integers

    /// Nothing if the value may stand here, else what is expected.
    std::string refusal(const base::Json& value) const;
};

struct NodeSpec {
    std::string name;
    std::vector<std::string> groups;
    std::vector<AttrSpec> attrs;
    bool is_inline = false;
    bool has_inline_content = false;
    bool takes_marks = true;  // what it contains may be marked: inline content, unless the schema says "marks": ""
    /// A content expression: terms one after another, each a set of names with its count.
    struct Term {
        std::vector<std::string> names;  // groups resolved
        bool at_least_one = true;
        bool many = false;
    };
    std::vector<Term> content;
    std::string expression;

    bool in_group(std::string_view) const;
    const AttrSpec* attr(std::string_view) const;
    bool allows(const std::vector<Node>& children) const;
    bool allows(const std::vector<const Node*>& children) const;
    /// Some node could begin the content of both.
    bool is_compatible_with(const NodeSpec&) const;
};

struct MarkSpec {
    std::string name;
    std::size_t rank = 0;  // outermost first
    std::vector<AttrSpec> attrs;
    std::vector<std::string> on;  // node types it may stand on in a finished text; empty: any inline node
    std::vector<std::string> excluded;  // marks that go when this one comes; without "excludes" in the schema those of its own type

    bool excludes(std::string_view mark) const;
};

class Schema {
public:
    /// Throws base::Error for a schema that contradicts itself.
    explicit Schema(std::string_view json);
    const NodeSpec* node(std::string_view name) const;
    const MarkSpec* mark(std::string_view name) const;

private:
    std::map<std::string, NodeSpec, std::less<>> nodes_;
    std::map<std::string, MarkSpec, std::less<>> marks_;
};

/// The one that is compiled in.
const Schema& schema();

/// A set of marks with one more (Mark.addToSet of prosemirror-model): in the schema's order, without those that it excludes, and as it was
/// if one of the set excludes it.
std::vector<Mark> with_mark(const std::vector<Mark>&, const Mark&);
std::vector<Mark> without_mark(std::vector<Mark>, const Mark&);

/// The attributes of a node or mark, complete and in the schema's order; unknown ones are dropped.
Attrs complete(const std::vector<AttrSpec>&, const Attrs&);

/// What a key, locator, label, ruby text or list of names may look like.
bool is_key(std::string_view);
bool is_locator(std::string_view);
bool is_label(std::string_view);
bool is_ruby(std::string_view);
bool is_names(std::string_view);

Node make(std::string_view type, Attrs = {}, std::vector<Node> content = {});
Node make_text(std::string text, std::vector<Mark> = {});
bool is_true(const Node&, std::string_view attr);
std::int64_t integer_attr(const Node&, std::string_view attr);

}

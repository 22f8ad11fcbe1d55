#include "kit/doc/compare_inline.hpp"

#include "kit/doc/schema.hpp"
#include "kit/text/diff.hpp"

#include <algorithm>

namespace doc {

namespace {
void append_sized(std::string& key, std::string_view text) {
    key += std::to_string(text.size());
    key += ':';
    key += text;
}

void append_attrs(std::string& key, const Attrs& attrs) {
    for (const auto& [name, value] : attrs) {
        append_sized(key, name);
        append_sized(key, base::write_json(value));
    }
}

void append_key(std::string& key, const Node& node, bool code) {
    key += '(';
    append_sized(key, node.type);
    append_attrs(key, form_of(node));
    if (node.type == "table_cell" || node.type == "table_header") append_sized(key, node.text_attr("align"));
    std::string text = node.text;
    if (!code) std::replace(text.begin(), text.end(), '\n', ' ');
    append_sized(key, text);
    for (const Mark& mark : node.marks) {
        key += '+';
        append_sized(key, mark.type);
        append_attrs(key, mark.attrs);
    }
    for (const Node& child : node.content) append_key(key, child, code || node.type == "code_block");
    key += ')';
}

/// The inline content of a block as one text, in which a word is found even where only half of it is bold.
class Flat {
public:
    Flat(const std::vector<Node>& nodes, bool code) {
        for (const Node& node : nodes) {
            pieces_.push_back({&node, text_.size()});
            if (node.type == "text") text_ += node.text;
        }
        pieces_.push_back({nullptr, text_.size()});
        atoms_.reserve(nodes.size());
        std::size_t from = 0;
        for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
            const Node& node = *pieces_[i].node;
            if (node.type == "text") continue;
            split(from, pieces_[i].at, code);
            from = pieces_[i].at;
            Node bare = node;
            bare.marks.clear();
            atoms_.push_back(comparison_key(bare));
            places_.push_back({from, from, &node});
            tokens_.push_back(atoms_.back());
        }
        split(from, text_.size(), code);
    }

    const text::Tokens& tokens() const { return tokens_; }

    std::vector<Node> nodes(text::Range range) const {
        std::vector<Node> made;
        for (std::size_t i = range.begin; i < range.end; ++i) {
            if (places_[i].atom) {
                made.push_back(*places_[i].atom);
                continue;
            }
            // Tokens of text that follow one another are one stretch of it.
            std::size_t last = i;
            while (last + 1 < range.end && !places_[last + 1].atom) ++last;
            slice(places_[i].begin, places_[last].end, made);
            i = last;
        }
        return made;
    }

    static bool same_marks(const Flat& a, std::size_t i, const Flat& b, std::size_t j) {
        const Place &x = a.places_[i], &y = b.places_[j];
        if (x.atom && y.atom) return x.atom->marks == y.atom->marks;
        for (std::size_t p = a.piece_at(x.begin), q = b.piece_at(y.begin), at = 0; at < std::min(x.end - x.begin, y.end - y.begin);) {
            if (a.pieces_[p].node->marks != b.pieces_[q].node->marks) return false;
            const std::size_t end_a = a.pieces_[p + 1].at - x.begin, end_b = b.pieces_[q + 1].at - y.begin;
            at = std::min(end_a, end_b);
            for (; a.pieces_[p + 1].node && a.pieces_[p + 1].at - x.begin <= at; ++p) {}
            for (; b.pieces_[q + 1].node && b.pieces_[q + 1].at - y.begin <= at; ++q) {}
        }
        return true;
    }

private:
    struct Piece {
        const Node* node;
        std::size_t at;
    };
    struct Place {
        std::size_t begin, end;
        const Node* atom;
    };

    void split(std::size_t from, std::size_t to, bool code) {
        for (const std::string_view token : text::words(std::string_view(text_).substr(from, to - from))) {
            places_.push_back({from, from + token.size(), nullptr});
            from += token.size();
            tokens_.push_back(!code && token.find('\n') != std::string_view::npos ? " " : token);
        }
    }

    std::size_t piece_at(std::size_t at) const {
        const auto behind =
            std::upper_bound(pieces_.begin(), pieces_.end(), at, [](std::size_t place, const Piece& piece) { return place < piece.at; });
        return static_cast<std::size_t>(behind - pieces_.begin()) - 1;
    }

    void slice(std::size_t begin, std::size_t end, std::vector<Node>& made) const {
        for (std::size_t p = piece_at(begin), at = begin; at < end; ++p) {
            const std::size_t stop = std::min(end, pieces_[p + 1].at);
            if (stop > at) made.push_back(make_text(text_.substr(at, stop - at), pieces_[p].node->marks));
            at = stop;
        }
    }

    std::vector<Piece> pieces_;  // the last one is the end
    std::string text_;
    std::vector<std::string> atoms_;
    std::vector<Place> places_;
    text::Tokens tokens_;
};
}

Attrs form_of(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    Attrs attrs = spec ? complete(spec->attrs, node.attrs) : node.attrs;
    std::erase_if(attrs, [](const auto& attr) { return attr.first == "tight" || attr.first == "align"; });
    return attrs;
}

bool holds_text(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    return spec && spec->has_inline_content;
}

std::string comparison_key(const Node& node, bool code) {
    std::string key;
    append_key(key, node, code);
    return key;
}

std::vector<Part> compare_inline(const std::vector<Node>& before, const std::vector<Node>& after, bool code) {
    const Flat a(before, code), b(after, code);
    std::vector<Part> parts;
    for (const auto& [equal, from, to] : text::readable(text::diff(a.tokens(), b.tokens()), a.tokens(), b.tokens())) {
        if (!equal) {
            if (from.size()) parts.push_back({Part::Kind::deleted, a.nodes(from), {}});
            if (to.size()) parts.push_back({Part::Kind::inserted, {}, b.nodes(to)});
            continue;
        }
        for (std::size_t i = 0, end = 0; i < from.size(); i = end) {
            const bool same = Flat::same_marks(a, from.begin + i, b, to.begin + i);
            for (end = i + 1; end < from.size() && Flat::same_marks(a, from.begin + end, b, to.begin + end) == same;) ++end;
            parts.push_back({same ? Part::Kind::equal : Part::Kind::formatted, a.nodes({from.begin + i, from.begin + end}),
                             b.nodes({to.begin + i, to.begin + end})});
        }
    }
    return parts;
}

std::vector<Part> compare_lines(std::string_view before, std::string_view after) {
    const auto line = [](std::string_view text) {
        return text.empty() ? std::vector<Node>{} : std::vector<Node>{make_text(std::string(text))};
    };
    return compare_inline(line(before), line(after), false);
}

}

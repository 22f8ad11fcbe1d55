#include "kit/doc/fits.hpp"
#include "kit/doc/positions.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/slice.hpp"
#include "kit/doc/steps.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace doc {

namespace {
using Nodes = std::vector<Node>;
/// Indices of nodes that belong together, growing on both sides.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// More differences than this in one list, and it is written anew.
constexpr int most_differences = 400;
constexpr std::size_t most_comparisons = 10'000;

/// Equal nodes in the order of both lists: E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986). None if too much differs.
Pairs equal_nodes(std::span<const Node> before, std::span<const Node> after) {
    const auto n = static_cast<int>(before.size()), m = static_cast<int>(after.size());
    const int most = std::min(n + m, most_differences);
    const auto is_equal = [&](int x, int y) { return before[static_cast<std::size_t>(x)] == after[static_cast<std::size_t>(y)]; };
    std::vector<std::vector<int>> rows;  // rows[d]: how far each diagonal -d … d gets with d differences
    const auto far = [&](int d, int diagonal) {
        return d < 0 || diagonal < -d || diagonal > d ? -1 : rows[static_cast<std::size_t>(d)][static_cast<std::size_t>(diagonal + d)];
    };
    const auto comes_down = [&](int d, int diagonal) {
        return diagonal == -d || (diagonal != d && far(d - 1, diagonal - 1) < far(d - 1, diagonal + 1));
    };
    int differences = -1;
    for (int d = 0; d <= most && differences < 0; ++d) {
        rows.emplace_back(static_cast<std::size_t>(2 * d + 1), -1);
        for (int diagonal = -d; diagonal <= d; diagonal += 2) {
            int x = d == 0 ? 0 : comes_down(d, diagonal) ? far(d - 1, diagonal + 1) : far(d - 1, diagonal - 1) + 1;
            int y = x - diagonal;
            while (x < n && y < m && y >= 0 && is_equal(x, y)) ++x, ++y;
            rows.back()[static_cast<std::size_t>(diagonal + d)] = x;
            if (x >= n && y >= m) differences = d;
        }
    }
    Pairs pairs;
    int x = n, y = m;
    for (int d = differences; d >= 0; --d) {
        const int diagonal = x - y;
        const bool down = d > 0 && comes_down(d, diagonal);
        const int began = d == 0 ? 0 : down ? far(d - 1, diagonal + 1) : far(d - 1, diagonal - 1) + 1;
        for (; x > began; --x, --y) pairs.emplace_back(static_cast<std::size_t>(x - 1), static_cast<std::size_t>(y - 1));
        if (down)
            --y;
        else if (d > 0)
            --x;
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

/// 0 to 100: how much of the longer text stands at the beginning and the end of the other.
int likeness(const Node& before, const Node& after) {
    const std::string a = plain_text(before), b = plain_text(after);
    const std::size_t longest = std::max(a.size(), b.size()), shortest = std::min(a.size(), b.size());
    if (longest == 0) return 100;
    std::size_t same = 0;
    while (same < shortest && a[same] == b[same]) ++same;
    std::size_t end = 0;
    while (same + end < shortest && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
    return static_cast<int>((same + end) * 100 / longest);
}

/// Which of some nodes became which of others: nodes of one type, the likest ones.
Pairs changed_nodes(const Nodes& before, std::size_t first, std::size_t last, const Nodes& after, std::size_t after_first,
                    std::size_t after_last) {
    const std::size_t n = last - first, m = after_last - after_first;
    if (n == 1 && m == 1 && before[first].type == after[after_first].type) return {{first, after_first}};
    if (n == 0 || m == 0 || n * m > most_comparisons) return {};
    std::vector<std::vector<int>> best(n + 1, std::vector<int>(m + 1, 0)), worth(n, std::vector<int>(m, 0));
    for (std::size_t i = n; i-- > 0;)
        for (std::size_t k = m; k-- > 0;) {
            const Node &a = before[first + i], &b = after[after_first + k];
            const int like = a.type == b.type ? likeness(a, b) : 0;
            worth[i][k] = like >= 20 ? like : 0;
            best[i][k] = std::max({best[i + 1][k], best[i][k + 1], best[i + 1][k + 1] + worth[i][k]});
        }
    Pairs pairs;
    for (std::size_t i = 0, k = 0; i < n && k < m;) {
        if (worth[i][k] > 0 && best[i][k] == best[i + 1][k + 1] + worth[i][k])
            pairs.emplace_back(first + i++, after_first + k++);
        else if (best[i][k] == best[i + 1][k])
            ++i;
        else
            ++k;
    }
    return pairs;
}

/// A place in inline content, by node and byte.
struct Cursor {
    const Nodes& nodes;
    std::size_t node = 0, byte = 0;

    static Cursor at_end(const Nodes& nodes) { return {nodes, nodes.size(), 0}; }
};

std::size_t character_size(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
    return end - at;
}

/// Moves both over one equal character or leaf: how many places it has, 0 if they differ.
int step_forward(Cursor& a, Cursor& b) {
    if (a.node == a.nodes.size() || b.node == b.nodes.size()) return 0;
    const Node &left = a.nodes[a.node], &right = b.nodes[b.node];
    if (left.type != "text" || right.type != "text") {
        if (a.byte != 0 || b.byte != 0 || left != right) return 0;
        ++a.node, ++b.node;
        return node_size(left);
    }
    const std::size_t size = character_size(left.text, a.byte);
    const std::string_view character = std::string_view(left.text).substr(a.byte, size);
    if (left.marks != right.marks || std::string_view(right.text).substr(b.byte, character_size(right.text, b.byte)) != character) return 0;
    for (Cursor* cursor : {&a, &b})
        if (cursor->byte += size; cursor->byte == cursor->nodes[cursor->node].text.size()) ++cursor->node, cursor->byte = 0;
    return utf16_length(character);
}

int step_back(Cursor& a, Cursor& b) {
    struct Before {
        const Node* node = nullptr;
        std::size_t end = 0, begin = 0;
    };
    const auto before = [](const Cursor& cursor) {
        Before found;
        if (cursor.byte == 0 && cursor.node == 0) return found;
        found.node = &cursor.nodes[cursor.byte == 0 ? cursor.node - 1 : cursor.node];
        found.end = cursor.byte == 0 ? found.node->text.size() : cursor.byte;
        found.begin = found.end;
        while (found.begin > 0 && (static_cast<unsigned char>(found.node->text[--found.begin]) & 0xc0U) == 0x80U) {}
        return found;
    };
    const Before left = before(a), right = before(b);
    if (!left.node || !right.node) return 0;
    if (left.node->type != "text" || right.node->type != "text") {
        if (*left.node != *right.node) return 0;
        --a.node, --b.node;
        return node_size(*left.node);
    }
    const std::string_view character = std::string_view(left.node->text).substr(left.begin, left.end - left.begin);
    if (left.node->marks != right.node->marks ||
        std::string_view(right.node->text).substr(right.begin, right.end - right.begin) != character)
        return 0;
    if (a.byte == 0) --a.node;
    if (b.byte == 0) --b.node;
    a.byte = left.begin;
    b.byte = right.begin;
    return utf16_length(character);
}

/// From the end of the document to its beginning, so that a step does not move the places of those that follow.
class Differ {
public:
    std::vector<Step> steps;

    void content(const Node& before, const Node& after, int start) {
        const NodeSpec* spec = schema().node(before.type);
        if (spec && spec->has_inline_content)
            inlines(before.content, after.content, start);
        else
            nodes(before.content, after.content, start);
    }

private:
    void node(const Node& before, const Node& after, int place) {
        content(before, after, place + 1);
        attrs(before, after, place);
    }

    void attrs(const Node& before, const Node& after, int place) {
        for (const auto& [name, value] : after.attrs) {
            const base::Json* old = before.attr(name);
            if (!old || *old != value) steps.push_back(AttrStep{.place = place, .attr = name, .value = value});
        }
    }

    void nodes(const Nodes& before, const Nodes& after, int start) {
        std::vector<int> place{start};
        for (const Node& each : before) place.push_back(place.back() + node_size(each));
        // Ends that are equal are not even compared with the rest.
        const std::size_t shortest = std::min(before.size(), after.size());
        std::size_t head = 0, tail = 0;
        while (head < shortest && before[head] == after[head]) ++head;
        while (head + tail < shortest && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
        const auto middle = [&](const Nodes& all) { return std::span(all).subspan(head, all.size() - head - tail); };
        const Pairs equal = head + tail == shortest ? Pairs{} : equal_nodes(middle(before), middle(after));
        std::size_t last = before.size() - tail, after_last = after.size() - tail;
        for (std::size_t i = equal.size() + 1; i-- > 0;) {
            const std::size_t first = i == 0 ? head : head + equal[i - 1].first + 1;
            const std::size_t after_first = i == 0 ? head : head + equal[i - 1].second + 1;
            gap(before, first, last, after, after_first, after_last, place);
            if (i > 0) last = first - 1, after_last = after_first - 1;
        }
    }

    /// Between equal nodes.
    void gap(const Nodes& before, std::size_t first, std::size_t last, const Nodes& after, std::size_t after_first, std::size_t after_last,
             const std::vector<int>& place) {
        const Pairs changed = changed_nodes(before, first, last, after, after_first, after_last);
        for (std::size_t i = changed.size() + 1; i-- > 0;) {
            const std::size_t begin = i == 0 ? first : changed[i - 1].first + 1;
            const std::size_t after_begin = i == 0 ? after_first : changed[i - 1].second + 1;
            if (begin != last || after_begin != after_last) {
                Slice slice;
                for (std::size_t k = after_begin; k < after_last; ++k) slice.content.push_back(after[k]);
                steps.push_back(ReplaceStep{.from = place[begin], .to = place[last], .slice = std::move(slice)});
            }
            if (i == 0) return;
            last = begin - 1, after_last = after_begin - 1;
            node(before[last], after[after_last], place[last]);
        }
    }

    void inlines(const Nodes& before, const Nodes& after, int start) {
        const int size = content_size(before), after_size = content_size(after), shortest = std::min(size, after_size);
        int head = 0, tail = 0;
        for (Cursor a{before}, b{after}; const int moved = step_forward(a, b);) head += moved;
        for (Cursor a = Cursor::at_end(before), b = Cursor::at_end(after); const int moved = step_back(a, b);) {
            if (head + tail + moved > shortest) break;
            tail += moved;
        }
        if (head + tail == size && size == after_size) return;
        Nodes old = cut(before, head, size - tail), fresh = cut(after, head, after_size - tail);
        if (old.size() == 1 && fresh.size() == 1 && old[0].type != "text" && old[0].type == fresh[0].type && old[0].marks == fresh[0].marks)
            return attrs(old[0], fresh[0], start + head);
        steps.push_back(ReplaceStep{.from = start + head, .to = start + size - tail, .slice = {.content = std::move(fresh)}});
    }
};

bool leads(const Node& before, const std::vector<Step>& steps, const Node& after) {
    Node document = before;
    return std::all_of(steps.begin(), steps.end(), [&](const Step& step) { return apply_to(document, step).empty(); }) && document == after;
}
}

base::Result<std::vector<Step>, Faults> steps_between(const Node& before, const Node& after) {
    try {
        require_fits(after, {});
        Differ differ;
        differ.content(before, after, 0);
        if (leads(before, differ.steps, after)) return std::move(differ.steps);
        // A step in between may be what the schema or the limits do not allow; all at once is one step only.
        const ReplaceStep all{.from = 0, .to = content_size(before), .slice = {.content = after.content}};
        Node document = before;
        if (Faults faults = apply_to(document, all); !faults.empty()) return base::Failure{std::move(faults)};
        if (document != after) return base::Failure{Faults{{0, "the document before does not fit the schema"}}};
        return std::vector<Step>{all};
    } catch (const Refused& refused) {
        return base::Failure{Faults{{0, refused.what}}};
    }
}

}

#include "kit/doc/compare_align.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/compare_inline.hpp"
#include "kit/text/diff.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace doc {

namespace {
/// The words of a node without their order: a number for each, and what it counts. Of Japanese the pairs of neighbouring characters,
/// for any two sentences share their kana.
class Bag {
public:
    struct Word {
        std::size_t number, weight;
    };

    explicit Bag(const Node& node) {
        gather(node);
        std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) { return a.number < b.number; });
        std::vector<Word> once;
        for (const Word& word : words_) {
            if (!once.empty() && once.back().number == word.number)
                once.back().weight += word.weight;
            else
                once.push_back(word);
            weight_ += word.weight;
        }
        words_ = std::move(once);
    }

    const std::vector<Word>& words() const { return words_; }
    std::size_t weight() const { return weight_; }

private:
    void gather(const Node& node) {
        if (!holds_text(node)) {
            for (const Node& child : node.content) gather(child);
            return;
        }
        std::string line;
        for (const Node& child : node.content) {
            if (child.type == "text")
                line += child.text;
            else if (child.type == "ruby")
                line += child.text_attr("base");
            else if (child.type == "image")
                line += ' ' + child.text_attr("alt") + ' ', put(child.text_attr("src"), 8);
            else if (child.type == "cite")
                put(child.text_attr("key"), 4);
            else
                line += ' ';
        }
        take(line);
    }

    void take(const std::string& line) {
        std::string_view previous;
        for (const std::string_view word : text::words(line)) {
            std::size_t at = 0;
            const char32_t point = base::next_code_point(word, at);
            if (text::is_kanji(point) || text::is_kana(point)) {
                if (!previous.empty())
                    put({previous.data(), previous.size() + word.size()}, 2);
                else
                    put(word, 2);
                previous = word;
                continue;
            }
            previous = {};
            // Spaces and most signs say nothing.
            if (point >= 0x80 || (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z'))
                put(word, base::code_points(word));
        }
    }

    void put(std::string_view word, std::size_t weight) { words_.push_back({std::hash<std::string_view>{}(word), weight}); }

    std::vector<Word> words_;
    std::size_t weight_ = 0;
};

/// How alike each of some nodes is to a node: 1 for the same words, 0 for none in common. Only words that both have are looked at.
class Likeness {
public:
    Likeness(const std::vector<Node>& nodes, text::Range range) : common_(range.size()) {
        for (std::size_t j = 0; j < range.size(); ++j) {
            const Bag bag(nodes[range.begin + j]);
            for (const auto& [number, weight] : bag.words()) places_[number].push_back({j, weight});
            weights_.push_back(bag.weight());
        }
    }

    std::vector<double> to(const Node& node) {
        const Bag bag(node);
        std::fill(common_.begin(), common_.end(), 0);
        for (const auto& [number, weight] : bag.words()) {
            const auto found = places_.find(number);
            if (found == places_.end()) continue;
            for (const auto& [j, other] : found->second) common_[j] += std::min(weight, other);
        }
        std::vector<double> alike(common_.size(), 0);
        for (std::size_t j = 0; j < common_.size(); ++j)
            if (common_[j]) alike[j] = 2.0 * static_cast<double>(common_[j]) / static_cast<double>(bag.weight() + weights_[j]);
        return alike;
    }

private:
    struct Place {
        std::size_t node, weight;
    };
    std::unordered_map<std::size_t, std::vector<Place>> places_;
    std::vector<std::size_t> weights_, common_;
};

/// From how much on two blocks of one type are the same block.
double least(const Node& node) {
    if (!block_name(node).empty()) return 0;  // a box is known by its name
    return holds_text(node) || node.type == "list_item" || node.type == "table_row" ? 0.4 : 0.3;
}

/// Pairs the blocks of two stretches so that the sum of similarities is highest.
class Gap {
public:
    Gap(const std::vector<Node>& before, text::Range from, const std::vector<Node>& after, text::Range to)
        : from_(from), to_(to), columns_(to.size() + 1), best_((from.size() + 1) * columns_, 0), likeness_(best_.size(), 0) {
        Likeness likeness(after, to);
        for (std::size_t i = from.size(); i-- > 0;) {
            const Node& node = before[from.begin + i];
            const std::vector<double> similar = likeness.to(node);
            const double enough = least(node);
            for (std::size_t j = to.size(); j-- > 0;) {
                double& alike = likeness_[at(i, j)];
                if (similar[j] >= enough && node.type == after[to.begin + j].type) alike = similar[j] + 0.01;
                best_[at(i, j)] = std::max({best_[at(i + 1, j)], best_[at(i, j + 1)], alike > 0 ? alike + best_[at(i + 1, j + 1)] : 0});
            }
        }
    }

    void pairs(std::vector<Aligned>& made) const {
        std::size_t i = 0, j = 0;
        while (i < from_.size() && j < to_.size()) {
            if (likeness_[at(i, j)] > 0 && best_[at(i, j)] == likeness_[at(i, j)] + best_[at(i + 1, j + 1)])
                made.push_back({from_.begin + i++, to_.begin + j++});
            else if (best_[at(i + 1, j)] >= best_[at(i, j + 1)])
                made.push_back({from_.begin + i++, {}});
            else
                made.push_back({{}, to_.begin + j++});
        }
        while (i < from_.size()) made.push_back({from_.begin + i++, {}});
        while (j < to_.size()) made.push_back({{}, to_.begin + j++});
    }

private:
    std::size_t at(std::size_t i, std::size_t j) const { return i * columns_ + j; }

    text::Range from_, to_;
    std::size_t columns_;
    std::vector<double> best_, likeness_;
};
}

std::vector<Aligned> align(const std::vector<Node>& before, const std::vector<std::string>& before_keys, const std::vector<Node>& after,
                           const std::vector<std::string>& after_keys) {
    const text::Tokens a(before_keys.begin(), before_keys.end()), b(after_keys.begin(), after_keys.end());
    std::vector<Aligned> made;
    for (const auto& [equal, from, to] : text::diff(a, b)) {
        if (equal) {
            for (std::size_t i = 0; i < from.size(); ++i) made.push_back({from.begin + i, to.begin + i});
            continue;
        }
        // Every block is held against every other one, so hundreds of new blocks are taken in groups.
        constexpr std::size_t most = 200;
        const std::size_t groups = (std::max(from.size(), to.size()) + most - 1) / most;
        for (std::size_t g = 0; g < groups; ++g) {
            const auto part = [&](text::Range range) {
                return text::Range{range.begin + range.size() * g / groups, range.begin + range.size() * (g + 1) / groups};
            };
            Gap(before, part(from), after, part(to)).pairs(made);
        }
    }
    return made;
}

std::size_t substance(const Node& node) { return Bag(node).weight(); }

}

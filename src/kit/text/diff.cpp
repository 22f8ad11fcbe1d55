#include "kit/text/diff.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>

namespace text {

namespace {
using Number = std::uint32_t;
using Place = std::ptrdiff_t;

/// Looks for the middle of a shortest way from both ends at once, and then for the middles of its halves.
class Search {
public:
    Search(const std::vector<Number>& before, const std::vector<Number>& after)
        : a_(before), b_(after), kept_a_(before.size(), true), kept_b_(after.size(), true), origin_(static_cast<Place>(after.size()) + 1),
          forward_(before.size() + after.size() + 3), backward_(forward_.size()),
          patience_(std::clamp(static_cast<Place>(std::sqrt(static_cast<double>(before.size() + after.size()))), Place{64}, Place{256})) {
        halve(0, static_cast<Place>(a_.size()), 0, static_cast<Place>(b_.size()));
    }

    const std::vector<bool>& kept_before() const { return kept_a_; }
    const std::vector<bool>& kept_after() const { return kept_b_; }

private:
    struct Point {
        Place x, y;
    };

    bool equal(Place x, Place y) const { return a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)]; }
    Place& forward(Place diagonal) { return forward_[static_cast<std::size_t>(diagonal + origin_)]; }
    Place& backward(Place diagonal) { return backward_[static_cast<std::size_t>(diagonal + origin_)]; }

    void halve(Place x, Place to_x, Place y, Place to_y) {
        for (;;) {
            while (x < to_x && y < to_y && equal(x, y)) ++x, ++y;
            while (x < to_x && y < to_y && equal(to_x - 1, to_y - 1)) --to_x, --to_y;
            if (x == to_x || y == to_y) break;
            const Point middle = find_middle(x, to_x, y, to_y);
            halve(x, middle.x, y, middle.y);
            x = middle.x, y = middle.y;
        }
        std::fill(kept_a_.begin() + x, kept_a_.begin() + to_x, false);
        std::fill(kept_b_.begin() + y, kept_b_.begin() + to_y, false);
    }

    /// A diagonal is x - y. Each round goes one change further from either end, until a way from the front meets one from the back.
    Point find_middle(Place x0, Place x1, Place y0, Place y1) {
        const Place lowest = x0 - y1, highest = x1 - y0, front = x0 - y0, back = x1 - y1;
        const bool odd = ((front - back) & 1) != 0;
        Place front_low = front, front_high = front, back_low = back, back_high = back;
        forward(front) = x0;
        backward(back) = x1;
        for (Place round = 1;; ++round) {
            if (front_low > lowest)
                forward(--front_low - 1) = -1;
            else
                ++front_low;
            if (front_high < highest)
                forward(++front_high + 1) = -1;
            else
                --front_high;
            for (Place d = front_high; d >= front_low; d -= 2) {
                Place x = std::max(forward(d - 1) + 1, forward(d + 1));
                while (x < x1 && x - d < y1 && equal(x, x - d)) ++x;
                forward(d) = x;
                if (odd && back_low <= d && d <= back_high && backward(d) <= x) return {x, x - d};
            }
            constexpr Place none = std::numeric_limits<Place>::max();
            if (back_low > lowest)
                backward(--back_low - 1) = none;
            else
                ++back_low;
            if (back_high < highest)
                backward(++back_high + 1) = none;
            else
                --back_high;
            for (Place d = back_high; d >= back_low; d -= 2) {
                Place x = std::min(backward(d - 1), backward(d + 1) - 1);
                while (x > x0 && x - d > y0 && equal(x - 1, x - d - 1)) --x;
                backward(d) = x;
                if (!odd && front_low <= d && d <= front_high && x <= forward(d)) return {x, x - d};
            }
            if (round >= patience_) return furthest({x0, y0}, {x1, y1}, {front_low, front_high}, {back_low, back_high});
        }
    }

    /// Of the ways found so far the one that has come furthest, for two lists that have too little in common.
    Point furthest(Point from, Point to, Point front, Point back) {
        Point best = from, best_back = to;
        for (Place d = front.x; d <= front.y; d += 2) {
            Place x = std::min(forward(d), to.x);
            if (x - d > to.y) x = to.y + d;
            if (x + x - d > best.x + best.y) best = {x, x - d};
        }
        for (Place d = back.x; d <= back.y; d += 2) {
            Place x = std::max(backward(d), from.x);
            if (x - d < from.y) x = from.y + d;
            if (x + x - d < best_back.x + best_back.y) best_back = {x, x - d};
        }
        return to.x + to.y - best_back.x - best_back.y < best.x + best.y - from.x - from.y ? best : best_back;
    }

    const std::vector<Number>& a_;
    const std::vector<Number>& b_;
    std::vector<bool> kept_a_, kept_b_;
    Place origin_;
    std::vector<Place> forward_, backward_;
    Place patience_;
};

/// A number for each token that both sides have; of the others none can be kept, and the search is spared them.
struct Numbered {
    std::vector<Number> numbers;
    std::vector<std::size_t> places;
};

Numbered shared(const Tokens& tokens, const std::unordered_map<std::string_view, Number>& own,
                const std::unordered_map<std::string_view, Number>& other) {
    Numbered made;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto found = other.find(tokens[i]);
        if (found == other.end()) continue;
        made.numbers.push_back(own.at(tokens[i]));
        made.places.push_back(i);
    }
    return made;
}
}

std::vector<Stretch> diff(const Tokens& before, const Tokens& after) {
    std::unordered_map<std::string_view, Number> all, in_before, in_after;
    for (const auto token : before) in_before.emplace(token, all.emplace(token, static_cast<Number>(all.size())).first->second);
    for (const auto token : after) in_after.emplace(token, all.emplace(token, static_cast<Number>(all.size())).first->second);
    const Numbered a = shared(before, in_before, in_after), b = shared(after, in_after, in_before);
    const Search search(a.numbers, b.numbers);
    std::vector<std::pair<std::size_t, std::size_t>> kept;
    for (std::size_t i = 0, j = 0;; ++i, ++j) {
        while (i < a.places.size() && !search.kept_before()[i]) ++i;
        while (j < b.places.size() && !search.kept_after()[j]) ++j;
        if (i == a.places.size() || j == b.places.size()) break;
        kept.emplace_back(a.places[i], b.places[j]);
    }
    kept.emplace_back(before.size(), after.size());
    std::vector<Stretch> made;
    std::size_t i = 0, j = 0;
    for (const auto& [x, y] : kept) {
        if (x > i || y > j) made.push_back({false, {i, x}, {j, y}});
        if (x == before.size()) break;
        if (made.empty() || !made.back().equal) made.push_back({true, {x, x}, {y, y}});
        made.back().before.end = i = x + 1;
        made.back().after.end = j = y + 1;
    }
    return made;
}

}

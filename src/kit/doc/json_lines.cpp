#include "kit/doc/json_lines.hpp"

#include <string>

namespace doc {

namespace {
constexpr std::size_t deepest_json = 64;

class Walk {
public:
    explicit Walk(std::string_view text) : in_(text) {}

    JsonLines walk() {
        JsonLines found;
        skip();
        if (!value(found.items, 1) || (skip(), at_ < in_.size())) found.fault = line_;
        return found;
    }

private:
    bool is(char c) const { return at_ < in_.size() && in_[at_] == c; }
    void skip() {
        for (; at_ < in_.size() && (is(' ') || is('\t') || is('\n') || is('\r')); ++at_) line_ += is('\n');
    }
    bool take(char c) { return is(c) && (++at_, true); }

    bool value(std::vector<std::size_t>& items, std::size_t depth) {
        if (depth > deepest_json) return false;
        const bool list = is('[');
        if (depth == 1 && !list) items.push_back(line_);
        if (list || is('{')) return members(list, depth == 1 && list ? &items : nullptr, depth);
        return is('"') ? string() : word();
    }

    bool members(bool list, std::vector<std::size_t>* items, std::size_t depth) {
        const char closing = list ? ']' : '}';
        ++at_;
        skip();
        if (take(closing)) return true;
        std::vector<std::size_t> inner;
        while (true) {
            skip();
            if (items) items->push_back(line_);
            if (!list) {
                if (!string()) return false;
                skip();
                if (!take(':')) return false;
                skip();
            }
            if (!value(inner, depth + 1)) return false;
            skip();
            if (take(closing)) return true;
            if (!take(',')) return false;
        }
    }

    bool string() {
        if (!take('"')) return false;
        for (; at_ < in_.size(); ++at_) {
            if (is('"')) return ++at_, true;
            if (static_cast<unsigned char>(in_[at_]) < 0x20) return false;
            if (is('\\') && ++at_ >= in_.size()) return false;
        }
        return false;
    }

    /// A number, true, false or null; that it is a right one is for the parser.
    bool word() {
        const std::size_t begin = at_;
        while (at_ < in_.size() && std::string_view("+-.0123456789abcdefghijklmnopqrstuvwxyzE").find(in_[at_]) != std::string_view::npos)
            ++at_;
        return at_ > begin;
    }

    std::string_view in_;
    std::size_t at_ = 0, line_ = 1;
};
}

JsonLines json_lines(std::string_view text) { return Walk(text).walk(); }

}

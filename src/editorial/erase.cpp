#include "editorial/erase.hpp"

#include "editorial/picture.hpp"

#include <algorithm>
#include <map>

namespace editorial {

namespace {
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_wide(char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }

/// At most so many bytes of a text beside a place, cut at a whole character.
constexpr std::size_t around = 60;
std::string_view tail(std::string_view text) {
    std::size_t from = text.size() > around ? text.size() - around : 0;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xc0U) == 0x80U) ++from;
    return text.substr(from);
}
std::string_view head(std::string_view text) {
    std::size_t to = std::min(around, text.size());
    while (to < text.size() && (static_cast<unsigned char>(text[to]) & 0xc0U) == 0x80U) --to;
    return text.substr(0, to);
}

Hit hit_at(std::string_view text, std::pair<std::size_t, std::size_t> place) {
    return {std::string(tail(text.substr(0, place.first))), std::string(text.substr(place.first, place.second - place.first)),
            std::string(head(text.substr(place.second)))};
}

std::string without_percent(std::string_view url) {
    std::string out;
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    };
    for (std::size_t i = 0; i < url.size(); ++i) {
        if (url[i] == '%' && i + 2 < url.size() && digit(url[i + 1]) >= 0 && digit(url[i + 2]) >= 0) {
            out += static_cast<char>(digit(url[i + 1]) * 16 + digit(url[i + 2]));
            i += 2;
        } else {
            out += url[i] == '+' ? ' ' : url[i];
        }
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += c;
    }
    return out;
}
}

std::optional<std::pair<std::size_t, std::size_t>> Eraser::find(std::string_view text, std::size_t from) const {
    if (words_.empty()) return std::nullopt;
    for (std::size_t begin = from; begin < text.size(); ++begin) {
        if (text[begin] != words_[0] && !(is_space(text[begin]) && is_space(words_[0]))) continue;
        std::size_t at = begin, want = 0;
        while (want < words_.size() && at < text.size()) {
            if (is_space(words_[want]) && is_space(text[at])) {
                while (want < words_.size() && is_space(words_[want])) ++want;
                while (at < text.size() && is_space(text[at])) ++at;
            } else if (words_[want] == text[at]) {
                ++want;
                ++at;
            } else if (text[at] == '\n' && at > begin && is_wide(text[at - 1]) && is_wide(words_[want])) {
                ++at;
            } else {
                break;
            }
        }
        if (want == words_.size()) return std::pair(begin, at);
    }
    return std::nullopt;
}

bool Eraser::is_in_url(std::string_view url) const { return is_in(url) || is_in(without_percent(url)); }

std::string Eraser::plain(std::string_view text, std::string_view put, std::vector<Hit>& hits) const {
    std::string out;
    std::size_t done = 0;
    while (const auto place = find(text, done)) {
        hits.push_back(hit_at(text, *place));
        out += text.substr(done, place->first - done);
        out += put;
        done = place->second;
    }
    return out + std::string(text.substr(done));
}

std::string Eraser::html(std::string_view text, std::string_view put, std::vector<Hit>& hits) const {
    const Eraser other(escaped(words_), {});
    return other.plain(text, escaped(put), hits);
}

base::Json Eraser::json(const base::Json& value, std::string_view put, std::vector<Hit>& hits) const {
    if (const std::string* text = value.text()) return plain(*text, put, hits);
    if (const auto* array = value.array()) {
        base::Json::Array made;
        for (const base::Json& each : *array) made.push_back(json(each, put, hits));
        return made;
    }
    if (const auto* object = value.object()) {
        base::Json::Object made;
        for (const auto& [name, each] : *object) made.emplace_back(name, json(each, put, hits));
        return made;
    }
    return value;
}

// ---- documents -------------------------------------------------------------------------------------------------------

namespace {
void set(doc::Attrs& attrs, std::string_view name, std::string value) {
    for (auto& [key, there] : attrs)
        if (key == name) there = base::Json(std::move(value));
}

doc::Node text_node(std::string text, std::vector<doc::Mark> marks) {
    return {.type = "text", .attrs = {}, .content = {}, .text = std::move(text), .marks = std::move(marks)};
}

/// One document.
class Erasing {
public:
    Erasing(const Eraser& eraser, const std::vector<std::string>& pictures, const std::string& put, std::vector<Hit>& hits)
        : eraser_(eraser), pictures_(pictures), put_(put), hits_(hits) {}

    doc::Node node(const doc::Node& from) {
        doc::Node made = from;
        made.content.clear();
        attributes(made);
        std::vector<doc::Node> children;
        for (const doc::Node& child : from.content) children.push_back(is_inline(child) ? child : node(child));
        made.content = !from.content.empty() && is_inline(from.content.front()) ? inlines(children) : std::move(children);
        return made;
    }

private:
    using Range = std::pair<std::size_t, std::size_t>;

    static bool is_inline(const doc::Node& node) {
        for (const std::string_view type : {"text", "hard_break", "image", "ruby", "cite", "footnote_ref"})
            if (node.type == type) return true;
        return false;
    }

    /// A label is one in the whole document.
    std::string label(const std::string& there) {
        if (!eraser_.is_in(there)) return there;
        const auto [known, fresh] = labels_.emplace(there, "removed" + std::to_string(labels_.size() + 1));
        if (fresh) hits_.push_back({"", there, ""});
        return known->second;
    }

    void attributes(doc::Node& node) {
        if (node.type == "footnote" || node.type == "footnote_ref") set(node.attrs, "label", label(node.text_attr("label")));
        if (node.type == "code_block") set(node.attrs, "info", eraser_.plain(node.text_attr("info"), "", hits_));
        if (node.type == "cite" && eraser_.is_in(node.text_attr("locator"))) {
            hits_.push_back({node.text_attr("key") + ", ", node.text_attr("locator"), ""});
            set(node.attrs, "locator", "");
        }
        if (node.type == "image")
            for (const char* name : {"alt", "title"}) set(node.attrs, name, eraser_.plain(node.text_attr(name), put_, hits_));
    }

    /// A link that leads to the words is none any more.
    std::vector<doc::Mark> marks(const std::vector<doc::Mark>& from) {
        std::vector<doc::Mark> made;
        for (doc::Mark mark : from) {
            if (mark.type == "link") {
                const auto value = [&](std::string_view name) {
                    for (const auto& [key, json] : mark.attrs)
                        if (key == name && json.text()) return *json.text();
                    return std::string();
                };
                const std::string href = value("href");
                if (eraser_.is_in_url(href)) {
                    if (last_link_ != href) hits_.push_back({"", href, ""});
                    last_link_ = href;
                    continue;
                }
                set(mark.attrs, "title", eraser_.plain(value("title"), put_, hits_));
            }
            made.push_back(std::move(mark));
        }
        return made;
    }

    bool is_gone(const doc::Node& image) const {
        const std::string src = image.text_attr("src");
        const auto uid = picture_uid(src);
        return eraser_.is_in_url(src) || (uid && std::find(pictures_.begin(), pictures_.end(), *uid) != pictures_.end());
    }

    /// How a reader sees an inline node, or hears it; what is no text cannot be a part of any words.
    static std::string seen(const doc::Node& node, bool reading) {
        if (node.type == "text") return node.text;
        if (node.type == "ruby") return node.text_attr(reading ? "reading" : "base");
        return node.type == "hard_break" ? "\n" : "\x01";
    }

    std::vector<Range> places(std::string_view text) const {
        std::vector<Range> all;
        for (auto place = eraser_.find(text); place; place = eraser_.find(text, place->second)) all.push_back(*place);
        return all;
    }

    /// Ranges of the text as it is seen.
    std::vector<Range> ranges(const std::vector<doc::Node>& children) {
        std::string bases, readings;
        std::vector<Range> of_base, of_reading;
        for (const doc::Node& child : children) {
            const std::string base = seen(child, false), reading = seen(child, true);
            of_base.emplace_back(bases.size(), bases.size() + base.size());
            of_reading.emplace_back(readings.size(), readings.size() + reading.size());
            bases += base;
            readings += reading;
        }
        std::vector<Range> found;
        for (const Range& place : places(bases)) {
            hits_.push_back(hit_at(bases, place));
            found.push_back(place);
        }
        if (readings != bases)
            for (const Range& place : places(readings)) {
                Range there{bases.size(), 0};
                bool by_reading = false;
                for (std::size_t i = 0; i < children.size(); ++i) {
                    if (of_reading[i].second <= place.first || of_reading[i].first >= place.second) continue;
                    Range part = of_base[i];
                    if (children[i].type == "ruby")
                        by_reading = true; // the word over which it stands says the same
                    else
                        part = {of_base[i].first + std::max(place.first, of_reading[i].first) - of_reading[i].first,
                                of_base[i].first + std::min(place.second, of_reading[i].second) - of_reading[i].first};
                    there = {std::min(there.first, part.first), std::max(there.second, part.second)};
                }
                if (!by_reading) continue;
                hits_.push_back(hit_at(readings, place));
                found.push_back(there);
            }
        std::sort(found.begin(), found.end());
        std::vector<Range> merged;
        for (const Range& one : found) {
            if (!merged.empty() && one.first < merged.back().second)
                merged.back().second = std::max(merged.back().second, one.second);
            else
                merged.push_back(one);
        }
        return merged;
    }

    std::vector<doc::Node> inlines(const std::vector<doc::Node>& children) {
        const std::vector<Range> erased = ranges(children);
        std::vector<doc::Node> made;
        const auto add = [&](doc::Node node) {
            if (node.type == "text" && node.text.empty()) return;
            if (node.type == "text" && !made.empty() && made.back().type == "text" && made.back().marks == node.marks)
                made.back().text += node.text;
            else
                made.push_back(std::move(node));
        };
        std::size_t begin = 0, next = 0;
        for (const doc::Node& from : children) {
            doc::Node child = from;
            child.marks = marks(from.marks);
            const std::string text = seen(child, false);
            const std::size_t end = begin + text.size();
            while (next < erased.size() && erased[next].second <= begin) ++next;
            const bool touched = next < erased.size() && erased[next].first < end;
            if (!touched) {
                if (child.type == "image" && is_gone(child)) {
                    hits_.push_back({"", child.text_attr("alt"), ""});
                    add(text_node(put_, {}));
                } else {
                    attributes(child);
                    add(std::move(child));
                }
            } else {
                std::size_t at = begin;
                for (std::size_t i = next; i < erased.size() && erased[i].first < end; ++i) {
                    const auto& [first, last] = erased[i];
                    if (first > at) add(text_node(text.substr(at - begin, first - at), child.marks));
                    // Where several nodes were one name, the words that are left stand once.
                    if (first >= begin) add(text_node(put_, child.marks));
                    at = std::min(last, end);
                }
                if (at < end) add(text_node(text.substr(at - begin), child.marks));
            }
            begin = end;
        }
        return made;
    }

    const Eraser& eraser_;
    const std::vector<std::string>& pictures_;
    const std::string& put_;
    std::vector<Hit>& hits_;
    std::map<std::string, std::string> labels_;
    std::string last_link_;
};
}

doc::Node Eraser::document(const doc::Node& from, const std::string& put, std::vector<Hit>& hits) const {
    return Erasing(*this, pictures_, put, hits).node(from);
}

}

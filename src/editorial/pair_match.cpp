#include "editorial/pair_match.hpp"

#include "kit/doc/compare.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

namespace editorial::match {

namespace {
void labels_in(const doc::Node& node, std::set<std::string>& labels) {
    if (node.type == "footnote_ref") labels.insert(node.text_attr("label"));
    for (const doc::Node& child : node.content) labels_in(child, labels);
}

doc::Node document_of(std::vector<doc::Node> blocks) {
    doc::Node document;
    document.type = "doc";
    document.content = std::move(blocks);
    return document;
}

bool is_note(const doc::Node& node) { return node.type == "footnote"; }

/// Footnotes refer to footnotes, too.
std::set<std::string> labels_of(const doc::Node& document, const std::vector<doc::Node>& blocks) {
    std::set<std::string> labels;
    for (const doc::Node& block : blocks) labels_in(block, labels);
    for (std::size_t before = 0; before != labels.size();) {
        before = labels.size();
        for (const doc::Node& node : document.content)
            if (is_note(node) && labels.contains(node.text_attr("label"))) labels_in(node, labels);
    }
    return labels;
}
}

doc::Node block_at(const doc::Node& document, std::size_t place) {
    std::vector<doc::Node> blocks{document.content.at(place)};
    const auto labels = labels_of(document, blocks);
    for (const doc::Node& node : document.content)
        if (is_note(node) && labels.contains(node.text_attr("label"))) blocks.push_back(node);
    return doc::normalized(document_of(std::move(blocks)));
}

bool is_blank(const doc::Node& node) {
    if (!node.text.empty()) return false;
    if (node.type == "image" || node.type == "ruby" || node.type == "cite" || node.type == "footnote_ref" || node.type == "horizontal_rule")
        return false;
    return std::all_of(node.content.begin(), node.content.end(), is_blank);
}

bool is_same(const doc::Node& before, const doc::Node& after) { return before == after || !doc::compare(before, after).any(); }

bool counts(const doc::Node& block) { return !is_note(block) && block.type != "horizontal_rule" && !is_blank(block); }

// ---- over time -------------------------------------------------------------------------------------------------------

namespace {
/// Where a node stands at the top of a document; nothing for one inside a block.
std::optional<std::size_t> place_of(const doc::Node& document, const doc::Node* node) {
    const doc::Node* first = document.content.data();
    const std::less<const doc::Node*> before;
    if (!node || before(node, first) || !before(node, first + document.content.size())) return std::nullopt;
    return static_cast<std::size_t>(node - first);
}

std::string form_of(const doc::Node& node) {
    const base::Json* level = node.attr("level");
    return level && level->integer() ? node.type + std::to_string(*level->integer()) : node.type;
}

/// What was rewritten from end to end is still what it was if it stands where it stood.
void fill_gaps(const std::vector<doc::Node>& before, const doc::Node& now, std::vector<std::optional<std::size_t>>& places) {
    std::set<std::size_t> taken;
    for (const auto& place : places)
        if (place) taken.insert(*place);
    for (std::size_t i = 0; i < before.size();) {
        if (places[i]) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < before.size() && !places[end]) ++end;
        const std::size_t from = i == 0 ? 0 : *places[i - 1] + 1, to = end == before.size() ? now.content.size() : *places[end];
        std::vector<std::size_t> free;
        for (std::size_t place = from; place < to; ++place)
            if (!taken.contains(place) && counts(now.content[place])) free.push_back(place);
        bool alike = free.size() == end - i;
        for (std::size_t k = 0; alike && k < free.size(); ++k) alike = form_of(before[i + k]) == form_of(now.content[free[k]]);
        for (std::size_t k = 0; alike && k < free.size(); ++k) places[i + k] = free[k];
        i = end;
    }
}
}

std::vector<std::optional<std::size_t>> follow(const std::vector<doc::Node>& blocks, const doc::Node& now) {
    std::vector<doc::Node> before;
    for (const doc::Node& block : blocks)
        before.push_back(block.content.empty() ? doc::Node{.type = "paragraph", .attrs = {}, .content = {}, .text = {}, .marks = {}}
                                               : block.content.front());
    std::vector<std::optional<std::size_t>> places(before.size());
    // What is equal is the same wherever it stands, be it as short as a heading.
    std::set<std::size_t> taken;
    for (std::size_t i = 0; i < before.size(); ++i)
        for (std::size_t place = 0; place < now.content.size() && !places[i]; ++place)
            if (now.content[place] == before[i] && taken.insert(place).second) places[i] = place;
    if (taken.size() < before.size()) {
        const doc::Comparison compared = doc::compare(document_of(before), now);
        for (const doc::BlockChange& change : compared.blocks) {
            if (change.change == doc::Change::moved_away) continue;
            const auto from = place_of(compared.documents->before, change.before), to = place_of(compared.documents->after, change.after);
            if (from && to && !places[*from] && taken.insert(*to).second) places[*from] = *to;
        }
    }
    fill_gaps(before, now, places);
    return places;
}

// ---- between languages -----------------------------------------------------------------------------------------------

namespace {
/// The longest run of equal forms, in order.
std::vector<Match> longest(const doc::Node& source, const doc::Node& own, const std::vector<std::size_t>& a,
                           const std::vector<std::size_t>& b) {
    // A text of that many paragraphs is no text.
    if (a.size() * b.size() > 4'000'000) return {};
    std::vector<std::string> of_source, of_own;
    for (const std::size_t place : a) of_source.push_back(form_of(source.content[place]));
    for (const std::size_t place : b) of_own.push_back(form_of(own.content[place]));
    std::vector<std::vector<std::size_t>> length(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t k = b.size(); k-- > 0;)
            length[i][k] = of_source[i] == of_own[k] ? length[i + 1][k + 1] + 1 : std::max(length[i + 1][k], length[i][k + 1]);
    std::vector<Match> found;
    for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
        if (of_source[i] == of_own[k] && length[i][k] == length[i + 1][k + 1] + 1)
            found.push_back({a[i++], b[k++]});
        else if (length[i + 1][k] >= length[i][k + 1])
            ++i;
        else
            ++k;
    }
    return found;
}
}

std::vector<Match> by_form(const doc::Node& source, const doc::Node& own, const Open& open, std::vector<Match> known) {
    std::sort(known.begin(), known.end(), [](const Match& a, const Match& b) { return a.source < b.source; });
    // What was moved is no neighbour of anything.
    std::vector<Match> fixed;
    for (const Match& one : known)
        if (fixed.empty() || fixed.back().own < one.own) fixed.push_back(one);
    fixed.push_back({source.content.size(), own.content.size()});
    std::vector<Match> found;
    Match from{0, 0};
    for (const Match& to : fixed) {
        std::vector<std::size_t> a, b;
        for (const std::size_t place : open.source)
            if (place >= from.source && place < to.source) a.push_back(place);
        for (const std::size_t place : open.own)
            if (place >= from.own && place < to.own) b.push_back(place);
        for (const Match& one : longest(source, own, a, b)) found.push_back(one);
        from = {to.source + 1, to.own + 1};
    }
    return found;
}

// ---- putting a block into a text -------------------------------------------------------------------------------------

doc::Node put(doc::Node document, std::size_t place, bool replaces, const doc::Node& block) {
    std::set<std::string> used_before;
    for (const doc::Node& node : document.content) labels_in(node, used_before);
    auto& content = document.content;
    place = std::min(place, content.size());
    auto at = content.begin() + static_cast<std::ptrdiff_t>(place);
    if (replaces && at != content.end()) at = content.erase(at);
    for (const doc::Node& node : block.content)
        if (!is_note(node)) at = content.insert(at, node) + 1;
    for (const doc::Node& note : block.content) {
        if (!is_note(note)) continue;
        const auto same = std::find_if(content.begin(), content.end(), [&](const doc::Node& node) {
            return is_note(node) && node.text_attr("label") == note.text_attr("label");
        });
        if (same == content.end())
            content.push_back(note);
        else
            *same = note;
    }
    std::vector<doc::Node> blocks;
    for (const doc::Node& node : content)
        if (!is_note(node)) blocks.push_back(node);
    const auto used = labels_of(document, blocks);
    std::erase_if(content, [&](const doc::Node& node) {
        const std::string label = node.text_attr("label");
        return is_note(node) && used_before.contains(label) && !used.contains(label);
    });
    if (blocks.empty())
        content.insert(content.begin(), doc::Node{.type = "paragraph", .attrs = {}, .content = {}, .text = {}, .marks = {}});
    return document;
}

}

#include "editorial/editorial.hpp"
#include "kit/base/utf8.hpp"
#include "kit/doc/csl_json.hpp"
#include "kit/doc/ris.hpp"
#include "kit/doc/work.hpp"
#include "kit/text/encoding.hpp"
#include "kit/text/text.hpp"
#include "kit/text/typed.hpp"
#include "research/research.hpp"
#include "research/rights.hpp"
#include "research/store.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace research {

namespace {
using people::Right;

std::size_t first_sign(std::string_view text) { return text.find_first_not_of(" \t\r\n"); }

base::Result<std::vector<doc::BibEntry>, doc::Faults> read_entries(std::string_view text) {
    if (doc::is_ris(text)) return doc::read_ris(text);
    const char first = text[first_sign(text)];
    return first == '[' || first == '{' ? doc::read_csl_json(text) : doc::read_bibtex(text);
}

/// "Silence in the Second Language" and "Silence in the second language." are one title.
std::string folded(std::string_view title) {
    std::string out;
    for (std::size_t at = 0; at < title.size();) {
        const char32_t c = base::next_code_point(title, at);
        const bool small = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'), large = c >= U'A' && c <= U'Z';
        if (small || large)
            out += static_cast<char>(large ? c - U'A' + U'a' : c);
        else if (c >= 0x80 && c != 0x3000 && (c < 0x2000 || c > 0x206f))
            base::append_utf8(out, c);
    }
    return out;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool is_same_work(const Source& one, const Source& other) {
    const std::string& doi = one.field("doi");
    if (!doi.empty() && !other.field("doi").empty()) return lowered(doi) == lowered(other.field("doi"));
    // The chapters of a book share its number.
    const auto isbn = doc::isbn_in(one.field("isbn"));
    if (isbn && one.type == "book" && other.type == "book" && doc::isbn_in(other.field("isbn")) == isbn) return true;
    return one.year == other.year && folded(one.title) == folded(other.title);
}

std::string letters_of(std::string_view text) {
    std::string slug = text::slug(text);
    std::erase(slug, '-');
    return slug.substr(0, 24);
}

/// The first word of the title that says something.
std::string word_of(const std::string& title) {
    static constexpr std::array<std::string_view, 24> empty{"about",   "across", "after", "among", "between", "from",  "into",  "over",
                                                            "some",    "that",   "their", "them",  "these",   "this",  "those", "toward",
                                                            "towards", "under",  "what",  "when",  "where",   "which", "with",  "within"};
    std::string rest = text::slug(title) + "-", best;
    for (std::size_t from = 0, end = rest.find('-'); end != std::string::npos; from = end + 1, end = rest.find('-', from)) {
        const std::string word = rest.substr(from, end - from);
        if (best.empty()) best = word;
        if (word.size() > 3 && std::find(empty.begin(), empty.end(), word) == empty.end()) return word.substr(0, 24);
    }
    return best.substr(0, 24);
}

/// First author, year, word of the title, in ASCII: a name or a title in Japanese alone gives nothing to it.
std::string new_key(const Source& source, const std::set<std::string>& taken) {
    const std::string& people = source.authors.empty() ? source.field("editor") : source.authors;
    std::string key = letters_of(people.substr(0, std::min(people.find(", "), people.find(" and "))));
    if (key.empty()) key = "source";
    key += source.year + word_of(source.title);
    for (int number = 1;; ++number) {
        const std::string wanted = number == 1 ? key : key + "-" + std::to_string(number);
        if (!taken.contains(wanted)) return wanted;
    }
}

std::vector<std::string> words_of(std::string_view query) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : lowered(text::nfc(text::one_line(query))) + " ") {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}
}

base::Result<std::vector<Source>, Unread> read_sources(std::string_view bytes) {
    if (bytes.size() > doc::most_work_bytes) return base::Failure{Unread{"sources.problem_large", {}}};
    const auto text = text::as_utf8(bytes);
    if (!text) return base::Failure{Unread{"sources.problem_encoding", {}}};
    if (first_sign(*text) == std::string::npos) return base::Failure{Unread{"sources.problem_nothing", {}}};
    auto entries = read_entries(*text);
    if (!entries) return base::Failure{Unread{"sources.problem_faults", std::move(entries.error())}};
    if (entries->empty()) return base::Failure{Unread{"sources.problem_format", {}}};
    if (entries->size() > doc::most_works) return base::Failure{Unread{"sources.problem_many", {}}};
    std::vector<Source> sources;
    doc::Faults faults;
    for (const doc::BibEntry& entry : *entries) {
        sources.push_back(source_of(entry));
        if (sources.back().title.empty()) faults.push_back({entry.line, "this work has no title"});
    }
    if (!faults.empty()) return base::Failure{Unread{"sources.problem_faults", std::move(faults)}};
    return sources;
}

bool may_change(db::Tx& tx, const base::Viewer& viewer, const Source& source) {
    return people::may_somewhere(viewer, Right::publish) || (may_add(viewer) && !store::is_public(tx, source.key));
}

Added add_sources(db::Tx& tx, const base::Viewer& viewer, const std::vector<Source>& wanted) {
    people::require(tx, viewer, Right::edit, where_may(viewer, Right::edit), "sources");
    std::vector<Source> library = store::list(tx, true);
    const auto all_keys = store::list_keys(tx);
    std::set<std::string> taken(all_keys.begin(), all_keys.end());
    Added result;
    for (Source source : wanted) {
        const auto same = std::find_if(library.begin(), library.end(), [&](const Source& one) { return is_same_work(one, source); });
        if (same != library.end()) {
            result.known.push_back({std::move(source), *same});
            continue;
        }
        source.key = new_key(source, taken);
        source.shown = people::may_somewhere(viewer, Right::publish);
        taken.insert(source.key);
        store::save(tx, source);
        store::put_revision(tx, viewer, "added", source);
        library.push_back(source);
        result.added.push_back(std::move(source));
    }
    if (!result.added.empty()) {
        std::vector<std::string> tags{"source:list"};
        // A text may have cited it before it was there.
        for (const Source& source : result.added) tags.push_back("source:" + source.key);
        editorial::changed(tx, tags);
    }
    return result;
}

std::vector<Found> find_sources(db::Tx& tx, const base::Viewer& viewer, std::string_view query, std::size_t most) {
    if (!may_add(viewer)) throw base::Denied(std::string(people::name_of(Right::edit)));
    const auto words = words_of(query);
    std::vector<Found> found;
    for (const store::Line& one : store::list_lines(tx)) {
        const std::string all = lowered(one.key + " " + one.authors + " " + one.year + " " + one.title);
        if (!std::all_of(words.begin(), words.end(), [&](const std::string& word) { return all.find(word) != std::string::npos; }))
            continue;
        Source source;
        source.authors = one.authors;
        std::string line = short_authors(source);
        if (!one.year.empty()) line += (line.empty() ? "" : " ") + one.year;
        found.push_back({one.key, line + (line.empty() ? "" : ". ") + one.title});
        if (found.size() == most) break;
    }
    return found;
}

}

#include "research/research.hpp"

#include "editorial/editorial.hpp"
#include "kit/base/utf8.hpp"
#include "kit/doc/bibtex.hpp"
#include "kit/text/japanese.hpp"
#include "people/people.hpp"
#include "research/store.hpp"

#include <algorithm>
#include <array>

namespace research {

std::optional<Seen> seen_from(std::string_view text) {
    if (text == "full") return Seen::full;
    if (text == "abstract") return Seen::abstract;
    if (text == "listed") return Seen::listed;
    return std::nullopt;
}

std::string_view name(Seen seen) {
    switch (seen) {
        case Seen::full: return "full";
        case Seen::abstract: return "abstract";
        case Seen::listed: return "listed";
    }
    return "listed";
}

const std::string& Source::field(std::string_view wanted) const {
    static const std::string none;
    const auto at = fields.find(wanted);
    return at == fields.end() ? none : at->second;
}

const std::string& Source::field(std::string_view wanted, base::Lang lang) const {
    if (lang == base::Lang::ja)
        if (const std::string& japanese = field(std::string(wanted) + "_ja"); !japanese.empty()) return japanese;
    return field(wanted);
}

namespace {
std::vector<std::string> split_authors(const std::string& authors) {
    std::vector<std::string> names;
    std::size_t from = 0;
    for (std::size_t at = authors.find(" and "); at != std::string::npos; at = authors.find(" and ", from)) {
        names.push_back(authors.substr(from, at - from));
        from = at + 5;
    }
    names.push_back(authors.substr(from));
    return names;
}

std::string family(const std::string& name) { return name.substr(0, std::min(name.find(", "), name.size())); }

/// Japanese names have no initials and are written without a comma.
bool is_japanese_name(std::string_view given) {
    std::size_t at = 0;
    const char32_t first = base::next_code_point(given, at);
    return text::is_kanji(first) || text::is_kana(first);
}

/// "Tajino, Akira" as "Tajino, A.", "田地野, 彰" as "田地野彰"; a body keeps its name.
std::string initials(const std::string& name) {
    const std::size_t comma = name.find(", ");
    if (comma == std::string::npos) return name;
    if (is_japanese_name(std::string_view(name).substr(comma + 2))) return name.substr(0, comma) + name.substr(comma + 2);
    std::string out = name.substr(0, comma) + ",";
    bool at_word = true;
    for (std::size_t i = comma + 2; i < name.size(); ++i) {
        const char c = name[i];
        if (c == ' ' || c == '-' || c == '.') {
            at_word = true;
            continue;
        }
        if (at_word) {
            // A given name may begin with a letter of several bytes.
            std::size_t end = i + 1;
            while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) ++end;
            out += " " + name.substr(i, end - i) + ".";
        }
        at_word = false;
    }
    return out;
}

void part(std::string& out, const std::string& text, const char* before = " ", const char* after = ".") {
    if (text.empty()) return;
    out += before + text;
    if (!out.ends_with(after)) out += after;
}

std::string where(const Source& source) {
    const auto& journal = source.field("journal");
    if (!journal.empty()) {
        std::string out = journal;
        if (const auto& volume = source.field("volume"); !volume.empty()) out += ", " + volume;
        if (const auto& number = source.field("number"); !number.empty()) out += "(" + number + ")";
        if (const auto& pages = source.field("pages"); !pages.empty()) out += ", " + pages;
        return out;
    }
    if (const auto& book = source.field("booktitle"); !book.empty()) {
        std::string out = "In ";
        if (const auto& editor = source.field("editor"); !editor.empty()) out += editor + " (eds.), ";
        out += book;
        if (const auto& pages = source.field("pages"); !pages.empty()) out += ", " + pages;
        if (const auto& publisher = source.field("publisher"); !publisher.empty()) out += ". " + publisher;
        return out;
    }
    for (const char* name : {"publisher", "school", "institution", "howpublished", "organization"})
        if (const auto& body = source.field(name); !body.empty()) {
            const auto& type = source.field("type");
            return type.empty() ? body : type + ", " + body;
        }
    return {};
}
}

std::string short_authors(const Source& source) {
    const auto names = split_authors(source.authors);
    if (names.size() == 1) return family(names[0]);
    if (names.size() == 2) return family(names[0]) + " & " + family(names[1]);
    return family(names[0]) + " et al.";
}

std::string reference(const Source& source) {
    const auto names = split_authors(source.authors);
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i) out += i + 1 == names.size() ? " & " : ", ";
        out += initials(names[i]);
    }
    if (source.authors.empty()) out = source.field("editor").empty() ? "" : source.field("editor") + " (eds.)";
    part(out, source.year.empty() ? "(n.d.)" : "(" + source.year + ")");
    part(out, source.title);
    part(out, where(source));
    return out.starts_with(" ") ? out.substr(1) : out;
}

std::optional<std::string> address(const Source& source) {
    if (const auto& doi = source.field("doi"); !doi.empty()) return "https://doi.org/" + doi;
    if (const auto& url = source.field("url"); url.starts_with("http")) return url;
    return std::nullopt;
}

namespace {
/// Bibliographic fields first, then how this site read the work. What is not here stands by name before `language`.
constexpr std::array<std::string_view, 22> front_fields{
    "author", "title",       "editor",       "journal",   "booktitle", "series", "edition", "volume", "number", "pages", "type",
    "school", "institution", "howpublished", "publisher", "address",   "month",  "year",    "isbn",   "doi",    "url",   "note"};
constexpr std::array<std::string_view, 11> back_fields{"language", "related",    "seen",     "studied",   "found",     "cannot",
                                                       "goodfor",  "studied_ja", "found_ja", "cannot_ja", "goodfor_ja"};

std::size_t place_of_field(std::string_view name) {
    const auto front = std::find(front_fields.begin(), front_fields.end(), name);
    if (front != front_fields.end()) return static_cast<std::size_t>(front - front_fields.begin());
    const auto back = std::find(back_fields.begin(), back_fields.end(), name);
    return front_fields.size() + (back == back_fields.end() ? 0 : 1 + static_cast<std::size_t>(back - back_fields.begin()));
}

enum class Notes { left_out, written };

std::string write(const Source& source, Notes notes) {
    doc::BibEntry entry{.type = source.type, .key = source.key, .fields = {}, .line = 0, .source = {}};
    for (const auto& [name, text] : source.fields) {
        // What this site says about a work is never typeset by TeX.
        const bool ours = place_of_field(name) > front_fields.size();
        if (!ours || name == "language" || notes == Notes::written)
            entry.fields.push_back({.name = name, .value = text, .line = 0, .typeset = !ours});
    }
    std::stable_sort(entry.fields.begin(), entry.fields.end(),
                     [](const auto& a, const auto& b) { return place_of_field(a.name) < place_of_field(b.name); });
    return doc::write_bibtex(entry);
}
}

std::string bibtex(const Source& source) { return write(source, Notes::left_out); }
std::string bibtex_with_notes(const Source& source) { return write(source, Notes::written); }

std::optional<Source> find_source(db::Tx& tx, const base::Viewer& viewer, std::string_view key) {
    return store::find(tx, key, may_add(viewer));
}
bool has_source(db::Tx& tx, std::string_view key) { return store::find(tx, key, true).has_value(); }
std::vector<Source> list_sources(db::Tx& tx, const base::Viewer& viewer) { return store::list(tx, may_add(viewer)); }

std::map<std::string, std::int64_t, std::less<>> count_citing(db::Tx& tx, const base::Viewer&, base::Lang lang) {
    return store::count_citing(tx, lang);
}

void save_source(db::Tx& tx, const base::Viewer& viewer, const Source& source) {
    people::require(tx, viewer, people::Right::publish, people::Scope::site(), "source " + source.key);
    if (const auto before = store::find(tx, source.key, true); before && (before->type != source.type || before->fields != source.fields)) {
        if (!store::last_revision(tx, source.key)) store::put_revision(tx, viewer, "loaded", *before);
        store::put_revision(tx, viewer, "changed", source);
    }
    store::save(tx, source);
    editorial::changed(tx, {"source:" + source.key, "source:list"});
}

std::vector<std::string> list_others(db::Tx& tx, const std::vector<std::string>& keys) {
    std::vector<std::string> others;
    for (const store::Line& source : store::list_lines(tx))
        if (std::find(keys.begin(), keys.end(), source.key) == keys.end()) others.push_back(source.key);
    return others;
}

Source from_fields(std::string key, std::string type, std::map<std::string, std::string, std::less<>> fields) {
    Source source;
    source.key = std::move(key);
    source.type = std::move(type);
    source.fields = std::move(fields);
    source.seen = seen_from(source.field("seen")).value_or(Seen::listed);
    source.title = source.field("title");
    source.authors = source.field("author");
    source.year = source.field("year");
    return source;
}

}

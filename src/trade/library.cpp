#include "kit/doc/bibtex.hpp"
#include "trade/content.hpp"

#include <algorithm>
#include <array>

namespace trade {

namespace {
/// Bibliographic fields first, then how this site read the work. What is not here stands by name before `language`.
constexpr std::array<std::string_view, 22> front_fields{"author", "title", "editor", "journal", "booktitle", "series", "edition", "volume",
                                                        "number", "pages", "type", "school", "institution", "howpublished", "publisher", "address",
                                                        "month", "year", "isbn", "doi", "url", "note"};
constexpr std::array<std::string_view, 11> back_fields{"language", "related", "seen", "studied", "found", "cannot",
                                                       "goodfor", "studied_ja", "found_ja", "cannot_ja", "goodfor_ja"};

std::size_t place_of_field(std::string_view name) {
    const auto front = std::find(front_fields.begin(), front_fields.end(), name);
    if (front != front_fields.end()) return static_cast<std::size_t>(front - front_fields.begin());
    const auto back = std::find(back_fields.begin(), back_fields.end(), name);
    return front_fields.size() + (back == back_fields.end() ? 0 : 1 + static_cast<std::size_t>(back - back_fields.begin()));
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

/// Read as they are, because `~` and `_` belong to addresses.
bool is_verbatim(std::string_view field) { return field == "url" || field == "doi" || field == "eprint" || field == "file" || field == "related"; }
/// What this site says about a work is never typeset by TeX.
bool is_ours(std::string_view field) { return place_of_field(field) > front_fields.size(); }

/// What TeX would read as something else. BibTeX users expect pages to be joined by "--".
std::string escaped(std::string_view text, bool typeset, bool pages = false) {
    std::string out;
    char last = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (text.substr(at).starts_with("\u00A0")) {
            out += '~';
            ++at;
        } else if (pages && text.substr(at).starts_with("–")) {
            out += last == '-' ? "{}--" : "--";
            at += 2;
            last = '-';
            continue;
        } else if (c == '\\') out += "\\textbackslash{}";
        else if (c == '~') out += "\\~{}";
        else if (c == '{' || c == '}' || (typeset && std::string_view("&%#$_").find(c) != std::string_view::npos)) out.append(1, '\\').append(1, c);
        else {
            // Doubled, these would become dashes and quotation marks.
            if (c == last && (c == '-' || c == '\'' || c == '`')) out += "{}";
            out += c;
        }
        last = c;
    }
    return out;
}

/// BibTeX styles write titles small: a word with a capital behind its first letter (ALTs, McCrostie) is kept by braces.
std::string title(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_letter(text[end])) ++end;
        const std::string_view word = text.substr(at, end - at);
        const bool keep = word.size() > 1 && std::any_of(word.begin() + 1, word.end(), is_capital);
        out += keep ? "{" + std::string(word) + "}" : std::string(word);
        for (at = end; end < text.size() && !is_letter(text[end]);) ++end;
        out += escaped(text.substr(at, end - at), true);
        at = end;
    }
    return out;
}

/// A name without comma is that of a body, which BibTeX would take apart.
std::string names(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find(" and ");
        const auto name = text.substr(0, end);
        out += (out.empty() ? "" : " and ") + (name.find(',') == std::string_view::npos && name != "others" ? "{" + escaped(name, true) + "}" : escaped(name, true));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 5);
    }
    return out;
}

std::string value(std::string_view field, std::string_view text) {
    if (field == "author" || field == "editor") return names(text);
    if (field == "title" || field == "booktitle") return title(text);
    if (field == "pages") return escaped(text, true, /*pages=*/true);
    if (is_verbatim(field)) return std::string(text);
    return escaped(text, !is_ours(field));
}

bool is_key(std::string_view key) {
    return key.size() <= 60 && std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

void check_entry(const doc::BibEntry& entry, Faults& faults) {
    const auto fault = [&](std::size_t line, std::string what) { faults.push_back({std::string(library_path), line, std::move(what)}); };
    if (!is_key(entry.key)) fault(entry.line, "the key " + entry.key + " is no address; expected small letters, digits and hyphens, at most 60");
    if (entry.text("title").empty()) fault(entry.line, entry.key + " has no title; expected one");
    const doc::BibField* seen = entry.find("seen");
    if (!seen) fault(entry.line, entry.key + " has no seen; expected full, abstract or listed");
    else if (!research::seen_from(seen->value)) fault(seen->line, "seen is \"" + seen->value + "\"; expected full, abstract or listed");
    if (const doc::BibField* url = entry.find("url"); url && !url->value.starts_with("https://") && !url->value.starts_with("http://"))
        fault(url->line, "url is \"" + url->value + "\"; expected http:// or https://");
    if (const doc::BibField* language = entry.find("language"); language && language->value != "ja" && language->value != "en")
        fault(language->line, "language is \"" + language->value + "\"; expected ja or en");
    for (const doc::BibField& field : entry.fields) {
        if (field.value.empty()) fault(field.line, field.name + " is empty; expected a value, or the field left out");
        if (is_verbatim(field.name) && field.value.find_first_of("\\{} ") != std::string::npos && field.name != "related")
            fault(field.line, field.name + " has a space, a brace or a backslash; expected an address");
    }
}
}

std::optional<std::vector<Placed<research::Source>>> read_library(const File& file, Faults& faults) {
    const auto entries = doc::read_bibtex(file.bytes);
    if (!entries) {
        for (const doc::Fault& fault : entries.error()) faults.push_back({file.path, fault.line, fault.what});
        return std::nullopt;
    }
    std::vector<Placed<research::Source>> sources;
    for (const doc::BibEntry& entry : *entries) {
        check_entry(entry, faults);
        std::map<std::string, std::string, std::less<>> fields;
        for (const doc::BibField& field : entry.fields) fields[field.name] = field.value;
        sources.push_back({research::from_fields(entry.key, entry.type, std::move(fields)), entry.line});
    }
    return sources;
}

std::string write_library(std::vector<research::Source> sources) {
    std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    std::string out;
    for (const research::Source& source : sources) {
        std::vector<std::pair<std::string_view, std::string_view>> fields(source.fields.begin(), source.fields.end());
        std::stable_sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return place_of_field(a.first) < place_of_field(b.first); });
        out += (out.empty() ? "@" : "\n@") + source.type + "{" + source.key;
        for (const auto& [name, text] : fields) out += ",\n  " + std::string(name) + " = {" + value(name, text) + "}";
        out += "\n}\n";
    }
    return out;
}

}

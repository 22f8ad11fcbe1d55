#include "kit/doc/bibtex.hpp"
#include "trade/content.hpp"

#include <algorithm>

namespace trade {

namespace {
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
        if (doc::is_verbatim(field.name) && field.value.find_first_of("\\{} ") != std::string::npos && field.name != "related")
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
    for (const research::Source& source : sources) out += (out.empty() ? "" : "\n") + research::bibtex_with_notes(source);
    return out;
}

}

#include "kit/doc/csl_json.hpp"

#include "kit/base/json.hpp"
#include "kit/doc/json_lines.hpp"
#include "kit/doc/work.hpp"

#include <array>

namespace doc {

namespace {
using base::Json;

/// Types of CSL, and those of Crossref's own that stand in its answers.
constexpr std::array<std::pair<std::string_view, std::string_view>, 21> types{{
    {"article-journal", "article"},
    {"journal-article", "article"},
    {"article-magazine", "article"},
    {"article-newspaper", "article"},
    {"review", "article"},
    {"book", "book"},
    {"monograph", "book"},
    {"edited-book", "book"},
    {"reference-book", "book"},
    {"chapter", "incollection"},
    {"book-chapter", "incollection"},
    {"book-section", "incollection"},
    {"entry-encyclopedia", "incollection"},
    {"entry-dictionary", "incollection"},
    {"paper-conference", "inproceedings"},
    {"proceedings-article", "inproceedings"},
    {"thesis", "phdthesis"},
    {"dissertation", "phdthesis"},
    {"report", "techreport"},
    {"report-component", "techreport"},
    {"article", "misc"},
}};

/// Text, or the first text of a list; a whole number as its digits.
std::string text_at(const Json& item, std::string_view name) {
    const Json* value = item.find(name);
    if (value && value->array()) value = value->array()->empty() ? nullptr : &value->array()->front();
    if (!value) return {};
    if (const std::string* text = value->text()) return plain_of_work(*text);
    const auto number = value->integer();
    return number ? std::to_string(*number) : std::string{};
}

std::string raw_at(const Json& item, std::string_view name) {
    const Json* value = item.find(name);
    const std::string* text = value ? value->text() : nullptr;
    return text ? *text : std::string{};
}

std::string person(const Json& one) {
    const std::string family = raw_at(one, "family"), given = raw_at(one, "given"), particle = raw_at(one, "non-dropping-particle");
    if (family.empty()) {
        for (const char* const name : {"literal", "name"})
            if (const std::string whole = raw_at(one, name); !whole.empty()) return name_of_work(whole);
        return name_of_work(given);
    }
    const std::string whole = particle.empty() ? family : particle + " " + family;
    return name_of_work(given.empty() ? whole : whole + ", " + given);
}

std::string people(const Json& item, std::string_view role) {
    const Json* list = item.find(role);
    std::string out;
    if (list && list->array())
        for (const Json& one : *list->array())
            if (const std::string name = person(one); !name.empty()) out += (out.empty() ? "" : " and ") + name;
    return out;
}

std::string year(const Json& item) {
    for (const char* const name : {"issued", "published", "published-print", "published-online"}) {
        const Json* date = item.find(name);
        if (!date) continue;
        if (const Json* parts = date->find("date-parts"); parts && parts->array() && !parts->array()->empty())
            if (const auto* first = parts->array()->front().array(); first && !first->empty()) {
                const auto number = first->front().integer();
                const std::string* text = first->front().text();
                if (const std::string found = year_in(number ? std::to_string(*number) : text ? *text : ""); !found.empty()) return found;
            }
        for (const char* const form : {"raw", "literal"})
            if (const std::string found = year_in(raw_at(*date, form)); !found.empty()) return found;
    }
    return {};
}

class Made {
public:
    explicit Made(std::size_t line) { entry_.line = line; }
    void put(const char* name, std::string value) {
        if (!value.empty()) entry_.fields.push_back({.name = name, .value = std::move(value), .line = entry_.line});
    }
    BibEntry entry_;
};

BibEntry read_item(const Json& item, std::size_t line) {
    Made made(line);
    const std::string kind = raw_at(item, "type");
    made.entry_.type = "misc";
    for (const auto& [csl, bibtex] : types)
        if (csl == kind) made.entry_.type = bibtex;
    const std::string& type = made.entry_.type;

    made.put("author", people(item, "author"));
    std::string title = text_at(item, "title");
    if (const std::string under = text_at(item, "subtitle"); !under.empty() && title.find(under) == std::string::npos)
        title += ": " + under;
    made.put("title", std::move(title));
    made.put("editor", people(item, "editor"));
    const bool part = type == "incollection" || type == "inproceedings";
    if (type != "book") made.put(part ? "booktitle" : type == "article" ? "journal" : "howpublished", text_at(item, "container-title"));
    made.put("series", text_at(item, "collection-title"));
    made.put("edition", text_at(item, "edition"));
    made.put("volume", text_at(item, "volume"));
    made.put("number", text_at(item, item.find("issue") ? "issue" : "number"));
    made.put("pages", pages_of_work(text_at(item, "page"), ""));
    if (type == "phdthesis" || type == "techreport") made.put("type", text_at(item, "genre"));
    made.put(type == "phdthesis" ? "school" : type == "techreport" ? "institution" : "publisher", text_at(item, "publisher"));
    made.put("address", text_at(item, "publisher-place"));
    made.put("year", year(item));
    made.put("isbn", isbn_in(text_at(item, "ISBN")).value_or(""));
    const auto doi = doi_in(text_at(item, "DOI"));
    made.put("doi", doi.value_or(""));
    const std::string url = web_address_of_work(raw_at(item, "URL"));
    if (url.find("doi.org/") == std::string::npos) made.put("url", url);
    if (const std::string lang = raw_at(item, "language"); lang.starts_with("ja") || lang == "jpn") made.put("language", "ja");
    return std::move(made.entry_);
}
}

base::Result<std::vector<BibEntry>, Faults> read_csl_json(std::string_view text) {
    if (Faults faults = faults_of_bytes(text); !faults.empty()) return base::Failure{std::move(faults)};
    const JsonLines lines = json_lines(text);
    if (lines.fault) return base::Failure{Faults{{lines.fault, "this is not JSON: a comma, a quote or a bracket is missing or too many"}}};
    const auto json = base::parse_json(text);
    if (!json) return base::Failure{Faults{{1, "this is not JSON"}}};
    const std::vector<Json> one{*json};
    const std::vector<Json>& items = json->array() ? *json->array() : one;
    if (items.size() > most_works) return base::Failure{Faults{{1, "more than " + std::to_string(most_works) + " works at once"}}};
    std::vector<BibEntry> entries;
    Faults faults;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t line = i < lines.items.size() ? lines.items[i] : 1;
        if (!items[i].object()) {
            faults.push_back({line, "expected a work in braces"});
            continue;
        }
        entries.push_back(read_item(items[i], line));
        if (entries.back().text("title").empty()) faults.push_back({line, "this work has no title"});
        if (faults.size() == 20) break;
    }
    if (!faults.empty()) return base::Failure{std::move(faults)};
    return entries;
}

}

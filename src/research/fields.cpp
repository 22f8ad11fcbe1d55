#include "kit/base/utf8.hpp"
#include "kit/doc/work.hpp"
#include "kit/text/text.hpp"
#include "kit/text/typed.hpp"
#include "research/research.hpp"
#include "research/rights.hpp"

#include <algorithm>

namespace research {

namespace {
constexpr std::size_t longest_value = 1000, longest_title = 500;

bool contains(const std::vector<std::string>& all, std::string_view one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool is_web_address(std::string_view url) {
    const bool scheme = url.starts_with("https://") || url.starts_with("http://");
    return scheme && url.size() > 10 && std::all_of(url.begin(), url.end(), [](char c) {
               return static_cast<unsigned char>(c) > 0x20 && c != '{' && c != '}' && c != '\\' && c != 0x7f;
           });
}

bool is_year(std::string_view year) { return year.size() == 4 && doc::year_in(year) == year; }

bool is_library_key(std::string_view key) {
    return !key.empty() && key.size() <= 60 &&
           std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool are_keys(std::string_view list) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (!is_library_key(text::one_line(list.substr(0, comma)))) return false;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return true;
}

/// A private sign that texts use inside the program.
bool has_guard(std::string_view text) { return text.find("\uE000") != std::string_view::npos; }
}

const std::vector<std::string>& source_types() {
    static const std::vector<std::string> types{"article",       "book",       "incollection", "inproceedings", "phdthesis",
                                                "mastersthesis", "techreport", "misc",         "booklet",       "manual",
                                                "unpublished",   "inbook",     "proceedings",  "online"};
    return types;
}

const std::vector<std::string>& work_fields() {
    static const std::vector<std::string> names{"author",      "title",        "year",      "journal", "booktitle", "volume",
                                                "number",      "pages",        "publisher", "doi",     "isbn",      "url",
                                                "language",    "editor",       "series",    "edition", "address",   "school",
                                                "institution", "howpublished", "type",      "month",   "note"};
    return names;
}

const std::vector<std::string>& our_fields() {
    static const std::vector<std::string> names{"studied",  "found",     "cannot",     "goodfor", "studied_ja",
                                                "found_ja", "cannot_ja", "goodfor_ja", "related"};
    return names;
}

people::Problems problems_of(const Source& source) {
    people::Problems problems;
    if (!contains(source_types(), source.type)) problems.push_back({"kind", "problem.choose"});
    if (source.title.empty()) problems.push_back({"title", "problem.title_missing"});
    for (const auto& [name, value] : source.fields) {
        if (has_guard(value))
            problems.push_back({name, "sources.problem_sign"});
        else if (base::code_points(value) > (name == "title" ? longest_title : longest_value))
            problems.push_back({name, "problem.too_long"});
    }
    const auto wrong = [&](const char* name, bool right, const char* word) {
        if (!source.field(name).empty() && !right) problems.push_back({name, word});
    };
    wrong("year", is_year(source.year), "sources.problem_year");
    wrong("doi", doc::doi_in(source.field("doi")) == source.field("doi"), "sources.problem_doi");
    wrong("isbn", doc::isbn_in(source.field("isbn")).has_value(), "sources.problem_isbn");
    wrong("url", is_web_address(source.field("url")), "sources.problem_url");
    wrong("related", are_keys(source.field("related")), "sources.problem_related");
    // A finding rests only on text that was opened.
    if (source.seen == Seen::listed)
        for (const char* const name : {"found", "found_ja"})
            if (!source.field(name).empty()) problems.push_back({name, "sources.problem_found"});
    return problems;
}

Source source_of(const doc::BibEntry& entry) {
    std::map<std::string, std::string, std::less<>> fields;
    const auto seen = seen_from(entry.text("seen"));
    for (const doc::BibField& field : entry.fields) {
        const bool ours = contains(our_fields(), field.name);
        if (!ours && !contains(work_fields(), field.name)) continue;
        std::string value = text::shorten(text::one_line(field.value), (field.name == "title" ? longest_title : longest_value) - 1);
        if (field.name == "doi") value = doc::doi_in(value).value_or("");
        if (field.name == "isbn") value = doc::isbn_in(value).value_or("");
        if (field.name == "year") value = doc::year_in(value);
        if (field.name == "language")
            value = value.starts_with("ja") || value.starts_with("Japan") ? "ja"
                    : value.starts_with("en") || value.starts_with("En")  ? "en"
                                                                          : "";
        const bool broken = (field.name == "url" && !is_web_address(value)) || (field.name == "related" && !are_keys(value)) ||
                            (field.name.starts_with("found") && seen.value_or(Seen::listed) == Seen::listed);
        if (!value.empty() && !broken && !has_guard(value)) fields[field.name] = std::move(value);
    }
    if (seen) fields["seen"] = name(*seen);
    return from_fields({}, contains(source_types(), entry.type) ? entry.type : "misc", std::move(fields));
}

people::Scope where_may(const base::Viewer& viewer, people::Right right) {
    people::Scope scope;
    for (const base::Viewer::Grant& grant : viewer.grants)
        if ((grant.rights & static_cast<std::uint64_t>(right)) != 0) scope.within.push_back(grant.scope);
    return scope;
}

bool may_add(const base::Viewer& viewer) { return people::may_somewhere(viewer, people::Right::edit); }

}

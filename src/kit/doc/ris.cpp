#include "kit/doc/ris.hpp"

#include "kit/doc/work.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace doc {

namespace {
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types{{
    {"JOUR", "article"},
    {"EJOUR", "article"},
    {"MGZN", "article"},
    {"NEWS", "article"},
    {"BOOK", "book"},
    {"EBOOK", "book"},
    {"EDBOOK", "book"},
    {"CHAP", "incollection"},
    {"ECHAP", "incollection"},
    {"ENCYC", "incollection"},
    {"CONF", "inproceedings"},
    {"CPAPER", "inproceedings"},
    {"THES", "phdthesis"},
    {"RPRT", "techreport"},
    {"GOVDOC", "techreport"},
}};

bool is_tag_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// `AU  - ` and what stands behind it; some programs leave out the last space.
bool is_tagged(std::string_view line) {
    return line.size() >= 5 && line[0] >= 'A' && line[0] <= 'Z' && is_tag_letter(line[1]) && line.substr(2, 3) == "  -" &&
           (line.size() == 5 || line[5] == ' ');
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

struct Value {
    std::string text;
    std::size_t line;
};

/// The lines of one work by tag.
struct Record {
    std::size_t line = 0;
    std::string type;
    std::map<std::string, std::vector<Value>, std::less<>> values;
    Value* last = nullptr;

    const Value* first(std::initializer_list<std::string_view> tags) const {
        for (const std::string_view tag : tags)
            if (const auto known = values.find(tag); known != values.end())
                for (const Value& value : known->second)
                    if (!value.text.empty()) return &value;
        return nullptr;
    }
    std::string text(std::initializer_list<std::string_view> tags) const {
        const Value* value = first(tags);
        return value ? plain_of_work(value->text) : std::string{};
    }
    std::string people(std::initializer_list<std::string_view> tags) const {
        std::string out;
        for (const std::string_view tag : tags)
            if (const auto known = values.find(tag); known != values.end())
                for (const Value& value : known->second)
                    if (const std::string name = name_of_work(value.text); !name.empty()) out += (out.empty() ? "" : " and ") + name;
        return out;
    }
};

BibEntry entry_of(const Record& record) {
    BibEntry entry;
    entry.line = record.line;
    entry.type = "misc";
    for (const auto& [ris, bibtex] : types)
        if (ris == record.type) entry.type = bibtex;
    const std::string& type = entry.type;
    const bool part = type == "incollection" || type == "inproceedings";
    const auto put = [&](const char* name, std::string value) {
        if (!value.empty()) entry.fields.push_back({.name = name, .value = std::move(value), .line = entry.line});
    };
    put("author", record.people({"AU", "A1"}));
    put("title", type == "book" ? record.text({"TI", "T1", "BT"}) : record.text({"TI", "T1", "CT"}));
    put("editor", part ? record.people({"A2", "ED"}) : record.people({"ED"}));
    if (part)
        put("booktitle", record.text({"BT", "T2", "JO", "JF"}));
    else if (type == "article")
        put("journal", record.text({"JF", "JO", "T2", "JA", "J2"}));
    put("series", record.text({"T3"}));
    put("edition", record.text({"ET"}));
    put("volume", record.text({"VL"}));
    put("number", record.text({"IS"}));
    put("pages", pages_of_work(record.text({"SP"}), record.text({"EP"})));
    if (type == "phdthesis") put("type", record.text({"M3"}));
    put(type == "phdthesis" ? "school" : type == "techreport" ? "institution" : "publisher", record.text({"PB"}));
    put("address", record.text({"CY", "PP"}));
    put("year", year_in(record.text({"PY", "Y1", "DA"})));
    put("isbn", isbn_in(record.text({"SN"})).value_or(""));
    const auto doi = doi_in(record.text({"DO", "DI", "M3", "L3"}));
    put("doi", doi.value_or(""));
    for (const std::string_view tag : {"UR", "L2", "LK"})
        if (const std::string url = web_address_of_work(record.text({tag})); !url.empty()) {
            const bool of_doi = url.find("doi.org/") != std::string::npos;
            put(of_doi ? "doi" : "url", !of_doi ? url : doi ? "" : doi_in(url).value_or(""));
            break;
        }
    if (const std::string lang = record.text({"LA"}); lang.starts_with("ja") || lang.starts_with("Ja") || lang == "jpn" || lang == "日本語")
        put("language", "ja");
    return entry;
}
}

bool is_ris(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, 5) == "TY  -") return true;
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    }
    return false;
}

base::Result<std::vector<BibEntry>, Faults> read_ris(std::string_view text) {
    if (Faults faults = faults_of_bytes(text); !faults.empty()) return base::Failure{std::move(faults)};
    std::vector<BibEntry> entries;
    Faults faults;
    Record record;
    std::size_t number = 0;
    const auto end = [&] {
        if (record.line == 0) return;
        entries.push_back(entry_of(record));
        if (entries.back().text("title").empty()) faults.push_back({record.line, "this work has no title (TI or T1)"});
        record = {};
    };
    for (std::size_t at = 0; at < text.size() && faults.size() < 20;) {
        const std::size_t line_end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, line_end - at);
        at = line_end + 1;
        ++number;
        const std::string_view trimmed = without_blanks(line);
        if (trimmed.empty()) continue;
        if (!is_tagged(trimmed)) {
            // Long values go on in lines of their own.
            if (record.last)
                record.last->text += " " + std::string(trimmed);
            else
                faults.push_back({number, "expected a tag such as \"TY  - JOUR\""});
            continue;
        }
        const std::string tag(trimmed.substr(0, 2));
        const std::string_view value = without_blanks(trimmed.substr(5));
        if (tag == "TY") {
            end();
            record.line = number;
            record.type = value;
        } else if (record.line == 0) {
            faults.push_back({number, "expected TY, which begins a work, before " + tag});
        } else if (tag == "ER") {
            end();
            if (entries.size() > most_works) {
                faults.push_back({number, "more than " + std::to_string(most_works) + " works at once"});
                break;
            }
        } else {
            auto& values = record.values[tag];
            values.push_back({std::string(value), number});
            record.last = &values.back();
        }
    }
    end();
    if (entries.empty() && faults.empty()) faults.push_back({1, "there is no work in it: none begins with TY"});
    if (!faults.empty()) return base::Failure{std::move(faults)};
    return entries;
}

}

#include "research/lookup.hpp"

#include "kit/base/json.hpp"
#include "kit/base/utf8.hpp"
#include "kit/doc/work.hpp"
#include "kit/text/japanese.hpp"
#include "kit/text/typed.hpp"
#include "research/adding.hpp"

#include <algorithm>

namespace research {

namespace {
using base::Json;

std::string text_at(const Json& from, std::string_view name) {
    const Json* value = from.find(name);
    const std::string* text = value ? value->text() : nullptr;
    return text ? *text : std::string{};
}

/// Lists of one are often written as the one.
std::vector<const Json*> list_at(const Json& from, std::string_view name) {
    std::vector<const Json*> all;
    const Json* value = from.find(name);
    if (value && value->array())
        for (const Json& one : *value->array()) all.push_back(&one);
    else if (value && value->object())
        all.push_back(value);
    return all;
}

bool has_japanese(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (text::is_japanese(base::next_code_point(text, at))) return true;
    return false;
}

/// "夏目, 漱石, 1867-1916": the years are no part of the name.
std::string without_years(const std::string& name) {
    const std::size_t digit = name.find_first_of("0123456789");
    if (digit == std::string::npos) return name;
    std::string kept = name.substr(0, digit);
    while (!kept.empty() && (kept.back() == ' ' || kept.back() == ',')) kept.pop_back();
    return kept;
}

struct Names {
    std::string authors, editors;
    static void add(std::string& list, const std::string& name) {
        if (!name.empty()) list += (list.empty() ? "" : " and ") + name;
    }
};

/// Contributors of ONIX 3.0: list 17, A01 wrote it, B01 edited it.
Names contributors(const Json& book) {
    Names names;
    const Json* onix = book.find("onix");
    const Json* detail = onix ? onix->find("DescriptiveDetail") : nullptr;
    if (!detail) return names;
    for (const Json* one : list_at(*detail, "Contributor")) {
        const Json* name = one->find("PersonName");
        if (!name) continue;
        const std::string whole = doc::name_of_work(without_years(name->text() ? *name->text() : text_at(*name, "content")));
        const Json* roles = one->find("ContributorRole");
        const auto has = [&](std::string_view role) {
            return roles && roles->array() && std::any_of(roles->array()->begin(), roles->array()->end(), [&](const Json& known) {
                       return known.text() && *known.text() == role;
                   });
        };
        if (has("A01"))
            Names::add(names.authors, whole);
        else if (has("B01"))
            Names::add(names.editors, whole);
    }
    return names;
}

/// "田地野彰／著 山田花子／編": names with what they did.
Names names_in(const std::string& line) {
    Names names;
    std::string_view rest = line;
    while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        const std::string_view part = rest.substr(0, space);
        rest.remove_prefix(std::min(space + 1, rest.size()));
        const std::size_t slash = part.find("／");
        const std::string_view did = slash == std::string_view::npos ? std::string_view("著") : part.substr(slash);
        const std::string name = doc::name_of_work(part.substr(0, slash));
        if (name == "著" || name == "編") continue;
        if (did.find("著") != std::string_view::npos)
            Names::add(names.authors, name);
        else if (did.find("編") != std::string_view::npos)
            Names::add(names.editors, name);
    }
    return names;
}

/// "Patsy M. Lightbown" as "Lightbown, Patsy M."; what is no such name stays.
std::string turned(const std::string& name) {
    const std::string whole = doc::name_of_work(name);
    const std::size_t space = whole.rfind(' ');
    if (whole.find(',') != std::string::npos || space == std::string::npos || has_japanese(whole)) return whole;
    return whole.substr(space + 1) + ", " + whole.substr(0, space);
}

class Entry {
public:
    void put(const char* name, const std::string& value) {
        const std::string plain = doc::plain_of_work(value);
        if (!plain.empty()) entry_.fields.push_back({.name = name, .value = plain, .line = 1});
    }
    std::optional<Source> made() {
        entry_.type = "book";
        Source source = source_of(entry_);
        if (source.title.empty()) return std::nullopt;
        return source;
    }

private:
    doc::BibEntry entry_;
};
}

bool is_identifier(std::string_view typed) {
    const std::string text = text::one_line(typed);
    if (text.empty() || text.size() > 300) return false;
    const auto doi = doc::doi_in(text);
    if (doi && text.ends_with(*doi) && text.find(' ') == std::string::npos) return true;
    if (doi && (text.starts_with("doi:") || text.starts_with("DOI"))) return true;
    const bool digits = std::all_of(text.begin(), text.end(),
                                    [](char c) { return std::string_view("0123456789-Xx ISBN:").find(c) != std::string_view::npos; });
    return digits && doc::isbn_in(text).has_value();
}

std::optional<Source> from_openbd(std::string_view answer) {
    const auto json = base::parse_json(answer);
    if (!json || !json->array() || json->array()->empty()) return std::nullopt;
    const Json& book = json->array()->front();
    const Json* summary = book.find("summary");
    if (!summary) return std::nullopt;
    Names names = contributors(book);
    if (names.authors.empty() && names.editors.empty()) names = names_in(text_at(*summary, "author"));
    Entry entry;
    entry.put("author", names.authors);
    entry.put("title", text_at(*summary, "title"));
    entry.put("editor", names.editors);
    entry.put("series", text_at(*summary, "series"));
    entry.put("volume", text_at(*summary, "volume"));
    entry.put("publisher", text_at(*summary, "publisher"));
    entry.put("year", doc::year_in(text_at(*summary, "pubdate").substr(0, 4)));
    entry.put("isbn", text_at(*summary, "isbn"));
    if (has_japanese(text_at(*summary, "title"))) entry.put("language", "ja");
    return entry.made();
}

std::optional<Source> from_open_library(std::string_view answer) {
    const auto json = base::parse_json(answer);
    if (!json || !json->object() || json->object()->empty()) return std::nullopt;
    const auto& [key, book] = json->object()->front();
    Entry entry;
    Names names;
    for (const Json* author : list_at(book, "authors")) Names::add(names.authors, turned(text_at(*author, "name")));
    entry.put("author", names.authors);
    std::string title = text_at(book, "title");
    if (const std::string under = text_at(book, "subtitle"); !under.empty()) title += ": " + under;
    entry.put("title", title);
    for (const auto& [list, field] : {std::pair{"publishers", "publisher"}, {"publish_places", "address"}})
        if (const auto all = list_at(book, list); !all.empty()) entry.put(field, text_at(*all.front(), "name"));
    entry.put("year", doc::year_in(text_at(book, "publish_date")));
    entry.put("isbn", key);
    if (has_japanese(title)) entry.put("language", "ja");
    return entry.made();
}

bool may_look_up(db::Tx& tx, const Network* network) { return network && network->client && network->allowed && network->allowed(tx); }

}

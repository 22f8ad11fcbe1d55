#include "kit/doc/front_matter.hpp"
#include "kit/text/text.hpp"
#include "learn/learn.hpp"
#include "trade/content.hpp"

#include <algorithm>
#include <array>

namespace trade {

namespace {
constexpr std::size_t longest_title = 120;
constexpr std::size_t longest_summary = 300;
constexpr std::size_t longest_line = 200;
constexpr std::size_t longest_bio = 600;

/// Faults of a part of a file, with the file's name and the line in it.
void hand_over(const std::string& path, std::size_t first_line, const doc::Faults& from, Faults& to) {
    for (const doc::Fault& fault : from) to.push_back({path, first_line + std::max<std::size_t>(fault.line, 1) - 1, fault.what});
}

std::vector<std::string> slugs(doc::Fields& fields, std::string_view key) {
    auto words = fields.words(key, true);
    std::erase_if(words, [&](const std::string& word) {
        if (text::is_slug(word)) return false;
        fields.fault(key, "\"" + word + "\" cannot stand in " + std::string(key) + "; expected a slug: small letters, digits, hyphens");
        return true;
    });
    return words;
}

std::string slug(doc::Fields& fields, std::string_view key) {
    std::string word = fields.text(key, 60, true);
    if (word.empty() || text::is_slug(word)) return word;
    fields.fault(key, std::string(key) + " is \"" + word + "\"; expected a slug: small letters, digits, hyphens");
    return {};
}

/// Text without spaces at its ends, which nobody would see.
std::string trimmed_text(doc::Fields& fields, std::string_view key, std::size_t most, bool required) {
    std::string text = fields.text(key, most, required);
    if (text.starts_with(' ') || text.ends_with(' ')) fields.fault(key, std::string(key) + " begins or ends with a space; expected none");
    return text;
}

std::vector<std::string_view> views(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

void read_credits(doc::Fields& fields, TextFile& file, doc::Faults& faults) {
    const doc::Yaml* list = fields.value("credits", true);
    if (!list) return;
    if (list->kind != doc::Yaml::Kind::list) return fields.fault("credits", "credits is not a list of \"- role: …\"");
    for (const doc::Yaml& item : list->items) {
        doc::Fields entry(item, faults);
        CreditLine credit;
        credit.at = item.line;
        credit.role = entry.choice(
            "role", {"writer", "editor", "proofreader", "reviewer", "researcher", "translator", "illustrator", "mentor"}, true);
        credit.person = slug(entry, "person");
        credit.line = trimmed_text(entry, "line", longest_line, false);
        entry.finish();
        if (!credit.role.empty() && !credit.person.empty()) file.credits.push_back(std::move(credit));
    }
}

void read_head(const doc::Yaml& values, TextFile& file, doc::Faults& faults) {
    doc::Fields fields(values, faults);
    const bool is_snippet = file.kind == "snippet";
    file.title = trimmed_text(fields, "title", longest_title, true);
    if (!is_snippet) file.summary = trimmed_text(fields, "summary", longest_summary, true);
    if (file.kind == "course" || file.kind == "lesson") file.levels = fields.choices("levels", views(learn::all_levels()), true);
    if (file.kind == "course") {
        file.cover = fields.choice("cover", {"green", "blue", "ochre", "red"}, true);
        file.lessons = slugs(fields, "lessons");
    }
    if (file.kind == "series") file.posts = slugs(fields, "posts");
    if (file.kind == "post") file.tags = slugs(fields, "tags");
    if (!is_snippet) read_credits(fields, file, faults);
    file.licence = fields.choice("licence", {editorial::licences.begin(), editorial::licences.end()}, true);
    file.published = fields.day("published", true).value_or(base::Day{});
    if (file.kind == "lesson" || file.kind == "post" || file.kind == "page") {
        file.checked = fields.day("checked", false);
        file.check_by = fields.day("check_by", false);
        if (file.check_by && *file.check_by <= file.published)
            fields.fault("check_by", "check_by is not after published; expected a later day");
    }
    if (file.lang == base::Lang::ja) file.native_read = fields.flag("native_read", true).value_or(false);
    file.pairing =
        fields.choice("pairing", {"parallel", "paired"}, true) == "paired" ? editorial::Pairing::paired : editorial::Pairing::parallel;
    fields.finish();
    for (const auto& [key, value] : values.members) file.lines.emplace(key, value.line);
}

/// A file that is YAML as a whole.
std::optional<doc::Yaml> read_yaml_file(const File& file, doc::Yaml::Kind kind, std::string_view expected, Faults& faults) {
    auto values = doc::read_yaml(file.bytes);
    if (!values) {
        hand_over(file.path, 1, values.error(), faults);
        return std::nullopt;
    }
    if (values->kind != kind) {
        faults.push_back({file.path, 1, "expected " + std::string(expected)});
        return std::nullopt;
    }
    values->line = 1;
    return std::move(*values);
}
}

std::optional<TextFile> read_text(const File& file, Faults& faults) {
    auto read = place_of(file.path);
    if (!read) {
        faults.push_back({file.path, 1, "has no place in the format; expected for example posts/{slug}.en.md"});
        return std::nullopt;
    }
    const auto front = doc::read_front_matter(file.bytes);
    if (!front) {
        hand_over(file.path, 1, front.error(), faults);
        return std::nullopt;
    }
    doc::Faults head;
    read_head(front->values, *read, head);
    hand_over(file.path, 1, head, faults);
    read->text_line = front->body_line;
    auto body = doc::from_markdown(front->body);
    if (!body) {
        hand_over(file.path, front->body_line, body.error(), faults);
        return std::nullopt;
    }
    read->body = std::move(*body);
    return read;
}

std::optional<PersonFile> read_person(const File& file, Faults& faults) {
    std::string_view name = file.path;
    name.remove_prefix(std::string_view("people/").size());
    if (!name.ends_with(".yaml") || !text::is_slug(name.substr(0, name.size() - 5))) {
        faults.push_back({file.path, 1, "has no place in the format; expected people/{slug}.yaml"});
        return std::nullopt;
    }
    const auto values = read_yaml_file(file, doc::Yaml::Kind::map, "lines of \"key: value\"", faults);
    if (!values) return std::nullopt;
    doc::Faults found;
    doc::Fields fields(*values, found);
    PersonFile made{.path = file.path, .person = {}};
    people::Person& person = made.person;
    person.slug = name.substr(0, name.size() - 5);
    person.name = trimmed_text(fields, "name", longest_title, true);
    person.name_ja = trimmed_text(fields, "name_ja", longest_title, false);
    person.collective = fields.flag("collective", false).value_or(false);
    person.agreed_on = fields.day("agreed", false);
    person.bio = trimmed_text(fields, "bio", longest_bio, false);
    person.bio_ja = trimmed_text(fields, "bio_ja", longest_bio, false);
    fields.finish();
    hand_over(file.path, 1, found, faults);
    return made;
}

std::vector<Placed<blog::Tag>> read_tags(const File& file, Faults& faults) {
    std::vector<Placed<blog::Tag>> tags;
    const auto values = read_yaml_file(file, doc::Yaml::Kind::list, "a list of \"- slug: …\"", faults);
    if (!values) return tags;
    doc::Faults found;
    for (const doc::Yaml& item : values->items) {
        doc::Fields fields(item, found);
        blog::Tag tag;
        tag.slug = slug(fields, "slug");
        tag.name = trimmed_text(fields, "en", longest_title, true);
        tag.name_ja = trimmed_text(fields, "ja", longest_title, true);
        fields.finish();
        if (!tag.slug.empty()) tags.push_back({std::move(tag), item.line});
    }
    hand_over(file.path, 1, found, faults);
    return tags;
}

Content read_content(const Folder& folder, Faults& faults) {
    Content content;
    for (const File& file : folder.files) {
        if (is_not_content(file.path)) continue;
        if (file.path == library_path) {
            auto sources = read_library(file, faults);
            content.library_was_read = sources.has_value();
            if (sources) content.sources = std::move(*sources);
        } else if (file.path == tags_path)
            content.tags = read_tags(file, faults);
        else if (file.path.starts_with("people/")) {
            if (auto person = read_person(file, faults)) content.people.push_back(std::move(*person));
        } else if (auto text = read_text(file, faults))
            content.texts.push_back(std::move(*text));
    }
    return content;
}

base::Result<std::string, Faults> format(const File& file) {
    Faults faults;
    std::string out;
    if (is_not_content(file.path)) return file.bytes;
    if (file.path == library_path) {
        std::vector<research::Source> sources;
        if (auto read = read_library(file, faults))
            for (auto& source : *read) sources.push_back(std::move(source.value));
        out = write_library(std::move(sources));
    } else if (file.path == tags_path) {
        std::vector<blog::Tag> tags;
        for (auto& tag : read_tags(file, faults)) tags.push_back(std::move(tag.value));
        out = write_tags(std::move(tags));
    } else if (file.path.starts_with("people/")) {
        if (const auto person = read_person(file, faults)) out = write_person(person->person);
    } else if (const auto text = read_text(file, faults))
        out = write_text(*text);
    if (!faults.empty()) return base::Failure{std::move(faults)};
    return out;
}

}

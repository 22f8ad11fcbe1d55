#include "learn/learn.hpp"
#include "trade/content.hpp"
#include "trade/yaml.hpp"

#include <algorithm>

namespace trade {

namespace {
void key(std::string& out, std::string_view name, const std::string& value) { out.append(name).append(": ").append(value).append("\n"); }
}

std::string write_text(const TextFile& file) {
    std::string out = "---\n";
    key(out, "title", yaml::quoted(file.title));
    if (file.kind != "snippet") key(out, "summary", yaml::quoted(file.summary));
    if (file.kind == "course" || file.kind == "lesson") {
        std::vector<std::string> levels;  // as they follow each other in a pupil's life
        for (const std::string& level : learn::all_levels())
            if (std::find(file.levels.begin(), file.levels.end(), level) != file.levels.end()) levels.push_back(level);
        key(out, "levels", yaml::list(levels));
    }
    if (file.kind == "course") {
        key(out, "cover", file.cover);
        key(out, "lessons", yaml::list(file.lessons));
    }
    if (file.kind == "series") key(out, "posts", yaml::list(file.posts));
    if (file.kind == "post") key(out, "tags", yaml::list(file.tags));
    if (!file.credits.empty()) {
        out += "credits:\n";
        for (const CreditLine& credit : file.credits) {
            out += "  - role: " + credit.role + "\n    person: " + credit.person + "\n";
            if (!credit.line.empty()) out += "    line: " + yaml::quoted(credit.line) + "\n";
        }
    }
    key(out, "licence", file.licence);
    key(out, "published", base::iso(file.published));
    if (file.checked) key(out, "checked", base::iso(*file.checked));
    if (file.check_by) key(out, "check_by", base::iso(*file.check_by));
    if (file.lang == base::Lang::ja) key(out, "native_read", file.native_read ? "true" : "false");
    key(out, "pairing", file.pairing == editorial::Pairing::paired ? "paired" : "parallel");
    out += "---\n";
    if (const std::string body = doc::to_markdown(file.body); !body.empty() && body != "\n") out += "\n" + body;
    return out;
}

std::string write_person(const people::Person& person) {
    std::string out;
    key(out, "name", yaml::plain(person.name));
    if (!person.name_ja.empty()) key(out, "name_ja", yaml::plain(person.name_ja));
    if (person.collective) key(out, "collective", "true");
    if (person.agreed_on) key(out, "agreed", base::iso(*person.agreed_on));
    if (!person.bio.empty()) key(out, "bio", yaml::quoted(person.bio));
    if (!person.bio_ja.empty()) key(out, "bio_ja", yaml::quoted(person.bio_ja));
    return out;
}

std::string write_tags(std::vector<blog::Tag> tags) {
    std::sort(tags.begin(), tags.end(), [](const blog::Tag& a, const blog::Tag& b) { return a.slug < b.slug; });
    std::string out;
    for (const blog::Tag& tag : tags) {
        out += "- slug: " + tag.slug + "\n";
        out += "  en: " + yaml::plain(tag.name) + "\n";
        out += "  ja: " + yaml::plain(tag.name_ja) + "\n";
    }
    return out;
}

}

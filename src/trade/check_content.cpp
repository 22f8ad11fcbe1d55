#include "learn/learn.hpp"
#include "trade/addresses.hpp"
#include "trade/content.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace trade {

namespace {
using Names = std::set<std::string, std::less<>>;
using Piece = std::pair<std::string, std::string>;  // kind, slug

class ContentCheck {
public:
    ContentCheck(const Content& content, Faults& faults) : content_(content), faults_(faults) {
        for (const PersonFile& file : content.people) people_.insert(file.person.slug);
        for (const TextFile& text : content.texts) pieces_.insert({text.kind, text.slug});
    }

    void run() {
        tags();
        sources();
        for (const TextFile& text : content_.texts) references(text);
        lists("course", "lesson");
        lists("series", "post");
        lessons();
        languages();
    }

private:
    void fault(const std::string& file, std::size_t line, std::string what) { faults_.push_back({file, line, std::move(what)}); }

    void tags() {
        for (const auto& tag : content_.tags)
            if (!tags_.insert(tag.value.slug).second) fault(std::string(tags_path), tag.line, "the tag " + tag.value.slug + " stands here twice; expected once");
    }

    void sources() {
        const std::string file(library_path);
        for (const auto& source : content_.sources)
            if (!keys_.insert(source.value.key).second) fault(file, source.line, "the key " + source.value.key + " stands here twice; expected once");
        for (const auto& source : content_.sources) {
            const std::string& related = source.value.field("related");
            for (std::size_t from = 0; from < related.size();) {
                const std::size_t end = std::min(related.find(',', from), related.size());
                std::string key = related.substr(from, end - from);
                std::erase(key, ' ');
                if (!keys_.contains(key)) fault(file, source.line, source.value.key + " is related to " + key + "; expected a key of this file");
                from = end + 1;
            }
        }
    }

    void references(const TextFile& text) {
        for (const CreditLine& credit : text.credits)
            if (!people_.contains(credit.person)) fault(text.path, credit.at, "credits " + credit.person + "; expected the name of a file in people/");
        for (const std::string& tag : text.tags)
            if (!tags_.contains(tag)) fault(text.path, text.line_of("tags"), "has the tag " + tag + "; expected one of " + std::string(tags_path));
        if (text.kind == "page" && editorial::find_kind("page") && !address_of(text))
            fault(text.path, 1, "is a page without a place on the site; expected the name of one that the program has");
    }

    static const std::vector<std::string>& parts(const TextFile& text) { return text.kind == "course" ? text.lessons : text.posts; }

    /// A part stands in one list at most, and once in it.
    void lists(std::string_view kind, const std::string& part_kind) {
        const std::string key = part_kind == "lesson" ? "lessons" : "posts";
        std::map<std::string, std::string> list_of;
        for (const TextFile& text : content_.texts) {
            if (text.kind != kind) continue;
            Names seen;
            for (const std::string& part : parts(text)) {
                if (!pieces_.contains({part_kind, part})) fault(text.path, text.line_of(key), "lists " + part + "; expected the slug of a " + part_kind);
                if (!seen.insert(part).second) fault(text.path, text.line_of(key), "lists " + part + " twice; expected once");
                if (const auto [at, fresh] = list_of.emplace(part, text.slug); !fresh && at->second != text.slug)
                    fault(text.path, text.line_of(key), "lists " + part + ", which stands in " + at->second + ", too; expected one " + std::string(kind));
            }
        }
    }

    void lessons() {
        std::map<std::string, Names, std::less<>> listed;
        for (const TextFile& text : content_.texts)
            if (text.kind == "course") listed[text.slug].insert(text.lessons.begin(), text.lessons.end());
        for (const TextFile& text : content_.texts) {
            if (text.kind != "lesson") continue;
            const auto course = listed.find(text.course);
            if (course == listed.end()) fault(text.path, 1, "there is no course " + text.course + "; expected lessons/{slug of a course}/");
            else if (!course->second.contains(text.slug)) fault(text.path, 1, "the course " + text.course + " does not list " + text.slug + "; expected it under lessons");
        }
    }

    /// What belongs to the piece is the same in both files.
    void languages() {
        std::map<Piece, const TextFile*> first;
        for (const TextFile& text : content_.texts) {
            const auto [at, fresh] = first.emplace(Piece{text.kind, text.slug}, &text);
            if (fresh) continue;
            const TextFile& other = *at->second;
            if (other.lang == text.lang) {
                fault(text.path, 1, "the " + text.kind + " " + text.slug + " is in " + other.path + " already; expected a slug of its own");
                continue;
            }
            const auto agree = [&](std::string_view key, bool same) {
                if (!same) fault(text.path, text.line_of(key), std::string(key) + " differs from " + other.path + "; expected the same in both languages");
            };
            agree("levels", same_set(text.levels, other.levels));
            agree("cover", text.cover == other.cover);
            agree("lessons", text.lessons == other.lessons);
            agree("posts", text.posts == other.posts);
            agree("tags", text.tags == other.tags);
            agree("licence", text.licence == other.licence);
            agree("credits", std::equal(text.credits.begin(), text.credits.end(), other.credits.begin(), other.credits.end(),
                                        [](const CreditLine& a, const CreditLine& b) { return a.is_same_act(b); }));
        }
    }

    static bool same_set(const std::vector<std::string>& a, const std::vector<std::string>& b) { return Names(a.begin(), a.end()) == Names(b.begin(), b.end()); }

    const Content& content_;
    Faults& faults_;
    Names people_, tags_, keys_;
    std::set<Piece> pieces_;
};
}

void check_content(const Content& content, Faults& faults) { ContentCheck(content, faults).run(); }

void sort_faults(Faults& faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
    faults.erase(std::unique(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.file == b.file && a.line == b.line && a.what == b.what; }), faults.end());
}

}

#include "site/gates.hpp"

#include "blog/blog.hpp"
#include "learn/learn.hpp"
#include "people/people.hpp"
#include "research/research.hpp"
#include "site/pages.hpp"

#include <algorithm>
#include <array>

namespace site {

namespace {
using editorial::Check;
using editorial::Copy;
using editorial::Problems;

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : ", ") + word;
    return line;
}

Check line(std::string name, Problems problems, Check::State otherwise = Check::State::open) {
    const auto state = problems.empty() ? Check::State::done : otherwise;
    return {std::move(name), state, std::move(problems)};
}

std::optional<Check> sources(db::Tx& tx, const Copy& copy) {
    const auto cited = doc::citations(copy.body);
    if (cited.empty()) return std::nullopt;
    std::vector<std::string> unknown;
    for (const doc::Citation& citation : cited)
        if (std::find(unknown.begin(), unknown.end(), citation.key) == unknown.end() && !research::has_source(tx, citation.key))
            unknown.push_back(citation.key);
    if (unknown.empty()) return line("sources", {});
    return line("sources", {{"sources", "publish.problem.sources", {{"keys", joined(unknown)}}}});
}

std::optional<Check> links(db::Tx& tx, const Copy& copy) {
    if (research::outer_links(copy.body).empty()) return std::nullopt;
    std::vector<std::string> broken;
    for (const research::BrokenLink& link : research::broken_links(tx, copy.body)) broken.push_back(link.url);
    if (!broken.empty()) return line("links", {{"links", "publish.problem.links", {{"urls", joined(broken)}}}});
    const auto unchecked = research::unchecked_links(tx, copy.body);
    if (unchecked.empty()) return line("links", {});
    return line("links", {{"links", "publish.problem.links_unchecked", {{"urls", joined(unchecked)}}}}, Check::State::advice);
}

// ---- pages of this site ----------------------------------------------------------------------------------------------

void gather(const doc::Node& node, std::vector<std::string>& paths) {
    for (const doc::Mark& mark : node.marks)
        if (mark.type == "link")
            for (const auto& [name, value] : mark.attrs)
                if (const std::string* href = value.text(); name == "href" && href && href->starts_with('/') && !href->starts_with("//"))
                    paths.push_back(href->substr(0, href->find_first_of("?#")));
    for (const doc::Node& child : node.content) gather(child, paths);
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        if (end > 0) parts.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

class Pages {
public:
    Pages(db::Tx& tx, const Copy& copy) : tx_(tx), copy_(copy) {}

    bool has(std::string path) const {
        base::Lang lang = copy_.lang;
        if (path == "/ja" || path.starts_with("/ja/")) {
            lang = base::Lang::ja;
            path = path.substr(3);
        }
        const auto parts = parts_of(path);
        if (parts.empty()) return true;
        if (parts[0] == "learn")
            return parts.size() == 1 || (parts.size() == 2 ? has_piece("course", parts[1], lang) : has_lesson(parts, lang));
        if (parts[0] == "blog") return parts.size() == 1 || has_in_blog(parts, lang);
        if (parts[0] == "research") return parts.size() == 1 || (parts.size() == 2 && research::find_source(tx_, {}, parts[1]));
        if (parts[0] == "people") return parts.size() == 1 || people::find_person(tx_, {}, parts[1]);
        for (const std::string_view slug : page_slugs())
            if (page_path(slug) == path) return true;
        // Doors that the program itself has, whatever was published.
        constexpr std::array<std::string_view, 7> doors{"write", "me", "edit", "sign-in", "pictures", "verify", "feed.xml"};
        return std::find(doors.begin(), doors.end(), parts[0]) != doors.end();
    }

private:
    bool has_piece(std::string_view kind, const std::string& slug, base::Lang lang) const {
        const auto moved = editorial::find_moved(tx_, kind, slug);
        const auto piece = editorial::find_piece(tx_, {}, kind, moved.value_or(slug));
        // A text may lead to itself before it is live.
        return piece && (piece->id == copy_.piece.id || editorial::has_text(tx_, {}, piece->id, lang));
    }

    bool has_lesson(const std::vector<std::string>& parts, base::Lang lang) const {
        constexpr std::array<std::string_view, 2> forms{"print", "partner"};
        if (parts.size() > 4 || (parts.size() == 4 && std::find(forms.begin(), forms.end(), parts[3]) == forms.end())) return false;
        return has_piece("lesson", parts[2], parts.size() == 4 && parts[3] == "partner" ? base::Lang::ja : lang);
    }

    bool has_in_blog(const std::vector<std::string>& parts, base::Lang lang) const {
        if (parts.size() == 3 && parts[1] == "tag") return blog::find_tag(tx_, {}, parts[2]).has_value();
        return parts.size() == 2 && (parts[1] == "feed.xml" || has_piece("post", parts[1], lang));
    }

    db::Tx& tx_;
    const Copy& copy_;
};

std::optional<Check> pages(db::Tx& tx, const Copy& copy) {
    std::vector<std::string> paths, missing;
    gather(copy.body, paths);
    if (paths.empty()) return std::nullopt;
    const Pages known(tx, copy);
    for (std::string& path : paths)
        if (!known.has(path) && std::find(missing.begin(), missing.end(), path) == missing.end()) missing.push_back(std::move(path));
    if (missing.empty()) return line("pages", {});
    return line("pages", {{"pages", "publish.problem.pages", {{"paths", joined(missing)}}}});
}
}

std::vector<editorial::Gate> gates() { return {{"sources", sources}, {"links", links}, {"pages", pages}}; }

}

#include "learn/learn.hpp"
#include "learn/store.hpp"

#include <utility>

namespace learn {

namespace {
using editorial::Problems;

std::size_t count_blocks(const doc::Node& body, std::string_view name) {
    std::size_t count = 0;
    for (const doc::Node& node : body.content)
        if (doc::block_name(node) == name) ++count;
    return count;
}

/// A problem of a block of ours, by its word.
void add(Problems& problems, std::string_view field, std::string_view word, std::vector<std::pair<std::string, std::string>> args = {}) {
    problems.push_back({std::string(field), std::string(word), std::move(args)});
}

/// A question, and at least two answers with feedback of which at least one is right.
void check_question(const doc::Node& check, Problems& problems) {
    const doc::Node* options = nullptr;
    for (const doc::Node& node : check.content)
        if (node.type.ends_with("_list")) options = &node;
    if (!options || options->content.size() < 2) return add(problems, "check", "publish.problem.check_answers");
    if (&check.content.front() == options) add(problems, "check", "publish.problem.check_question");
    std::size_t right = 0;
    for (const doc::Node& option : options->content) {
        const base::Json* checked = option.attr("checked");
        const bool* value = checked ? std::get_if<bool>(&checked->value) : nullptr;
        if (!value)
            add(problems, "check", "publish.problem.check_marks");
        else if (*value)
            ++right;
        if (option.content.size() < 2) add(problems, "check", "publish.problem.check_feedback");
    }
    if (right == 0) add(problems, "check", "publish.problem.check_right");
}

constexpr std::size_t most_words = 900;

/// There, once, and more than what an empty text begins with.
bool has_one(const doc::Node& body, std::string_view name, Problems& problems) {
    const std::size_t count = count_blocks(body, name);
    if (count != 1) {
        add(problems, name, "publish.problem.one_block", {{"name", std::string(name)}, {"count", std::to_string(count)}});
        return false;
    }
    if (doc::plain_text(*doc::find_block(body, name)).empty())
        add(problems, name, "publish.problem.empty_block", {{"name", std::string(name)}});
    return true;
}

Problems lesson_ready(base::Lang lang, const doc::Node& body) {
    Problems problems;
    if (has_one(body, "aim", problems) && doc::block_name(body.content.front()) != "aim") add(problems, "aim", "publish.problem.aim_first");
    if (count_blocks(body, "try") == 0) add(problems, "try", "publish.problem.try_missing");
    for (const doc::Node& node : body.content)
        if (doc::block_name(node) == "try" && doc::plain_text(node).empty())
            add(problems, "try", "publish.problem.empty_block", {{"name", "try"}});
    if (has_one(body, "check", problems)) check_question(*doc::find_block(body, "check"), problems);
    has_one(body, "lookback", problems);
    has_one(body, "deepdive", problems);
    if (lang == base::Lang::ja && has_one(body, "partner", problems) && doc::block_name(body.content.back()) != "partner")
        add(problems, "partner", "publish.problem.partner_last");
    const doc::Length main = doc::length(doc::without_blocks(body, {"check", "deepdive", "partner"}));
    if (lang == base::Lang::en && main.words > most_words)
        add(problems, "body", "publish.problem.too_many_words",
            {{"count", std::to_string(main.words)}, {"most", std::to_string(most_words)}});
    return problems;
}

doc::Node node(std::string_view type, std::vector<doc::Node> content = {}) {
    doc::Node made;
    made.type = type;
    made.content = std::move(content);
    return made;
}

/// An answer that is wrong until somebody says otherwise, and its feedback.
doc::Node empty_answer() {
    doc::Node item = node("list_item", {node("paragraph"), node("paragraph")});
    item.attrs = {{"checked", false}};
    return item;
}

/// Every block that a lesson needs, in order and without a word: what has no text cannot be published.
doc::Node lesson_outline(base::Lang lang) {
    doc::Node answers = node("bullet_list", {empty_answer(), empty_answer()});
    answers.attrs = {{"tight", false}};
    doc::Node outline = node("doc", {node("aim", {node("paragraph")}), node("paragraph"), node("try", {node("paragraph")}),
                                     node("check", {node("paragraph"), std::move(answers)}), node("lookback", {node("paragraph")}),
                                     node("deepdive", {node("paragraph")})});
    if (lang == base::Lang::ja) outline.content.push_back(node("partner", {node("paragraph")}));
    return outline;
}
}

editorial::Kind lesson_kind() {
    return {.name = "lesson",
            .url_of = [](db::Tx& tx, const editorial::Piece& piece) -> std::optional<std::string> {
                const auto course = find_course_of(tx, {}, piece.id);
                if (!course) return std::nullopt;
                return "/learn/" + course->piece.slug + "/" + piece.slug;
            },
            .ready = lesson_ready,
            .outline = lesson_outline,
            .stages = {"draft", "first_read", "proof", "ready"},
            .approvals = 2,
            .list_tags = {"course:list", "people", "sitemap"},
            .section = "learn",
            .within = [](db::Tx& tx, const editorial::Piece& piece) -> std::vector<std::string> {
                const auto course = find_course_of(tx, {}, piece.id);
                if (!course) return {};
                return {people::course_scope(static_cast<std::int64_t>(course->piece.id))};
            },
            .inside = [](db::Tx& tx, std::string_view scope) { return store::lessons_in(tx, scope); }};
}

editorial::Kind course_kind() {
    return {.name = "course",
            .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/learn/" + piece.slug; },
            .ready =
                [](base::Lang, const doc::Node& body) {
                    Problems problems;
                    if (count_blocks(body, "aim") != 1)
                        add(problems, "aim", "publish.problem.course_aim");
                    else if (doc::plain_text(*doc::find_block(body, "aim")).empty())
                        add(problems, "aim", "publish.problem.empty_block", {{"name", "aim"}});
                    return problems;
                },
            .outline = [](base::Lang) { return node("doc", {node("aim", {node("paragraph")}), node("paragraph")}); },
            .stages = {"draft", "ready"},
            .approvals = 1,
            .list_tags = {"course:list", "people", "sitemap"},
            .section = "learn",
            .within = [](db::Tx&, const editorial::Piece& piece) -> std::vector<std::string> {
                return {people::course_scope(static_cast<std::int64_t>(piece.id))};
            },
            .inside = [](db::Tx&, std::string_view scope) { return store::courses_in(scope); }};
}

}

#include "learn/learn.hpp"

namespace learn {

namespace {
using editorial::Problems;

std::size_t count_blocks(const doc::Node& body, std::string_view name) {
    std::size_t count = 0;
    for (const doc::Node& node : body.content)
        if (doc::block_name(node) == name) ++count;
    return count;
}

/// A question, and at least two answers with feedback of which at least one is right.
void check_question(const doc::Node& check, Problems& problems) {
    const doc::Node* options = nullptr;
    for (const doc::Node& node : check.content)
        if (node.type.ends_with("_list")) options = &node;
    if (!options || options->content.size() < 2) {
        problems.push_back({"check", "the check needs a task list of at least two answers"});
        return;
    }
    if (&check.content.front() == options) problems.push_back({"check", "the check needs its question before the answers"});
    std::size_t right = 0;
    for (const doc::Node& option : options->content) {
        const base::Json* checked = option.attr("checked");
        const bool* value = checked ? std::get_if<bool>(&checked->value) : nullptr;
        if (!value)
            problems.push_back({"check", "each answer begins with [x] if it is right or [ ] if it is not"});
        else if (*value)
            ++right;
        if (option.content.size() < 2) problems.push_back({"check", "each answer needs a second paragraph: the feedback"});
    }
    if (right == 0) problems.push_back({"check", "one answer at least must be right"});
}

constexpr std::size_t most_words = 900;

Problems lesson_ready(base::Lang lang, const doc::Node& body) {
    Problems problems;
    const auto require = [&](std::string_view name) {
        const std::size_t count = count_blocks(body, name);
        if (count != 1)
            problems.push_back(
                {std::string(name), "a lesson has exactly one :::" + std::string(name) + ", this one has " + std::to_string(count)});
        return count == 1;
    };
    if (require("aim") && doc::block_name(body.content.front()) != "aim") problems.push_back({"aim", "the aim comes first"});
    if (count_blocks(body, "try") == 0) problems.push_back({"try", "a lesson has a :::try"});
    if (require("check")) check_question(*doc::find_block(body, "check"), problems);
    require("lookback");
    require("deepdive");
    if (lang == base::Lang::ja && require("partner") && doc::block_name(body.content.back()) != "partner")
        problems.push_back({"partner", "the partner sheet comes last"});
    const doc::Length main = doc::length(doc::without_blocks(body, {"check", "deepdive", "partner"}));
    if (lang == base::Lang::en && main.words > most_words)
        problems.push_back(
            {"body", "the main text has " + std::to_string(main.words) + " words, " + std::to_string(most_words) + " are the most"});
    return problems;
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
            .list_tags = {"course:list", "people", "sitemap"},
            .section = "learn",
            .within = [](db::Tx& tx, const editorial::Piece& piece) -> std::vector<std::string> {
                const auto course = find_course_of(tx, {}, piece.id);
                if (!course) return {};
                return {people::course_scope(static_cast<std::int64_t>(course->piece.id))};
            }};
}

editorial::Kind course_kind() {
    return {.name = "course",
            .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/learn/" + piece.slug; },
            .ready =
                [](base::Lang, const doc::Node& body) {
                    Problems problems;
                    if (count_blocks(body, "aim") != 1) problems.push_back({"aim", "a course has exactly one :::aim"});
                    return problems;
                },
            .list_tags = {"course:list", "people", "sitemap"},
            .section = "learn",
            .within = [](db::Tx&, const editorial::Piece& piece) -> std::vector<std::string> {
                return {people::course_scope(static_cast<std::int64_t>(piece.id))};
            }};
}

}

#include "desk/write_form.hpp"

#include "design/words.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/typed.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace desk {

using design::tr;

namespace {
/// A browser sends CR LF, and the document model counts LF.
std::string with_plain_line_ends(std::string_view typed) {
    std::string text;
    text.reserve(typed.size());
    for (std::size_t i = 0; i < typed.size(); ++i)
        if (typed[i] != '\r')
            text += typed[i];
        else if (i + 1 == typed.size() || typed[i + 1] != '\n')
            text += '\n';
    return text;
}

/// What the reader of Markdown says, by how it begins or ends, and the sentence of ours that says what to do.
struct Known {
    std::string_view part;
    std::string_view word;
};
constexpr std::array<Known, 11> known{{
    {" opens inside ", "writing.fault_inside"},
    {" is not closed", "writing.fault_open"},
    {"there is no block ", "writing.fault_block"},
    {"colons close nothing", "writing.fault_close"},
    {"colons at the left margin", "writing.fault_margin"},
    {"nothing refers to the footnote ", "writing.fault_unused_note"},
    {"the label of a footnote ", "writing.fault_label"},
    {" nested deeper than ", "writing.fault_deep"},
    {" is given twice", "writing.fault_twice"},
    {" has no ", "writing.fault_value"},
    {"longer than ", "writing.fault_long"},
}};

/// The name of a block or a footnote in it.
std::string name_in(std::string_view what) {
    std::size_t at = what.find(":::");
    if (at != std::string_view::npos) at += 3;
    if (const std::size_t note = what.find("[^"); at == std::string_view::npos && note != std::string_view::npos) at = note + 2;
    if (at == std::string_view::npos) return {};
    const std::size_t end = what.find_first_of(" \"]", at);
    return std::string(what.substr(at, end == std::string_view::npos ? end : end - at));
}

std::string sentence(base::Lang lang, const std::string& what) {
    for (const Known& one : known)
        if (what.find(one.part) != std::string::npos) return tr(lang, one.word, {{"name", name_in(what)}});
    return tr(lang, "writing.fault_other", {{"what", what}});
}
}

WriteForm write_form(const web::Fields& fields) {
    WriteForm form{.title = text::one_line(fields.get("title")),
                   .summary = text::one_line(fields.get("summary")),
                   .text = with_plain_line_ends(fields.get("text")),
                   .title_was = text::one_line(fields.get("title_was")),
                   .summary_was = text::one_line(fields.get("summary_was")),
                   .base = with_plain_line_ends(fields.get("base")),
                   .version = -1,
                   .act = std::string(fields.get("act"))};
    const std::string_view version = fields.get("version");
    std::int64_t number = -1;
    const auto [end, failed] = std::from_chars(version.data(), version.data() + version.size(), number);
    if (failed == std::errc{} && end == version.data() + version.size()) form.version = number;
    return form;
}

std::string all_typed(const WriteForm& form) {
    std::string typed;
    if (form.title != form.title_was) typed += form.title + "\n\n";
    if (form.summary != form.summary_was) typed += form.summary + "\n\n";
    return typed + form.text;
}

std::vector<design::Problem> told_faults(base::Lang lang, const doc::Faults& faults) {
    std::vector<design::Problem> problems;
    for (const doc::Fault& fault : faults) {
        std::string said = sentence(lang, fault.what);
        if (fault.line > 0) said = tr(lang, "writing.fault_line", {{"line", fault.line}, {"what", said}});
        problems.push_back({"text", std::move(said)});
    }
    return problems;
}

std::vector<design::Problem> told_heading(base::Lang lang, const WriteForm& form) {
    std::vector<design::Problem> problems;
    const auto look = [&](const char* field, const std::string& typed, std::size_t longest) {
        if (base::code_points(typed) > longest) problems.push_back({field, tr(lang, "writing.too_long", {{"most", longest}})});
    };
    look("title", form.title, editorial::longest_title);
    look("summary", form.summary, editorial::longest_summary);
    return problems;
}

}

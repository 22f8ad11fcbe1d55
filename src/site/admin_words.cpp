#include "design/words.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/own_settings.hpp"

#include <algorithm>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::size_t longest = 1000;

std::vector<view::WordLine> open_words() {
    std::vector<view::WordLine> lines;
    for (const std::string& key : design::word_keys(base::Lang::en)) {
        if (!design::takes_own_words(key)) continue;
        view::WordLine line{.key = key, .program = {}, .own = {}};
        for (std::size_t i = 0; i < 2; ++i) line.program[i] = design::program_word(base::languages[i], key);
        lines.push_back(std::move(line));
    }
    // What stands first on the start page is asked for first; the panel for boards of education is its last part.
    std::stable_partition(lines.begin(), lines.end(), [](const view::WordLine& line) { return !line.key.starts_with("boards."); });
    return lines;
}

std::string field_of(base::Lang lang, const std::string& key) { return std::string(base::tag(lang)) + "." + key; }
std::string setting_of(base::Lang lang, const std::string& key) { return "word." + field_of(lang, key); }

web::Response draw(const Facts& facts, Visit& visit, const std::vector<view::WordLine>& lines, const people::Problems& problems) {
    const auto words = in_words(visit.lang, problems);
    return admin_page(facts, visit,
                      {.crumbs = {{tr(visit.lang, "admin.texts"), design::address(visit.lang, "/admin/texts")}},
                       .title = tr(visit.lang, "admin.words"),
                       .dek = tr(visit.lang, "admin.words_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = words,
                       .content = view::words_form(visit.lang, lines, words)},
                      problems.empty() ? 200 : 422);
}

web::Response show(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const OwnSettings own = list_own_settings(visit.tx());
    auto lines = open_words();
    for (view::WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i)
            if (const auto found = own.find(setting_of(base::languages[i], line.key)); found != own.end()) line.own[i] = found->second;
    return draw(facts, visit, lines, {});
}

/// Words stand in one line of a page; a line break in a text area is a blank.
std::string in_one_line(std::string_view typed) {
    std::string text;
    for (const char c : typed)
        if (static_cast<unsigned char>(c) > ' ')
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

web::Response save(const Facts& facts, const Services& services, Visit& visit) {
    auto lines = open_words();
    people::Problems problems;
    for (view::WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i) {
            const std::string field = field_of(base::languages[i], line.key);
            line.own[i] = in_one_line(visit.fields().get(field));
            if (line.own[i].size() > longest) problems.push_back({field, "problem.too_long"});
        }
    if (!problems.empty()) return draw(facts, visit, lines, problems);
    const OwnSettings own = list_own_settings(visit.tx());
    for (const view::WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i) {
            // The program's own word follows the program.
            const std::string value = line.own[i] == line.program[i] ? "" : line.own[i];
            const std::string key = setting_of(base::languages[i], line.key);
            const auto found = own.find(key);
            if ((found == own.end() ? "" : found->second) != value) set_own_setting(visit.tx(), visit.viewer, key, value);
        }
    settings_changed(visit.tx(), services);
    return admin_done(visit, "/admin/texts/words", "saved");
}
}

void admin_words_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin/texts/words", [&](Visit& visit) { return show(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/texts/words", [&](Visit& visit) { return save(facts, services, visit); }).needs("keep");
}

}

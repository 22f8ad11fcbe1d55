#include "design/words.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/own_settings.hpp"
#include "site/wiring.hpp"

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
        view::WordLine line{.key = key, .program = {}, .own = {}, .was = {}};
        for (std::size_t i = 0; i < 2; ++i) line.program[i] = design::program_word(base::languages[i], key);
        lines.push_back(std::move(line));
    }
    // What stands first on the start page is asked for first; the panel for boards of education is its last part.
    std::stable_partition(lines.begin(), lines.end(), [](const view::WordLine& line) { return !line.key.starts_with("boards."); });
    return lines;
}

std::string field_of(base::Lang lang, const std::string& key) { return std::string(base::tag(lang)) + "." + key; }
std::string setting_of(base::Lang lang, const std::string& key) { return "word." + field_of(lang, key); }

constexpr db::Query insert_change{"site.insert_word_change", R"sql(
    insert into word_changes (id, lang, word, before, after, person_id, at) values (:id, :lang, :word, :before, :after, :person, :now)
)sql"};
constexpr db::Query latest_changes{"site.latest_word_changes", R"sql(
    select id, lang, word, before, after, at from word_changes order by at desc, id desc limit 20
)sql"};
constexpr db::Query one_change{"site.word_change", R"sql(
    select lang, word, before, after from word_changes where id = :id
)sql"};

std::vector<view::WordChange> list_changes(db::Tx& tx) {
    const OwnSettings own = list_own_settings(tx);
    std::vector<view::WordChange> changes;
    for (const db::Row& row : tx.all(latest_changes)) {
        const auto lang = base::lang_from(row.text(1)).value_or(base::Lang::en);
        const auto found = own.find(setting_of(lang, row.text(2)));
        changes.push_back({.id = row.number(0),
                           .lang = lang,
                           .key = row.text(2),
                           .before = row.text(3),
                           .after = row.text(4),
                           .on = base::day_of(row.instant(5)),
                           .may_undo = (found == own.end() ? std::string() : found->second) == row.text(4)});
    }
    return changes;
}

/// Changes the word, and keeps what it was.
void change_word(Visit& visit, base::Lang lang, const std::string& key, const std::string& before, const std::string& after) {
    set_own_setting(visit.tx(), visit.viewer, setting_of(lang, key), after);
    visit.tx().run(insert_change, {{"id", base::new_id()},
                                   {"lang", base::tag(lang)},
                                   {"word", key},
                                   {"before", before},
                                   {"after", after},
                                   {"person", visit.viewer.person},
                                   {"now", visit.tx().now()}});
}

web::Response draw(const Facts& facts, Visit& visit, const std::vector<view::WordLine>& lines, const people::Problems& problems) {
    const auto words = in_words(visit.lang, problems);
    return admin_page(facts, visit,
                      {.crumbs = {{tr(visit.lang, "admin.texts"), design::address(visit.lang, "/admin/texts")}},
                       .title = tr(visit.lang, "admin.words"),
                       .dek = tr(visit.lang, "admin.words_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = words,
                       .content = view::words_form(visit.lang, lines, words) + view::word_changes(visit.lang, list_changes(visit.tx()))},
                      problems.empty() ? 200 : 422);
}

web::Response show(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const OwnSettings own = list_own_settings(visit.tx());
    auto lines = open_words();
    for (view::WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i)
            if (const auto found = own.find(setting_of(base::languages[i], line.key)); found != own.end())
                line.own[i] = line.was[i] = found->second;
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
            line.was[i] = in_one_line(visit.fields().get("was." + field));
            if (line.own[i].size() > longest) problems.push_back({field, "problem.too_long"});
        }
    if (!problems.empty()) return draw(facts, visit, lines, problems);
    const OwnSettings own = list_own_settings(visit.tx());
    for (const view::WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i) {
            // Somebody else may have changed it since the form was made: a word that was left alone here is not put back.
            if (line.own[i] == line.was[i]) continue;
            // The program's own word follows the program.
            const std::string value = line.own[i] == line.program[i] ? "" : line.own[i];
            const std::string key = setting_of(base::languages[i], line.key);
            const auto found = own.find(key);
            const std::string before = found == own.end() ? "" : found->second;
            if (before != value) change_word(visit, base::languages[i], line.key, before, value);
        }
    settings_changed(visit.tx(), services);
    return admin_done(visit, "/admin/texts/words", "saved");
}

web::Response take_back(const Services& services, Visit& visit) {
    const auto row = web::or_404(visit.tx().first(one_change, {{"id", id_of(visit, "id")}}));
    const auto lang = base::lang_from(row.text(0)).value_or(base::Lang::en);
    const auto now = find_own_setting(visit.tx(), setting_of(lang, row.text(1))).value_or("");
    // Changed again since: what is newer stays.
    if (now == row.text(3)) change_word(visit, lang, row.text(1), now, row.text(2));
    settings_changed(visit.tx(), services);
    return admin_done(visit, "/admin/texts/words", "undone");
}
}

constexpr db::Query changes_by{"site.word_changes_by", R"sql(
    select lang, word, before, after, at from word_changes where person_id = :person order by at
)sql"};
constexpr db::Query forget_changes{"site.forget_word_changes", R"sql(
    update word_changes set person_id = null where person_id = :person
)sql"};

people::Files export_word_changes(db::Tx& tx, const base::Viewer& viewer) {
    base::Json::Array all;
    for (const db::Row& row : tx.all(changes_by, {{"person", people::require_account(viewer)}}))
        all.push_back(base::Json::Object{{"lang", row.text(0)},
                                         {"word", row.text(1)},
                                         {"before", row.text(2)},
                                         {"after", row.text(3)},
                                         {"at", base::iso(row.instant(4))}});
    return {{"words.json", base::write_json(all)}};
}

void forget_word_changes(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget_changes, {{"person", person}});
}

void admin_words_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin/texts/words", [&](Visit& visit) { return show(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/texts/words", [&](Visit& visit) { return save(facts, services, visit); }).needs("keep");
    on.post("/admin/texts/words/{id}/undo", [&](Visit& visit) { return take_back(services, visit); }).needs("keep");
}

}

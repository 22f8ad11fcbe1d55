#include "design/parts.hpp"
#include "site/admin_view.hpp"

namespace site::view {

using design::tr;
using html::html;

Html texts(Lang lang, const std::vector<TextLine>& lines) {
    Html out = html(R"(<p><a href="{}">{}</a></p>)", {design::address(lang, "/admin/texts/words"), tr(lang, "admin.words_link")});
    design::Table table{.caption = tr(lang, "admin.texts"),
                        .headings = {tr(lang, "admin.text"), tr(lang, "admin.text_lang"), tr(lang, "admin.text_changed")},
                        .rows = {}};
    for (const TextLine& line : lines) {
        const Html title = design::words(lang, {line.title, line.exists ? line.lang : lang});
        const std::string path = "/admin/texts/" + line.slug + "/" + std::string(base::tag(line.lang));
        table.rows.push_back({line.desk.empty()
                                  ? html("{} {}", {title, design::action_button(design::address(lang, path), tr(lang, "admin.text_begin"))})
                                  : html(R"(<a href="{}">{}</a>)", {design::address(lang, line.desk), title}),
                              html::text(tr(lang, line.lang == Lang::en ? "admin.in_english" : "admin.in_japanese")),
                              line.changed ? design::time(lang, *line.changed) : html::text(tr(lang, "admin.text_missing"))});
    }
    return out + design::table(table);
}

Html word_changes(Lang lang, const std::vector<WordChange>& changes) {
    if (changes.empty()) return {};
    design::Table table{.caption = tr(lang, "admin.word_changes"),
                        .headings = {tr(lang, "admin.text_changed"), tr(lang, "admin.text_lang"), tr(lang, "admin.word_before"),
                                     tr(lang, "admin.word_after"), tr(lang, "piece.change")},
                        .rows = {}};
    for (const WordChange& change : changes) {
        const auto word = [&](const std::string& own) {
            return design::words(lang, {own.empty() ? design::program_word(change.lang, change.key) : own, change.lang});
        };
        table.rows.push_back(
            {design::time(lang, change.on), html::text(tr(lang, change.lang == Lang::en ? "admin.in_english" : "admin.in_japanese")),
             word(change.before), word(change.after),
             change.may_undo ? design::action_button(design::address(lang, "/admin/texts/words/" + std::to_string(change.id) + "/undo"),
                                                     tr(lang, "piece.undo"))
                             : Html{}});
    }
    return design::desk_section("changes", tr(lang, "admin.word_changes"), design::table(table));
}

}

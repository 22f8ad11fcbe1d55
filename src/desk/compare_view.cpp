#include "desk/compare_view.hpp"

namespace desk::view {

using design::tr;

doc::CompareOptions compare_options(base::Lang page, base::Lang text) {
    doc::CompareOptions options{
        .words = {.inserted = tr(page, "compare.inserted"),
                  .deleted = tr(page, "compare.deleted"),
                  .formatted = tr(page, "compare.formatted"),
                  .end = tr(page, "compare.end"),
                  .block_inserted = tr(page, "compare.block_inserted"),
                  .block_deleted = tr(page, "compare.block_deleted"),
                  .moved_here = tr(page, "compare.moved_here"),
                  .moved_away = tr(page, "compare.moved_away"),
                  .form = tr(page, "compare.form"),
                  .unchanged = [page](std::size_t count) { return tr(page, "compare.unchanged", {{"count", count}}); },
                  .name =
                      [page](std::string_view type) {
                          if (type == "footnote") return tr(page, "compare.footnote");
                          const std::string key = "desk.editor.block_" + std::string(type);
                          return design::has_word(page, key) ? tr(page, key) : std::string(type);
                      }},
        .html = {.lang = text, .heading_ids = false}};
    // Both states of a block may stand on the page, so that a box is drawn with its name alone, without what makes it work for readers.
    constexpr std::string_view prefix = "desk.editor.block_";
    for (const std::string& key : design::word_keys(page))
        if (key.starts_with(prefix))
            options.html.blocks[key.substr(prefix.size())] = [name = tr(page, key)](const doc::Node& block, doc::Draw& draw) {
                return html::html(R"(<div class="compare-box"><p class="compare-label">{}</p>{}</div>)",
                                  {name, draw.blocks(block.content)});
            };
    return options;
}

}

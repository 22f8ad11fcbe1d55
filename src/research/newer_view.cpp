#include "research/newer.hpp"

#include "design/parts.hpp"
#include "kit/html/html.hpp"

namespace research {

html::Html newer_notice(db::Tx& tx, const editorial::Text& text) {
    const auto newer = editorial::find_newer(tx, text.piece.id, text.lang);
    if (!newer) return {};
    const auto path = editorial::url_of(tx, text.piece);
    if (!path) return {};
    return design::notice(html::html(
        R"(<p><a href="{}" hreflang="{}">{}</a></p>)",
        {design::address(newer->lang, *path), base::tag(newer->lang),
         design::tr(text.lang, "pair.newer", {{"lang", base::tag(newer->lang)}, {"date", design::date(text.lang, newer->on)}})}));
}

}

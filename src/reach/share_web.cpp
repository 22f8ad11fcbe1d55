#include "design/forms.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "kit/http/url.hpp"
#include "kit/web/routes.hpp"
#include "reach/card.hpp"
#include "reach/share.hpp"

#include <charconv>

namespace reach {

namespace {
using design::address;
using design::Frame;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;
using web::Visit;

editorial::PieceId piece_id(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc() || end != text.data() + text.size()) throw base::Missing();
    return static_cast<editorial::PieceId>(id);
}

struct Which {
    editorial::Piece piece;
    base::Lang lang;
    std::string path;
};
Which which(Visit& visit) {
    const auto lang = base::lang_from(visit.param("lang"));
    if (!lang) throw base::Missing();
    auto piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, piece_id(visit.param("piece"))));
    require_sharing(visit.tx(), visit.viewer, piece.id);
    return {std::move(piece), *lang, "/desk/" + visit.param("piece") + "/" + visit.param("lang")};
}

/// The place's own page for a post with the text in it; "" where there is none.
std::string open_at(const Post& post, const std::string& url) {
    const std::string_view place = post.place.name;
    if (place == "x") return "https://x.com/intent/post?text=" + http::percent_encode(post.text);
    if (place == "bluesky") return "https://bsky.app/intent/compose?text=" + http::percent_encode(post.text);
    if (place == "facebook") return "https://www.facebook.com/sharer/sharer.php?u=" + http::percent_encode(url);
    if (place == "line") return "https://social-plugins.line.me/lineit/share?url=" + http::percent_encode(url);
    if (place == "mail") return "mailto:?subject=" + http::percent_encode(post.subject) + "&body=" + http::percent_encode(post.text);
    return {};
}

Html posted_line(base::Lang lang, const Posted& posted) {
    const std::string day = design::date(lang, base::day_of(posted.at));
    const bool named = posted.person && posted.person->may_be_named();
    return html::text(named ? tr(lang, "share.posted_by", {{"name", people::name_in(lang, *posted.person)}, {"day", day}})
                            : tr(lang, "share.posted_on", {{"day", day}}));
}

/// One place: its text to copy, and whether it was posted there.
Html place_part(base::Lang lang, base::Lang text_lang, const Post& post, const Posted* posted, const std::string& path,
                const std::string& url) {
    const std::string name(post.place.name), id = "post-" + name;
    const Html count = post.place.most == 0 ? Html{}
                                            : html(R"(<p class="hint" id="{}-count">{}</p>)",
                                                   {id, tr(lang, "share.length", {{"length", post.length}, {"most", post.place.most}})});
    const Html subject =
        maybe(!post.subject.empty(),
              R"(<div class="field"><label for="{}-subject">{}</label><input id="{}-subject" value="{}" readonly lang="{}"></div>)",
              {id, tr(lang, "share.subject"), id, post.subject, base::tag(text_lang)});
    const std::string elsewhere = open_at(post, url);
    const Html open = elsewhere.empty() ? Html{}
                                        : html(R"(<a class="btn sm" href="{}" rel="noopener noreferrer">{}</a>)",
                                               {html::Url(elsewhere), tr(lang, "share.open_" + name)});
    const Html copy = html(R"(<button class="btn sm" type="button" data-copy="{}" data-copied="{}" hidden>{}</button>)",
                           {id, tr(lang, "share.copied"), tr(lang, "share.copy")});
    const Html tick =
        posted ? html("<p>{}</p>", {posted_line(lang, *posted)}) +
                     design::action_button(address(lang, path + "/share"), tr(lang, "share.not_posted"), {{"place", name}, {"posted", "0"}})
               : design::action_button(address(lang, path + "/share"), tr(lang, "share.mark_posted"), {{"place", name}, {"posted", "1"}});
    return design::desk_section(
        name, tr(lang, "share.place_" + name),
        subject +
            html(
                R"(<div class="field"><label for="{}">{}</label>{}<textarea id="{}" rows="5" readonly lang="{}"{}>{}</textarea></div><div class="acts">{}{}</div>{})",
                {id, tr(lang, "share.text"), count, id, base::tag(text_lang),
                 maybe(post.place.most != 0, R"( aria-describedby="{}-count")", {id}), post.text, copy, open, tick}));
}

web::Response show(const Frame& frame, Visit& visit) {
    const Which text = which(visit);
    const base::Lang lang = visit.lang;
    const auto live = editorial::find_text(visit.tx(), visit.viewer, text.piece, text.lang);
    const auto url = editorial::url_of(visit.tx(), text.piece);
    design::DeskPage shown{.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {tr(lang, "share.the_text"), address(lang, text.path)}},
                           .title = tr(lang, "share.title"),
                           .dek = tr(lang, "share.dek"),
                           .done = std::string(visit.query("done")),
                           .problems = {},
                           .content = {}};
    if (!live || !url)
        shown.content = html("<p>{}</p>", {tr(lang, "share.not_live")});
    else {
        const auto posted = list_posted(visit.tx(), visit.viewer, text.piece.id, text.lang);
        const std::string public_url = design::absolute(frame, text.lang, *url);
        const auto posts = posts_of({.lead = tr(text.lang, "share.lead_" + text.piece.kind, {{"title", live->title}}),
                                     .summary = live->summary,
                                     .url = public_url});
        if (find_card(visit.tx(), text.piece.id)) {
            const html::Url card("/cards/" + visit.param("piece") + ".png");
            shown.content += design::desk_section(
                "picture", tr(lang, "share.picture"),
                html(R"(<p><img src="{}" width="600" height="315" alt="{}"></p><p><a class="btn sm" href="{}" download>{}</a></p>)",
                     {card, tr(lang, "share.picture_alt", {{"title", live->title}}), card, tr(lang, "share.download")}));
        } else
            shown.content +=
                design::desk_section("picture", tr(lang, "share.picture"), html("<p>{}</p>", {tr(lang, "share.picture_later")}));
        for (const Post& post : posts) {
            const auto at = std::find_if(posted.begin(), posted.end(), [&](const Posted& each) { return each.place == post.place.name; });
            shown.content += place_part(lang, text.lang, post, at == posted.end() ? nullptr : &*at, text.path, public_url);
        }
        if (editorial::has_text(visit.tx(), visit.viewer, text.piece.id, base::other(text.lang)))
            shown.content +=
                html("<p><a href=\"{}\">{}</a></p>",
                     {address(lang, "/desk/" + visit.param("piece") + "/" + std::string(base::tag(base::other(text.lang))) + "/share"),
                      tr(lang, text.lang == base::Lang::en ? "share.in_japanese" : "share.in_english")});
    }
    design::Page page = design::page_for(visit, shown.title);
    page.own_lang = false;
    page.head = design::desk_head("share.js");
    return web::page(design::page(frame, page, design::desk_page(lang, shown)));
}

web::Response mark(Visit& visit) {
    const Which text = which(visit);
    if (!editorial::has_text(visit.tx(), visit.viewer, text.piece.id, text.lang)) throw base::Missing();
    const bool posted = visit.fields().get("posted") == "1";
    set_posted(visit.tx(), visit.viewer, text.piece.id, text.lang, visit.fields().get("place"), posted);
    return web::see_other(web::in_lang(visit.lang, text.path + "/share"), posted ? "posted" : "not_posted");
}

web::Response card(Visit& visit) {
    const std::string& name = visit.param("file");
    if (!name.ends_with(".png")) throw base::Missing();
    const auto piece = piece_id(std::string_view(name).substr(0, name.size() - 4));
    visit.tag(editorial::piece_tag(piece));
    return web::file("image/png", web::or_404(find_card(visit.tx(), piece)));
}
}

void share_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}/share", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/desk/{piece}/{lang}/share", mark).needs("account");
    on.get("/cards/{file}", card).open().without_language();
}

}

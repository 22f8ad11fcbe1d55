#include "blog/blog.hpp"
#include "design/assets.hpp"
#include "design/gallery.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/web/routes.hpp"
#include "learn/learn.hpp"
#include "people/people.hpp"
#include "research/research.hpp"
#include "site/home.hpp"
#include "site/pages.hpp"
#include "site/site.hpp"

#include <set>

namespace site {

namespace {
using design::tr;
using html::Html;
using web::Visit;

web::Response asset(Visit& visit) {
    const std::string path = "/assets/" + visit.param("name");
    for (const design::Asset& each : design::assets())
        if (each.url_path == path) {
            web::Response response = web::file(each.mime, each.bytes);
            response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
            visit.tag("asset");
            return response;
        }
    throw base::Missing();
}

/// Theme and furigana are a form, so that they work without script; the page is drawn anew.
web::Response set_look(const design::Frame& frame, Visit& visit) {
    const web::Fields& fields = visit.fields();
    // Each button sends its own choice; the other stays as it was.
    const std::string theme(fields.find("theme").value_or(visit.look.theme)),
        furigana(fields.find("furigana").value_or(visit.look.furigana));
    const web::Look look = web::look_from("look=" + theme + "." + furigana);
    web::Response response = web::see_other(std::string(fields.get("back")));
    response.headers.emplace_back("Set-Cookie", web::look_cookie(look, frame.public_url.starts_with("https://")));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

/// One address in the languages in which it exists.
struct Address {
    explicit Address(std::string where, bool english = true, bool japanese = true) : path(std::move(where)), en(english), ja(japanese) {}
    std::string path;
    bool en, ja;
    std::optional<base::Day> changed;
};

std::vector<Address> addresses(Visit& visit) {
    std::vector<Address> all{Address("/"),     Address("/learn"),  Address("/research"),
                             Address("/blog"), Address("/people"), Address("/verify")};
    std::map<std::string, Address> pieces;
    for (const base::Lang lang : base::languages)
        for (const editorial::Entry& entry : editorial::list_all_texts(visit.tx(), visit.viewer, lang)) {
            const auto url = editorial::url_of(visit.tx(), {entry.piece, entry.kind, entry.slug, ""});
            if (!url || (entry.kind == "page" && is_japanese_only(entry.slug) && lang == base::Lang::en)) continue;
            Address& address = pieces.try_emplace(*url, Address(*url, false, false)).first->second;
            (lang == base::Lang::en ? address.en : address.ja) = true;
            address.changed = std::max(address.changed.value_or(entry.published_on), entry.published_on);
            if (entry.kind == "lesson" && lang == base::Lang::ja)
                pieces.try_emplace(*url + "/partner", Address(*url + "/partner", false, true));
        }
    for (auto& [path, address] : pieces) all.push_back(std::move(address));
    for (const research::Source& source : research::list_sources(visit.tx(), visit.viewer)) all.emplace_back("/research/" + source.key);
    std::map<std::string, Address> tags;
    for (const base::Lang lang : base::languages)
        for (const blog::Tag& tag : blog::list_used_tags(visit.tx(), visit.viewer, lang)) {
            Address& address = tags.try_emplace(tag.slug, Address("/blog/tag/" + tag.slug, false, false)).first->second;
            (lang == base::Lang::en ? address.en : address.ja) = true;
        }
    for (auto& [slug, address] : tags) all.push_back(std::move(address));
    std::set<std::string> people;
    for (const base::Lang lang : base::languages)
        for (const editorial::Entry& entry : editorial::list_all_texts(visit.tx(), visit.viewer, lang)) {
            if (entry.kind == "snippet" || entry.kind == "series") continue;
            for (const editorial::Credit& credit : editorial::list_credits(visit.tx(), entry.piece))
                if (credit.person.may_be_named()) people.insert(credit.person.slug);
        }
    for (const std::string& slug : people) all.emplace_back("/people/" + slug);
    return all;
}

/// sitemaps.org 0.9 with the pair of each page.
web::Response sitemap(const design::Frame& frame, Visit& visit) {
    for (const char* tag : {"sitemap", "source:list", "blog:list", "people"}) visit.tag(tag);
    Html out = html::html(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for (const Address& address : addresses(visit))
        for (const base::Lang lang : base::languages) {
            if (!(lang == base::Lang::en ? address.en : address.ja)) continue;
            out += html::html("<url><loc>{}</loc>", {design::absolute(frame, lang, address.path)});
            if (address.changed) out += html::html("<lastmod>{}</lastmod>", {base::iso(*address.changed)});
            if (address.en && address.ja)
                for (const base::Lang pair : base::languages)
                    out += html::html("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                                      {base::tag(pair), html::Url(design::absolute(frame, pair, address.path))});
            out += html::html("</url>\n");
        }
    out += html::html("</urlset>\n");
    return web::file("application/xml; charset=utf-8", out.str());
}

web::Response robots(const design::Frame& frame, Visit& visit) {
    visit.tag("site");
    return web::file("text/plain; charset=utf-8", "User-agent: *\nAllow: /\n\nSitemap: " + frame.public_url + "/sitemap.xml\n");
}

web::Response parts(const design::Frame& frame, Visit& visit) {
    design::Page page = design::page_for(visit, tr(visit.lang, "parts.title"));
    page.wide = true;
    return web::page(design::page(frame, page, design::parts_gallery(visit.lang)));
}
}

void own_routes(web::Routes& on, const Facts& facts, bool dev) {
    const design::Frame& frame = facts.frame;
    on.get("/", [&frame](Visit& visit) { return home(frame, visit); }).open();
    on.get("/assets/{name...}", asset).open().without_language();
    on.post("/look", [&frame](Visit& visit) { return set_look(frame, visit); }).open().without_language();
    on.get("/sitemap.xml", [&frame](Visit& visit) { return sitemap(frame, visit); }).open().without_language();
    on.get("/robots.txt", [&frame](Visit& visit) { return robots(frame, visit); }).open().without_language();
    if (dev) on.get("/parts", [&frame](Visit& visit) { return parts(frame, visit); }).open();
}

}

#pragma once
#include "design/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace design {

/// How the reader wants pages drawn. Other values count as the first one named.
struct Look {
    std::string theme = "system";       // system, light (paper), dark (blackboard)
    std::string furigana = "standard";  // standard (shown on English pages, hidden on Japanese ones), off, hard, all
};

/// Facts of the installation, the same on every page.
struct Frame {
    std::string name = "ALTTO";
    std::string public_url = "http://localhost:8080";  // without a slash at the end
    std::string contact;                               // mail address; empty: no contact lines
};

/// What stands around `<main>` on one page.
struct Page {
    std::string title;        // "Thing · Course"; the site's name is added. Empty: the site's name alone
    std::string description;  // for search results
    Lang lang = Lang::en;
    std::string path = "/";    // without language and query: "/learn/first-week"
    std::optional<std::string> canonical;  // path of the page that this is another form of (print view)
    bool pair_exists = true;   // is there this page in the other language?
    bool own_lang = true;      // false: no canonical and not for search engines (error pages, pages of one person)
    Look look;
    std::string section;       // which navigation entry is current: learn, research, blog, write; else empty
    std::string body_class;    // "print-view", "sheet-view" …; empty for most
    std::string feed;          // path of its feed without language: "/blog/feed.xml"; empty: that of the site
    html::Html head;           // more of <head>, e.g. json_ld()
    bool wide = false;         // a lesson's frame is wider
    std::optional<std::string> skip_to;  // id that the skip link leads to; default "main"
};

/// The whole document. `main` becomes the content of <main id="main">.
html::Html page(const Frame&, const Page&, const html::Html& main);

/// The address of a page in a language: /learn, /ja/learn.
html::Url address(Lang, std::string_view path);
/// The same with public_url in front.
std::string absolute(const Frame&, Lang, std::string_view path);

/// A data block for search engines; `json` must come from base::write_json or be built with base::json_string.
html::Html json_ld(std::string_view json);
/// Data for a script of the page, which reads it by the id; no browser runs it. `json` as for json_ld().
html::Html data_block(std::string_view id, std::string_view json);

}

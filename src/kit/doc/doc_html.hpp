#pragma once
#include "kit/doc/doc.hpp"
#include "kit/html/html.hpp"

#include <functional>
#include <map>
#include <string>

namespace doc {

class Draw;

/// A picture that is kept in several widths, at `{src}/{width}.avif` and `{src}/{width}.jpg`.
struct PictureWidths {
    std::vector<int> widths;    // pixels, smallest first
    int width = 0, height = 0;  // of the largest
    std::string alt = {};       // where the document says nothing
    std::string sizes = {};     // how wide it stands on the page, as HTML's `sizes` says it
};

/// How a room draws one of our blocks; `draw` renders the block's content (or any node) in the same context.
using DrawBlock = std::function<html::Html(const Node& block, Draw& draw)>;

struct HtmlOptions {
    base::Lang lang = base::Lang::en;  // of the document; Japanese runs in an English one get lang="ja"
    int heading_shift = 0;             // added to heading levels
    bool heading_ids = true;           // slugs, unique on the page
    std::string id_prefix = {};             // for several documents on one page
    /// Draws a citation mark; `number` counts works from 1, `nth` counts marks of the same work from 1. Without it: "[key]".
    std::function<html::Html(const Citation&, int number, int nth)> citation = {};
    /// Rewrites an address inside the site (beginning with "/"), e.g. to put the language in front.
    std::function<std::string(std::string_view)> inner_url = {};
    /// By the address of an image; nothing for one that is drawn from its address as it is.
    std::function<std::optional<PictureWidths>(std::string_view src)> picture = {};
    std::map<std::string, DrawBlock, std::less<>> blocks = {};  // by container name; an unknown one is a plain section
};

/// Renders with state that lasts over several calls on one page (heading ids, citation numbers).
class Draw {
public:
    explicit Draw(HtmlOptions);
    html::Html block(const Node&);    // one block node
    html::Html inlines(const Node&);  // the inline content of a node
    html::Html blocks(const std::vector<Node>&);  // footnotes at the end become a list
    const HtmlOptions& options() const { return options_; }
    /// Works cited so far, in order of number.
    const std::vector<std::string>& cited() const { return cited_; }
    struct Heading {
        int level;
        std::string id;
        std::string text;
    };
    const std::vector<Heading>& headings() const { return headings_; }

private:
    friend class Writer;
    struct Note {
        int number = 0;
        int references = 0;
    };
    HtmlOptions options_;
    std::vector<std::string> cited_;
    std::map<std::string, int, std::less<>> marks_of_;
    std::map<std::string, int, std::less<>> ids_;
    std::vector<Heading> headings_;
    std::map<std::string, Note, std::less<>> notes_;  // footnotes referred to and not drawn yet
    int notes_drawn_ = 0;
    int tables_ = 0;
    int unnamed_ = 0;  // headings that give no slug
};

html::Html to_html(const Node& document, const HtmlOptions& = {});

/// Strict CommonMark HTML as the specification prints it, for `altto markdown` and its test suite; of a document of the strict dialect.
/// Raw HTML is printed as text.
std::string commonmark_html(const Node& document);

}

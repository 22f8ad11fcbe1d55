#pragma once
#include "design/frame.hpp"
#include "kit/html/html.hpp"
#include "reach/reach.hpp"

namespace reach {

struct Author {
    std::string name;
    std::string url; // absolute; "" for none
};

struct FeedItem {
    FeedEntry entry;
    std::string url; // absolute
    std::vector<Author> authors;
};

struct Feed {
    std::string title, subtitle = {};
    base::Lang lang{};
    std::string path = {}; // of the feed, without language
    std::string page_path = {}; // of the page that it belongs to, without language
    std::vector<FeedItem> items = {};
};

/// RFC 4287. Ids are tag URIs (RFC 4151) of the host and the id of the piece, so they outlast a new address; `updated` moves only with a
/// new live revision. Content is the text without what is for colleagues or the editor, drawn plainly.
html::Html atom(const design::Frame&, const Feed&);

}

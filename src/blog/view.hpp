#pragma once
#include "blog/blog.hpp"
#include "design/parts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace blog::view {

struct PostCard {
    editorial::Entry entry;
    std::vector<design::Person> people;
};
design::Teaser teaser(base::Lang, const PostCard&);

struct ListPage {
    std::vector<PostCard> posts;
    std::vector<Tag> tags;
    std::optional<Tag> tag;  // of a tag's page
    int page = 1;
    bool more = false;
};
html::Html list(base::Lang, const ListPage&);

struct PostPage {
    editorial::Text text;
    std::vector<design::Person> people;
    html::Html notices, note, body, call;
    std::vector<Tag> tags;
    std::optional<Series> series;
};
html::Html show(base::Lang, const PostPage&);

}

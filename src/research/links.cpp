#include "research/links.hpp"

#include "kit/base/json.hpp"
#include "kit/jobs/jobs.hpp"
#include "research/link_store.hpp"
#include "research/store.hpp"

#include <algorithm>
#include <set>

namespace research {

namespace {
constexpr std::size_t longest_link = 2000;

void gather(const doc::Node& node, std::vector<std::string>& urls) {
    for (const doc::Mark& mark : node.marks)
        if (mark.type == "link")
            for (const auto& [name, value] : mark.attrs)
                if (const std::string* url = value.text(); name == "href" && url) urls.push_back(*url);
    for (const doc::Node& child : node.content) gather(child, urls);
}
}

std::vector<std::string> outer_links(const doc::Node& document) {
    std::vector<std::string> all, links;
    gather(document, all);
    std::set<std::string> known;
    for (std::string& url : all) {
        // The same page is asked for once, whatever part of it is meant.
        url = url.substr(0, url.find('#'));
        const bool outer = url.starts_with("https://") || url.starts_with("http://");
        if (outer && url.size() <= longest_link && known.insert(url).second) links.push_back(std::move(url));
    }
    return links;
}

std::vector<BrokenLink> broken_links(db::Tx& tx, const doc::Node& document) {
    std::vector<BrokenLink> broken;
    for (const std::string& url : outer_links(document)) {
        const auto link = store::find_link(tx, url);
        if (link && link->checked_at.ms > 0 && is_broken(link->status, link->error))
            broken.push_back({.url = url, .status = link->status, .error = link->error, .checked_at = link->checked_at});
    }
    return broken;
}

std::vector<std::string> unchecked_links(db::Tx& tx, const doc::Node& document) {
    std::vector<std::string> unchecked;
    for (std::string& url : outer_links(document)) {
        const auto link = store::find_link(tx, url);
        if (!link || link->checked_at.ms < tx.now().ms - fresh_for.count()) unchecked.push_back(std::move(url));
    }
    return unchecked;
}

void check_soon(db::Tx& tx, const doc::Node& document) {
    const auto urls = unchecked_links(tx, document);
    for (const std::string& url : urls) store::want_link(tx, url, /*at_once=*/true);
    if (!urls.empty()) jobs::later(tx, "links.check", "");
}

void check_soon(db::Tx& tx, editorial::TextId text) {
    for (const std::string& body : store::bodies_of(tx, text)) {
        const auto json = base::parse_json(body);
        if (!json) continue;
        if (const auto document = doc::from_json(*json, doc::State::working)) check_soon(tx, *document);
    }
}

bool is_broken(int status, std::string_view error) {
    // Who asks for a password, refuses programs or is busy is there.
    constexpr int there[] = {401, 403, 405, 406, 418, 429, 451, 503, 999};
    if (!error.empty()) return true;
    return status >= 400 && std::find(std::begin(there), std::end(there), status) == std::end(there);
}

}

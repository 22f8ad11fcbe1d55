#include "kit/base/json.hpp"
#include "kit/client/client.hpp"
#include "kit/jobs/jobs.hpp"
#include "research/link_store.hpp"
#include "research/research.hpp"
#include "research/store.hpp"

#include <map>
#include <set>
#include <thread>

namespace research {

namespace {
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{8};  // for one request
constexpr std::chrono::seconds stretch{15};  // of one job: other work waits meanwhile
constexpr std::chrono::seconds rest{30};     // before the next one
constexpr std::chrono::days kept_for{3};     // after the last text that led there was gone
constexpr std::int64_t most_at_once = 100;

std::string_view host_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("//") + 2, url.size()));
    return url.substr(0, url.find_first_of("/?#"));
}

struct Result {
    int status = 0;
    std::string error;
};

/// HEAD first. Many servers do not know it, so its bad answers count for nothing.
Result ask(const client::Client& client, const std::string& url) {
    client::Ask asking;
    asking.time = patience;
    asking.body = false;
    asking.redirects = 5;
    asking.head = true;
    auto answer = client.get(url, asking);
    if (answer && answer->status < 400) return {answer->status, {}};
    using client::Why;
    const bool final =
        !answer && answer.error().why != Why::unreachable && answer.error().why != Why::too_slow && answer.error().why != Why::redirects;
    if (!final) {
        asking.head = false;
        answer = client.get(url, asking);
    }
    if (answer) return {answer->status, {}};
    return {0, std::string(client::name(answer.error().why))};
}

bool is_allowed(db::Pool& pool, const Network& network) {
    const auto tx = pool.read();
    return may_look_up(*tx, &network);
}

void add_links(std::set<std::string>& urls, const std::string& body) {
    const auto json = base::parse_json(body);
    if (!json) return;
    if (const auto document = doc::from_json(*json, doc::State::working))
        for (std::string& url : outer_links(*document)) urls.insert(std::move(url));
}

/// Reads without holding up who writes, and a few texts at a time.
jobs::Finish gather(db::Pool& pool, const Network& network) {
    if (!is_allowed(pool, network)) return [](db::Tx&) {};
    std::set<std::string> urls;
    for (const store::Bodies which : {store::Bodies::live, store::Bodies::working})
        for (std::int64_t after = 0;;) {
            const auto bodies = store::list_bodies(*pool.read(), which, after, 50);
            for (const std::string& body : bodies) add_links(urls, body);
            if (bodies.empty()) break;
        }
    for (const Source& source : store::list(*pool.read(), true))
        if (auto url = address(source)) urls.insert(std::move(*url));
    return [urls](db::Tx& tx) {
        for (const std::string& url : urls) store::want_link(tx, url, false);
        store::forget_links(tx, {tx.now().ms - std::chrono::milliseconds(kept_for).count()});
        jobs::later(tx, "links.check", "");
    };
}

jobs::Finish check(db::Pool& pool, const Network& network, std::chrono::milliseconds pause) {
    if (!is_allowed(pool, network)) return [](db::Tx&) {};
    std::vector<std::string> due;
    {
        const auto tx = pool.read();
        due = store::due_links(*tx, most_at_once);
    }
    const auto end = Clock::now() + stretch;
    std::map<std::string, Clock::time_point, std::less<>> asked;  // host, when it may be asked again
    std::size_t done = 0;
    for (const std::string& url : due) {
        if (Clock::now() >= end) break;
        auto& free_at = asked[std::string(host_of(url))];
        if (free_at > end) break;
        std::this_thread::sleep_until(free_at);
        const Result result = ask(*network.client, url);
        free_at = Clock::now() + pause;
        // A client that others keep busy says nothing about the link.
        if (result.error != client::name(client::Why::busy))
            db::write(pool, [&](db::Tx& tx) { store::put_result(tx, url, result.status, result.error); });
        ++done;
    }
    const bool more = done < due.size() || due.size() == static_cast<std::size_t>(most_at_once);
    return [more](db::Tx& tx) {
        if (more) jobs::later(tx, "links.check", "", base::Instant{tx.now().ms + std::chrono::milliseconds(rest).count()});
    };
}
}

std::vector<jobs::Handler> link_jobs(const Network& network, std::chrono::milliseconds pause) {
    std::vector<jobs::Handler> handlers;
    handlers.push_back({.kind = "links.gather", .work = [&network](db::Pool& pool, const jobs::Job&) { return gather(pool, network); }});
    handlers.push_back(
        {.kind = "links.check", .work = [&network, pause](db::Pool& pool, const jobs::Job&) { return check(pool, network, pause); }});
    return handlers;
}

std::vector<jobs::Schedule> link_schedules() { return {{"links.gather", std::chrono::hours(24)}}; }

}

#pragma once
#include "editorial/editorial.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"
#include "kit/doc/doc.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace jobs {
struct Handler;
struct Schedule;
}

namespace research {

struct Network;

/// Addresses of other sites in a text, each once, in order.
std::vector<std::string> outer_links(const doc::Node&);

struct BrokenLink {
    std::string url;
    int status = 0;     // of the answer; 0: there was none
    std::string error;  // why there was none: name(client::Why); "" for an answer
    base::Instant checked_at;
};
/// Links of a text that did not answer when they were last looked at.
std::vector<BrokenLink> broken_links(db::Tx&, const doc::Node&);
/// Links of a text that nobody has looked at in the last 30 days.
std::vector<std::string> unchecked_links(db::Tx&, const doc::Node&);
/// Asks for those to be looked at soon.
void check_soon(db::Tx&, const doc::Node&);
/// Asks for those of a text, as it is written and as readers see it.
void check_soon(db::Tx&, editorial::TextId);

/// "links.gather" notes what live texts, working copies and sources lead to; "links.check" looks at what is due, one request a second to
/// each host, for some 15 seconds, and goes on later. Both do nothing while the network is not allowed. `network` must outlive them.
std::vector<jobs::Handler> link_jobs(const Network& network, std::chrono::milliseconds pause = std::chrono::seconds(1));
/// Gathers every day.
std::vector<jobs::Schedule> link_schedules();

}

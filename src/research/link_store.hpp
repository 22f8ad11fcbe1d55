#pragma once
#include "research/links.hpp"

#include <optional>

/// Private to research.
namespace research {

/// For so long nobody needs to look at an address again.
inline constexpr std::chrono::milliseconds fresh_for = std::chrono::days(30);
/// What did not answer is looked at again sooner.
inline constexpr std::chrono::milliseconds broken_for = std::chrono::days(2);

bool is_broken(int status, std::string_view error);

namespace store {

struct Link {
    std::string url;
    base::Instant checked_at;
    int status = 0;
    std::string error;
};
std::optional<Link> find_link(db::Tx&, std::string_view url);
/// Notes that something leads there now; `at_once` makes it due.
void want_link(db::Tx&, std::string_view url, bool at_once);
/// Due addresses, the longest ago first.
std::vector<std::string> due_links(db::Tx&, std::int64_t most);
void put_result(db::Tx&, std::string_view url, int status, std::string_view error);
/// Addresses that nothing leads to any more.
void forget_links(db::Tx&, base::Instant wanted_before);
/// Documents as JSON, in the order of their texts: at most `most` behind the text `after`, which becomes the last of them.
enum class Bodies { live, working };
std::vector<std::string> list_bodies(db::Tx&, Bodies, std::int64_t& after, std::int64_t most);
/// Those of one text: what is written, and what readers see.
std::vector<std::string> bodies_of(db::Tx&, editorial::TextId);

}
}

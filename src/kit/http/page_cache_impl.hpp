#pragma once
#include "kit/http/answer.hpp"
#include "kit/http/page_cache.hpp"

#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace http {

/// What the server asks of the cache; private to kit/http.
class PageCache::Impl {
public:
    explicit Impl(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    bool enabled() const { return max_bytes_ > 0; }
    std::optional<Answer> find(std::string_view key, const Accepts&, bool head, std::string_view if_none_match);
    /// False if it was not kept because a tag was dropped after `begun`.
    bool put(const std::string& key, Page, const std::vector<std::string>& tags, std::uint64_t begun);
    static bool may_keep(const Response&);

    std::uint64_t begin() const;
    void drop(std::span<const std::string> tags);
    void drop_all();
    Stats stats() const;

    /// Presses one page that is asked for often as small as brotli can. False if there was none to do.
    bool polish_one();
    bool has_polishing() const;

private:
    struct Tag {
        std::uint64_t dropped = 0;  // the number of the last drop
        std::size_t uses = 0;
    };
    using Tags = std::unordered_map<std::string, Tag>;
    struct Entry {
        std::string key;
        Page page;
        std::vector<Tags::value_type*> tags;
        std::uint64_t id = 0;
        std::size_t bytes = 0, br_bytes = 0;
        unsigned br_hits = 0;  // by clients that would take brotli
        bool polished = false;
    };
    using Entries = std::list<Entry>;  // the one asked for last stands first

    void erase(Entries::iterator);
    void weigh(Entry&);
    void make_room();
    void ask_for_polish(Entry&);
    std::shared_ptr<const std::string> shared(std::shared_ptr<const std::string>);
    void forget_unused_tags();

    const std::size_t max_bytes_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_key_;
    Tags tags_;
    std::unordered_map<std::string_view, std::shared_ptr<const std::string>> commons_;
    std::deque<std::pair<std::string, std::uint64_t>> to_polish_;  // key and id
    std::uint64_t drops_ = 0;  // numbers every drop
    std::uint64_t floor_ = 0;  // no render begun before this drop is stored
    std::uint64_t next_id_ = 0;
    std::uint64_t hits_ = 0, misses_ = 0;
    std::size_t bytes_ = 0, br_bytes_ = 0;
};

/// How a page that will be kept is made. Brotli only if somebody who takes it is waiting.
Effort effort_for_keeping(bool br_is_wanted);
/// How an answer that will not be kept is made.
Effort effort_for_once();

}

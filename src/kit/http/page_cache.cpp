#include "kit/http/page_cache.hpp"

#include "kit/http/compress.hpp"
#include "kit/http/page_cache_impl.hpp"

#include <algorithm>
#include <utility>

namespace http {

namespace {
constexpr std::size_t entry_overhead = 480;  // list and hash nodes, control blocks, key, entity tag
constexpr unsigned hits_before_polish = 3;
constexpr std::size_t max_to_polish = 256;
constexpr std::size_t max_unused_tags = 20000;
constexpr std::size_t max_commons = 256;

// Brotli stands beside gzip for what is asked for often, so it has a part of the room only.
std::size_t br_share(std::size_t max_bytes) { return max_bytes / 8; }
}

Effort effort_for_keeping(bool br_is_wanted) { return Effort{.gzip = 6, .br = br_is_wanted ? 5 : 0, .keep_plain = false}; }
Effort effort_for_once() { return Effort{.gzip = 3, .br = 0, .keep_plain = true}; }

PageCache::PageCache(std::size_t max_bytes) : impl_(std::make_unique<Impl>(max_bytes)) {}
PageCache::~PageCache() = default;
std::uint64_t PageCache::begin() const { return impl_->begin(); }
void PageCache::drop(std::span<const std::string> tags) { impl_->drop(tags); }
void PageCache::drop_all() { impl_->drop_all(); }
PageCache::Stats PageCache::stats() const { return impl_->stats(); }

void PageCache::store(const std::string& key, const Response& response, std::uint64_t begun) {
    if (!impl_->enabled() || !Impl::may_keep(response)) return;
    impl_->put(key, make_page(response, effort_for_keeping(/*br_is_wanted=*/false)), response.tags, begun);
}

bool PageCache::Impl::may_keep(const Response& response) {
    if (response.tags.empty() || (response.status != 200 && response.status != 301 && response.status != 308)) return false;
    return std::none_of(response.headers.begin(), response.headers.end(), [](const auto& header) { return same_word(header.first, "set-cookie"); });
}

std::uint64_t PageCache::Impl::begin() const {
    const std::lock_guard hold(mutex_);
    return drops_;
}

std::optional<Answer> PageCache::Impl::find(std::string_view key, const Accepts& accepts, bool head, std::string_view if_none_match) {
    Page page;  // a copy of what it points to, so that inflating for a client without gzip holds no lock
    {
        const std::lock_guard hold(mutex_);
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) {
            ++misses_;
            return std::nullopt;
        }
        ++hits_;
        const Entries::iterator entry = found->second;
        if (entry != entries_.begin()) entries_.splice(entries_.begin(), entries_, entry);
        if (accepts.best(/*have_gzip=*/true, /*have_br=*/true) == Coding::br) ask_for_polish(*entry);
        const bool needs_inflating = !entry->page.plain && accepts.best(/*have_gzip=*/true, static_cast<bool>(entry->page.br)) == Coding::identity;
        if (!needs_inflating) return pick(entry->page, accepts, head, if_none_match);
        page = entry->page;
    }
    return pick(page, accepts, head, if_none_match);
}

bool PageCache::Impl::put(const std::string& key, Page page, const std::vector<std::string>& tags, std::uint64_t begun) {
    const std::lock_guard hold(mutex_);
    if (begun < floor_) return false;
    for (const std::string& tag : tags)
        if (const auto known = tags_.find(tag); known != tags_.end() && known->second.dropped > begun) return false;
    if (const auto old = by_key_.find(key); old != by_key_.end()) erase(old->second);

    Entry& entry = entries_.emplace_front();
    entry.key = key;
    entry.page = std::move(page);
    entry.page.common = shared(std::move(entry.page.common));
    entry.id = ++next_id_;
    entry.tags.reserve(tags.size());
    for (const std::string& tag : tags) {
        Tags::value_type& used = *tags_.try_emplace(tag).first;
        ++used.second.uses;
        entry.tags.push_back(&used);
    }
    by_key_.emplace(entry.key, entries_.begin());
    if (entry.page.br && br_bytes_ + entry.page.br.bytes->size() > br_share(max_bytes_) / 2) entry.page.br = {};  // may be asked for once only
    weigh(entry);
    make_room();
    forget_unused_tags();
    return true;
}

void PageCache::Impl::drop(std::span<const std::string> tags) {
    const std::lock_guard hold(mutex_);
    ++drops_;
    for (const std::string& tag : tags) tags_.try_emplace(tag).first->second.dropped = drops_;
    const auto is_dropped = [&](const Tags::value_type* tag) { return tag->second.dropped == drops_; };
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto here = entry++;
        if (std::any_of(here->tags.begin(), here->tags.end(), is_dropped)) erase(here);
    }
    forget_unused_tags();
}

void PageCache::Impl::drop_all() {
    const std::lock_guard hold(mutex_);
    floor_ = ++drops_;
    by_key_.clear();
    entries_.clear();
    to_polish_.clear();
    tags_.clear();
    commons_.clear();
    bytes_ = br_bytes_ = 0;
}

PageCache::Stats PageCache::Impl::stats() const {
    const std::lock_guard hold(mutex_);
    return Stats{.entries = entries_.size(), .bytes = bytes_, .hits = hits_, .misses = misses_, .drops = drops_};
}

bool PageCache::Impl::has_polishing() const {
    const std::lock_guard hold(mutex_);
    return !to_polish_.empty();
}

bool PageCache::Impl::polish_one() {
    std::pair<std::string, std::uint64_t> job;
    Page page;
    {
        const std::lock_guard hold(mutex_);
        if (to_polish_.empty()) return false;
        job = std::move(to_polish_.front());
        to_polish_.pop_front();
        const auto found = by_key_.find(job.first);
        if (found == by_key_.end() || found->second->id != job.second) return true;
        page = found->second->page;
    }
    Encoded smaller = encode(page.hash, Coding::br, "-b11", brotli(gunzip(page.gzip.body()), 11));

    const std::lock_guard hold(mutex_);
    const auto found = by_key_.find(job.first);
    if (found == by_key_.end() || found->second->id != job.second) return true;
    Entry& entry = *found->second;
    if (br_bytes_ - entry.br_bytes + smaller.bytes->size() > br_share(max_bytes_)) return true;
    entry.page.br = std::move(smaller);
    weigh(entry);
    make_room();
    return true;
}

void PageCache::Impl::ask_for_polish(Entry& entry) {
    if (entry.polished || !entry.page.gzip || ++entry.br_hits < hits_before_polish) return;
    if (to_polish_.size() >= max_to_polish || br_bytes_ >= br_share(max_bytes_)) return;
    entry.polished = true;
    to_polish_.emplace_back(entry.key, entry.id);
}

void PageCache::Impl::erase(Entries::iterator entry) {
    for (Tags::value_type* tag : entry->tags) --tag->second.uses;
    bytes_ -= entry->bytes;
    br_bytes_ -= entry->br_bytes;
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

// Counts an entry again after it changed.
void PageCache::Impl::weigh(Entry& entry) {
    bytes_ -= entry.bytes;
    br_bytes_ -= entry.br_bytes;
    entry.br_bytes = entry.page.br ? entry.page.br.bytes->size() : 0;
    entry.bytes = entry_overhead + entry.key.size() + entry.br_bytes;
    for (const Encoded* encoded : {&entry.page.plain, &entry.page.gzip})
        if (*encoded) entry.bytes += encoded->bytes->size();
    bytes_ += entry.bytes;
    br_bytes_ += entry.br_bytes;
}

void PageCache::Impl::make_room() {
    while (bytes_ > max_bytes_ && !entries_.empty()) erase(std::prev(entries_.end()));
}

// Most pages of a site have the same header lines; one copy serves all.
std::shared_ptr<const std::string> PageCache::Impl::shared(std::shared_ptr<const std::string> lines) {
    if (commons_.size() >= max_commons) std::erase_if(commons_, [](const auto& common) { return common.second.use_count() == 1; });
    if (commons_.size() >= max_commons) return lines;
    return commons_.try_emplace(*lines, lines).first->second;
}

// A forgotten number must not let an older render in: what was begun before the last forgotten drop is refused.
void PageCache::Impl::forget_unused_tags() {
    if (tags_.size() < max_unused_tags + 8 * entries_.size()) return;
    std::erase_if(tags_, [&](const auto& tag) {
        if (tag.second.uses > 0) return false;
        floor_ = std::max(floor_, tag.second.dropped);
        return true;
    });
}

}

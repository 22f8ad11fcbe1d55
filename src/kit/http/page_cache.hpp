#pragma once
#include "kit/http/http.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// Finished answers, head and body, in gzip, in brotli for what is asked for often, and as they are where neither helps. Never holds an
/// answer that is older than a drop() that returned before the lookup began. Safe from several threads.
class PageCache {
public:
    /// With 0 it keeps nothing: every request is rendered.
    explicit PageCache(std::size_t max_bytes);
    ~PageCache();

    /// What a render must note before its transaction begins.
    std::uint64_t begin() const;
    /// Keeps the answer unless one of its tags was dropped after `begun`. Only answers with tags, of status 200, 301 or 308, that set no cookie.
    void store(const std::string& key, const Response&, std::uint64_t begun);
    /// Forgets every answer with one of these tags, and lets no render begun before now be stored with them.
    void drop(std::span<const std::string> tags);
    void drop_all();

    struct Stats {
        std::size_t entries, bytes;
        std::uint64_t hits, misses, drops;
    };
    Stats stats() const;

    class Impl;
    Impl& impl() { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

}

#pragma once
#include "kit/http/answer.hpp"
#include "kit/http/http.hpp"
#include "kit/http/page_cache_impl.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace http {

/// From a request to bytes, on the thread that calls.
class Render {
public:
    Render(Handler handler, ErrorPage error_page, PageCache::Impl& cache)
        : handler_(std::move(handler)), error_page_(std::move(error_page)), cache_(cache) {}

    enum class Kept { yes, overtaken, never };
    struct Done {
        Answer answer;
        Kept kept = Kept::never;
        std::shared_ptr<Stream> stream = nullptr;  // what follows the answer
    };
    /// With a key the answer is kept in the page cache where it may be.
    Done run(const Request&, const std::optional<std::string>& key, const Wanted&);
    /// The answer to what the server itself refuses.
    Answer refusal(int status, std::string_view target, bool head);

private:
    Handler handler_;
    ErrorPage error_page_;
    PageCache::Impl& cache_;
};

}

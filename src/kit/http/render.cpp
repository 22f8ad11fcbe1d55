#include "kit/http/render.hpp"

#include "kit/base/log.hpp"

#include <algorithm>
#include <exception>

namespace http {

Render::Done Render::run(const Request& request, const std::optional<std::string>& key, const Wanted& wanted) {
    try {
        const std::uint64_t begun = key ? cache_.begin() : 0;
        const Response response = handler_(request);
        Done done;
        if (response.stream) {
            done.answer = make_stream(response, wanted);
            if (!wanted.head) done.stream = response.stream;
            return done;
        }
        if (key && PageCache::Impl::may_keep(response)) {
            const Page page =
                make_page(response, effort_for_keeping(wanted.accepts.best(/*have_gzip=*/true, /*have_br=*/true) == Coding::br));
            done.answer = pick(page, wanted);
            done.kept = cache_.put(*key, page, response.tags, begun) ? Kept::yes : Kept::overtaken;
            return done;
        }
        Effort effort = effort_for_once();
        if (wanted.accepts.best(/*have_gzip=*/true, /*have_br=*/false) == Coding::identity) effort.gzip = 0;
        done.answer = pick(make_page(response, effort), wanted);
        return done;
    } catch (const std::exception& failure) {
        base::log::error("a handler failed", {{"method", request.method}, {"why", failure.what()}});
    } catch (...) {
        base::log::error("a handler failed", {{"method", request.method}});
    }
    return Done{.answer = refusal(500, request.target, wanted.head), .kept = Kept::never};
}

Answer Render::refusal(int status, std::string_view target, bool head) {
    Response response;
    try {
        response = error_page_(status, target);
        response.status = status;
        response.tags.clear();
        const auto has = [&](std::string_view name) {
            return std::any_of(response.headers.begin(), response.headers.end(),
                               [&](const auto& header) { return same_word(header.first, name); });
        };
        if (!has("cache-control")) response.headers.emplace_back("Cache-Control", "no-store");
        if (status == 405 && !has("allow")) response.headers.emplace_back("Allow", "GET, HEAD, POST");
        if (status == 503 && !has("retry-after")) response.headers.emplace_back("Retry-After", "2");
        return pick(make_page(response, Effort{}), Accepts{}, head, {});
    } catch (const std::exception& failure) {
        base::log::error("the error page failed", {{"why", failure.what()}});
    }
    response = Response{.status = status, .headers = {}, .body = {}, .tags = {}};
    return pick(make_page(response, Effort{}), Accepts{}, head, {});
}

}

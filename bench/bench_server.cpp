// A server of made-up pages on kit/http alone, to tune it without the rest of the program.
//   http_bench_server PORT [CACHE_BYTES]     /page/N and /ja/page/N are pages of 20 kB; anything else is 404
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

namespace {
// Text with the entropy of prose: words of a small vocabulary in an order that the number decides.
std::string prose(unsigned seed, std::size_t size) {
    static constexpr const char* words[] = {"the", "teacher", "asks", "a", "question", "and", "waits", "until", "every", "pupil", "has", "written", "one", "sentence",
        "about", "their", "morning", "then", "pairs", "compare", "what", "they", "wrote", "before", "anyone", "reads", "aloud", "because", "listening", "first",
        "gives", "time", "to", "find", "words", "in", "class", "today", "which", "nobody", "had", "expected", "to", "use", "again", "after", "lunch", "quietly"};
    std::string text = "<p>";
    while (text.size() < size) {
        seed = seed * 1664525U + 1013904223U;
        text += words[(seed >> 16) % std::size(words)];
        if ((seed >> 8) % 11 == 0) text += std::to_string(seed >> 20);
        text += (seed >> 10) % 70 == 0 ? ".</p>\n<p>" : " ";
    }
    return text + "</p>";
}

http::Response page(const http::Request& request) {
    http::Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}};
    const std::size_t at = request.path.find("/page/");
    if (at == std::string::npos) {
        response.status = 404;
        response.body = "<!doctype html><title>Not found</title>";
        return response;
    }
    const auto number = static_cast<unsigned>(std::strtoul(request.path.c_str() + at + 6, nullptr, 10));
    response.body = "<!doctype html><html lang=en><title>Lesson " + std::to_string(number) + "</title><main>" + prose(number, 20000) + "</main></html>";
    response.tags = {"piece:" + std::to_string(number), "site"};
    return response;
}

http::Server* running = nullptr;
}

int main(int count, char** words) {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    http::ServerOptions options;
    options.port = static_cast<std::uint16_t>(count > 1 ? std::atoi(words[1]) : 8080);
    http::PageCache cache(count > 2 ? std::strtoul(words[2], nullptr, 10) : 64UL << 20);
    const auto error_page = [](int status, std::string_view) {
        return http::Response{.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = std::to_string(status), .tags = {}};
    };
    const auto key_of = [](std::string_view path, std::string_view, std::string_view) { return std::optional<std::string>(path); };
    http::Server server(options, page, error_page, key_of, cache);
    running = &server;
    std::thread([&] {
        int got = 0;
        sigwait(&wanted, &got);
        running->stop();
    }).detach();
    server.run();
    const auto stats = cache.stats();
    std::printf("entries %zu bytes %zu hits %llu misses %llu\n", stats.entries, stats.bytes, static_cast<unsigned long long>(stats.hits), static_cast<unsigned long long>(stats.misses));
}

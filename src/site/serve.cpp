#include "editorial/editorial.hpp"
#include "kit/base/log.hpp"
#include "kit/db/notices.hpp"
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"
#include "kit/web/app.hpp"
#include "site/settings.hpp"
#include "site/site.hpp"
#include "site/wiring.hpp"

#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <pthread.h>
#include <thread>

namespace site {

namespace {
/// Drops what shows today's date when the day changes.
class Midnight {
public:
    explicit Midnight(http::PageCache& cache) : thread_([this, &cache] { run(cache); }) {}
    ~Midnight() {
        {
            const std::lock_guard hold(mutex_);
            stop_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

private:
    void run(http::PageCache& cache) {
        base::Day today = base::day_of(base::now());
        std::unique_lock hold(mutex_);
        while (!wake_.wait_for(hold, std::chrono::seconds(1), [this] { return stop_; })) {
            const base::Day day = base::day_of(base::now());
            if (day == today) continue;
            today = day;
            const std::string tags[] = {"day"};
            cache.drop(tags);
        }
    }
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;
    std::thread thread_;
};

/// Stops the server on SIGTERM and SIGINT. The signals are blocked in every thread but read here.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        for (const int signal : {SIGTERM, SIGINT, SIGUSR2}) sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void watch(http::Server& server) {
        thread_ = std::thread([this, &server] {
            int signal = 0;
            sigwait(&set_, &signal);
            if (signal == SIGUSR2) return;
            base::log::info("stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
            server.stop();
        });
    }
    ~Signals() {
        if (!thread_.joinable()) return;
        pthread_kill(thread_.native_handle(), SIGUSR2);
        thread_.join();
    }

private:
    sigset_t set_{};
    std::thread thread_;
};

base::log::Level log_level(const std::string& name) {
    if (name == "debug") return base::log::Level::debug;
    if (name == "warning") return base::log::Level::warning;
    if (name == "error") return base::log::Level::error;
    return base::log::Level::info;
}
}

int serve(const base::Config& config, const std::filesystem::path& data, const ServeOptions& options) {
    base::log::set_level(log_level(config.text("log.level")));
    base::set_zone(config.text("site.zone"));
    const Listen listen = parse_listen(config.text("server.listen"));
    const auto workers = static_cast<std::size_t>(config.number("server.workers"));
    Facts facts{frame_of(config, public_url(config, listen)), config.text("site.operator"), config.text("site.data_location")};

    // One connection for each worker and one for what runs beside them.
    const auto pool = open_database(config, data, workers + 1, /*must_exist=*/true);
    require_schema(*pool);
    set_kinds();

    // Finished pages. What a publication drops is announced to the other processes on the same database, too.
    http::PageCache cache(static_cast<std::size_t>(config.number("server.cache_mb")) * 1024 * 1024);
    editorial::on_change([&cache](db::Tx& tx, const std::vector<std::string>& tags) {
        db::announce(tx, tags);
        tx.after_commit([&cache, tags] { cache.drop(tags); });
    });

    web::Routes on;
    routes(on, facts, options.dev);
    const web::App app({facts.frame.public_url}, *pool, on,
                       [&facts](int status, base::Lang lang, const web::Look& look, std::string_view path, std::string_view id) {
                           return draw_error(facts.frame, status, lang, look, path, id);
                       },
                       cache);

    Signals signals;
    http::ServerOptions server_options;
    server_options.address = listen.host;
    server_options.port = listen.port;
    server_options.workers = workers;
    http::Server server(
        server_options, [&app](const http::Request& request) { return app.handle(request); },
        [&app](int status, std::string_view target) { return app.error(status, target); },
        [&on](std::string_view path, std::string_view query, std::string_view cookie) { return on.cache_key(path, query, cookie); }, cache);
    signals.watch(server);
    const db::Notices notices(*pool, [&cache](std::span<const std::string> tags) { cache.drop(tags); }, [&cache] { cache.drop_all(); });
    const Midnight midnight(cache);

    std::cout << "ALTTO serves " << facts.frame.name << " at http://" << (listen.local ? "localhost" : listen.host) << ":" << server.port() << std::endl;
    server.run();
    return 0;
}

}

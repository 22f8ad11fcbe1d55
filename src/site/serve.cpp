#include "editorial/editorial.hpp"
#include "kit/base/guarded.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/log.hpp"
#include "kit/client/client.hpp"
#include "kit/db/notices.hpp"
#include "kit/http/client_address.hpp"
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"
#include "kit/http/streams.hpp"
#include "kit/image/image.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/jobs/jobs.hpp"
#include "kit/mail/mail.hpp"
#include "kit/web/app.hpp"
#include "kit/web/form_guard.hpp"
#include "kit/web/siege.hpp"
#include "kit/web/stream.hpp"
#include "people/people.hpp"
#include "site/background.hpp"
#include "site/cards.hpp"
#include "site/copy_news.hpp"
#include "site/own_settings.hpp"
#include "site/settings.hpp"
#include "site/site.hpp"
#include "site/uploads.hpp"
#include "site/wiring.hpp"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <malloc.h>
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

namespace {
/// The site as one state of its settings: a change makes a new one, and requests that have begun keep theirs.
struct State {
    Facts facts;
    web::Routes on;
    std::unique_ptr<web::App> app;
};

/// A program that serves: what lasts, and the present state.
class Running {
public:
    Running(const base::Config& config, const Listen& listen, bool dev, db::Pool& pool, http::PageCache& cache, http::Streams& streams)
        : config_(config), url_(public_url(config, listen)), dev_(dev), pool_(pool), cache_(cache), streams_(streams),
          proxies_(http::parse_trusted_proxies(config.text("server.trusted_proxies")).value_or(http::TrustedProxies())),
          guard_(shared_secret(pool, "forms")), siege_(static_cast<int>(config.number("server.attack_posts"))),
          images_(own_path(), {"render-image"}), readings_(own_path(), {"suggest-readings"}),
          cards_(own_path(), {"draw-card"}, card_faces()), mailer_(smtp_of(config)) {
        services_.people.guard = &guard_;
        services_.people.siege = &siege_;
        services_.people.images = &images_;
        services_.desk = {.images = &images_, .readings = &readings_, .network = &network_};
        services_.cards = &cards_;
        services_.network = &network_;
        services_.people.changed = [](db::Tx& tx, std::string_view tag) {
            // Names stand in bylines, too, and these on pages that show the lists' tags.
            if (tag == "people")
                editorial::changed(tx, {"people", "course:list", "blog:list"});
            else
                editorial::changed(tx, {std::string(tag)});
        };
        services_.people.export_more = export_more;
        services_.people.is_seen = editorial::is_seen;
        services_.people.forget = forget_everywhere;
        services_.people.my_desk = desk::my_desk;
        services_.people.closed = desk::find_closed_days;
        services_.people.scrub = [this] { pool_.scrub(); };
        services_.desk.scrub = services_.people.scrub;
        services_.mailer = &mailer_;
        services_.reload = [this] { reload(); };
        services_.in_file = [this](std::string_view key) { return config_.text(key); };
        services_.opens_setup = [this](std::string_view token) {
            return setup_token_.with([&](const std::string& now) { return base::equal_in_constant_time(token, now); });
        };
        // A link that was used lies about in a console and in the history of a browser.
        services_.setup_done = [this] { setup_token_.with([](std::string& now) { now = base::new_uid(); }); };
        state_.with([&](auto& state) { state = make(); });
        first_ = now();
    }

    std::shared_ptr<const State> now() const {
        return state_.with([](const auto& state) { return state; });
    }
    /// Addresses and what their pages differ by are the same in every state.
    const web::Routes& routes() const { return first_->on; }

    void reload() {
        auto fresh = make();
        state_.with([&](auto& state) { state = std::move(fresh); });
        cache_.drop_all();
    }

    Workshop workshop() {
        return {.mailer = mailer_, .cards = cards_, .network = background_network_, .frame = [this] { return now()->facts.frame; }};
    }

    /// The link that opens the first page of all, while nobody keeps the site.
    std::optional<std::string> setup_link() {
        const auto tx = pool_.read();
        if (people::has_keeper(*tx)) return std::nullopt;
        return url_ + "/setup?key=" + setup_token_.with([](const std::string& now) { return now; });
    }

private:
    bool asks_others(db::Tx& tx) const { return may_ask_others(tx, config_.text("network.lookups")); }

    static std::string own_path() {
        std::error_code failed;
        const auto path = std::filesystem::read_symlink("/proc/self/exe", failed);
        return failed ? "altto" : path.string();
    }

    std::shared_ptr<const State> make() {
        auto state = std::make_shared<State>();
        state->facts = {frame_of(config_, url_), config_.text("site.operator"), config_.text("site.data_location")};
        OwnSettings own;
        bool closed = false;
        {
            const auto tx = pool_.read();
            own = list_own_settings(*tx);
            closed = is_closed(*tx);
        }
        const auto take = [&](std::string_view key, std::string& place) {
            if (const auto found = own.find(key); found != own.end()) place = found->second;
        };
        take("site.name", state->facts.frame.name);
        take("site.contact", state->facts.frame.contact);
        take("site.operator", state->facts.operator_name);
        take("site.data_location", state->facts.data_location);
        set_words(own);
        site::routes(state->on, state->facts, services_, dev_);
        web::AppOptions options;
        options.public_url = url_;
        options.limiter = &limiter_;
        options.streams = &streams_;
        options.client = [this](const http::Request& request) { return http::counting_key(http::client_address(request, proxies_)); };
        options.gate = gatekeeper(url_);
        if (closed) options.answers_now = answers_while_closed;
        options.say = say_error;
        state->app = std::make_unique<web::App>(
            std::move(options), pool_, state->on,
            [this, facts = &state->facts](const web::Refused& refused) { return draw_error(pool_, *facts, refused); }, cache_);
        return state;
    }

    const base::Config& config_;
    const std::string url_;
    const bool dev_;
    db::Pool& pool_;
    http::PageCache& cache_;
    http::Streams& streams_;
    const http::TrustedProxies proxies_;
    web::Limiter limiter_;
    const web::FormGuard guard_;
    web::Siege siege_;
    image::Renderer images_;
    japanese::Suggester readings_;
    image::CardPainter cards_;
    mail::Mailer mailer_;
    // Two: what checks links in the background never makes an editor wait.
    const client::Client outside_{client::Options{.user_agent = "ALTTO (+" + url_ + ")", .at_once = 2}};
    const client::Client outside_in_background_{client::Options{.user_agent = "ALTTO (+" + url_ + ")", .at_once = 2}};
    const research::Network network_{.client = &outside_, .allowed = [this](db::Tx& tx) { return asks_others(tx); }};
    const research::Network background_network_{.client = &outside_in_background_,
                                                .allowed = [this](db::Tx& tx) { return asks_others(tx); }};
    mutable base::Guarded<std::string> setup_token_{base::new_uid()};
    Services services_;
    mutable base::Guarded<std::shared_ptr<const State>> state_;
    std::shared_ptr<const State> first_;
};
}

int serve(const base::Config& config, const std::filesystem::path& data, const ServeOptions& options) {
    // Each heap of malloc keeps what its threads once needed; two are enough for a handful of workers.
    mallopt(M_ARENA_MAX, 2);
    base::log::set_level(log_level(config.text("log.level")));
    base::set_zone(config.text("site.zone"));
    const Listen listen = parse_listen(config.text("server.listen"));
    const std::string url = public_url(config, listen);
    const auto workers = static_cast<std::size_t>(config.number("server.workers"));
    jobs::RunnerOptions runner_options;
    // One may wait for slow servers of others while texts go live at their minute.
    runner_options.threads = 2;
    runner_options.schedules = schedules();

    // One connection for each worker and each thread of the runner, and one for what runs beside them.
    const auto pool = open_database(config, data, workers + runner_options.threads + 2, /*must_exist=*/false);
    if (begin_if_empty(*pool)) {
        // What lies in the folder is the keeper's alone.
        std::error_code failed;
        std::filesystem::permissions(data, std::filesystem::perms::owner_all, failed);
    }
    require_schema(*pool);
    set_kinds();

    // Finished pages. What a publication drops is announced to the other processes on the same database, too.
    http::PageCache cache(static_cast<std::size_t>(config.number("server.cache_mb")) * 1024 * 1024);
    editorial::on_change([&cache](db::Tx& tx, const std::vector<std::string>& tags) {
        db::announce(tx, tags);
        tx.after_commit([&cache, tags] { cache.drop(tags); });
    });

    tell_copies();

    http::Streams open_streams;
    Running running(config, listen, options.dev, *pool, cache, open_streams);
    Signals signals;
    http::ServerOptions server_options;
    server_options.address = listen.host;
    server_options.port = listen.port;
    server_options.workers = workers;
    server_options.max_body_of = [normal = server_options.max_body_bytes](std::string_view target) { return max_body_of(target, normal); };
    http::Server server(
        server_options, [&running](const http::Request& request) { return running.now()->app->handle(request); },
        [&running](int status, std::string_view target) { return running.now()->app->error(status, target); },
        [&running](std::string_view path, std::string_view query, std::string_view cookie) {
            return running.routes().cache_key(path, query, cookie);
        },
        cache);
    signals.watch(server);
    const db::Notices notices(
        *pool,
        [&](std::span<const std::string> tags) {
            cache.drop(tags);
            if (std::find(tags.begin(), tags.end(), settings_tag) != tags.end()) running.reload();
        },
        [&] { running.reload(); });
    const streams::Hearing hearing(*pool, web::ear_of(open_streams));
    const Midnight midnight(cache);
    jobs::Runner runner(*pool, handlers(running.workshop()), runner_options);
    runner.start();

    std::cout << "ALTTO serves " << running.now()->facts.frame.name << " at http://" << (listen.local ? "localhost" : listen.host) << ":"
              << server.port() << std::endl;
    if (const auto link = running.setup_link())
        std::cout << "Nobody keeps this site yet. Open this link to become its keeper: " << *link << std::endl;
    server.run();
    runner.stop();
    return 0;
}

}

#include "kit/http/server_impl.hpp"

#include "kit/base/time.hpp"

#include <malloc.h>

#include <algorithm>

namespace http {

namespace {
constexpr auto rest_before_trim = std::chrono::seconds(2);
constexpr std::uint64_t renders_worth_a_trim = 50, renders_of_a_long_burst = 1000;
}

std::shared_ptr<Ticket> make_ticket(const Head& head, std::string remote) {
    auto made = std::make_shared<Ticket>();
    Request& request = made->request;
    const bool is_head = head.method == "HEAD";
    request.method = is_head ? "GET" : std::string(head.method);
    request.target = head.target;
    request.path = head.path;
    request.query = head.query;
    request.remote = std::move(remote);
    request.headers.reserve(head.fields.size());
    for (const auto& [name, value] : head.fields) {
        std::string lower(name);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        request.headers.emplace_back(std::move(lower), value);
    }
    made->wanted.accepts = accepts(head.accept_encoding);
    made->wanted.head = is_head;
    made->wanted.if_none_match = head.if_none_match;
    made->wanted.http_1_0 = head.http_1_0;
    return made;
}

std::shared_ptr<const std::string> StartLines::of(int status, bool keep_alive) {
    const std::int64_t now = base::now().ms / 1000;
    if (now != second_) {
        second_ = now;
        known_.fill(nullptr);
    }
    std::shared_ptr<const std::string> once;
    std::shared_ptr<const std::string>& start = status == 200 ? known_[keep_alive] : status == 304 ? known_[2U + keep_alive] : once;
    if (!start)
        start = std::make_shared<const std::string>("HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) +
                                                    "\r\nDate: " + base::http_date(base::Instant{now * 1000}) +
                                                    "\r\nConnection: " + (keep_alive ? "keep-alive" : "close") + "\r\n");
    return start;
}

void Rest::watch(Clock::time_point now) {
    if (renders_ != renders_at_rest_) {
        renders_at_rest_ = renders_;
        begun_ = now;
    }
    const std::uint64_t fresh = renders_ - renders_at_trim_;
    if (fresh < renders_worth_a_trim || (fresh < renders_of_a_long_burst && now - begun_ < rest_before_trim)) return;
    renders_at_trim_ = renders_;
    trim_wanted_ = true;
}

void Rest::trim_if_wanted() {
    if (trim_wanted_.exchange(false)) malloc_trim(0);
}

// ── the server ──

Server::Impl::Impl(ServerOptions wanted, Handler handler, ErrorPage error_page, KeyOf keys, PageCache& pages)
    : options(std::move(wanted)), network(*this), cache(pages.impl()), render(std::move(handler), std::move(error_page), cache),
      key_of(std::move(keys)), workers(options.workers, options.max_waiting, [this] { return idle_work(); }) {
    // An arena for each worker would keep what the largest render of each once needed.
    mallopt(M_ARENA_MAX, 2);
    network.listen(options.address, options.port, options.max_connections);
}

Server::Impl::~Impl() { workers.stop(); }

void Server::Impl::run() {
    network.run();
    workers.stop();
}

void Server::Impl::reap() {
    const Clock::time_point now = Clock::now();
    if (now >= drain_deadline) end_drain();
    for (Connection* connection : connections) {
        if (connection->deadline <= now) connection->expire();
        if (connection->next_beat <= now) connection->beat();
    }
    rest.watch(now);
    if (rest.is_trim_wanted() || cache.has_polishing()) workers.there_is_idle_work();
}

bool Server::Impl::idle_work() {
    rest.trim_if_wanted();
    return cache.polish_one();
}

void Server::Impl::begin_drain() {
    if (draining) return;
    draining = true;
    drain_deadline = Clock::now() + std::chrono::seconds(options.drain_seconds);
    network.stop_listening();
    for (Connection* connection : connections) connection->drain();
}

void Server::Impl::end_drain() {
    abandoned = true;
    flights.clear();
    for (Connection* connection : connections) connection->cut();
}

// The ticket goes back to the I/O thread whole, so that no connection ever ends on this one.
void Server::Impl::work_on(std::shared_ptr<Ticket> job) {
    job->done = render.run(job->request, job->key, job->wanted);
    network.post([this, finished = std::move(job)] {
        rest.rendered();
        finished->finished = true;
        finished->connection->awake = true;
        finished->connection->rouse();
    });
}

void Server::Impl::land(const std::string& key, Render::Kept kept) {
    const auto flight = flights.find(key);
    if (flight == flights.end()) return;
    for (Connection* waiting : flight->second) {
        waiting->awake = true;
        waiting->alone = kept == Render::Kept::never;
        waiting->rouse();
    }
    flights.erase(flight);
}

void Server::Impl::wake(Connection* connection) {
    const std::lock_guard hold(ready_mutex);
    ready.push_back(connection);
    if (ready.size() > 1) return;
    network.post([this] {
        std::vector<Connection*> now;
        {
            const std::lock_guard locked(ready_mutex);
            now.swap(ready);
        }
        // None of them ends here: a connection ends in its own coroutine, which goes on later.
        for (Connection* one : now) one->pump();
    });
}

void Server::Impl::forget(Connection* connection) {
    const std::lock_guard hold(ready_mutex);
    std::erase(ready, connection);
}

// ── the door ──

Server::Server(ServerOptions options, Handler handler, ErrorPage error_page, KeyOf key_of, PageCache& cache)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(error_page), std::move(key_of), cache)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->network.port(); }
void Server::run() { impl_->run(); }
void Server::stop() {
    impl_->network.post([this] { impl_->begin_drain(); });
}

}

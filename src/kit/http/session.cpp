// Everything that waits for the network: one thread, one coroutine for each connection. Coroutines stand in this file only, and no
// aggregate, braced list or lambda that owns something is made inside a co_await expression: GCC 12 destroys such temporaries twice.
#include "kit/base/error.hpp"
#include "kit/base/log.hpp"
#include "kit/base/time.hpp"
#include "kit/http/http.hpp"
#include "kit/http/reader.hpp"
#include "kit/http/render.hpp"
#include "kit/http/workers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <set>
#include <unordered_map>

namespace http {

namespace asio = boost::asio;

namespace {
using Executor = asio::io_context::executor_type;  // not any_io_executor, which costs a quarter of the throughput
using tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Error = boost::system::error_code;
constexpr asio::use_awaitable_t<Executor> use;

constexpr auto reaper_step = std::chrono::milliseconds(250);
constexpr auto back_off = std::chrono::milliseconds(50);
constexpr auto rest_before_trim = std::chrono::seconds(2);
constexpr std::uint64_t renders_worth_a_trim = 50, renders_of_a_long_burst = 1000;
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t first_buffer = 2048, body_buffer = 16 * 1024;
constexpr std::size_t max_batch = 16;  // pipelined answers in one write
constexpr std::size_t max_linger_bytes = 256 * 1024;

// One answer as it goes out. The strings are shared with the page cache, so nothing is copied.
struct Outgoing {
    std::shared_ptr<const std::string> start;  // status line, Date, Connection
    Answer answer;
};

struct Session;

// A request on its way through a worker.
struct Ticket {
    std::shared_ptr<Session> session;
    Request request;
    std::optional<std::string> key;
    Wanted wanted;
    Render::Done done;
    bool finished = false;
};
}

class Server::Impl {
public:
    Impl(ServerOptions options, Handler handler, ErrorPage error_page, KeyOf key_of, PageCache& cache);
    ~Impl();

    void listen();
    void run();
    void begin_drain();
    void end_drain();
    void work_on(std::shared_ptr<Ticket>);
    bool idle_work();
    void reap();
    void watch_for_rest(Clock::time_point);
    Awaitable<void> accept_loop();
    Awaitable<void> reaper();
    std::shared_ptr<const std::string> start_of(int status, bool keep_alive);
    /// Everybody who waits for this key looks again.
    void land(const std::string& key, Render::Kept);

    ServerOptions options;
    std::set<Session*> sessions;  // outlives io, whose end may end sessions
    std::size_t large_bodies = 0;  // being read or handled now; so does this
    std::unordered_map<std::string, std::vector<Session*>> flights;  // renders under way, and who waits for them
    asio::io_context io{1};
    Acceptor acceptor{io.get_executor()};
    Timer reaper_timer{io.get_executor()}, accept_timer{io.get_executor()};
    PageCache::Impl& cache;
    Render render;
    KeyOf key_of;
    std::array<std::shared_ptr<const std::string>, 4> starts;        // 200 and 304, close and keep-alive, of this second
    std::int64_t second = 0;
    bool draining = false, abandoned = false;
    std::uint64_t renders = 0, renders_at_trim = 0, renders_at_rest = 0;
    Clock::time_point rest_begun = Clock::now();
    std::atomic<bool> trim_wanted = false;
    Clock::time_point drain_deadline = Clock::time_point::max();
    Workers workers;  // last: its threads use the rest
};

namespace {
struct Session : std::enable_shared_from_this<Session> {
    explicit Session(Server::Impl& owner);
    ~Session() {
        give_back_large();
        server.sessions.erase(this);
    }

    static Awaitable<void> serve(std::shared_ptr<Session>);
    Awaitable<void> converse();
    Awaitable<bool> fill();
    Awaitable<bool> read_body(Request&);
    Awaitable<bool> respond(const std::shared_ptr<Ticket>&);
    Awaitable<void> sleep();
    Awaitable<void> refuse(int status);
    Awaitable<bool> flush();
    Awaitable<void> linger();

    bool try_flush(Error&);
    bool answer_from_cache();
    void push(Answer, bool keep);
    void expire();
    std::shared_ptr<Ticket> ticket();
    std::string_view unread() const { return {in.data() + from, to - from}; }
    void consume(std::size_t bytes);
    bool take_large();
    void give_back_large();
    void until(int seconds) { deadline = Clock::now() + std::chrono::seconds(seconds); }

    Server::Impl& server;
    Socket socket;
    Timer wake;  // sleeps until a worker is done
    Reader reader;
    std::vector<char> in;
    std::size_t from = 0, to = 0;
    std::vector<Outgoing> out;
    std::vector<asio::const_buffer> buffers;
    std::size_t written = 0;  // bytes of `buffers` that are out
    Clock::time_point deadline = Clock::time_point::max();
    bool expired = false, may_answer_late = false, idle = false;
    bool awake = false, alone = false;
    bool large = false;  // the body counts among the server's large ones
    const Ticket* current = nullptr;  // the request that is being answered, once its head was read
    bool keep = true;
};

bool would_wait(const Error& error) {
    return error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted;
}

// ── a connection ──

Session::Session(Server::Impl& owner)
    : server(owner), socket(owner.io.get_executor()), wake(owner.io.get_executor()), reader(Limits{.head = owner.options.max_header_bytes,
                                                                                                   .target = owner.options.max_target_bytes,
                                                                                                   .body = owner.options.max_body_bytes,
                                                                                                   .body_of = owner.options.max_body_of}) {}

Awaitable<void> Session::serve(std::shared_ptr<Session> self) {
    self->server.sessions.insert(self.get());
    try {
        co_await self->converse();
    } catch (const std::exception& failure) {
        base::log::error("a connection failed", {{"why", failure.what()}});
    }
    self->server.sessions.erase(self.get());
    Error ignored;
    self->socket.close(ignored);
}

Awaitable<void> Session::converse() {
    Error error;
    for (;;) {
        const Reader::State state = reader.read_head(unread());
        if (state == Reader::State::more) {
            if (!out.empty() && !try_flush(error)) {
                const bool sent = co_await flush();
                if (!sent) co_return;
            }
            const bool filled = co_await fill();
            if (!filled) co_return;
            continue;
        }
        if (state == Reader::State::refused) {
            co_await refuse(reader.status());
            co_return;
        }
        deadline = Clock::time_point::max();
        may_answer_late = false;
        keep = reader.head().keep_alive && !server.draining;
        if (!answer_from_cache()) {
            if (!out.empty() && !try_flush(error)) {
                const bool sent = co_await flush();
                if (!sent) co_return;
            }
            const std::shared_ptr<Ticket> job = ticket();
            current = job.get();
            const bool has_body = reader.head().has_body(), may_wait = reader.head().expects_continue;
            consume(reader.head_size());
            if (has_body) {
                if (!take_large()) {
                    co_await refuse(503);
                    co_return;
                }
                if (may_wait && from == to) {
                    static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
                    socket.write_some(asio::const_buffer(go_on.data(), go_on.size()), error);
                }
                const bool whole = co_await read_body(job->request);
                if (!whole) co_return;
            }
            const bool answered = co_await respond(job);
            if (!answered) {
                co_await refuse(503);
                co_return;
            }
            current = nullptr;
            give_back_large();
        } else {
            consume(reader.head_size());
        }
        reader.reset();
        if (!keep || out.size() >= max_batch) {
            if (!try_flush(error)) {
                const bool sent = co_await flush();
                if (!sent) co_return;
            }
        }
        if (!keep) {
            co_await linger();
            co_return;
        }
    }
}

// More input. False when there will be none, or too late.
Awaitable<bool> Session::fill() {
    const bool between = from == to;
    if (between) {
        if (server.draining) co_return false;
        if (in.size() > 2 * first_buffer) std::vector<char>().swap(in);
        may_answer_late = false;
        until(server.options.idle_seconds);
    } else {
        if (from > 0) {
            std::memmove(in.data(), in.data() + from, to - from);
            to -= from;
            from = 0;
        }
        // Absolute: more bytes do not buy more time.
        if (!may_answer_late) until(server.options.header_seconds);
        may_answer_late = true;
    }
    if (in.empty()) in.resize(first_buffer);
    if (to == in.size()) in.resize(in.size() * 2);
    idle = between;
    Error error;
    const std::size_t got =
        co_await socket.async_read_some(asio::mutable_buffer(in.data() + to, in.size() - to), asio::redirect_error(use, error));
    idle = false;
    if (expired && may_answer_late) {
        co_await refuse(408);
        co_return false;
    }
    if (error) co_return false;
    to += got;
    if (between) {
        may_answer_late = true;
        until(server.options.header_seconds);
    }
    co_return true;
}

Awaitable<bool> Session::read_body(Request& request) {
    until(large ? 4 * server.options.body_seconds : server.options.body_seconds);
    may_answer_late = true;
    Error error;
    for (;;) {
        std::size_t used = 0;
        const Reader::State state = reader.read_body(unread(), used, request.body);
        consume(used);
        if (state == Reader::State::done) break;
        if (state == Reader::State::refused) {
            co_await refuse(reader.status());
            co_return false;
        }
        from = to = 0;
        if (in.size() < body_buffer) in.resize(body_buffer);
        to = co_await socket.async_read_some(asio::mutable_buffer(in.data(), in.size()), asio::redirect_error(use, error));
        if (expired) {
            co_await refuse(408);
            co_return false;
        }
        if (error) co_return false;
    }
    deadline = Clock::time_point::max();
    may_answer_late = false;
    co_return true;
}

// False if as many large bodies as there may be are in memory.
bool Session::take_large() {
    if (!reader.may_be_large()) return true;
    if (server.large_bodies >= server.options.max_large_bodies) return false;
    ++server.large_bodies;
    large = true;
    return true;
}

void Session::give_back_large() {
    if (large) --server.large_bodies;
    large = false;
}

// Through a worker, or from what another request's worker made meanwhile. False if too much is waiting.
Awaitable<bool> Session::respond(const std::shared_ptr<Ticket>& job) {
    alone = !job->key;
    while (!alone) {
        std::optional<Answer> found = server.cache.find(*job->key, job->wanted.accepts, job->wanted.head, job->wanted.if_none_match);
        if (found) {
            push(std::move(*found), keep);
            co_return true;
        }
        const auto [flight, first] = server.flights.try_emplace(*job->key);
        if (first) break;
        flight->second.push_back(this);
        co_await sleep();
        if (server.abandoned) co_return true;
    }
    const std::optional<std::string> flying = alone ? std::nullopt : job->key;
    Server::Impl& owner = server;
    const bool taken = server.workers.submit([&owner, handed = job]() mutable { owner.work_on(std::move(handed)); });
    if (!taken) {
        if (flying) server.land(*flying, Render::Kept::overtaken);
        co_return false;
    }
    while (!job->finished && !server.abandoned) co_await sleep();
    if (flying) server.land(*flying, job->finished ? job->done.kept : Render::Kept::overtaken);  // unfinished, it is the worker's still
    if (job->finished) {
        keep = keep && !server.draining;
        push(std::move(job->done.answer), keep);
    }
    co_return true;
}

Awaitable<void> Session::sleep() {
    Error error;
    deadline = Clock::time_point::max();
    awake = false;
    while (!awake && !server.abandoned) {
        wake.expires_at(Clock::time_point::max());
        co_await wake.async_wait(asio::redirect_error(use, error));
    }
}

Awaitable<void> Session::refuse(int status) {
    expired = may_answer_late = false;
    keep = false;
    const bool head = current ? current->wanted.head : unread().starts_with("HEAD ");
    const std::string target(current ? std::string_view(current->request.target) : Reader::target_of(unread()));
    push(server.render.refusal(status, target, head), /*keep_alive=*/false);
    const bool sent = co_await flush();
    if (sent) co_await linger();
}

// True once everything is out.
bool Session::try_flush(Error& error) {
    if (buffers.empty()) {
        written = 0;
        for (const Outgoing& going : out) {
            buffers.emplace_back(going.start->data(), going.start->size());
            buffers.emplace_back(going.answer.common->data(), going.answer.common->size());
            buffers.emplace_back(going.answer.rest->data(), going.answer.size);
        }
    }
    while (!buffers.empty()) {
        const std::size_t sent = socket.write_some(buffers, error);
        if (error) return false;
        std::size_t left = sent, whole = 0;
        while (whole < buffers.size() && left >= buffers[whole].size()) left -= buffers[whole++].size();
        buffers.erase(buffers.begin(), buffers.begin() + static_cast<std::ptrdiff_t>(whole));
        if (!buffers.empty()) buffers.front() += left;
    }
    out.clear();
    return true;
}

Awaitable<bool> Session::flush() {
    Error error;
    may_answer_late = false;
    until(server.options.write_seconds);
    while (!try_flush(error)) {
        if (!would_wait(error)) co_return false;
        co_await socket.async_wait(tcp::socket::wait_write, asio::redirect_error(use, error));
        if (error || expired) co_return false;
    }
    deadline = Clock::time_point::max();
    co_return true;
}

// A connection closed with input unread is reset, and the client may lose the answer: read on for a moment.
Awaitable<void> Session::linger() {
    Error error;
    socket.shutdown(tcp::socket::shutdown_send, error);
    may_answer_late = false;
    deadline = Clock::now() + (server.draining ? reaper_step : Clock::duration(linger_time));
    if (in.size() < first_buffer) in.resize(first_buffer);
    std::size_t all = 0;
    while (!error && !expired && all < max_linger_bytes)
        all += co_await socket.async_read_some(asio::mutable_buffer(in.data(), in.size()), asio::redirect_error(use, error));
}

bool Session::answer_from_cache() {
    const Head& head = reader.head();
    const bool is_head = head.method == "HEAD";
    if (head.has_body() || !server.cache.enabled() || (!is_head && head.method != "GET")) return false;
    const std::optional<std::string> key = server.key_of(head.path, head.query, head.cookie);
    if (!key) return false;
    std::optional<Answer> found = server.cache.find(*key, accepts(head.accept_encoding), is_head, head.if_none_match);
    if (!found) return false;
    push(std::move(*found), keep);
    return true;
}

std::shared_ptr<Ticket> Session::ticket() {
    const Head& head = reader.head();
    auto made = std::make_shared<Ticket>();
    made->session = shared_from_this();
    Request& request = made->request;
    const bool is_head = head.method == "HEAD";
    request.method = is_head ? "GET" : std::string(head.method);
    request.target = head.target;
    request.path = head.path;
    request.query = head.query;
    request.headers.reserve(head.fields.size());
    for (const auto& [name, value] : head.fields) {
        std::string lower(name);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        request.headers.emplace_back(std::move(lower), value);
    }
    Error error;
    const auto peer = socket.remote_endpoint(error);
    if (!error) request.remote = peer.address().to_string();
    made->wanted.accepts = accepts(head.accept_encoding);
    made->wanted.head = is_head;
    made->wanted.if_none_match = head.if_none_match;
    if (!head.has_body() && server.cache.enabled() && request.method == "GET")
        made->key = server.key_of(head.path, head.query, head.cookie);
    return made;
}

void Session::push(Answer answer, bool keep_alive) {
    Outgoing& going = out.emplace_back();
    going.start = server.start_of(answer.status, keep_alive);
    going.answer = std::move(answer);
}

void Session::consume(std::size_t bytes) {
    from += bytes;
    if (from == to) from = to = 0;
}

void Session::expire() {
    expired = true;
    deadline = Clock::time_point::max();
    Error ignored;
    if (may_answer_late)
        socket.cancel(ignored);
    else
        socket.close(ignored);
}
}

// ── the server ──

Server::Impl::Impl(ServerOptions wanted, Handler handler, ErrorPage error_page, KeyOf keys, PageCache& pages)
    : options(std::move(wanted)), cache(pages.impl()), render(std::move(handler), std::move(error_page), cache), key_of(std::move(keys)),
      workers(options.workers, options.max_waiting, [this] { return idle_work(); }) {
    // An arena for each worker would keep what the largest render of each once needed.
    mallopt(M_ARENA_MAX, 2);
    listen();
}

Server::Impl::~Impl() { workers.stop(); }

void Server::Impl::listen() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = std::min<rlim_t>(files.rlim_max, std::max<rlim_t>(files.rlim_cur, options.max_connections + 256));
        setrlimit(RLIMIT_NOFILE, &files);
    }
    const std::string where = options.address + ":" + std::to_string(options.port);
    std::string host = options.address == "localhost" ? "127.0.0.1" : options.address;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    Error error;
    const asio::ip::address address = asio::ip::make_address(host, error);
    if (error) throw base::Error("cannot listen on " + where + ": not an address");
    const tcp::endpoint endpoint(address, options.port);
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw base::Error("cannot listen on " + where + ": " + error.message());
}

void Server::Impl::run() {
    asio::co_spawn(io, accept_loop(), asio::detached);
    asio::co_spawn(io, reaper(), asio::detached);
    io.run();
    workers.stop();
}

Awaitable<void> Server::Impl::accept_loop() {
    Error error;
    while (!draining) {
        auto session = std::make_shared<Session>(*this);
        if (sessions.size() < options.max_connections)
            co_await acceptor.async_accept(session->socket, asio::redirect_error(use, error));
        else
            error = asio::error::no_descriptors;
        if (draining) break;
        if (error) {  // out of files or connections: no tight loop
            accept_timer.expires_after(back_off);
            co_await accept_timer.async_wait(asio::redirect_error(use, error));
            continue;
        }
        session->socket.set_option(tcp::no_delay(true), error);
        session->socket.non_blocking(true, error);
        asio::co_spawn(io, Session::serve(session), asio::detached);
    }
}

// One look at all deadlines four times a second costs less than a timer for each.
Awaitable<void> Server::Impl::reaper() {
    Error error;
    while (!draining || !sessions.empty()) {
        reaper_timer.expires_after(draining ? reaper_step / 10 : reaper_step);
        co_await reaper_timer.async_wait(asio::redirect_error(use, error));
        reap();
    }
}

void Server::Impl::reap() {
    const Clock::time_point now = Clock::now();
    if (now >= drain_deadline) end_drain();
    for (Session* session : sessions)
        if (session->deadline <= now) session->expire();
    watch_for_rest(now);
    if (trim_wanted || cache.has_polishing()) workers.there_is_idle_work();
}

// After a burst of renders, freed memory lies between the pages that were kept; the system gets it back when nothing is going on, or the burst is long.
void Server::Impl::watch_for_rest(Clock::time_point now) {
    if (renders != renders_at_rest) {
        renders_at_rest = renders;
        rest_begun = now;
    }
    const std::uint64_t fresh = renders - renders_at_trim;
    if (fresh < renders_worth_a_trim || (fresh < renders_of_a_long_burst && now - rest_begun < rest_before_trim)) return;
    renders_at_trim = renders;
    trim_wanted = true;
}

bool Server::Impl::idle_work() {
    if (trim_wanted.exchange(false)) malloc_trim(0);
    return cache.polish_one();
}

void Server::Impl::begin_drain() {
    if (draining) return;
    draining = true;
    drain_deadline = Clock::now() + std::chrono::seconds(options.drain_seconds);
    Error ignored;
    acceptor.close(ignored);
    accept_timer.cancel();
    reaper_timer.cancel();
    for (Session* session : sessions)
        if (session->idle) session->expire();
}

void Server::Impl::end_drain() {
    abandoned = true;
    Error ignored;
    flights.clear();
    for (Session* session : sessions) {
        session->socket.close(ignored);
        session->wake.cancel();
    }
}

// On a worker. The ticket goes back to the I/O thread whole, so that no connection ever ends on this one.
void Server::Impl::work_on(std::shared_ptr<Ticket> job) {
    job->done = render.run(job->request, job->key, job->wanted);
    asio::post(io, [finished = std::move(job)] {
        ++finished->session->server.renders;
        finished->finished = true;
        finished->session->awake = true;
        finished->session->wake.cancel();
    });
}

void Server::Impl::land(const std::string& key, Render::Kept kept) {
    const auto flight = flights.find(key);
    if (flight == flights.end()) return;
    for (Session* waiting : flight->second) {
        waiting->awake = true;
        waiting->alone = kept == Render::Kept::never;
        waiting->wake.cancel();
    }
    flights.erase(flight);
}

std::shared_ptr<const std::string> Server::Impl::start_of(int status, bool keep_alive) {
    const std::int64_t now = base::now().ms / 1000;
    if (now != second) {
        second = now;
        starts.fill(nullptr);
    }
    std::shared_ptr<const std::string> once;
    std::shared_ptr<const std::string>& start = status == 200 ? starts[keep_alive] : status == 304 ? starts[2U + keep_alive] : once;
    if (!start)
        start = std::make_shared<const std::string>("HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) +
                                                    "\r\nDate: " + base::http_date(base::Instant{now * 1000}) +
                                                    "\r\nConnection: " + (keep_alive ? "keep-alive" : "close") + "\r\n");
    return start;
}

// ── the door ──

Server::Server(ServerOptions options, Handler handler, ErrorPage error_page, KeyOf key_of, PageCache& cache)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(error_page), std::move(key_of), cache)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->acceptor.local_endpoint().port(); }
void Server::run() { impl_->run(); }
void Server::stop() {
    asio::post(impl_->io, [this] { impl_->begin_drain(); });
}

}

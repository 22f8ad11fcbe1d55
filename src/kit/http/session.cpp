// A connection: one coroutine for each. Coroutines stand in this file and in network.cpp only, and no aggregate, braced list or lambda that
// owns something is made inside a co_await expression: GCC 12 destroys such temporaries twice.
#include "kit/base/log.hpp"
#include "kit/http/outbox.hpp"
#include "kit/http/server_impl.hpp"
#include "kit/http/stream_writer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

namespace http {

namespace asio = boost::asio;

namespace {
using Executor = asio::io_context::executor_type; // not any_io_executor, which costs a quarter of the throughput
using tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Error = boost::system::error_code;
constexpr asio::use_awaitable_t<Executor> use;

constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t first_buffer = 2048, body_buffer = 16 * 1024;
constexpr std::size_t max_batch = 16; // pipelined answers in one write
constexpr std::size_t max_linger_bytes = 256 * 1024;

struct Session final : Connection, std::enable_shared_from_this<Session> {
    Session(Server::Impl& owner, int native);
    ~Session() override {
        give_back_large();
        leave_stream();
        server.connections.erase(this);
    }

    void expire() override;
    void rouse() override { wake.cancel(); }
    void cut() override;
    void drain() override;
    void pump() override;
    void beat() override;

    static Awaitable<void> serve(std::shared_ptr<Session>);
    Awaitable<void> converse();
    Awaitable<bool> fill();
    Awaitable<bool> read_body(Request&);
    Awaitable<bool> respond(const std::shared_ptr<Ticket>&);
    Awaitable<void> sleep();
    Awaitable<void> refuse(int status);
    Awaitable<bool> flush();
    Awaitable<void> linger();
    Awaitable<void> carry_stream();

    bool try_flush() { return out.write(socket.native_handle()) == Outbox::Outcome::all_written; }
    bool answer_from_cache();
    void push(Answer, bool keep);
    void begin_stream();
    void wait_for_room();
    void finish_stream(bool well);
    void leave_stream();
    std::shared_ptr<Ticket> ticket();
    std::string_view unread() const { return {in.data() + from, to - from}; }
    void consume(std::size_t bytes);
    bool take_large();
    void give_back_large();
    void until(int seconds) { deadline = Clock::now() + std::chrono::seconds(seconds); }

    Server::Impl& server;
    Socket socket;
    Timer wake; // sleeps until a worker is done
    Reader reader;
    std::vector<char> in;
    std::size_t from = 0, to = 0;
    Outbox out;
    bool expired = false, may_answer_late = false, idle = false;
    bool large = false; // the body counts among the server's large ones
    const Ticket* current = nullptr; // the request that is being answered, once its head was read
    bool keep = true;
    bool http_1_0 = false;
    Clock::time_point stream_end = Clock::time_point::max();
    std::shared_ptr<Stream> stream; // that the answer begins
    std::optional<StreamWriter> writer; // while the stream is carried
};

// ── a connection ──

Session::Session(Server::Impl& owner, int native)
    : server(owner), socket(owner.network.io().get_executor(), tcp::v4(), native), wake(owner.network.io().get_executor()),
      reader(Limits{.head = owner.options.max_header_bytes,
                    .target = owner.options.max_target_bytes,
                    .body = owner.options.max_body_bytes,
                    .body_of = owner.options.max_body_of}) {}

Awaitable<void> Session::serve(std::shared_ptr<Session> self) {
    self->server.connections.insert(self.get());
    try {
        co_await self->converse();
    } catch (const std::exception& failure) {
        base::log::error("a connection failed", {{"why", failure.what()}});
    }
    self->server.connections.erase(self.get());
    Error ignored;
    self->socket.close(ignored);
}

Awaitable<void> Session::converse() {
    Error error;
    for (;;) {
        const Reader::State state = reader.read_head(unread());
        if (state == Reader::State::more) {
            if (!out.empty() && !try_flush()) {
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
            if (!out.empty() && !try_flush()) {
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
        if (stream) {
            co_await carry_stream();
            co_return;
        }
        if (!keep || out.size() >= max_batch) {
            if (!try_flush()) {
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
    if (flying) server.land(*flying, job->finished ? job->done.kept : Render::Kept::overtaken); // unfinished, it is the worker's still
    if (job->finished) {
        stream = std::move(job->done.stream);
        http_1_0 = job->wanted.http_1_0;
        keep = keep && !server.draining && !stream;
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

Awaitable<bool> Session::flush() {
    Error error;
    may_answer_late = false;
    until(server.options.write_seconds);
    for (;;) {
        const Outbox::Outcome outcome = out.write(socket.native_handle());
        if (outcome == Outbox::Outcome::all_written) break;
        if (outcome == Outbox::Outcome::failed) co_return false;
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
    Error error;
    const auto peer = socket.remote_endpoint(error);
    std::shared_ptr<Ticket> made = make_ticket(head, error ? std::string() : peer.address().to_string());
    made->connection = shared_from_this();
    if (!head.has_body() && server.cache.enabled() && made->request.method == "GET")
        made->key = server.key_of(head.path, head.query, head.cookie);
    return made;
}

void Session::push(Answer answer, bool keep_alive) {
    auto start = server.starts.of(answer.status, keep_alive);
    out.push(std::move(start), std::move(answer));
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

void Session::cut() {
    Error ignored;
    socket.close(ignored);
    wake.cancel();
}

void Session::drain() {
    if (idle) expire();
    if (!writer) return;
    if (writer->is_blocked())
        finish_stream(/*well=*/false);
    else
        writer->end();
    pump();
}

// ── a stream ──

// The coroutine sleeps until the stream is over; what is told goes out in pump(), from the thread's own callbacks.
Awaitable<void> Session::carry_stream() {
    const bool sent = co_await flush();
    if (!sent) co_return;
    begin_stream();
    Error error;
    while (!writer->is_over() && !server.abandoned) {
        wake.expires_at(Clock::time_point::max());
        co_await wake.async_wait(asio::redirect_error(use, error));
    }
    const bool well = writer->ended_well();
    deadline = next_beat = Clock::time_point::max();
    leave_stream();
    if (well && !server.abandoned) co_await linger();
}

void Session::begin_stream() {
    const bool more_came = from != to;
    from = to = 0;
    std::vector<char>().swap(in);
    out.shrink();
    writer.emplace(stream, http_1_0);
    const auto now = Clock::now();
    next_beat = now + std::chrono::milliseconds(server.options.stream_beat_ms);
    stream_end = now + std::chrono::seconds(server.options.stream_life_seconds);
    // Of a client that went without a word the system hears by the heartbeats that nobody confirms.
    const int patience_ms = 2 * server.options.stream_beat_ms + 15'000;
    setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms, sizeof patience_ms);
    stream->attach([this] { server.wake(this); });
    // There is nothing to read any more: bytes, an end and a failure all end the stream.
    socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const Error&) { self->finish_stream(/*well=*/false); });
    if (more_came || server.draining) writer->end();
    pump();
}

void Session::pump() {
    if (!writer || writer->is_over()) return;
    try {
        switch (writer->write(socket.native_handle())) {
            case StreamWriter::Outcome::all_written: deadline = Clock::time_point::max(); return;
            case StreamWriter::Outcome::wait_for_room: return wait_for_room();
            case StreamWriter::Outcome::waiting: return;
            case StreamWriter::Outcome::ended: return finish_stream(/*well=*/true);
            case StreamWriter::Outcome::failed: return finish_stream(/*well=*/false);
        }
    } catch (const std::exception& failure) { // out of memory: one stream goes, and not the thread
        base::log::error("a stream failed", {{"why", failure.what()}});
        finish_stream(/*well=*/false);
    }
}

void Session::wait_for_room() {
    until(server.options.write_seconds);
    socket.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const Error& error) {
        if (!self->writer) return;
        self->writer->has_room();
        if (error)
            self->finish_stream(/*well=*/false);
        else
            self->pump();
    });
}

void Session::beat() {
    const auto now = Clock::now();
    next_beat = now + std::chrono::milliseconds(server.options.stream_beat_ms);
    if (!writer) return;
    if (now >= stream_end)
        writer->end();
    else
        writer->beat();
    pump();
}

void Session::finish_stream(bool well) {
    if (!writer) return;
    writer->finish(well);
    wake.cancel();
}

void Session::leave_stream() {
    if (!stream) return;
    stream->detach();
    server.forget(this);
    writer.reset();
    stream.reset();
}
}

void begin_session(Server::Impl& server, int native) {
    std::shared_ptr<Session> session;
    try {
        session = std::make_shared<Session>(server, native);
    } catch (const std::exception& failure) {
        base::log::error("a connection failed", {{"why", failure.what()}});
        ::close(native);
        return;
    }
    Error error;
    session->socket.set_option(tcp::no_delay(true), error);
    session->socket.non_blocking(true, error);
    asio::co_spawn(server.network.io(), Session::serve(std::move(session)), asio::detached);
}

}

// Who comes, and the clock. As in session.cpp, no aggregate, braced list or lambda that owns something is made inside a co_await expression.
#include "kit/http/network.hpp"

#include "kit/base/error.hpp"
#include "kit/http/server_impl.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace http {

namespace asio = boost::asio;

namespace {
using Executor = asio::io_context::executor_type;
using tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Error = boost::system::error_code;
constexpr asio::use_awaitable_t<Executor> use;

constexpr auto back_off = std::chrono::milliseconds(50);
constexpr int max_at_once = 32; // who is here already waits no longer than these take

void allow_files(std::size_t connections) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= files.rlim_max) return;
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, std::max<rlim_t>(files.rlim_cur, connections + 256));
    setrlimit(RLIMIT_NOFILE, &files);
}
}

class Network::Impl {
public:
    explicit Impl(Server::Impl& owner) : server(owner) {}
    Awaitable<void> accept_loop();
    Awaitable<void> reaper();

    Server::Impl& server;
    asio::io_context io{1};
    Acceptor acceptor{io.get_executor()};
    Timer reaper_timer{io.get_executor()}, accept_timer{io.get_executor()};
};

Network::Network(Server::Impl& server) : impl_(std::make_unique<Impl>(server)) {}
Network::~Network() = default;
std::uint16_t Network::port() const { return impl_->acceptor.local_endpoint().port(); }
boost::asio::io_context& Network::io() { return impl_->io; }
void Network::post(std::function<void()> work) { asio::post(impl_->io, std::move(work)); }

void Network::listen(const std::string& wanted, std::uint16_t port, std::size_t max_connections) {
    allow_files(max_connections);
    const std::string where = wanted + ":" + std::to_string(port);
    std::string host = wanted == "localhost" ? "127.0.0.1" : wanted;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    Error error;
    const asio::ip::address address = asio::ip::make_address(host, error);
    if (error) throw base::Error("cannot listen on " + where + ": not an address");
    const tcp::endpoint endpoint(address, port);
    Acceptor& acceptor = impl_->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptor.non_blocking(true, error);
    if (error) throw base::Error("cannot listen on " + where + ": " + error.message());
}

void Network::run() {
    asio::co_spawn(impl_->io, impl_->accept_loop(), asio::detached);
    asio::co_spawn(impl_->io, impl_->reaper(), asio::detached);
    impl_->io.run();
}

void Network::stop_listening() {
    Error ignored;
    impl_->acceptor.close(ignored);
    impl_->accept_timer.cancel();
    impl_->reaper_timer.cancel();
}

Awaitable<void> Network::Impl::accept_loop() {
    Error error;
    int at_once = 0;
    while (!server.draining) {
        const bool room = server.connections.size() < server.options.max_connections;
        const int socket = room ? ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC) : -1;
        const int why = room ? errno : EMFILE;
        if (socket >= 0) begin_session(server, socket);
        if (socket >= 0 && ++at_once < max_at_once) continue;
        at_once = 0;
        if (socket >= 0 || why == EAGAIN || why == EWOULDBLOCK) {
            co_await acceptor.async_wait(Acceptor::wait_read, asio::redirect_error(use, error));
        } else if (why != EINTR && why != ECONNABORTED) { // out of files or connections: no tight loop
            accept_timer.expires_after(back_off);
            co_await accept_timer.async_wait(asio::redirect_error(use, error));
        }
    }
}

// One look at all deadlines four times a second costs less than a timer for each.
Awaitable<void> Network::Impl::reaper() {
    Error error;
    while (!server.draining || !server.connections.empty()) {
        reaper_timer.expires_after(server.draining ? reaper_step / 10 : reaper_step);
        co_await reaper_timer.async_wait(asio::redirect_error(use, error));
        server.reap();
    }
}

}

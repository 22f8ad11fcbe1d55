#pragma once
#include "kit/http/http.hpp"

#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

/// Private to kit/http: the I/O thread, who comes, and the clock that looks at all deadlines.
namespace http {

class Network {
public:
    explicit Network(Server::Impl&);
    ~Network();
    /// Throws base::Error with the address where it cannot.
    void listen(const std::string& address, std::uint16_t port, std::size_t max_connections);
    std::uint16_t port() const;
    /// Until the server drains and the last connection has ended.
    void run();
    /// On any thread; `work` runs on the I/O thread.
    void post(std::function<void()> work);
    void stop_listening();
    boost::asio::io_context& io();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Takes over a connected, non-blocking socket.
void begin_session(Server::Impl&, int socket);

}

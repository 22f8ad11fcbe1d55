#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP/1.1 (RFC 9112) without TLS. Beast's parser and Asio stay behind this door.
namespace http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;  // a HEAD comes as GET; the server leaves the body out of the answer
    std::string target;  // as sent, origin form
    std::string
        path; // before the `?`, percent-decoded, checked: UTF-8, no NUL, no empty, `.` or `..` segments (a `/` at the end is let through)
    std::string query; // after the `?`, as sent
    Headers headers; // names in lower case
    std::string body;
    std::string remote; // address of the peer
    std::string_view header(std::string_view lower_case_name) const; // empty if absent
};

class Stream;

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    /// Tags the page was made from; with any, the answer may be kept by the page cache. `immutable` keeps it for ever.
    std::vector<std::string> tags;
    /// With one, `body` is only the beginning: what Streams::send() says to it follows until it ends, and the connection with it. Kept by
    /// no cache and not compressed.
    std::shared_ptr<Stream> stream = nullptr;
};

/// A blocking function on a worker thread.
using Handler = std::function<Response(const Request&)>;

/// The page for a request that the server itself refuses (400, 408, 411, 413, 414, 415, 431, 500, 503…); must not throw.
using ErrorPage = std::function<Response(int status, std::string_view target)>;

/// The cache key of a GET or HEAD that may be answered from memory, or nothing. Called on the I/O thread; must be quick.
using KeyOf = std::function<std::optional<std::string>(std::string_view path, std::string_view query, std::string_view cookie)>;

class PageCache;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; // 0: any free port
    std::size_t workers = 4;
    std::size_t max_connections = 10000;
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_target_bytes = 8 * 1024;
    std::size_t max_body_bytes = 1024 * 1024;
    /// The most that a body may have at a target, as sent; null: max_body_bytes everywhere. Called on the I/O thread; must be quick.
    std::function<std::size_t(std::string_view target)> max_body_of;
    std::size_t max_large_bodies = 4; // above max_body_bytes, at the same time; more get 503
    std::size_t max_waiting = 256; // requests waiting for a worker; more get 503
    int header_seconds = 10; // absolute, from the first byte
    int body_seconds = 30; // absolute, from the end of the head; four times as long for a body above max_body_bytes
    int idle_seconds = 60; // keep-alive
    int write_seconds = 30; // absolute, per answer; of a stream, without one byte taken
    int stream_beat_ms = 15'000; // between the comment lines that tell a client and the servers between that a stream lives
    int stream_life_seconds = 1800; // then a stream ends, and who comes again is asked again who they are
    int drain_seconds = 10; // after stop()
};

/// One I/O thread and a pool of workers.
class Server {
public:
    Server(ServerOptions, Handler, ErrorPage, KeyOf, PageCache&);
    ~Server();
    std::uint16_t port() const;
    /// Serves until stop(); then finishes answers in flight, closes idle connections, returns.
    void run();
    /// Safe from a signal handler's thread and from other threads.
    void stop();

    class Impl;

private:
    std::unique_ptr<Impl> impl_;
};

}

#pragma once
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// For tests: a server on a free port in its own thread, and a client that blocks and shows every byte.
namespace http::testing {

struct Reply {
    int status = 0;
    std::string head, body;
    bool has(std::string_view line) const { return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos; }
    std::string header(const std::string& name) const {
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        const std::size_t from = at + name.size() + 4;
        return head.substr(from, head.find("\r\n", from) - from);
    }
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{20, 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) throw std::runtime_error("cannot connect");
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void end() { ::shutdown(socket_, SHUT_WR); }

    /// The next answer; status 0 if the connection ended before one was whole.
    Reply read(bool without_body = false) {
        Reply reply;
        std::size_t end = 0;
        while ((end = in_.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return reply;
        reply.head = in_.substr(0, end + 4);
        in_.erase(0, end + 4);
        const int status = std::atoi(reply.head.substr(9, 3).c_str());
        const std::string length = reply.header("Content-Length");
        const std::size_t size = without_body || length.empty() ? 0 : std::stoul(length);
        while (in_.size() < size)
            if (!more()) return reply;
        reply.body = in_.substr(0, size);
        in_.erase(0, size);
        reply.status = status;
        return reply;
    }
    Reply ask(std::string_view bytes) {
        send(bytes);
        return read(bytes.starts_with("HEAD"));
    }
    Reply get(const std::string& target, const std::string& more_headers = "") {
        return ask("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + more_headers + "\r\n");
    }
    /// True if the server closed, with nothing left to read.
    bool is_closed() { return in_.empty() && !more(); }
    /// The next bytes, whatever they are; "" once the server closed.
    std::string take() {
        if (in_.empty() && !more()) return {};
        return std::exchange(in_, {});
    }
    /// How much the system keeps for this client before the server has to wait.
    void keep(int bytes) { setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

private:
    bool more() {
        char buffer[4096];
        const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) return false;
        in_.append(buffer, static_cast<std::size_t>(got));
        return true;
    }
    int socket_;
    std::string in_;
};

/// A browser's EventSource: asks once, and reads what comes.
class Listener {
public:
    struct Heard {
        std::string name, id, data;
    };
    Listener(std::uint16_t port, const std::string& target, const std::string& more_headers = "", std::string_view version = "HTTP/1.1")
        : client_(port), plain_(version == "HTTP/1.0") {
        client_.send("GET " + target + " " + std::string(version) + "\r\nHost: a\r\n" + more_headers + "\r\n");
    }
    Client& client() { return client_; }
    const Reply& reply() {
        if (reply_.status == 0) reply_ = client_.read(/*without_body=*/true);
        return reply_;
    }
    /// The next event; nothing once the stream has ended.
    std::optional<Heard> next() {
        reply();
        for (;;) {
            std::size_t end = 0;
            while ((end = text_.find("\n\n")) == std::string::npos)
                if (!more()) return std::nullopt;
            const std::string block = text_.substr(0, end + 1);
            text_.erase(0, end + 2);
            Heard heard;
            bool any = false;
            for (std::size_t at = 0; at < block.size();) {
                const std::size_t stop = block.find('\n', at);
                const std::string line = block.substr(at, stop - at);
                at = stop + 1;
                if (line.starts_with(":")) ++comments;
                if (line.starts_with("event: ")) heard.name = line.substr(7);
                if (line.starts_with("id: ")) heard.id = line.substr(4);
                if (line.starts_with("data: ")) heard.data += (std::exchange(any, true) ? "\n" : "") + line.substr(6);
            }
            if (any) return heard;
        }
    }
    /// Everything until the end.
    std::vector<Heard> rest() {
        std::vector<Heard> all;
        while (auto one = next()) all.push_back(std::move(*one));
        return all;
    }
    bool ended_well() const { return last_; }
    int comments = 0;

private:
    bool more() {
        if (last_) return false;
        const std::string got = client_.take();
        if (got.empty()) return false;
        if (plain_) {
            text_ += got;
            return true;
        }
        raw_ += got;
        for (std::size_t line = 0; (line = raw_.find("\r\n")) != std::string::npos;) {
            const std::size_t size = std::stoul(raw_, nullptr, 16);
            if (raw_.size() < line + 2 + size + 2) break;
            text_ += raw_.substr(line + 2, size);
            raw_.erase(0, line + 2 + size + 2);
            if (size == 0) last_ = true;
        }
        return true;
    }
    Client client_;
    const bool plain_;
    Reply reply_;
    std::string raw_, text_;
    bool last_ = false;
};

class Running {
public:
    Running(ServerOptions options, Handler handler, PageCache& cache, KeyOf key_of = by_path)
        : server_(with_free_port(std::move(options)), std::move(handler), error_page, std::move(key_of), cache),
          thread_([this] { server_.run(); }) {}
    ~Running() { stop(); }
    void stop() {
        server_.stop();
        if (thread_.joinable()) thread_.join();
    }
    void begin_stop() { server_.stop(); }
    std::uint16_t port() const { return server_.port(); }

    static Response error_page(int status, std::string_view) {
        return Response{
            .status = status, .headers = {{"Content-Type", "text/plain"}}, .body = "refused " + std::to_string(status), .tags = {}};
    }
    static std::optional<std::string> by_path(std::string_view path, std::string_view, std::string_view) { return std::string(path); }

private:
    static ServerOptions with_free_port(ServerOptions options) {
        options.port = 0;
        return options;
    }
    Server server_;
    std::thread thread_;
};

}

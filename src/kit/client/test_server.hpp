#pragma once
#include "kit/base/guarded.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// For tests: a web server on this machine that answers each path with given bytes.
namespace client::test {

class Server {
public:
    /// In place of bytes: one byte after the other, for ever; or nothing at all.
    static constexpr std::string_view drips = "drips", silent = "silent";

    Server();
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    /// The whole answer, head and body. A path that was not told gets 404.
    void answer(const std::string& path, std::string_view bytes);
    /// Status line, length, body.
    void say(const std::string& path, int status, std::string_view body, std::string_view headers = {});
    /// The heads of requests, in order.
    std::vector<std::string> heard();

private:
    void serve();
    void talk(int socket);

    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    base::Guarded<std::map<std::string, std::string>> answers_;
    base::Guarded<std::vector<std::string>> heard_;
    std::thread thread_;
};

inline Server::Server() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    if (bind(listening_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0 || listen(listening_, 16) != 0 ||
        getsockname(listening_, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        throw std::runtime_error("cannot listen");
    port_ = ntohs(where.sin_port);
    thread_ = std::thread([this] { serve(); });
}

inline Server::~Server() {
    stopping_ = true;
    thread_.join();
    ::close(listening_);
}

inline void Server::answer(const std::string& path, std::string_view bytes) {
    answers_.with([&](auto& answers) { answers[path] = bytes; });
}

inline void Server::say(const std::string& path, int status, std::string_view body, std::string_view headers) {
    answer(path, "HTTP/1.1 " + std::to_string(status) + " So\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                     std::string(headers) + "\r\n" + std::string(body));
}

inline std::vector<std::string> Server::heard() {
    return heard_.with([](auto& heard) { return heard; });
}

inline void Server::serve() {
    while (!stopping_) {
        pollfd waiting{listening_, POLLIN, 0};
        if (poll(&waiting, 1, 20) != 1) continue;
        const int socket = accept(listening_, nullptr, nullptr);
        if (socket < 0) continue;
        talk(socket);
        ::close(socket);
    }
}

inline void Server::talk(int socket) {
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos) {
        pollfd waiting{socket, POLLIN, 0};
        if (stopping_ || poll(&waiting, 1, 2000) != 1) return;
        char bytes[2048];
        const ssize_t got = recv(socket, bytes, sizeof bytes, 0);
        if (got <= 0) return;
        head.append(bytes, static_cast<std::size_t>(got));
    }
    heard_.with([&](auto& heard) { heard.push_back(head); });
    const std::size_t from = head.find(' ') + 1;
    const std::string path = head.substr(from, head.find(' ', from) - from);
    std::string bytes = answers_.with([&](auto& answers) {
        const auto known = answers.find(path);
        return known == answers.end() ? std::string("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n") : known->second;
    });
    const bool dripping = bytes == drips, silence = bytes == silent;
    if (dripping) bytes = "HTTP/1.1 200 OK\r\n\r\n";
    if (silence) bytes.clear();
    if (head.starts_with("HEAD ")) bytes.resize(std::min(bytes.size(), bytes.find("\r\n\r\n") + 4));
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t sent = send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    while ((dripping || silence) && !stopping_) {
        pollfd waiting{socket, POLLIN, 0};
        if (poll(&waiting, 1, 20) != 0) return;  // the other side has gone
        if (dripping && send(socket, "x", 1, MSG_NOSIGNAL) <= 0) return;
    }
}

}

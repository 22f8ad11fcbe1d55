#include "kit/mail/test_sink.hpp"

#include "kit/base/check.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace mail::test {

namespace {

/// The next line without its CRLF; false when the other side has left or says nothing for ten seconds.
bool read_line(int socket, std::string& buffer, std::string& line) {
    for (;;) {
        if (const std::size_t end = buffer.find("\r\n"); end != std::string::npos) {
            line = buffer.substr(0, end);
            buffer.erase(0, end + 2);
            return true;
        }
        pollfd watched{socket, POLLIN, 0};
        if (poll(&watched, 1, 10'000) <= 0) return false;
        std::array<char, 4096> bytes{};
        const ssize_t got = recv(socket, bytes.data(), bytes.size(), 0);
        if (got <= 0) return false;
        buffer.append(bytes.data(), static_cast<std::size_t>(got));
    }
}

std::string between_brackets(const std::string& line) {
    const std::size_t open = line.find('<'), close = line.find('>');
    return open == std::string::npos || close == std::string::npos ? "" : line.substr(open + 1, close - open - 1);
}

}

Sink::Sink() : listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    base::check(listening_ >= 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    auto* const address = reinterpret_cast<sockaddr*>(&place);
    base::check(bind(listening_, address, size) == 0 && listen(listening_, 16) == 0 && getsockname(listening_, address, &size) == 0);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { serve(); });
}

Sink::~Sink() {
    stopping_ = true;
    thread_.join();
    close(listening_);
}

void Sink::answer(const std::string& command, std::string_view reply) {
    answers_.with([&](auto& answers) { answers[command] = reply; });
}

void Sink::answer_normally() {
    answers_.with([](auto& answers) { answers.clear(); });
}

std::vector<Taken> Sink::taken() {
    return taken_.with([](auto& taken) { return taken; });
}

std::vector<std::string> Sink::heard() {
    return heard_.with([](auto& heard) { return heard; });
}

void Sink::serve() {
    while (!stopping_) {
        pollfd watched{listening_, POLLIN, 0};
        if (poll(&watched, 1, 20) <= 0) continue;
        const int one = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (one < 0) continue;
        talk(one);
        close(one);
    }
}

void Sink::talk(int socket) {
    if (!reply(socket, "", "220 sink.example ready")) return;
    std::string buffer, line;
    Taken mail;
    while (read_line(socket, buffer, line)) {
        heard_.with([&](auto& heard) { heard.push_back(line); });
        const std::string command = line.substr(0, 4);
        if (command == "MAIL") mail.from = between_brackets(line);
        if (command == "RCPT") mail.to = between_brackets(line);
        if (line == "AUTH PLAIN") {
            // What is signed in with comes on a line of its own.
            if (!reply(socket, "AUTH", "334 ")) return;
            if (answers_.with([](auto& answers) { return answers.contains("AUTH"); })) continue;
            if (!read_line(socket, buffer, line) || !reply(socket, "sign-in", "235 welcome")) return;
            continue;
        }
        if (command == "DATA") {
            if (!reply(socket, "DATA", "354 go on")) return;
            if (answers_.with([](auto& answers) { return answers.contains("DATA"); })) continue;
            mail.data.clear();
            while (read_line(socket, buffer, line) && line != ".") mail.data += line + "\r\n";
            if (line != ".") return;
            taken_.with([&](auto& taken) { taken.push_back(mail); });
            if (!reply(socket, ".", "250 taken")) return;
            continue;
        }
        const std::string_view usual = command == "EHLO"   ? "250-sink.example\r\n250-AUTH PLAIN\r\n250 8BITMIME"
                                       : command == "QUIT" ? "221 bye"
                                                           : "250 ok";
        if (!reply(socket, command, usual) || command == "QUIT") return;
    }
}

bool Sink::reply(int socket, const std::string& command, std::string_view usual) {
    std::string said = answers_.with([&](auto& answers) {
        const auto found = answers.find(command);
        return found == answers.end() ? std::string(usual) : found->second;
    });
    if (said == cut) return false;
    if (said == silent) {
        std::string buffer, line;
        while (read_line(socket, buffer, line)) {}
        return false;
    }
    said += "\r\n";
    return send(socket, said.data(), said.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(said.size());
}

}

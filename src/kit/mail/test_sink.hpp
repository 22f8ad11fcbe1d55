#pragma once
#include "kit/base/guarded.hpp"

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// For tests: an SMTP server on this machine that takes any mail, or answers what it was told to.
namespace mail::test {

struct Taken {
    std::string from;  // what stood between < and >
    std::string to;
    std::string data;  // without the dot at its end, dots in front still doubled
};

class Sink {
public:
    /// Answers instead of text: the line is cut, or nothing is said until the other side leaves.
    static constexpr std::string_view cut = "cut", silent = "silent";

    Sink();
    ~Sink();
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    int port() const { return port_; }
    /// From now on commands that begin so ("RCPT"; "" for the greeting, "." for the end of a mail) get this answer.
    void answer(const std::string& command, std::string_view reply);
    void answer_normally();
    std::vector<Taken> taken();
    /// Every line that was said to it, but for the mails themselves.
    std::vector<std::string> heard();

private:
    void serve();
    void talk(int socket);
    bool reply(int socket, const std::string& command, std::string_view usual);

    int listening_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    base::Guarded<std::map<std::string, std::string>> answers_;
    base::Guarded<std::vector<Taken>> taken_;
    base::Guarded<std::vector<std::string>> heard_;
    std::thread thread_;
};

}

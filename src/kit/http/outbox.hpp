#pragma once
#include "kit/http/answer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <sys/uio.h>

/// Private to kit/http: answers of one connection in the order of their requests, and how much of them is out.
namespace http {

class Outbox {
public:
    enum class Outcome { all_written, wait_for_room, failed };

    /// `start`: status line, Date and Connection. The strings are shared with the page cache, so nothing is copied.
    void push(std::shared_ptr<const std::string> start, Answer);
    bool empty() const { return answers_.empty(); }
    std::size_t size() const { return answers_.size(); }
    /// In one write, as far as the non-blocking socket takes it. Nothing may be pushed before all is written.
    Outcome write(int socket);
    /// Gives its memory back. It must be empty.
    void shrink();

private:
    struct Outgoing {
        std::shared_ptr<const std::string> start;
        Answer answer;
    };
    std::vector<Outgoing> answers_;
    std::vector<iovec> pieces_;
    std::size_t first_ = 0;  // piece that is not out yet
};

}

#include "kit/http/outbox.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace http {

namespace {
iovec piece(const std::string& bytes, std::size_t size) { return iovec{const_cast<char*>(bytes.data()), size}; }
}

void Outbox::push(std::shared_ptr<const std::string> start, Answer answer) {
    answers_.push_back(Outgoing{.start = std::move(start), .answer = std::move(answer)});
}

Outbox::Outcome Outbox::write(int socket) {
    if (pieces_.empty())
        for (const Outgoing& going : answers_) {
            pieces_.push_back(piece(*going.start, going.start->size()));
            pieces_.push_back(piece(*going.answer.common, going.answer.common->size()));
            pieces_.push_back(piece(*going.answer.rest, going.answer.size));
        }
    while (first_ < pieces_.size()) {
        msghdr message{};
        message.msg_iov = pieces_.data() + first_;
        message.msg_iovlen = pieces_.size() - first_;
        const ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno == EAGAIN || errno == EWOULDBLOCK ? Outcome::wait_for_room : Outcome::failed;
        }
        auto left = static_cast<std::size_t>(sent);
        while (first_ < pieces_.size() && left >= pieces_[first_].iov_len) left -= pieces_[first_++].iov_len;
        if (first_ == pieces_.size()) break;
        pieces_[first_].iov_base = static_cast<char*>(pieces_[first_].iov_base) + left;
        pieces_[first_].iov_len -= left;
    }
    answers_.clear();
    pieces_.clear();
    first_ = 0;
    return Outcome::all_written;
}

void Outbox::shrink() {
    std::vector<Outgoing>().swap(answers_);
    std::vector<iovec>().swap(pieces_);
}

}

#include "kit/http/stream_writer.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace http {

namespace {
constexpr std::size_t max_pieces = 64;

const Parcel& heartbeat() {
    static const Parcel comment = parcel(":\n\n");
    return comment;
}

const Parcel& farewell() {
    static const Parcel last{.chunk = std::make_shared<const std::string>(last_chunk), .from = 0, .size = 0};
    return last;
}
}

StreamWriter::Outcome StreamWriter::write(int socket) {
    if (blocked_) return stream_->is_cut() ? Outcome::failed : Outcome::waiting;
    for (;;) {
        if (first_ == going_.size()) {
            going_.clear();
            first_ = written_ = 0;
            beats_ = false;
            if (last_) return Outcome::ended;
            const Stream::State state = stream_->take(going_);
            if (state == Stream::State::cut) return Outcome::failed;
            if (state == Stream::State::ended) ending_ = true;
            if (going_.empty() && ending_) {
                if (plain_) return Outcome::ended;
                last_ = beats_ = true;
                going_.push_back(farewell());
            }
            if (going_.empty()) return Outcome::all_written;
        }
        std::array<iovec, max_pieces> pieces;
        std::size_t count = 0;
        for (std::size_t i = first_; i < going_.size() && count < max_pieces; ++i, ++count) {
            const std::string_view bytes = bytes_of(going_[i]).substr(i == first_ ? written_ : 0);
            pieces[count] = iovec{const_cast<char*>(bytes.data()), bytes.size()};
        }
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = count;
        const ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent >= 0) {
            advance(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return Outcome::failed;
        blocked_ = true;
        return Outcome::wait_for_room;
    }
}

void StreamWriter::beat() {
    if (blocked_ || first_ < going_.size()) return;
    going_.assign(1, heartbeat());
    first_ = written_ = 0;
    beats_ = true;
}

std::string_view StreamWriter::bytes_of(const Parcel& one) const {
    const std::string_view whole(*one.chunk);
    return plain_ ? whole.substr(one.from, one.size) : whole;
}

void StreamWriter::advance(std::size_t bytes) {
    std::size_t done = 0;
    while (first_ < going_.size()) {
        const std::size_t left = bytes_of(going_[first_]).size() - written_;
        if (bytes < left) break;
        bytes -= left;
        done += going_[first_].chunk->size();
        written_ = 0;
        going_[first_++].chunk.reset();
    }
    written_ += bytes;
    if (!beats_ && done > 0) stream_->wrote(done);
}

}

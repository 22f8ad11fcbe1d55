#pragma once
#include "kit/http/stream.hpp"

#include <memory>
#include <vector>

/// Private to kit/http: what of a stream is on its way through one socket.
namespace http {

class StreamWriter {
public:
    /// `plain`: without chunks, for HTTP/1.0.
    StreamWriter(std::shared_ptr<Stream> stream, bool plain) : stream_(std::move(stream)), plain_(plain) {}

    enum class Outcome { all_written, wait_for_room, waiting, ended, failed };
    /// Writes what the non-blocking socket takes. After `wait_for_room` the caller says has_room() when there is some; until then it is
    /// `waiting`.
    Outcome write(int socket);
    void has_room() { blocked_ = false; }
    bool is_blocked() const { return blocked_; }
    /// A comment line, where nothing else is on its way.
    void beat();
    /// Ends after what was told so far.
    void end() { ending_ = true; }

    void finish(bool well) {
        if (!over_) well_ = well;
        over_ = true;
    }
    bool is_over() const { return over_; }
    bool ended_well() const { return well_; }

private:
    std::string_view bytes_of(const Parcel& one) const;
    void advance(std::size_t bytes);

    const std::shared_ptr<Stream> stream_;
    const bool plain_;
    std::vector<Parcel> going_;
    std::size_t first_ = 0, written_ = 0; // of going_, and of the bytes of that one
    bool beats_ = false; // going_ is a heartbeat, which nobody counts
    bool blocked_ = false, ending_ = false, last_ = false, over_ = false, well_ = false;
};

}

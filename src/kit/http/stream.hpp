#pragma once
#include "kit/http/streams.hpp"

#include <functional>
#include <mutex>
#include <unordered_map>

/// Private to kit/http: a stream between those who send and the connection that writes.
namespace http {

/// Bytes as one chunk of a body (RFC 9112, 7.1); `bytes` must not be empty, which would end the body.
std::string chunk(std::string_view bytes);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

/// An event on its way, shared by all streams that it goes to.
struct Parcel {
    std::shared_ptr<const std::string> chunk;
    std::size_t from = 0, size = 0;  // of the event inside its chunk, for clients that know none
};
Parcel parcel(std::string_view event);

class Stream {
public:
    enum class State { open, ended, cut };

    Stream(std::shared_ptr<Streams::Hub>, std::string owner, std::vector<std::string> keys);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// From now on `wake` is called, on the thread that sends, when there is something to take, at once if there is already. Calls are few: the
    /// next comes after take(). It must not call the stream.
    void attach(std::function<void()> wake);
    /// `wake` is not called any more once this returned.
    void detach();
    /// Moves what is queued into `into`, which is empty.
    State take(std::vector<Parcel>& into);
    bool is_cut() const;
    /// So many bytes of chunks were written.
    void wrote(std::size_t bytes);

private:
    friend class Streams;
    friend class Streams::Hub;
    void signal(bool again = false);

    const std::shared_ptr<Streams::Hub> hub_;
    const std::string owner_;
    const std::vector<std::string> keys_;
    // What follows is guarded by the hub.
    std::vector<std::string> topics_;
    std::vector<Parcel> queue_;
    std::size_t unsent_ = 0; // queued, and taken but not written
    State state_ = State::open;
    bool signalled_ = false;
    std::function<void()> wake_;
};

class Streams::Hub {
public:
    explicit Hub(StreamLimits wanted) : limits(wanted) {}
    using Index = std::unordered_map<std::string, std::vector<Stream*>>;
    static void add(Index&, const std::string& name, Stream&);
    static void remove(Index&, const std::string& name, Stream&);
    static void cut(Stream&);

    const StreamLimits limits;
    std::mutex mutex;
    Index by_topic, by_key; // the owner is a key, too
    std::size_t open = 0;
};

}

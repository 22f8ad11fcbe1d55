#pragma once
#include "kit/base/result.hpp"
#include "kit/http/http.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// A server-sent event (WHATWG HTML Living Standard, 9.2).
struct Event {
    std::string name;  // of what the page listens to; "" comes as `message`
    std::string id;    // what the client sends as Last-Event-ID when it comes again; "" leaves the one before in force
    std::string data;  // UTF-8; its line ends become line feeds
};

/// As it stands in `text/event-stream`. Throws base::Bug for a name or id with a line end or NUL.
std::string event_text(const Event&);

struct StreamLimits {
    std::size_t all = 1000;
    std::size_t each = 6;  // of one owner
    /// Who has so much waiting is too slow: the stream is cut, and its client comes again with the id of the last event it got.
    std::size_t unsent_bytes = 256 * 1024;
};

enum class StreamRefusal { all_taken, too_many_of_one };

/// The open streams of this process. Safe from several threads; send() waits for no client.
///
/// There is no gap between what a handler reads and what follows if it opens its stream, listens, and only then begins the transaction that
/// it reads in: what was committed before is read, what is committed later is sent after that commit, to a stream that listens already. What
/// was committed between listening and reading comes twice.
class Streams {
public:
    explicit Streams(StreamLimits = {});
    ~Streams();
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    /// `owner` is who it counts for; close() finds it by `owner` and `keys`. It counts until the last pointer to it is gone.
    base::Result<std::shared_ptr<Stream>, StreamRefusal> open(const std::string& owner, const std::vector<std::string>& keys = {});
    /// From now on the stream gets what is sent to the topic; to several topics, if called again.
    static void listen(Stream&, const std::string& topic);

    /// To every stream of the topic, in the order of the calls.
    void send(const std::string& topic, const Event&);
    /// Streams of the topic end after what was sent to them before.
    void end(const std::string& topic);
    /// Streams of this owner or key are cut without what still waits.
    void close(const std::string& key);
    void close_all();

    std::size_t count() const;

    class Hub;

private:
    std::shared_ptr<Hub> hub_;
};

}

#pragma once
#include "kit/http/http.hpp"
#include "kit/http/network.hpp"
#include "kit/http/reader.hpp"
#include "kit/http/render.hpp"
#include "kit/http/stream.hpp"
#include "kit/http/workers.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <unordered_map>

/// Private to kit/http: what the server and its connections know of each other. All of it lives on the I/O thread but for what says otherwise.
namespace http {

using Clock = std::chrono::steady_clock;
inline constexpr auto reaper_step = std::chrono::milliseconds(250);

/// One connection, as the server sees it.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Its deadline is over.
    virtual void expire() = 0;
    /// It looks again at what it sleeps for.
    virtual void rouse() = 0;
    /// Ends at once.
    virtual void cut() = 0;
    /// The server takes no more: ends what has no end of its own.
    virtual void drain() = 0;
    /// Something was told to its stream.
    virtual void pump() = 0;
    /// Its stream has been silent, or has lived long enough.
    virtual void beat() = 0;

    Clock::time_point deadline = Clock::time_point::max(), next_beat = Clock::time_point::max();
    bool awake = false, alone = false;
};

/// A request on its way through a worker.
struct Ticket {
    std::shared_ptr<Connection> connection;
    Request request;
    std::optional<std::string> key;
    Wanted wanted;
    Render::Done done;
    bool finished = false;
};
/// What a checked head asks for; the views of the head are not needed any more.
std::shared_ptr<Ticket> make_ticket(const Head&, std::string remote);

/// Status line, Date and Connection: the same for all answers of a second.
class StartLines {
public:
    std::shared_ptr<const std::string> of(int status, bool keep_alive);

private:
    std::array<std::shared_ptr<const std::string>, 4> known_; // 200 and 304, close and keep-alive
    std::int64_t second_ = 0;
};

/// After a burst of renders, freed memory lies between the pages that were kept; the system gets it back when nothing is going on, or the burst is long.
class Rest {
public:
    void rendered() { ++renders_; }
    void watch(Clock::time_point now);
    bool is_trim_wanted() const { return trim_wanted_; }
    /// On any thread.
    void trim_if_wanted();

private:
    std::uint64_t renders_ = 0, renders_at_trim_ = 0, renders_at_rest_ = 0;
    Clock::time_point begun_ = Clock::now();
    std::atomic<bool> trim_wanted_ = false;
};

class Server::Impl {
public:
    Impl(ServerOptions options, Handler handler, ErrorPage error_page, KeyOf key_of, PageCache& cache);
    ~Impl();

    void run();
    void begin_drain();
    void end_drain();
    /// On a worker.
    void work_on(std::shared_ptr<Ticket>);
    bool idle_work();
    void reap();
    /// Everybody who waits for this key looks again.
    void land(const std::string& key, Render::Kept);
    /// On any thread: pump() of the connection runs on the I/O thread, unless forget() comes before.
    void wake(Connection*);
    void forget(Connection*);

    ServerOptions options;
    std::set<Connection*> connections; // outlives the network, whose end may end connections
    std::size_t large_bodies = 0; // being read or handled now; so does this
    std::unordered_map<std::string, std::vector<Connection*>> flights; // renders under way, and who waits for them
    std::mutex ready_mutex;
    std::vector<Connection*> ready; // whose streams have something to write
    Network network;
    PageCache::Impl& cache;
    Render render;
    KeyOf key_of;
    StartLines starts;
    bool draining = false, abandoned = false;
    Rest rest;
    Clock::time_point drain_deadline = Clock::time_point::max();
    Workers workers; // last: its threads use the rest
};

}

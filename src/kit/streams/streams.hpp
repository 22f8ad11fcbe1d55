#pragma once
#include "kit/db/db.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/// What one transaction tells everybody who listens, once it is committed. Who writes tells; kit/http carries it to browsers.
namespace streams {

/// One server-sent event (WHATWG HTML Living Standard, 9.2) to everybody who listens to the topic.
struct Event {
    std::string topic;  // 200 bytes at most
    std::string name;   // of what the page listens to
    std::string id;     // what a client names when it comes again, such as a version; "" for what is not missed when it is gone
    std::string data;   // UTF-8
};

/// Inside a write transaction; sent when it is committed, and not otherwise, to the listeners of every process on the same database.
///
/// Listeners of one topic get the events in the order in which the transactions were committed, so that the id of an event also stands for
/// all before it. Where two transactions may tell the same topic at the same time, that order is the one of their tell() on SQLite, which
/// writes one after the other, and the one of the commits on PostgreSQL.
/// Throws base::Bug for a topic that is empty or too long, and for a name or id with a line end or NUL.
void tell(db::Tx&, const Event&);

/// Streams of the topic end after what was told before; where that is still kept for other processes it is removed.
void end(db::Tx&, std::string_view topic);

/// Streams of this owner or key are cut: `person:42`, `session:7` (web::Visit::listen).
void close(db::Tx&, std::string_view key);

/// Where it arrives; all of it is called by one thread at a time, and must be quick.
struct Ear {
    std::function<void(const Event&)> tell;
    std::function<void(const std::string& topic)> end;
    std::function<void(const std::string& key)> close;
    /// Something may have been missed: every client must come again and read what there is.
    std::function<void()> close_all;
};

/// Hears what is told as long as it lives. SQLite: in this process, when the transaction is committed. PostgreSQL: from every process, this one
/// too, through rows of `stream_events` and NOTIFY, whose order is that of the commits; rows are removed after `kept`. While the database cannot
/// be heard nothing arrives, and then close_all() is called.
class Hearing {
public:
    Hearing(db::Pool&, Ear, std::chrono::milliseconds kept = std::chrono::minutes(1));
    ~Hearing();
    Hearing(const Hearing&) = delete;
    Hearing& operator=(const Hearing&) = delete;

    class Impl;

private:
    std::unique_ptr<Impl> impl_;
};

}

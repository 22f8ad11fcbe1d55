#pragma once
#include "kit/streams/streams.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

/// Private to kit/streams: from a transaction to the ears of this process, in the order in which it was told.
namespace streams {

enum class Kind { tell = 1, end = 2, close = 3 };

struct Said {
    Kind kind = Kind::tell;
    Event event;  // of a `close`, `topic` is the key
};

void give(const Ear&, const Said&);

/// SQLite writes one transaction after the other, but what they do after their commits may overtake: each has its place from the moment it
/// tells, and those behind it wait until it is committed or undone.
class Order : public std::enable_shared_from_this<Order> {
public:
    /// A place in the row of a topic. Gives it up when it is destroyed without commit().
    class Place {
    public:
        Place(std::shared_ptr<Order> order, std::string topic, std::uint64_t number)
            : order_(std::move(order)), topic_(std::move(topic)), number_(number) {}
        ~Place() { order_->settle(topic_, number_, /*committed=*/false); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        void commit() const { order_->settle(topic_, number_, /*committed=*/true); }

    private:
        const std::shared_ptr<Order> order_;
        const std::string topic_;
        const std::uint64_t number_;
    };

    static const std::shared_ptr<Order>& of_process();
    std::shared_ptr<Place> stand(Said);
    void add(const Ear*);
    void remove(const Ear*);

private:
    enum class State { open, committed, undone };
    struct Waiting {
        std::uint64_t number;
        Said said;
        State state = State::open;
    };
    void settle(const std::string& topic, std::uint64_t number, bool committed);

    std::mutex mutex_;
    std::uint64_t next_ = 0;
    std::unordered_map<std::string, std::deque<Waiting>> rows_;
    std::vector<const Ear*> ears_;
};

}

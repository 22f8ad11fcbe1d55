#include "kit/streams/order.hpp"

#include <algorithm>

namespace streams {

void give(const Ear& ear, const Said& said) {
    switch (said.kind) {
        case Kind::tell: return ear.tell(said.event);
        case Kind::end: return ear.end(said.event.topic);
        case Kind::close: return ear.close(said.event.topic);
    }
}

const std::shared_ptr<Order>& Order::of_process() {
    static const std::shared_ptr<Order> order = std::make_shared<Order>();
    return order;
}

std::shared_ptr<Order::Place> Order::stand(Said said) {
    const std::lock_guard hold(mutex_);
    const std::string topic = said.event.topic;
    auto place = std::make_shared<Place>(shared_from_this(), topic, next_);
    rows_[topic].push_back(Waiting{.number = next_, .said = std::move(said)});
    ++next_;
    return place;
}

void Order::add(const Ear* ear) {
    const std::lock_guard hold(mutex_);
    ears_.push_back(ear);
}

void Order::remove(const Ear* ear) {
    const std::lock_guard hold(mutex_);
    std::erase(ears_, ear);
}

void Order::settle(const std::string& topic, std::uint64_t number, bool committed) {
    const std::lock_guard hold(mutex_);
    const auto found = rows_.find(topic);
    if (found == rows_.end()) return;
    std::deque<Waiting>& row = found->second;
    const auto own = std::find_if(row.begin(), row.end(), [&](const Waiting& one) { return one.number == number; });
    if (own == row.end() || own->state != State::open) return;
    own->state = committed ? State::committed : State::undone;
    while (!row.empty() && row.front().state != State::open) {
        const Waiting first = std::move(row.front());
        row.pop_front();
        if (first.state == State::committed)
            for (const Ear* ear : ears_) give(*ear, first.said);
    }
    if (row.empty()) rows_.erase(found);
}

}

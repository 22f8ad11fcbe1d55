#include "kit/streams/streams.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/streams/order.hpp"

namespace streams {

namespace {
// The time is the server's: nodes' clocks differ. A channel is one for all schemas of a database, so the table says which it is. A row that is
// gone before it is read is known by its topic.
constexpr db::Query add_event{"streams.add_event", R"postgres(
    with written as (
        insert into stream_events (id, kind, topic, name, event_id, data, at)
             values (:id, :kind, :topic, :name, :event, :data, cast(extract(epoch from clock_timestamp()) * 1000 as bigint))
          returning cast(tableoid as bigint) as place, id, topic)
    select pg_notify('stream_events', cast(place as text) || ' ' || cast(id as text) || ' ' || topic) from written
)postgres"};

constexpr db::Query forget_topic{"streams.forget_topic", R"postgres(
    delete from stream_events where topic = :topic
)postgres"};

constexpr std::size_t max_topic = 200;

bool is_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

void say(db::Tx& tx, Said said) {
    const Event& event = said.event;
    base::check(tx.writable());
    base::check(!event.topic.empty() && event.topic.size() <= max_topic && is_line(event.topic));
    base::check(is_line(event.name) && is_line(event.id));
    if (tx.engine() == db::Engine::postgres) {
        if (said.kind == Kind::end) tx.run(forget_topic, {{"topic", event.topic}});
        tx.run(add_event, {{"id", base::new_id()},
                           {"kind", said.kind},
                           {"topic", event.topic},
                           {"name", event.name},
                           {"event", event.id},
                           {"data", event.data}});
        return;
    }
    tx.after_commit([place = Order::of_process()->stand(std::move(said))] { place->commit(); });
}
}

void tell(db::Tx& tx, const Event& event) { say(tx, {.kind = Kind::tell, .event = event}); }

void end(db::Tx& tx, std::string_view topic) {
    say(tx, {.kind = Kind::end, .event = {.topic = std::string(topic), .name = {}, .id = {}, .data = {}}});
}

void close(db::Tx& tx, std::string_view key) {
    say(tx, {.kind = Kind::close, .event = {.topic = std::string(key), .name = {}, .id = {}, .data = {}}});
}

}

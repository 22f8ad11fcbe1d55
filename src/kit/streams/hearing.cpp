#include "kit/db/channel.hpp"
#include "kit/streams/order.hpp"

#include "kit/base/log.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace streams {

namespace {
constexpr db::Query find_place{"streams.find_place", R"postgres(
    select cast(cast(cast('stream_events' as regclass) as oid) as bigint)
)postgres"};

constexpr db::Query list_events{"streams.list_events", R"postgres(
    select id, kind, topic, name, event_id, data from stream_events where id = any(cast(string_to_array(:ids, ',') as bigint[]))
)postgres"};

constexpr db::Query remove_events{"streams.remove_events", R"postgres(
    delete from stream_events where at < cast(extract(epoch from clock_timestamp()) * 1000 as bigint) - cast(:kept as bigint)
)postgres"};

constexpr std::size_t max_at_once = 500;

/// `<oid of the table> <id of the row> <topic>`
struct Note {
    std::int64_t place = 0, id = 0;
    std::string topic;
};

std::int64_t take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (read.ec != std::errc() || !text.starts_with(' ')) return 0;
    text.remove_prefix(1);
    return number;
}

Note read_note(std::string_view payload) {
    Note note;
    note.place = take_number(payload);
    note.id = take_number(payload);
    note.topic = payload;
    return note;
}
}

class Hearing::Impl {
public:
    virtual ~Impl() = default;
};

namespace {

class OnSqlite final : public Hearing::Impl {
public:
    explicit OnSqlite(Ear ear) : ear_(std::move(ear)), order_(Order::of_process()) { order_->add(&ear_); }
    ~OnSqlite() override { order_->remove(&ear_); }

private:
    const Ear ear_;
    const std::shared_ptr<Order> order_;
};

class OnPostgres final : public Hearing::Impl {
public:
    OnPostgres(const std::string& url, Ear ear, std::chrono::milliseconds kept)
        : ear_(std::move(ear)), kept_(kept),
          channel_(url, "stream_events",
                   {.begun =
                        [this](db::Channel::Line& line) {
                            place_ = line.all(find_place).at(0).number(0);
                            ear_.close_all();
                        },
                    .heard = [this](db::Channel::Line& line, std::span<const std::string> said) { hear(line, said); }}) {}

private:
    void hear(db::Channel::Line& line, std::span<const std::string> said) {
        for (; !said.empty(); said = said.subspan(std::min(said.size(), max_at_once)))
            give_all(line, said.first(std::min(said.size(), max_at_once)));
        const auto now = std::chrono::steady_clock::now();
        if (now - removed_ < kept_ / 6) return;
        removed_ = now;
        line.run(remove_events, {{"kept", std::int64_t{kept_.count()}}});
    }

    void give_all(db::Channel::Line& line, std::span<const std::string> said) {
        std::vector<Note> notes;
        std::string ids;
        for (const std::string& payload : said) {
            Note note = read_note(payload);
            if (note.place != place_ || note.id == 0) continue;
            ids += (ids.empty() ? "" : ",") + std::to_string(note.id);
            notes.push_back(std::move(note));
        }
        if (notes.empty()) return;
        std::unordered_map<std::int64_t, Said> found;
        for (const db::Row& row : line.all(list_events, {{"ids", ids}}))
            found.emplace(row.number(0),
                          Said{.kind = static_cast<Kind>(row.number(1)),
                               .event = {.topic = row.text(2), .name = row.text(3), .id = row.text(4), .data = row.text(5)}});
        for (const Note& note : notes) {
            if (const auto one = found.find(note.id); one != found.end())
                give(ear_, one->second);
            else
                ear_.end(note.topic);  // removed meanwhile: its clients read what there is
        }
    }

    const Ear ear_;
    const std::chrono::milliseconds kept_;
    std::int64_t place_ = 0;
    std::chrono::steady_clock::time_point removed_ = std::chrono::steady_clock::now();
    db::Channel channel_;  // last: its thread uses the rest
};

}

Hearing::Hearing(db::Pool& pool, Ear ear, std::chrono::milliseconds kept) {
    if (pool.engine() == db::Engine::postgres)
        impl_ = std::make_unique<OnPostgres>(pool.url(), std::move(ear), kept);
    else
        impl_ = std::make_unique<OnSqlite>(std::move(ear));
}

Hearing::~Hearing() = default;

}

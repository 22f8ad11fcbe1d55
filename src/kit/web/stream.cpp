#include "kit/web/stream.hpp"

#include "kit/base/check.hpp"

namespace web {

namespace {
constexpr std::string_view come_again = "retry: 2000\n\n";
constexpr int seconds_until_another_is_closed = 30;
}

void Visit::listen(const std::string& topic) {
    base::check(request.method == "GET");
    close();
    if (!surroundings_.streams) throw NoRoom("nothing is streamed here");
    if (!stream_) {
        const std::string owner = viewer.person ? "person:" + std::to_string(*viewer.person) : "client:" + surroundings_.client;
        std::vector<std::string> keys;
        if (viewer.session) keys.push_back("session:" + std::to_string(*viewer.session));
        auto opened = surroundings_.streams->open(owner, keys);
        if (!opened) {
            switch (opened.error()) {
                case http::StreamRefusal::all_taken: throw NoRoom("as many streams are open as there may be");
                case http::StreamRefusal::too_many_of_one: throw TooOften(seconds_until_another_is_closed);
            }
        }
        stream_ = std::move(*opened);
    }
    http::Streams::listen(*stream_, topic);
}

Response stream(Visit& visit, std::string first) {
    base::check(visit.opened_stream() != nullptr);
    Response response = file("text/event-stream", std::string(come_again) + std::move(first));
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx passes on what comes
    response.stream = visit.opened_stream();
    return response;
}

std::string_view last_event_id(const Visit& visit) {
    const std::string_view named = visit.request.header("last-event-id");
    return named.empty() ? visit.query("since") : named;
}

streams::Ear ear_of(http::Streams& open) {
    return {
        .tell = [&open](const streams::Event& event) { open.send(event.topic, {.name = event.name, .id = event.id, .data = event.data}); },
        .end = [&open](const std::string& topic) { open.end(topic); },
        .close = [&open](const std::string& key) { open.close(key); },
        .close_all = [&open] { open.close_all(); }};
}

}

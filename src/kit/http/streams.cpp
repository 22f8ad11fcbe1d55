#include "kit/http/streams.hpp"

#include "kit/base/check.hpp"
#include "kit/base/log.hpp"
#include "kit/http/stream.hpp"

#include <algorithm>
#include <charconv>

namespace http {

namespace {
void add_field(std::string& out, std::string_view name, std::string_view value) {
    base::check(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos);
    if (!value.empty()) out.append(name).append(": ").append(value).append("\n");
}

std::size_t hex(std::size_t number, std::array<char, 20>& out) {
    return static_cast<std::size_t>(std::to_chars(out.data(), out.data() + out.size(), number, 16).ptr - out.data());
}
}

std::string event_text(const Event& event) {
    std::string out;
    out.reserve(event.data.size() + event.name.size() + event.id.size() + 40);
    add_field(out, "event", event.name);
    add_field(out, "id", event.id);
    // An event without a line of data is dropped by browsers.
    std::string_view rest = event.data;
    for (;;) {
        const std::size_t end = rest.find_first_of("\r\n");
        out.append("data: ").append(rest.substr(0, end)).append("\n");
        if (end == rest.npos) break;
        rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return out += '\n';
}

std::string chunk(std::string_view bytes) {
    std::array<char, 20> digits;
    return std::string(digits.data(), hex(bytes.size(), digits)).append("\r\n").append(bytes).append("\r\n");
}

Parcel parcel(std::string_view event) {
    std::array<char, 20> digits;
    return Parcel{.chunk = std::make_shared<const std::string>(chunk(event)), .from = hex(event.size(), digits) + 2, .size = event.size()};
}

// ── one stream ──

Stream::Stream(std::shared_ptr<Streams::Hub> hub, std::string owner, std::vector<std::string> keys)
    : hub_(std::move(hub)), owner_(std::move(owner)), keys_(std::move(keys)) {}

Stream::~Stream() {
    const std::lock_guard hold(hub_->mutex);
    for (const std::string& topic : topics_) Streams::Hub::remove(hub_->by_topic, topic, *this);
    for (const std::string& key : keys_) Streams::Hub::remove(hub_->by_key, key, *this);
    Streams::Hub::remove(hub_->by_key, owner_, *this);
    --hub_->open;
}

void Stream::attach(std::function<void()> wake) {
    const std::lock_guard hold(hub_->mutex);
    wake_ = std::move(wake);
    signalled_ = false;
    if (!queue_.empty() || state_ != State::open) signal();
}

void Stream::detach() {
    const std::lock_guard hold(hub_->mutex);
    wake_ = nullptr;
}

Stream::State Stream::take(std::vector<Parcel>& into) {
    const std::lock_guard hold(hub_->mutex);
    signalled_ = false;
    into.swap(queue_);
    return state_;
}

bool Stream::is_cut() const {
    const std::lock_guard hold(hub_->mutex);
    return state_ == State::cut;
}

void Stream::wrote(std::size_t bytes) {
    const std::lock_guard hold(hub_->mutex);
    unsent_ -= bytes;
}

void Stream::signal(bool again) {
    if (!wake_ || (signalled_ && !again)) return;
    signalled_ = true;
    wake_();
}

// ── all of them ──

void Streams::Hub::add(Index& index, const std::string& name, Stream& stream) { index[name].push_back(&stream); }

void Streams::Hub::remove(Index& index, const std::string& name, Stream& stream) {
    const auto found = index.find(name);
    if (found == index.end()) return;
    std::erase(found->second, &stream);
    if (found->second.empty()) index.erase(found);
}

void Streams::Hub::cut(Stream& stream) {
    stream.state_ = Stream::State::cut;
    std::vector<Parcel>().swap(stream.queue_);
    // Its connection may be waiting for room, with the signal before still unanswered.
    stream.signal(/*again=*/true);
}

Streams::Streams(StreamLimits limits) : hub_(std::make_shared<Hub>(limits)) {}
Streams::~Streams() = default;

base::Result<std::shared_ptr<Stream>, StreamRefusal> Streams::open(const std::string& owner, const std::vector<std::string>& keys) {
    auto made = std::make_shared<Stream>(hub_, owner, keys);
    std::unique_lock hold(hub_->mutex);
    ++hub_->open;  // the destructor takes it back
    const auto own = hub_->by_key.find(owner);
    if (hub_->open > hub_->limits.all || (own != hub_->by_key.end() && own->second.size() >= hub_->limits.each)) {
        const StreamRefusal why = hub_->open > hub_->limits.all ? StreamRefusal::all_taken : StreamRefusal::too_many_of_one;
        hold.unlock();
        return base::Failure{why};
    }
    Hub::add(hub_->by_key, owner, *made);
    for (const std::string& key : keys) Hub::add(hub_->by_key, key, *made);
    return made;
}

void Streams::listen(Stream& stream, const std::string& topic) {
    const std::lock_guard hold(stream.hub_->mutex);
    if (std::find(stream.topics_.begin(), stream.topics_.end(), topic) != stream.topics_.end()) return;
    stream.topics_.push_back(topic);
    Hub::add(stream.hub_->by_topic, topic, stream);
}

void Streams::send(const std::string& topic, const Event& event) {
    const Parcel made = parcel(event_text(event));
    const std::size_t weight = made.chunk->size();
    const std::lock_guard hold(hub_->mutex);
    const auto found = hub_->by_topic.find(topic);
    if (found == hub_->by_topic.end()) return;
    for (Stream* const stream : found->second) {
        if (stream->state_ != Stream::State::open) continue;
        if (stream->unsent_ + weight > hub_->limits.unsent_bytes) {
            Hub::cut(*stream);
            continue;
        }
        stream->unsent_ += weight;
        stream->queue_.push_back(made);
        stream->signal();
    }
}

void Streams::end(const std::string& topic) {
    const std::lock_guard hold(hub_->mutex);
    const auto found = hub_->by_topic.find(topic);
    if (found == hub_->by_topic.end()) return;
    for (Stream* const stream : found->second) {
        if (stream->state_ != Stream::State::open) continue;
        stream->state_ = Stream::State::ended;
        stream->signal();
    }
}

void Streams::close(const std::string& key) {
    const std::lock_guard hold(hub_->mutex);
    const auto found = hub_->by_key.find(key);
    if (found == hub_->by_key.end()) return;
    for (Stream* const stream : found->second) Hub::cut(*stream);
}

void Streams::close_all() {
    const std::lock_guard hold(hub_->mutex);
    for (const auto& [key, streams] : hub_->by_key)
        for (Stream* const stream : streams) Hub::cut(*stream);
}

std::size_t Streams::count() const {
    const std::lock_guard hold(hub_->mutex);
    return hub_->open;
}

}

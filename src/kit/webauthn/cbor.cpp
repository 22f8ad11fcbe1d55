#include "kit/webauthn/cbor.hpp"

#include "kit/base/utf8.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace webauthn {

namespace {
constexpr std::uint64_t max_members = 64;
constexpr int max_depth = 8;

struct Head {
    unsigned major = 0;
    unsigned information = 0;
    std::uint64_t argument = 0;
};

std::optional<Head> read_head(std::string_view& in) {
    if (in.empty()) return std::nullopt;
    const unsigned first = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    Head head{.major = first >> 5U, .information = first & 0x1fU};
    if (head.information < 24) {
        head.argument = head.information;
        return head;
    }
    if (head.information > 27) return std::nullopt;  // reserved, or of a length that is not given
    const std::size_t size = std::size_t{1} << (head.information - 24);
    if (in.size() < size) return std::nullopt;
    for (std::size_t i = 0; i < size; ++i) head.argument = head.argument << 8 | static_cast<unsigned char>(in[i]);
    in.remove_prefix(size);
    return head;
}

std::optional<std::string_view> take_string(std::string_view& in, std::uint64_t size) {
    if (size > in.size()) return std::nullopt;
    const std::string_view taken = in.substr(0, static_cast<std::size_t>(size));
    in.remove_prefix(taken.size());
    return taken;
}

std::optional<Cbor> read_item(std::string_view& in, int depth);

std::optional<Cbor> read_array(std::string_view& in, std::uint64_t members, int depth) {
    if (members > max_members) return std::nullopt;
    Cbor::Array array;
    for (std::uint64_t i = 0; i < members; ++i) {
        auto member = read_item(in, depth + 1);
        if (!member) return std::nullopt;
        array.push_back(std::move(*member));
    }
    return Cbor{std::move(array)};
}

std::optional<Cbor> read_map(std::string_view& in, std::uint64_t members, int depth) {
    if (members > max_members) return std::nullopt;
    Cbor::Map map;
    for (std::uint64_t i = 0; i < members; ++i) {
        auto key = read_item(in, depth + 1);
        if (!key) return std::nullopt;
        if (std::find(map.keys.begin(), map.keys.end(), *key) != map.keys.end()) return std::nullopt;
        auto value = read_item(in, depth + 1);
        if (!value) return std::nullopt;
        map.keys.push_back(std::move(*key));
        map.values.push_back(std::move(*value));
    }
    return Cbor{std::move(map)};
}

std::optional<Cbor> simple(const Head& head) {
    if (head.information == 20 || head.information == 21) return Cbor{head.information == 21};
    if (head.information == 24 && head.argument < 32) return std::nullopt;  // RFC 8949 §3.3: not well-formed
    return Cbor{};
}

std::optional<Cbor> read_item(std::string_view& in, int depth) {
    if (depth > max_depth) return std::nullopt;
    const auto head = read_head(in);
    if (!head) return std::nullopt;
    switch (head->major) {
        case 0:
        case 1: {
            if (head->argument > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
            const auto number = static_cast<std::int64_t>(head->argument);
            return Cbor{head->major == 0 ? number : -1 - number};
        }
        case 2: {
            const auto bytes = take_string(in, head->argument);
            if (!bytes) return std::nullopt;
            return Cbor{Cbor::Bytes{*bytes}};
        }
        case 3: {
            const auto text = take_string(in, head->argument);
            if (!text || !base::is_utf8(*text)) return std::nullopt;
            return Cbor{Cbor::Text{*text}};
        }
        case 4: return read_array(in, head->argument, depth);
        case 5: return read_map(in, head->argument, depth);
        case 7: return simple(*head);
        default: return std::nullopt;  // tags
    }
}

template <class Key>
const Cbor* find_in(const Cbor::Map* map, const Key& key) {
    if (!map) return nullptr;
    for (std::size_t i = 0; i < map->keys.size(); ++i) {
        const auto* same = std::get_if<Key>(&map->keys[i].value);
        if (same && *same == key) return &map->values[i];
    }
    return nullptr;
}
}

const Cbor* Cbor::find(std::int64_t key) const { return find_in(map(), key); }
const Cbor* Cbor::find(std::string_view key) const { return find_in(map(), Text{key}); }

std::optional<std::int64_t> Cbor::integer() const {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    return std::nullopt;
}

std::optional<std::string_view> Cbor::bytes() const {
    if (const auto* string = std::get_if<Bytes>(&value)) return string->bytes;
    return std::nullopt;
}

std::optional<std::string_view> Cbor::text() const {
    if (const auto* string = std::get_if<Text>(&value)) return string->text;
    return std::nullopt;
}

std::optional<Cbor> read_cbor(std::string_view& in) { return read_item(in, 1); }

}

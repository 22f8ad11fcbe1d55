// Private to kit/webauthn.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace webauthn {

/// A data item of CBOR (RFC 8949), as far as authenticators write it (CTAP 2.1 §8). Its texts and bytes are views of what was read.
struct Cbor {
    struct Bytes {
        std::string_view bytes;
        bool operator==(const Bytes&) const = default;
    };
    struct Text {
        std::string_view text;
        bool operator==(const Text&) const = default;
    };
    using Array = std::vector<Cbor>;
    struct Map {
        Array keys;
        Array values;  // as many
        bool operator==(const Map&) const = default;
    };
    std::variant<std::monostate, bool, std::int64_t, Bytes, Text, Array, Map> value;  // monostate: null, undefined, floats

    /// The value of a key; nothing for other items or a missing key.
    const Cbor* find(std::int64_t key) const;
    const Cbor* find(std::string_view key) const;
    std::optional<std::int64_t> integer() const;
    std::optional<std::string_view> bytes() const;
    std::optional<std::string_view> text() const;
    const Map* map() const { return std::get_if<Map>(&value); }
    bool operator==(const Cbor&) const = default;
};

/// Reads one item and moves `in` behind it. Nothing for bytes that end too soon, lengths that are not given, tags, integers beyond 64
/// bits with sign, text that is not UTF-8, a key that comes twice, more than 64 members, or more than 8 levels.
std::optional<Cbor> read_cbor(std::string_view& in);

}

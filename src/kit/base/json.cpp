#include "kit/base/json.hpp"

#include "kit/base/utf8.hpp"

#include <boost/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace base {

namespace bj = boost::json;

namespace {
Json from(const bj::value& value) {
    switch (value.kind()) {
        case bj::kind::null: return {};
        case bj::kind::bool_: return value.get_bool();
        case bj::kind::int64: return value.get_int64();
        case bj::kind::uint64: return static_cast<double>(value.get_uint64());
        case bj::kind::double_: return value.get_double();
        case bj::kind::string: return std::string(value.get_string());
        case bj::kind::array: {
            Json::Array out;
            for (const auto& item : value.get_array()) out.push_back(from(item));
            return out;
        }
        case bj::kind::object: {
            Json::Object out;
            for (const auto& member : value.get_object()) out.emplace_back(member.key(), from(member.value()));
            return out;
        }
    }
    return {};
}

void write(std::string& out, const Json& json) {
    struct Writer {
        std::string& out;
        void operator()(std::nullptr_t) { out += "null"; }
        void operator()(bool v) { out += v ? "true" : "false"; }
        void operator()(std::int64_t v) { out += std::to_string(v); }
        void operator()(double v) {
            if (!std::isfinite(v)) {
                out += "null";
                return;
            }
            std::array<char, 40> text{};
            std::snprintf(text.data(), text.size(), "%.17g", v);
            out += text.data();
        }
        void operator()(const std::string& v) { out += json_string(v); }
        void operator()(const Json::Array& v) {
            out += '[';
            for (std::size_t i = 0; i < v.size(); ++i) {
                if (i) out += ',';
                write(out, v[i]);
            }
            out += ']';
        }
        void operator()(const Json::Object& v) {
            out += '{';
            for (std::size_t i = 0; i < v.size(); ++i) {
                if (i) out += ',';
                out += json_string(v[i].first);
                out += ':';
                write(out, v[i].second);
            }
            out += '}';
        }
    };
    std::visit(Writer{out}, json.value);
}
}

const Json* Json::find(std::string_view key) const {
    const Object* members = object();
    if (!members) return nullptr;
    for (const auto& [name, member] : *members)
        if (name == key) return &member;
    return nullptr;
}

std::optional<std::int64_t> Json::integer() const {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    return std::nullopt;
}

std::optional<Json> parse_json(std::string_view text) {
    if (!is_utf8(text)) return std::nullopt;
    bj::error_code failed;
    bj::parse_options options;
    options.max_depth = 64;
    const bj::value parsed = bj::parse(bj::string_view(text.data(), text.size()), failed, {}, options);
    if (failed) return std::nullopt;
    return from(parsed);
}

std::string write_json(const Json& json) {
    std::string out;
    write(out, json);
    return out;
}

std::string json_string(std::string_view text) {
    std::string clean;
    if (!is_utf8(text)) {
        for (const char c : text) clean += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\xef\xbf\xbd";
        text = clean;
    }
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            case '<': out += "\\u003c"; break;
            case '>': out += "\\u003e"; break;
            case '&': out += "\\u0026"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    std::array<char, 8> escape{};
                    std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
                    out += escape.data();
                } else out += c;
        }
    }
    return out + "\"";
}

}

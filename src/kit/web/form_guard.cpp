#include "kit/web/form_guard.hpp"

#include "kit/base/check.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>
#include <utility>

namespace web {

namespace {
constexpr int max_bits = 32;

// A number of ours: 1 to 15 digits. How it is written is signed, so only one writing of it can come back.
std::optional<std::int64_t> read_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 15) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0) return std::nullopt;
    return number;
}

// `signed.signature`
std::pair<std::string_view, std::string_view> split_signature(std::string_view text) {
    const std::size_t point = text.rfind('.');
    if (point == text.npos) return {text, {}};
    return {text.substr(0, point), text.substr(point + 1)};
}

int zero_bits(std::string_view hex) {
    int bits = 0;
    for (const char c : hex) {
        const unsigned value = static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
        if (value != 0) return bits + std::countl_zero(value) - (32 - 4);
        bits += 4;
    }
    return bits;
}

bool is_answer(std::string_view answer) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return !answer.empty() && answer.size() <= 64 && std::all_of(answer.begin(), answer.end(), fits);
}
}

FormGuard::FormGuard(std::string key) : key_(std::move(key)) { base::check(key_.size() >= 16 && key_.size() <= 64); }

std::string FormGuard::stamp(base::Instant now, std::string_view form) const {
    const std::string made = std::to_string(now.ms);
    return made + "." + sign("stamp", form, made);
}

FormGuard::Verdict FormGuard::check(std::string_view stamp, std::string_view form, base::Instant now, int min_seconds,
                                    int max_seconds) const {
    if (stamp.empty()) return Verdict::missing;
    const auto [made, signature] = split_signature(stamp);
    const auto then = read_number(made);
    if (!then || !base::equal_in_constant_time(signature, sign("stamp", form, made))) return Verdict::forged;
    const std::int64_t age = now.ms - *then;
    if (age < std::int64_t{min_seconds} * 1000) return Verdict::too_fast;
    if (age > std::int64_t{max_seconds} * 1000) return Verdict::too_old;
    return Verdict::ok;
}

bool FormGuard::trap_is_empty(const Fields& fields) {
    return std::none_of(fields.all().begin(), fields.all().end(),
                        [](const auto& field) { return field.first == trap_name && !field.second.empty(); });
}

std::string FormGuard::challenge(base::Instant now, std::string_view form, int bits) const {
    base::check(bits >= 0 && bits <= max_bits);
    const std::string work = std::to_string(bits) + "." + std::to_string(now.ms) + "." + base::new_uid();
    return work + "." + sign("challenge", form, work);
}

bool FormGuard::solved(std::string_view challenge, std::string_view answer, std::string_view form, int bits, base::Instant now,
                       int max_seconds) const {
    base::check(bits >= 0 && bits <= max_bits);
    if (challenge.size() > 128 || !is_answer(answer)) return false;
    const auto [work, signature] = split_signature(challenge);
    if (!base::equal_in_constant_time(signature, sign("challenge", form, work))) return false;
    const std::size_t first = work.find('.'), second = work.find('.', first + 1);
    const auto asked = read_number(work.substr(0, first)), made = read_number(work.substr(first + 1, second - first - 1));
    if (!asked || !made || *asked < bits) return false;
    if (now.ms - *made > std::int64_t{max_seconds} * 1000) return false;
    return zero_bits(base::sha256(std::string(challenge) + "." + std::string(answer))) >= bits;
}

// The purpose and the length keep apart what would otherwise read alike: no stamp is a challenge, no form's name runs into the value.
std::string FormGuard::sign(std::string_view purpose, std::string_view form, std::string_view value) const {
    std::string text(purpose);
    text.append(" ").append(std::to_string(form.size())).append(" ").append(form).append(value);
    return base::keyed_hash(key_, text).substr(0, 32);
}

}

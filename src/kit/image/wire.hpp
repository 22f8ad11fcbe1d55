#pragma once
#include "kit/image/image.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Private to kit/image: what parent and child say to each other. Numbers are little-endian; nothing may follow the last field.
namespace image {

/// Of what stands in front of the picture, bytes at most.
constexpr std::size_t max_request_head = 32;

struct Request {
    Options options;
    std::string_view bytes;  // of the picture
};

std::string write_request(const Request&);
/// Nothing for what write_request would not write. The bytes point into `message`.
std::optional<Request> read_request(std::string_view message);

std::string write_answer(const Rendered&);
/// Nothing for what write_answer would not write: the child has seen a stranger's bytes and may be in a stranger's hands. What a rendition
/// says it is, its first bytes are too.
std::optional<Rendered> read_answer(std::string_view message);

/// Could this be the answer to the request? Sizes, number and order as the options want them.
bool may_answer(const std::vector<Rendition>&, const Options&);

}

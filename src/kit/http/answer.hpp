#pragma once
#include "kit/http/http.hpp"
#include "kit/http/negotiate.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace http {

/// Bytes ready to be sent but for the status line, Date and Connection, which change from one sending to the next.
/// On the wire: status line, Date, Connection, `common`, `rest` up to `size`.
struct Answer {
    int status = 200;
    std::shared_ptr<const std::string> common;  // header lines that the encodings of a page share, and often many pages
    std::shared_ptr<const std::string> rest;    // further header lines, the empty line, the body
    std::size_t size = 0;                       // of `rest`; a HEAD leaves the body out
};

/// `rest` of an Answer in one encoding.
struct Encoded {
    std::shared_ptr<const std::string> bytes;
    std::size_t head = 0;
    explicit operator bool() const { return bytes != nullptr; }
    std::string_view body() const { return std::string_view(*bytes).substr(head); }
};

/// A finished page. Never changes but for further encodings.
struct Page {
    int status = 200;
    std::shared_ptr<const std::string> common;
    std::string hash;            // entity tag without its encoding; empty: none is sent
    std::size_t plain_size = 0;  // of the body
    Encoded plain, gzip, br;     // at least one of `plain` and `gzip`
};

struct Wanted {
    Accepts accepts;
    bool head = false;
    std::string if_none_match;
    bool http_1_0 = false;  // knows no chunks
};

/// Levels of compression; 0: not at all.
struct Effort {
    int gzip = 0, br = 0;
    bool keep_plain = true;  // even where there is gzip
};

/// Throws base::Error for a header that cannot be sent.
Page make_page(const Response&, Effort);
Answer pick(const Page&, const Wanted&);
Answer pick(const Page&, const Accepts&, bool head, std::string_view if_none_match);

/// The beginning of a stream: in chunks (RFC 9112, 7.1), to an HTTP/1.0 client as bytes that end with the connection.
Answer make_stream(const Response&, const Wanted&);

/// Adds or replaces one encoding of a page; `variant` tells strengths of one coding apart in the entity tag.
Encoded encode(std::string_view hash, Coding, std::string_view variant, std::string_view body);

bool is_compressible(const Response&);
std::string_view reason(int status);

}

#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

struct Limits {
    std::size_t head = 16 * 1024, target = 8 * 1024, body = 1024 * 1024, fields = 100;
    std::function<std::size_t(std::string_view target)> body_of = nullptr;  // in place of `body`, where there is one
};

/// A checked head. The views point into the bytes that were read.
struct Head {
    std::string_view method, target, query;
    std::string path;  // decoded
    std::string_view cookie, accept_encoding, if_none_match;
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    bool http_1_0 = false;
    bool keep_alive = true;
    bool expects_continue = false;
    bool chunked = false;
    std::uint64_t length = 0;
    bool has_body() const { return chunked || length > 0; }
};

class HeadParser;

/// Reads one request after the other, and refuses what two readers of the same bytes might understand differently. What it decides
/// does not depend on where the network cut the bytes.
class Reader {
public:
    enum class State { more, done, refused };

    explicit Reader(Limits limits) : limits_(std::move(limits)) {}

    /// `bytes` begins at the first byte of the request and has grown since the last call.
    State read_head(std::string_view bytes);
    const Head& head() const { return head_; }
    std::size_t head_size() const { return head_size_; }

    /// Takes bytes of the body from the front of `bytes`, appends what they carry to `body` and says in `used` how many.
    State read_body(std::string_view bytes, std::size_t& used, std::string& body);

    /// Whether the body is larger than Limits::body, or, in chunks, may become so.
    bool may_be_large() const { return (head_.chunked ? max_body_ : head_.length) > limits_.body; }

    /// Ready for the next request.
    void reset();
    /// The status that a refused request is answered with.
    int status() const { return status_; }
    /// The target as far as it could be read, for the page that tells of the refusal.
    static std::string_view target_of(std::string_view bytes);

private:
    enum class Chunk { size, extension, size_lf, data, data_cr, data_lf, trailer, trailer_line, trailer_lf, last_lf };

    State refuse(int status);
    State scan(std::string_view bytes);
    State parse(std::string_view bytes);
    int check_framing(const HeadParser&);
    int check_request(bool has_length);
    State read_chunked(std::string_view bytes, std::size_t& used, std::string& body);

    Limits limits_;
    Head head_;
    int status_ = 0;
    std::size_t start_ = 0;       // empty lines before the request are skipped
    std::size_t scanned_ = 0, head_size_ = 0;
    std::size_t line_ = 0;        // where the line being scanned begins
    bool request_line_ = true;
    Chunk chunk_ = Chunk::size;
    std::uint64_t left_ = 0;      // of the chunk or of the body
    std::size_t max_body_ = 0;    // of this request
    std::size_t digits_ = 0, overhead_ = 0;
};

}

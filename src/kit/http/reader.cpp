#include "kit/http/reader.hpp"

#include "kit/http/negotiate.hpp"
#include "kit/http/url.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace http {

namespace beast = boost::beast;

namespace {
constexpr std::size_t max_method = 32;           // as long as a method may be that we name in a 405
constexpr std::size_t max_chunk_digits = 8;
constexpr std::size_t max_chunk_overhead = 8 * 1024;  // extensions and trailers of one body together

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':' ||
               c == '[' || c == ']';
    });
}

bool is_handled(std::string_view method) {
    static constexpr std::array known{std::string_view("GET"),    std::string_view("HEAD"),  std::string_view("POST"),
                                      std::string_view("PUT"),    std::string_view("PATCH"), std::string_view("DELETE"),
                                      std::string_view("OPTIONS")};
    return std::find(known.begin(), known.end(), method) != known.end();
}

// `HTTP/2.0` and the like, where the line is otherwise as it should be.
bool names_another_version(std::string_view line) {
    if (std::count(line.begin(), line.end(), ' ') != 2) return false;
    const std::string_view version = line.substr(line.rfind(' ') + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return version.size() == 8 && version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' && digit(version[7]);
}
}

// Beast splits the head; that is all it is asked to do.
class HeadParser final : public beast::http::basic_parser<true> {
public:
    explicit HeadParser(Head& head) : head_(head) {
        skip(true);  // the body is read by Reader
        header_limit(std::numeric_limits<std::uint32_t>::max());
    }
    int hosts = 0, lengths = 0, codings = 0, cookies = 0, expectations = 0;
    bool good_host = false, chunked = false, good_length = true, too_long = false;

private:
    using Verb = beast::http::verb;
    using Field = beast::http::field;
    using Error = beast::error_code;
    using View = beast::string_view;

    void on_request_impl(Verb, View method, View target, int version, Error&) override {
        head_.method = method;
        head_.target = target;
        head_.http_1_0 = version == 10;
    }
    void on_field_impl(Field known, View name, View text, Error&) override {
        const std::string_view value = text;
        head_.fields.emplace_back(name, value);
        switch (known) {
            case Field::host:
                ++hosts;
                good_host = is_host(value);
                break;
            case Field::content_length: read_length(value); break;
            case Field::transfer_encoding:
                ++codings;
                chunked = same_word(value, "chunked");
                break;
            case Field::cookie:
                ++cookies;
                head_.cookie = value;
                break;
            case Field::expect:
                ++expectations;
                head_.expects_continue = same_word(value, "100-continue");
                break;
            case Field::accept_encoding: head_.accept_encoding = value; break;
            case Field::if_none_match: head_.if_none_match = value; break;
            default: break;
        }
    }
    void read_length(std::string_view value) {
        ++lengths;
        good_length = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        too_long = value.size() > 18;
        if (!good_length || too_long) return;
        head_.length = 0;
        for (const char c : value) head_.length = head_.length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    void on_response_impl(int, View, int, Error&) override {}
    void on_header_impl(Error&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(View body, Error&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, View, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Error&) override { return body.size(); }
    void on_finish_impl(Error&) override {}

    Head& head_;
};

void Reader::reset() {
    head_.fields.clear();
    head_.method = head_.target = head_.query = head_.cookie = head_.accept_encoding = head_.if_none_match = {};
    head_.path.clear();
    head_.http_1_0 = head_.expects_continue = head_.chunked = false;
    head_.keep_alive = true;
    head_.length = 0;
    status_ = 0;
    start_ = scanned_ = head_size_ = line_ = 0;
    request_line_ = true;
    chunk_ = Chunk::size;
    left_ = 0;
    max_body_ = 0;
    digits_ = overhead_ = 0;
}

Reader::State Reader::read_head(std::string_view bytes) {
    const State state = scan(bytes);
    return state == State::done ? parse(bytes) : state;
}

// Finds the end of the head. Bytes are judged strictly in their order, so that the verdict is the same however they arrive.
Reader::State Reader::scan(std::string_view bytes) {
    while (start_ == scanned_ && start_ < 4 && scanned_ < bytes.size() && bytes[scanned_] == '\r') {  // RFC 9112 §2.2
        if (scanned_ + 1 == bytes.size()) return State::more;
        if (bytes[scanned_ + 1] != '\n') return refuse(400);
        start_ = line_ = scanned_ += 2;
    }
    for (;;) {
        const std::size_t limit =
            request_line_ ? std::min(start_ + max_method + limits_.target + sizeof("HTTP/1.1") + 2, limits_.head) : limits_.head;
        const std::size_t end = std::min(limit, bytes.size());
        std::size_t at = scanned_;
        if (at == line_ && at < end && (request_line_ ? !is_token(bytes[at]) : bytes[at] == ' ' || bytes[at] == '\t')) return refuse(400);
        while (at < end && (!is_control(bytes[at]) || bytes[at] == '\t')) ++at;
        scanned_ = at;
        if (at + 1 >= limit && at + 1 <= bytes.size()) return refuse(request_line_ ? 414 : 431);
        if (at == end) return State::more;
        if (bytes[at] != '\r') return refuse(400);
        if (at + 1 == bytes.size()) return State::more;
        if (bytes[at + 1] != '\n') return refuse(400);
        scanned_ = at + 2;
        if (at == line_) {
            head_size_ = scanned_;
            return State::done;
        }
        request_line_ = false;
        line_ = scanned_;
    }
}

Reader::State Reader::parse(std::string_view bytes) {
    bytes = bytes.substr(start_, head_size_ - start_);
    HeadParser parser(head_);
    beast::error_code error;
    parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (parser.too_long) return refuse(413);
    if (error == beast::http::error::bad_version) return refuse(names_another_version(bytes.substr(0, bytes.find('\r'))) ? 505 : 400);
    if (error || !parser.is_done()) return refuse(400);
    if (head_.fields.size() > limits_.fields) return refuse(431);
    head_.keep_alive = parser.keep_alive();
    int status = check_framing(parser);
    if (status == 0) status = check_request(parser.lengths > 0);
    return status == 0 ? State::done : refuse(status);
}

int Reader::check_framing(const HeadParser& parser) {
    if (parser.hosts > 1 || (parser.hosts == 0 && !head_.http_1_0) || (parser.hosts == 1 && !parser.good_host)) return 400;
    if (parser.lengths > 1 || !parser.good_length || parser.cookies > 1) return 400;
    if (parser.codings > 1 || (parser.codings == 1 && (!parser.chunked || parser.lengths > 0 || head_.http_1_0))) return 400;
    head_.chunked = parser.codings == 1;
    if (parser.expectations > 1 || (parser.expectations == 1 && !head_.expects_continue)) return 417;
    if (head_.http_1_0) head_.expects_continue = false;
    return 0;
}

int Reader::check_request(bool has_length) {
    if (!is_handled(head_.method)) return 405;
    if (head_.target == "*") return 405;
    if (head_.target.size() > limits_.target) return 414;
    const std::size_t mark = head_.target.find('?');
    head_.query = mark == head_.target.npos ? std::string_view{} : head_.target.substr(mark + 1);
    if (!decode_path(head_.target.substr(0, mark), head_.path) || !is_query(head_.query)) return 400;
    max_body_ = limits_.body_of && head_.has_body() ? limits_.body_of(head_.target) : limits_.body;
    if (head_.length > max_body_) return 413;
    const bool must_have_length = head_.method == "POST" || head_.method == "PUT" || head_.method == "PATCH";
    if (must_have_length && !has_length && !head_.chunked) return 411;
    left_ = head_.length;
    return 0;
}

Reader::State Reader::read_body(std::string_view bytes, std::size_t& used, std::string& body) {
    if (head_.chunked) return read_chunked(bytes, used, body);
    used = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    body.append(bytes.substr(0, used));
    left_ -= used;
    return left_ == 0 ? State::done : State::more;
}

// Beast lets any extension and any number of trailers pass; this reader does not.
Reader::State Reader::read_chunked(std::string_view bytes, std::size_t& used, std::string& body) {
    for (used = 0; used < bytes.size();) {
        const char c = bytes[used];
        if (chunk_ == Chunk::data) {
            const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used));
            body.append(bytes.substr(used, part));
            used += part;
            left_ -= part;
            if (left_ == 0) chunk_ = Chunk::data_cr;
            continue;
        }
        ++used;
        switch (chunk_) {
            case Chunk::size: {
                const bool digit = c >= '0' && c <= '9', low = c >= 'a' && c <= 'f', high = c >= 'A' && c <= 'F';
                if (digit || low || high) {
                    if (++digits_ > max_chunk_digits) return refuse(413);
                    left_ = left_ * 16 + static_cast<std::uint64_t>(digit ? c - '0' : low ? c - 'a' + 10 : c - 'A' + 10);
                } else if (digits_ == 0 || (c != ';' && c != '\r'))
                    return refuse(400);
                else
                    chunk_ = c == ';' ? Chunk::extension : Chunk::size_lf;
                break;
            }
            case Chunk::extension:
                if (c == '\r')
                    chunk_ = Chunk::size_lf;
                else if (is_control(c) && c != '\t')
                    return refuse(400);
                else if (++overhead_ > max_chunk_overhead)
                    return refuse(431);
                break;
            case Chunk::size_lf:
                if (c != '\n') return refuse(400);
                if (left_ > max_body_ - std::min(max_body_, body.size())) return refuse(413);
                chunk_ = left_ == 0 ? Chunk::trailer : Chunk::data;
                digits_ = 0;
                break;
            case Chunk::data_cr:
                if (c != '\r') return refuse(400);
                chunk_ = Chunk::data_lf;
                break;
            case Chunk::data_lf:
                if (c != '\n') return refuse(400);
                chunk_ = Chunk::size;
                break;
            case Chunk::trailer:  // at the beginning of a line; trailers are read past
                if (c == '\r')
                    chunk_ = Chunk::last_lf;
                else if (!is_token(c))
                    return refuse(400);
                else
                    chunk_ = Chunk::trailer_line;
                break;
            case Chunk::trailer_line:
                if (c == '\r')
                    chunk_ = Chunk::trailer_lf;
                else if (is_control(c) && c != '\t')
                    return refuse(400);
                else if (++overhead_ > max_chunk_overhead)
                    return refuse(431);
                break;
            case Chunk::trailer_lf:
                if (c != '\n') return refuse(400);
                chunk_ = Chunk::trailer;
                break;
            case Chunk::last_lf: return c == '\n' ? State::done : refuse(400);
            case Chunk::data: break;
        }
    }
    return State::more;
}

Reader::State Reader::refuse(int status) {
    status_ = status;
    return State::refused;
}

std::string_view Reader::target_of(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, std::min(bytes.find('\r'), bytes.size()));
    const std::size_t space = line.find(' ');
    if (space == line.npos || space > max_method) return {};
    const std::string_view rest = line.substr(space + 1);
    return rest.substr(0, rest.find(' '));
}

}

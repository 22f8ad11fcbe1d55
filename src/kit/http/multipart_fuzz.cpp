#include "kit/base/utf8.hpp"
#include "kit/http/multipart.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {
void must(bool holds) {
    if (!holds) std::abort();
}

std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '"')
            out += "%22";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else
            out += c;
    }
    return out;
}

std::string written(const std::vector<http::Part>& parts, const std::string& boundary) {
    std::string body;
    for (const http::Part& part : parts) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(part.name) + "\"";
        if (part.filename) body += "; filename=\"" + escaped(*part.filename) + "\"";
        body += "\r\nContent-Type: " + part.content_type + "\r\n\r\n";
        body += part.bytes;
        body += "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
}
}

// The first line is the content type, what follows is the body. What comes through is clean and lies inside the body, and writing it
// again reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t end = text.find('\n');
    if (end == text.npos) return 0;
    const std::string_view body = text.substr(end + 1);
    const auto parts = http::parse_multipart(text.substr(0, end), body);
    if (!parts) return 0;
    must(parts->size() <= 100);
    for (const http::Part& part : *parts) {
        must(!part.name.empty() && base::is_utf8(part.name) && part.name.find('\0') == std::string::npos);
        must(part.bytes.data() >= body.data() && part.bytes.data() + part.bytes.size() <= body.data() + body.size());
        if (part.filename)
            must(base::is_utf8(*part.filename) && part.filename->find_first_of(std::string_view("/\\\r\n\0", 5)) == std::string::npos);
        else
            must(base::is_utf8(part.bytes) && part.bytes.find('\0') == part.bytes.npos);
    }
    // Names and types are kept short, so that writing every sign escaped does not pass the limit of a header; the boundary is in no data.
    const std::string boundary = "what the second writing takes for its boundary";
    for (const http::Part& part : *parts) {
        const std::size_t names = part.name.size() + (part.filename ? part.filename->size() : 0);
        if (names > 1000 || part.content_type.size() > 500 || part.bytes.find(boundary) != part.bytes.npos) return 0;
    }
    const std::string again = written(*parts, boundary);
    const auto read = http::parse_multipart("multipart/form-data; boundary=\"" + boundary + "\"", again);
    must(read && read->size() == parts->size());
    for (std::size_t at = 0; at < parts->size(); ++at) {
        const http::Part &a = parts->at(at), &b = read->at(at);
        must(a.name == b.name && a.filename == b.filename && a.content_type == b.content_type && a.bytes == b.bytes);
    }
    return 0;
}

#include "kit/http/answer.hpp"

#include "kit/base/error.hpp"
#include "kit/base/hash.hpp"
#include "kit/http/compress.hpp"
#include "kit/http/stream.hpp"

#include <algorithm>
#include <array>

namespace http {

namespace {
constexpr std::size_t worth_compressing = 256;

// The server writes these itself.
bool is_ours(std::string_view name) {
    static constexpr std::array ours{
        std::string_view("content-length"), std::string_view("connection"), std::string_view("date"), std::string_view("transfer-encoding"),
        std::string_view("keep-alive"),     std::string_view("vary"),       std::string_view("etag")};
    return std::any_of(ours.begin(), ours.end(), [&](std::string_view known) { return same_word(known, name); });
}

std::string_view find_header(const Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers)
        if (same_word(known, name)) return value;
    return {};
}

bool is_header(std::string_view name, std::string_view value) {
    const auto bad = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return !name.empty() && name.find_first_of(": \t") == name.npos && std::none_of(name.begin(), name.end(), bad) &&
           std::none_of(value.begin(), value.end(), bad);
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string vary(const Response& response, bool by_encoding) {
    std::string out(find_header(response, "vary"));
    // A page for everybody that names no lifetime may still differ by the look cookies, which are in its key.
    if (!response.tags.empty() && find_header(response, "cache-control").empty() && out.empty()) out = "Cookie";
    if (by_encoding) out += out.empty() ? "Accept-Encoding" : ", Accept-Encoding";
    return out;
}

std::string common_lines(const Response& response, bool by_encoding) {
    std::string out;
    for (const auto& [name, value] : response.headers) {
        if (!is_header(name, value)) throw base::Error("a header that cannot be sent: " + name);
        if (!is_ours(name)) add_line(out, name, value);
    }
    if (find_header(response, "cache-control").empty())
        add_line(out, "Cache-Control", response.tags.empty() ? "private, no-cache" : "no-cache");
    const std::string varies = vary(response, by_encoding);
    if (!varies.empty()) add_line(out, "Vary", varies);
    return out;
}

bool has_no_body(int status) { return status == 204 || status == 304; }

Answer whole(const Page& page, const Encoded& encoded, bool head) {
    return Answer{.status = page.status, .common = page.common, .rest = encoded.bytes, .size = head ? encoded.head : encoded.bytes->size()};
}
}

Encoded encode(std::string_view hash, Coding coding, std::string_view variant, std::string_view body) {
    std::string bytes;
    bytes.reserve(120 + hash.size() + body.size());
    if (coding == Coding::gzip) add_line(bytes, "Content-Encoding", "gzip");
    if (coding == Coding::br) add_line(bytes, "Content-Encoding", "br");
    add_line(bytes, "Content-Length", std::to_string(body.size()));
    if (!hash.empty()) bytes.append("ETag: \"").append(hash).append(variant).append("\"\r\n");
    bytes += "\r\n";
    const std::size_t head = bytes.size();
    bytes += body;
    bytes.shrink_to_fit();
    return Encoded{std::make_shared<const std::string>(std::move(bytes)), head};
}

Page make_page(const Response& response, Effort effort) {
    const bool compressible = is_compressible(response);
    Page page;
    page.status = response.status;
    page.common = std::make_shared<const std::string>(common_lines(response, compressible));
    if (has_no_body(response.status)) {
        page.plain.bytes = std::make_shared<const std::string>("\r\n");
        page.plain.head = 2;
        return page;
    }
    if (!response.tags.empty() && response.status == 200) page.hash = base::hash(response.body);
    page.plain_size = response.body.size();
    if (compressible && response.body.size() >= worth_compressing) {
        if (effort.gzip > 0) {
            const std::string zipped = gzip(response.body, effort.gzip);
            if (zipped.size() < response.body.size())
                page.gzip = encode(page.hash, Coding::gzip, "-g" + std::to_string(effort.gzip), zipped);
        }
        if (effort.br > 0 && page.gzip)
            page.br = encode(page.hash, Coding::br, "-b" + std::to_string(effort.br), brotli(response.body, effort.br));
    }
    if (effort.keep_plain || !page.gzip) page.plain = encode(page.hash, Coding::identity, "", response.body);
    return page;
}

Answer make_stream(const Response& response, const Wanted& wanted) {
    std::string rest;
    if (!wanted.http_1_0) add_line(rest, "Transfer-Encoding", "chunked");
    rest += "\r\n";
    if (!wanted.head) rest += wanted.http_1_0 || response.body.empty() ? response.body : chunk(response.body);
    const std::size_t size = rest.size();
    return Answer{.status = response.status,
                  .common = std::make_shared<const std::string>(common_lines(response, /*by_encoding=*/false)),
                  .rest = std::make_shared<const std::string>(std::move(rest)),
                  .size = size};
}

Answer pick(const Page& page, const Wanted& wanted) { return pick(page, wanted.accepts, wanted.head, wanted.if_none_match); }

Answer pick(const Page& page, const Accepts& accepts, bool head, std::string_view if_none_match) {
    if (const std::string_view held = page.status == 200 ? tag_held(if_none_match, page.hash) : std::string_view{}; !held.empty()) {
        auto rest = std::make_shared<const std::string>("ETag: \"" + std::string(held) + "\"\r\n\r\n");
        const std::size_t size = rest->size();
        return Answer{.status = 304, .common = page.common, .rest = std::move(rest), .size = size};
    }
    switch (accepts.best(static_cast<bool>(page.gzip), static_cast<bool>(page.br))) {
        case Coding::br: return whole(page, page.br, head);
        case Coding::gzip: return whole(page, page.gzip, head);
        case Coding::identity: break;
    }
    if (page.plain) return whole(page, page.plain, head);
    return whole(page, encode(page.hash, Coding::identity, "", gunzip(page.gzip.body())), head);
}

bool is_compressible(const Response& response) {
    if (!find_header(response, "content-encoding").empty()) return false;
    std::string_view type = find_header(response, "content-type");
    type = trimmed(type.substr(0, type.find(';')));
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") || type == "application/json" ||
           type == "application/javascript" || type == "application/xml" || type == "image/svg+xml";
}

std::string_view reason(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "";
    }
}

}

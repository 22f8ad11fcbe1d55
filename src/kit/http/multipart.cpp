#include "kit/http/multipart.hpp"

#include "kit/base/utf8.hpp"
#include "kit/http/negotiate.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace http {

namespace {
constexpr std::size_t max_parts = 100, max_header_bytes = 4096, max_boundary = 70;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// RFC 9110 §5.6.2
bool is_token(std::string_view text) {
    const auto fits = [](char c) { return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos; };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

// RFC 2046 §5.1.1
bool is_boundary(std::string_view text) {
    const auto fits = [](char c) { return is_alphanumeric(c) || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos; };
    return !text.empty() && text.size() <= max_boundary && text.back() != ' ' && std::all_of(text.begin(), text.end(), fits);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// UTF-8 on one line. A tab is no control here: it may stand between the words of a header.
bool is_line(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\t'; }) && base::is_utf8(text);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

struct Parameter {
    std::string name;
    std::string_view value;
    bool quoted = false;
};

// The `; name=value` that follow the first word of a header. In a quoted value a backslash stands for itself, as browsers mean it; before
// the closing quote, where others would read on, it is refused.
bool read_parameters(std::string_view rest, std::vector<Parameter>& parameters) {
    for (rest = trimmed(rest); !rest.empty(); rest = trimmed(rest)) {
        if (rest.front() != ';') return false;
        rest = trimmed(rest.substr(1));
        const std::size_t equals = rest.find('=');
        if (equals == rest.npos || !is_token(rest.substr(0, equals))) return false;
        Parameter read{.name = lower(rest.substr(0, equals)), .value = {}};
        rest.remove_prefix(equals + 1);
        if (rest.starts_with('"')) {
            const std::size_t close = rest.find('"', 1);
            if (close == rest.npos || rest[close - 1] == '\\') return false;
            read.value = rest.substr(1, close - 1);
            read.quoted = true;
            rest.remove_prefix(close + 1);
        } else {
            read.value = trimmed(rest.substr(0, rest.find(';')));
            if (!is_token(read.value)) return false;
            rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        }
        for (const Parameter& other : parameters)
            if (other.name == read.name) return false;
        parameters.push_back(std::move(read));
    }
    return true;
}

// The first word of a header with its parameters, `multipart/form-data; boundary=…`.
bool read_value(std::string_view text, std::string_view& word, std::vector<Parameter>& parameters) {
    const std::size_t end = std::min(text.find(';'), text.size());
    word = trimmed(text.substr(0, end));
    return read_parameters(text.substr(end), parameters);
}

bool is_media_type(std::string_view text) {
    const std::size_t slash = text.find('/');
    return slash != text.npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

std::optional<std::string_view> boundary_of(std::string_view content_type) {
    std::string_view word;
    std::vector<Parameter> parameters;
    if (!is_line(content_type) || !read_value(content_type, word, parameters) || !same_word(word, "multipart/form-data"))
        return std::nullopt;
    for (const Parameter& parameter : parameters)
        if (parameter.name == "boundary" && is_boundary(parameter.value)) return parameter.value;
    return std::nullopt;
}

// What a browser escapes in a quoted name, and nothing else: `%41` is a name of three characters.
std::string unescape(std::string_view quoted) {
    std::string out;
    for (std::size_t at = 0; at < quoted.size(); ++at) {
        const std::string_view escape = quoted.substr(at, 3);
        const char meant = escape == "%22" ? '"' : escape == "%0D" ? '\r' : escape == "%0A" ? '\n' : '\0';
        out += meant != '\0' ? meant : quoted[at];
        if (meant != '\0') at += 2;
    }
    return out;
}

std::string last_component(std::string path) {
    if (const std::size_t slash = path.find_last_of("/\\"); slash != path.npos) path.erase(0, slash + 1);
    std::replace_if(path.begin(), path.end(), is_control, '_');
    if (path == "." || path == "..") path.clear();
    return path;
}

bool read_disposition(std::string_view value, Part& part) {
    std::string_view word;
    std::vector<Parameter> parameters;
    if (!read_value(value, word, parameters) || !same_word(word, "form-data")) return false;
    for (const Parameter& parameter : parameters) {
        const bool known = parameter.name == "name" || parameter.name == "filename";
        if (parameter.name == "name*" || parameter.name == "filename*" || (known && !parameter.quoted)) return false;
        if (parameter.name == "name") part.name = unescape(parameter.value);
        if (parameter.name == "filename") part.filename = last_component(unescape(parameter.value));
    }
    return !part.name.empty();
}

bool read_content_type(std::string_view value, Part& part) {
    std::string_view word;
    std::vector<Parameter> parameters;
    if (!read_value(value, word, parameters) || !is_media_type(word)) return false;
    part.content_type = lower(word);
    return !part.content_type.starts_with("multipart/");
}

// RFC 7578 §4.7 lets go of encodings; these three change nothing.
bool is_plain_encoding(std::string_view value) {
    return same_word(value, "binary") || same_word(value, "8bit") || same_word(value, "7bit");
}

// The header lines from the front of `rest`, and the empty line behind them.
bool read_headers(std::string_view& rest, Part& part) {
    std::size_t used = 0;
    bool has_disposition = false, has_type = false, has_encoding = false;
    for (;;) {
        const std::size_t end = rest.substr(0, max_header_bytes - used).find("\r\n");
        if (end == rest.npos) return false;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 2);
        used += end + 2;
        if (line.empty()) return has_disposition;
        const std::size_t colon = line.find(':');
        if (colon == line.npos || !is_token(line.substr(0, colon)) || !is_line(line)) return false;
        const std::string_view name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
        if (same_word(name, "content-disposition")) {
            if (std::exchange(has_disposition, true) || !read_disposition(value, part)) return false;
        } else if (same_word(name, "content-type")) {
            if (std::exchange(has_type, true) || !read_content_type(value, part)) return false;
        } else if (same_word(name, "content-transfer-encoding")) {
            if (std::exchange(has_encoding, true) || !is_plain_encoding(value)) return false;
        }
    }
}

// The data up to the boundary; `rest` is then behind the boundary's own characters. It goes from line to line, because lines cannot
// overlap as false beginnings of a boundary can: no body costs more than its length.
bool read_data(std::string_view& rest, std::string_view dash_boundary, Part& part) {
    if (rest.starts_with(dash_boundary)) return false;
    for (std::size_t at = rest.find('\n'); at != rest.npos; at = rest.find('\n', at + 1)) {
        if (!rest.substr(at + 1).starts_with(dash_boundary)) continue;
        if (at == 0 || rest[at - 1] != '\r') return false;
        part.bytes = rest.substr(0, at - 1);
        rest.remove_prefix(at + 1 + dash_boundary.size());
        return true;
    }
    return false;
}

bool is_text(std::string_view bytes) { return bytes.find('\0') == bytes.npos && base::is_utf8(bytes); }
}

std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body) {
    const auto boundary = boundary_of(content_type);
    if (!boundary) return std::nullopt;
    const std::string dash_boundary = "--" + std::string(*boundary);
    if (!body.starts_with(dash_boundary)) return std::nullopt;
    body.remove_prefix(dash_boundary.size());
    std::vector<Part> parts;
    while (body != "--" && body != "--\r\n") {
        if (!body.starts_with("\r\n") || parts.size() == max_parts) return std::nullopt;
        body.remove_prefix(2);
        Part part{.name = {}, .filename = {}, .content_type = "text/plain", .bytes = {}};
        if (!read_headers(body, part) || !read_data(body, dash_boundary, part)) return std::nullopt;
        if (!part.filename && !is_text(part.bytes)) return std::nullopt;
        parts.push_back(std::move(part));
    }
    return parts;
}

}

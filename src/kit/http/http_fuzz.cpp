#include "kit/base/utf8.hpp"
#include "kit/http/negotiate.hpp"
#include "kit/http/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {
void must(bool holds) {
    if (!holds) std::abort();
}

struct Verdict {
    std::string method, path, query, body;
    int status = 0;
    bool keep_alive = true;
    bool operator==(const Verdict&) const = default;
};

// What a connection makes of the bytes when they arrive `step` at a time.
std::vector<Verdict> read_all(const std::string& bytes, std::size_t step) {
    http::Reader reader(http::Limits{.head = 1024, .target = 256, .body = 512, .fields = 20});
    std::vector<Verdict> verdicts;
    std::string seen;
    std::size_t arrived = 0, begin = 0;
    const auto more = [&] {
        if (arrived == bytes.size()) return false;
        arrived = std::min(bytes.size(), arrived + step);
        return true;
    };
    for (;;) {
        // The bytes move, as they do in a buffer that grows.
        seen.assign(bytes, begin, arrived - begin);
        seen.shrink_to_fit();
        const http::Reader::State state = reader.read_head(seen);
        if (state == http::Reader::State::more) {
            if (!more()) return verdicts;
            continue;
        }
        Verdict verdict;
        if (state == http::Reader::State::refused) {
            verdict.status = reader.status();
            verdicts.push_back(verdict);
            return verdicts;
        }
        const http::Head& head = reader.head();
        must(base::is_utf8(head.path) && head.path.starts_with('/') && head.path.find('\0') == head.path.npos);
        must(head.fields.size() <= 20 && reader.head_size() <= 1024 && (!head.chunked || head.length == 0));
        for (const auto& [name, value] : head.fields) must(!name.empty() && (std::string(name) + std::string(value)).find_first_of("\r\n") == std::string::npos);
        http::accepts(head.accept_encoding);
        http::tag_held(head.if_none_match, "0123456789abcdef");
        verdict.method = head.method;
        verdict.path = head.path;
        verdict.query = head.query;
        verdict.keep_alive = head.keep_alive;
        begin += reader.head_size();
        if (head.has_body()) {
            for (;;) {
                std::size_t used = 0;
                const std::string rest = bytes.substr(begin, arrived - begin);
                const http::Reader::State body = reader.read_body(rest, used, verdict.body);
                must(used <= rest.size() && verdict.body.size() <= 512);
                begin += used;
                if (body == http::Reader::State::done) break;
                if (body == http::Reader::State::refused) {
                    verdict.status = reader.status();
                    verdict.body.clear();  // how much had come by then depends on the cut
                    verdicts.push_back(verdict);
                    return verdicts;
                }
                must(used == rest.size());
                if (!more()) return verdicts;
            }
        }
        verdicts.push_back(verdict);
        reader.reset();
    }
}
}

// The bytes of a connection: whatever they are, the verdict is the same however the network cuts them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 8192) return 0;
    const std::size_t step = 1 + data[0] % 61;
    const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    must(read_all(bytes, bytes.size() + 1) == read_all(bytes, step));
    return 0;
}

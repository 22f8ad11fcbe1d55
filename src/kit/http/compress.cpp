#include "kit/http/compress.hpp"

#include "kit/base/error.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstddef>

namespace http {

namespace {
// deflateInit takes a quarter of a megabyte and clears it; a thread that has one keeps it.
class Deflater {
public:
    Deflater() {
        if (deflateInit2(&stream_, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw base::Error("zlib cannot start");
    }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    std::string operator()(std::string_view text, int level) {
        deflateReset(&stream_);
        deflateParams(&stream_, level, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&stream_, static_cast<uLong>(text.size())), '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream_.avail_in = static_cast<uInt>(text.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw base::Error("zlib could not finish");
        out.resize(out.size() - stream_.avail_out);
        return out;
    }

private:
    z_stream stream_{};
};
}

std::string gzip(std::string_view text, int level) {
    static thread_local Deflater deflater;
    return deflater(text, level);
}

std::string gunzip(std::string_view bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) throw base::Error("zlib cannot start");
    std::string out;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    int state = Z_OK;
    while (state == Z_OK) {
        const std::size_t done = out.size();
        out.resize(done + std::max<std::size_t>(bytes.size() * 4, 4096));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + done);
        stream.avail_out = static_cast<uInt>(out.size() - done);
        state = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) throw base::Error("not a gzip stream");
    return out;
}

std::string brotli(std::string_view text, int quality) {
    // A window larger than the text only costs memory.
    const int window = std::clamp(static_cast<int>(std::bit_width(text.size())), 16, 22);
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    if (!BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                               reinterpret_cast<std::uint8_t*>(out.data())))
        throw base::Error("brotli could not finish");
    out.resize(size);
    return out;
}

}

#pragma once
#include <string>
#include <string_view>

namespace http {

std::string gzip(std::string_view, int level);
/// The smallest that zlib can do; several times the work of level 6.
std::string gzip_smallest(std::string_view);
/// What gzip() wrote; throws base::Error for anything else.
std::string gunzip(std::string_view);
std::string brotli(std::string_view, int quality);

}

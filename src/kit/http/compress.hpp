#pragma once
#include <string>
#include <string_view>

namespace http {

std::string gzip(std::string_view, int level);
/// What gzip() wrote; throws base::Error for anything else.
std::string gunzip(std::string_view);
std::string brotli(std::string_view, int quality);

}

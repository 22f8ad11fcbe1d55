#include "kit/base/log.hpp"

#include "kit/base/json.hpp"
#include "kit/base/time.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace base::log {

namespace {
spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> out = [] {
        auto made = std::make_shared<spdlog::logger>("altto", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *out;
}

spdlog::level::level_enum spd(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view name(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
    }
    return "error";
}
}

void set_level(Level level) { logger().set_level(spd(level)); }

void write(Level level, std::string_view message, Fields fields) {
    if (!logger().should_log(spd(level))) return;
    std::string line = "{\"at\":\"" + iso(now()) + "\",\"level\":\"" + std::string(name(level)) + "\",\"message\":" + json_string(message);
    for (const auto& [key, value] : fields) line += "," + json_string(key) + ":" + json_string(value);
    line += "}";
    logger().log(spd(level), line);
}

}

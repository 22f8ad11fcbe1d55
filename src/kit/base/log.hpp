#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

/// JSON lines on standard error. Readers' addresses and capability links are never logged.
namespace base::log {

enum class Level { debug, info, warning, error };  // error: somebody must act; warning: somebody should look

using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;

void set_level(Level);
void write(Level, std::string_view message, Fields = {});
inline void info(std::string_view message, Fields fields = {}) { write(Level::info, message, fields); }
inline void warning(std::string_view message, Fields fields = {}) { write(Level::warning, message, fields); }
inline void error(std::string_view message, Fields fields = {}) { write(Level::error, message, fields); }

}

#pragma once
#include <chrono>
#include <string>
#include <vector>

/// Private to kit/client.
namespace client {

/// The addresses of a host, in the order in which the system wants them tried; empty where there are none, or none came in time. The
/// system's resolver cannot be stopped: it ends in a thread of its own that nobody waits for.
std::vector<std::string> resolve(const std::string& host, std::chrono::milliseconds patience);

}

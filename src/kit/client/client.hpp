#pragma once
#include "kit/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Asking other servers for addresses that people typed. It cannot be led to a machine that only this one can reach (SSRF), nor be kept
/// busy: everything has a limit.
namespace client {

struct Answer {
    int status = 0;            // of the last hop; any that is no redirect
    std::string url;           // of the last hop
    std::string content_type;  // as the server says; may be empty
    std::string body;          // decompressed
};

enum class Why {
    address,      // not an http or https address, or with a name or password in it
    port,         // another port than 80 and 443
    forbidden,    // a machine that not everybody can reach
    unknown,      // no machine has this name
    redirects,    // led on too often, from https to http, or to nowhere
    too_large,
    too_slow,
    certificate,  // https whose certificate nobody vouches for
    unreachable,  // no connection, or no HTTP
    busy,         // too many at the same time
};
struct Refusal {
    Why why = Why::unreachable;
    std::string detail;  // for the log, in one line
};
/// "address", "port" …
std::string_view name(Why);

/// Only tests set these.
struct Testing {
    std::function<std::vector<std::string>(const std::string& host)> resolve = nullptr;
    std::vector<std::pair<std::string, std::uint16_t>> allowed = {};  // machines and ports besides the public ones
    std::string ca_file = {};
};

struct Options {
    std::string user_agent;  // printable ASCII
    int at_once = 4;         // requests of this client at the same time; one more is refused as busy
    Testing testing = {};
};

/// What one request may cost and wants.
struct Ask {
    std::string accept = "*/*";
    bool head = false;  // HEAD in place of GET
    bool body = true;   // false: ends as soon as the status is known
    std::size_t bytes = 1 << 20;                // of the decompressed body
    std::chrono::milliseconds time{10'000};     // for all hops, names included
    int redirects = 3;
};

/// Safe from several threads. Each hop is resolved once, every address of the name must be public, and the connection goes to one of
/// just those. No cookies, no passwords, no proxy, no file of the system's user is used; certificates are verified.
class Client {
public:
    explicit Client(Options);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    base::Result<Answer, Refusal> get(const std::string& url, const Ask& = {}) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}

#include "kit/client/resolve.hpp"

#include "kit/client/address.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <future>
#include <memory>
#include <thread>

namespace client {

namespace {
std::vector<std::string> ask(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* first = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &first) != 0) return {};
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(first, &freeaddrinfo);
    std::vector<std::string> addresses;
    for (const addrinfo* one = first; one; one = one->ai_next)
        if (auto text = text_of(*one->ai_addr); text && std::find(addresses.begin(), addresses.end(), *text) == addresses.end())
            addresses.push_back(std::move(*text));
    return addresses;
}
}

std::vector<std::string> resolve(const std::string& host, std::chrono::milliseconds patience) {
    const auto answer = std::make_shared<std::promise<std::vector<std::string>>>();
    auto waiting = answer->get_future();
    std::thread([answer, host] {
        try {
            answer->set_value(ask(host));
        } catch (...) {
            answer->set_exception(std::current_exception());
        }
    }).detach();
    if (waiting.wait_for(patience) != std::future_status::ready) return {};
    return waiting.get();
}

}

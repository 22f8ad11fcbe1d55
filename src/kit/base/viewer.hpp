#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace base {

/// Who is asking. Only the shape; the room `people` fills it. Nobody signed in: no person.
struct Viewer {
    /// Rights on a part of the site, named like "piece:42".
    struct Grant {
        std::string scope;
        std::uint64_t rights = 0;
    };

    std::optional<std::int64_t> person;
    std::string name;
    std::uint64_t rights = 0;    // on the whole site
    std::vector<Grant> grants;   // on parts of it
    std::uint64_t held_back = 0; // rights of either kind that this session has only after a passkey was shown
    std::optional<std::int64_t> session;
    bool first_today = false;    // the session was not seen today before
    std::string request;         // id under which this request stands in the log
};

}

#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace base {

/// Who is asking. Only the shape; the room `people` fills it. Nobody signed in: no person.
struct Viewer {
    std::optional<std::int64_t> person;
    std::string name;
    std::uint64_t rights = 0;
};

}

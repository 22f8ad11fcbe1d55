#pragma once
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace doc {

using Numbers = std::vector<std::uint8_t>;

/// So many runs with a new seed each time; ALTTO_SOAK_SEED repeats a run.
template <class Property>
bool holds(const std::string& what, int runs, Property property) {
    rc::detail::TestParams params;
    const char* seed = std::getenv("ALTTO_SOAK_SEED");
    params.seed = seed ? std::strtoull(seed, nullptr, 10) : std::random_device{}();
    params.maxSuccess = runs;
    params.maxSize = 100;
    rc::detail::TestMetadata metadata;
    metadata.description = what;
    const auto result = rc::detail::checkTestable(property, metadata, params);
    if (result.template is<rc::detail::SuccessResult>()) {
        MESSAGE(what << ": " << params.maxSuccess << " runs, seed " << params.seed);
        return true;
    }
    rc::detail::printResultMessage(result, std::cerr);
    std::cerr << "\nseed " << params.seed << '\n';
    return false;
}

}

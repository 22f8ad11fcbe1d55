#include "kit/child/own_limits.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace child {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizer = true;
#elif defined(__has_feature)
constexpr bool has_sanitizer = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool has_sanitizer = false;
#endif

bool limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    const rlimit wanted{.rlim_cur = soft, .rlim_max = hard};
    return setrlimit(resource, &wanted) == 0;
}

}

bool limit_this_process(std::uint64_t memory, std::uint32_t seconds, std::uint32_t files) {
    // A sanitizer's shadow is terabytes of address space, and it reads /proc/self/maps when something is thrown. With 0 files no number is
    // left for another one, not even for one that takes the place of a closed one.
    return (has_sanitizer || (limit(RLIMIT_AS, memory, memory) && limit(RLIMIT_NOFILE, files, files))) &&
           limit(RLIMIT_CPU, seconds, seconds + rlim_t{1}) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

}

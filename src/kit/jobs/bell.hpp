#pragma once
#include <chrono>
#include <cstdint>
#include <functional>

/// Private to kit/jobs: tells the waiting runners of this process that a job has been committed. There is one for all databases of the
/// process: who is woken for nothing looks once and waits again.
namespace jobs::bell {

/// To be read before looking for work, so that what comes in between is not missed.
std::uint64_t rings();
void ring();
/// Until it rang again after `heard`, or the time is over.
void wait(std::uint64_t heard, std::chrono::milliseconds longest);

}

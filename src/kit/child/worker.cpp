#include "kit/base/log.hpp"
#include "kit/child/child.hpp"
#include "kit/child/process.hpp"
#include "kit/child/wire.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace child {

namespace {

/// What the log calls the work by.
std::string name_of(const std::vector<std::string>& arguments) {
    std::string name;
    for (const std::string& argument : arguments) name += (name.empty() ? "" : " ") + argument;
    return name;
}

base::Failure<Trouble> refuse(Trouble why) { return {why}; }

base::Result<std::string, Trouble> meaning(Run run, const std::string& program, const std::string& work) {
    switch (run.end) {
        case Run::End::not_started:
            base::log::error("a child process cannot be started",
                             {{"work", work}, {"program", program}, {"why", std::generic_category().message(run.status)}});
            return refuse(Trouble::not_started);
        case Run::End::overdue: base::log::warning("a child process took too long", {{"work", work}}); return refuse(Trouble::overdue);
        case Run::End::overflowing:
            base::log::warning("a child process wrote without end", {{"work", work}});
            return refuse(Trouble::overflowing);
        case Run::End::killed:
            if (run.status == SIGXCPU) {
                base::log::warning("a child process took too much processor time", {{"work", work}});
                return refuse(Trouble::overdue);
            }
            base::log::warning("a child process fell", {{"work", work}, {"signal", std::to_string(run.status)}});
            return refuse(Trouble::fallen);
        case Run::End::exited: break;
    }
    if (run.output.empty()) {
        base::log::error("a child process ended without an answer",
                         {{"work", work}, {"program", program}, {"status", std::to_string(run.status)}});
        return refuse(Trouble::not_started);
    }
    return std::move(run.output);
}

}

/// One of the places for children, taken for as long as this lives.
class Worker::Place {
public:
    explicit Place(Worker& of) : of_(of) {
        std::unique_lock hold(of_.mutex_);
        taken_ = of_.freed_.wait_for(hold, of_.limits_.wait, [this] { return of_.running_ < of_.limits_.at_once; });
        if (taken_) ++of_.running_;
    }
    ~Place() {
        if (!taken_) return;
        {
            const std::lock_guard hold(of_.mutex_);
            --of_.running_;
        }
        of_.freed_.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool is_taken() const { return taken_; }

private:
    Worker& of_;
    bool taken_ = false;
};

Worker::Worker(std::string program, std::vector<std::string> arguments, std::vector<std::string> environment, Limits limits)
    : program_(std::move(program)), arguments_(std::move(arguments)), environment_(std::move(environment)), limits_(limits) {}

base::Result<std::string, Trouble> Worker::ask(std::string_view request) {
    const Place place(*this);
    if (!place.is_taken()) return refuse(Trouble::busy);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits_.time).count();
    const std::string message = write_order(
        {.memory = limits_.memory, .seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(seconds, 1)), .request = request});
    return meaning(run(program_, arguments_, environment_, message, limits_.time, limits_.max_answer), program_, name_of(arguments_));
}

}

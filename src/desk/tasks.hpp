#pragma once
#include "design/frame.hpp"
#include "kit/jobs/jobs.hpp"

#include <functional>
#include <vector>

namespace desk {

/// Mail about work: the news editorial.asked, editorial.handed_over and editorial.sent_back; live_letter_job; the weekly mail. `frame` is asked for
/// each letter anew, as its facts may change while the program runs.
std::vector<jobs::Handler> handlers(std::function<design::Frame()> frame);
std::vector<jobs::Schedule> schedules();
/// The letter that says that a text is live. Payload: the id of the text. Wiring asks for it upon the news editorial.published.
inline constexpr std::string_view live_letter_job = "desk.live_letter";

}

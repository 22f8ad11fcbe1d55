#pragma once
#include "design/frame.hpp"
#include "kit/jobs/jobs.hpp"
#include "kit/mail/mail.hpp"
#include "research/research.hpp"

#include <functional>
#include <vector>

namespace image {
class CardPainter;
}

namespace site {

/// What work in the background needs besides the database; all of it outlives the runner.
struct Workshop {
    mail::Mailer& mailer;
    image::CardPainter& cards;
    const research::Network& network; // its own: nobody at a page waits behind it
    std::function<design::Frame()> frame; // as it is now
};

/// The one list of what is done in the background, and of who listens to which news.
std::vector<jobs::Handler> handlers(const Workshop&);
/// What comes again by itself.
std::vector<jobs::Schedule> schedules();

}

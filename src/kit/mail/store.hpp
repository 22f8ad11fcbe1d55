#pragma once
#include "kit/mail/mail.hpp"

#include <string>

/// Private to kit/mail: the rows of the outbox.
namespace mail::store {

/// What runners call the work of delivering one mail; the payload is its id, and the instant of its turn where it has waited for one.
inline constexpr std::string_view deliver_kind = "mail.deliver";

void add(db::Tx&, const Mail&);

/// What became of a try. In every state but queued the text, HTML and headers are emptied.
struct Tried {
    MailId id{};
    State state = State::queued;
    std::string message_id;
    std::string last_error;
    bool counts = false;   // as an attempt
    bool refused = false;  // by the receiving side, for now
    base::Instant at;
};

/// False when the mail is not queued any more.
bool write_tried(db::Tx&, const Tried&);

/// When the receiving side first said "not now".
std::optional<base::Instant> find_refused(db::Tx&, MailId);

}

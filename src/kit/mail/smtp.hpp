#pragma once
#include "kit/mail/mail.hpp"

#include <string>
#include <string_view>

/// Private to kit/mail: one dialogue with the server (RFC 5321).
namespace mail {

/// accepted: the server has it. no_such_address and refused: for good. not_now: the receiving side may take it later. no_way: it is not
/// the mail's fault (no connection, no privacy, sign-in or sender refused).
enum class Fate { accepted, no_such_address, refused, not_now, no_way };

struct Outcome {
    Fate fate = Fate::no_way;
    /// The server's words or what happened to the connection, for the outbox; no secrets, but they may name the recipient.
    std::string what;
};

/// Throws base::Error only where not even a dialogue could be set up.
Outcome deliver(const Smtp&, std::string_view to, std::string_view bytes);

/// Throws base::Error when the settings cannot be meant.
void check(const Smtp&);

/// What an answer means to the command that it was given to: the first four letters of that, or "body" for the message itself.
Fate fate_of(std::string_view command, std::string_view reply);

}

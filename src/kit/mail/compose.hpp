#pragma once
#include "kit/mail/mail.hpp"

#include <string>

/// Private to kit/mail: what is decided about a message before it has bytes.
namespace mail {

/// What compose() refuses, but for a sender that is still missing.
void check(const Message&);

/// `<left@host of the sender>` where only the left side is given.
std::string whole_message_id(const std::string& id, const Address& from);

}

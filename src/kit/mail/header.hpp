#pragma once
#include "kit/mail/mail.hpp"

#include <string>
#include <string_view>

/// Private to kit/mail: fields of a message's head, folded, with CRLF at the end.
namespace mail {

/// Throws base::Error for text that is not UTF-8 or holds a control character: such text could begin a field of its own.
void check_head(std::string_view what, std::string_view text);

/// A field of free text: as it is where it is plain ASCII, as encoded words where it is not.
std::string text_field(std::string_view name, std::string_view value);

/// A field that programs read (List-Unsubscribe): ASCII is never encoded, and folded at single spaces only.
std::string plain_field(std::string_view name, std::string_view value);

std::string address_field(std::string_view name, const Address&);

/// RFC 2047 encoded words that begin in `column`, each of at most 75 characters and in lines of at most 76; no character is split.
std::string encoded_words(std::string_view text, std::size_t column);

/// RFC 4648, with padding. Without line ends.
std::string base64(std::string_view bytes);

}

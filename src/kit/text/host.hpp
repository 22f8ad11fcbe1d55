#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace text {

/// The name of a host in ASCII, as it is looked up (UTS #46, nontransitional; RFC 5891): "例え.jp" is "xn--r8jz45g.jp", wide digits and dots are
/// digits and dots. Nothing for what can be no name.
std::optional<std::string> ascii_host(std::string_view);

}

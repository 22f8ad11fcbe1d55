#pragma once
#include <string>
#include <string_view>

namespace base {

/// Text inside HTML: `&`, `<`, `>`, `"` and `'` as character references.
void escape_html_into(std::string& out, std::string_view text);

}

#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// One field or file of a form.
struct Part {
    std::string name;                     // never empty
    std::optional<std::string> filename;  // with one it is a file; "" if the form had a place for one and none was chosen
    std::string content_type; // type/subtype in lower case as the sender says, which proves nothing; text/plain if he says nothing
    std::string_view bytes; // points into the body that was parsed; without a filename UTF-8 and no NUL
};

/// multipart/form-data (RFC 7578, RFC 2046 §5.1) as browsers write it (WHATWG HTML §4.10.21.8): `%22`, `%0D` and `%0A` in a quoted name stand
/// for the quote and the line break. Of a filename the part behind the last `/` or `\` is kept, with `_` for control characters; one that would
/// name a folder (`.`, `..`) becomes "". An empty form has no parts.
///
/// Nothing for a content type that is not multipart/form-data with one boundary (1 to 70 characters), for over 100 parts, over 4 kB of header
/// lines in one of them, a missing or empty name, names and text that are not UTF-8 or hold NUL, a part that is encoded or itself multipart,
/// a missing last boundary, and for what two readers might understand differently: anything before the first boundary or behind the last,
/// bare line feeds as line ends, folded header lines, `filename*`, and data with a line that begins with the boundary.
std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body);

}

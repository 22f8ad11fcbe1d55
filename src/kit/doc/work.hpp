#pragma once
#include "kit/doc/doc.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What works are known by, in whatever format they come.
namespace doc {

/// The DOI (ISO 26324) in `10.1093/applin/ams043`, `doi:10.…` or an address of doi.org, as it is written; nothing where there is none.
std::optional<std::string> doi_in(std::string_view);
/// An http or https address as BibTeX can hold it; "" for any other, and for one with spaces, braces or backslashes in it.
std::string web_address_of_work(std::string_view);
/// An ISBN (ISO 2108) of ten or thirteen digits, with or without hyphens and words around it, as thirteen digits; nothing where there is none, or
/// its check digit is wrong.
std::optional<std::string> isbn_in(std::string_view);
/// The first four digits that can be a year.
std::string year_in(std::string_view);

/// One name as BibTeX has it, "Family, Given": commas of Japanese text are commas, and a Japanese name with a space in it is two.
/// " and " divides names, and is "&" inside one.
std::string name_of_work(std::string_view typed);
/// "325", "343" or "325-43" as one range with an en dash.
std::string pages_of_work(std::string_view first, std::string_view last);

/// Text out of publishers' records: tags such as <i> are gone, character references are characters, in one line, NFC.
std::string plain_of_work(std::string_view);

/// At most so many works at once, in so many bytes.
inline constexpr std::size_t most_works = 500, most_work_bytes = 1 << 20;
/// What must hold of all formats: size, UTF-8 without NUL and U+E000.
Faults faults_of_bytes(std::string_view);

}

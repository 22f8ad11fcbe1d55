#pragma once
#include "design/forms.hpp"
#include "record/record.hpp"

namespace record::view {

/// The sheet: one A4 when printed. Without a record it is a draft, and says so.
html::Html sheet(base::Lang, const Facts&, const Record* issued, const std::string& verify_address);

struct ResumePage {
    std::optional<Facts> facts;
    bool has_pen_name = false;
    std::vector<Record> issued;
    std::string path; // of the page, without language
    std::vector<design::Problem> problems;
};
design::DeskPage resume(base::Lang, const ResumePage&, const std::string& verify_address);

/// The answer to a code. `typed` stands in the field again.
html::Html verified(base::Lang, std::string_view typed, bool asked, const std::optional<Record>&, const std::string& verify_address);

struct CreditsPage {
    std::vector<editorial::OwnCredit> credits;
    std::vector<design::Problem> problems;
    std::string at;    // "{piece}/{role}" of the form that the problems belong to, with what was typed
    std::string now, line, line_ja;
};
design::DeskPage credits(base::Lang, const CreditsPage&);

}

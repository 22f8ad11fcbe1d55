#pragma once
#include "design/forms.hpp"
#include "people/people.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Private to desk.
namespace desk::view {

struct Waiting {
    people::Application application;
    std::int64_t days = 0;
    std::string yes, no;     // what stands in the two answers
    bool open_yes = false, open_no = false;
};
/// The id and name of the field of an answer.
std::string field_of(bool yes, std::int64_t application);
design::DeskPage queue(base::Lang, const std::vector<Waiting>&, bool edits, const std::vector<design::Problem>&);

}

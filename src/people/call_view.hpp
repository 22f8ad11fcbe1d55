#pragma once
#include "design/forms.hpp"
#include "people/open_form.hpp"
#include "people/people.hpp"

#include <optional>
#include <string>
#include <vector>

/// Private to people.
namespace people::view {

struct ApplicationPage {
    Call call;
    NewApplication typed;
    std::string stamp;  // of web::FormGuard, in the field `stamp`; "" for none
    Work work = {};
    std::optional<DeskClosed> closed = {};
};
design::DeskPage application(base::Lang, const ApplicationPage&, const std::vector<design::Problem>&);
design::DeskPage call_closed(base::Lang, const Call&);

}

#pragma once
#include "design/forms.hpp"
#include "people/task.hpp"

#include <string>
#include <vector>

/// Private to people.
namespace people::view {

struct DataPage {
    std::string name;                // that others see; "" where no page names the person
    bool pen = false;                // it is a pen name
    SignedAs chosen = SignedAs::former;
    bool understood = false;
};
design::DeskPage data(base::Lang, const DataPage&, const std::vector<design::Problem>&);

}

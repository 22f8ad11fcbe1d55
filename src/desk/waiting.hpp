#pragma once
#include "people/people.hpp"

namespace desk {

/// What waits for the viewer in every room, the texts that they write, and what they did; in words of the language. For people::Tools.
people::MyDesk my_desk(db::Tx&, const base::Viewer&, base::Lang);
/// The first part of it alone, for mail.
std::vector<people::DeskLine> list_waiting_lines(db::Tx&, const base::Viewer&, base::Lang);
/// The same for people::Tools, which knows no piece.
std::optional<people::DeskClosed> find_closed_days(db::Tx&);

}

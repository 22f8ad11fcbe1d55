#pragma once
#include "desk/write_view.hpp"

/// Private to desk: what stands beside a text.
namespace desk::view {

/// The newest note, and the earlier ones folded.
Html notes(Lang, const std::vector<Note>&);
/// Who has it, what is open before it can go live, sources, pictures, and where one goes from here.
Html beside(Lang, const WritePage&);
/// "Ask for a first read": the button that hands a text over to this stage.
std::string_view hand_over_word(editorial::Stage next);
/// "writes", "reads": what a duty is, with {who}.
std::string_view duty_word(editorial::Duty);

}

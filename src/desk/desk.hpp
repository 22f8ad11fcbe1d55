#pragma once
// The door: its pages, what waits for a person (waiting.hpp), its work in the background (tasks.hpp), mail that people chose (mail_choice.hpp).
#include "desk/mail_choice.hpp"
#include "desk/tasks.hpp"
#include "desk/waiting.hpp"

#include <functional>

namespace design {
struct Frame;
}
namespace image {
class Renderer;
}
namespace japanese {
class Suggester;
}
namespace research {
struct Network;
}
namespace web {
class Routes;
}

/// The pages of editors: who asks to help and waits for an answer, the calls that people answer, and people who
/// stand in the content without an account.
namespace desk {

/// What lasts as long as the program. Null where addresses are only listed: then nothing is rendered or suggested.
struct Tools {
    image::Renderer* images = nullptr;
    japanese::Suggester* readings = nullptr;
    const research::Network* network = nullptr; // where sources are looked up
    std::function<void()> scrub = nullptr; // db::Pool::scrub(), after words were taken out
};

void routes(web::Routes&, const design::Frame&, const Tools&);

}

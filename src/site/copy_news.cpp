#include "site/copy_news.hpp"

#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "kit/streams/streams.hpp"

namespace site {

void tell_copies() {
    editorial::on_copy_news([](db::Tx& tx, const editorial::CopyNews& news) {
        // Only steps are counted: a browser that comes again names the last version that it got.
        streams::tell(tx, {.topic = editorial::copy_topic(news.text),
                           .name = news.event,
                           .id = news.event == "steps" ? std::to_string(news.id) : "",
                           .data = base::write_json(news.data)});
    });
}

}

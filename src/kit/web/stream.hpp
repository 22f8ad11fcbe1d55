#pragma once
#include "kit/streams/streams.hpp"
#include "kit/web/web.hpp"

#include <string>
#include <string_view>

namespace web {

/// Answers with a stream of server-sent events (WHATWG HTML Living Standard, 9.2): `first`, which is made of http::event_text(), and then what is
/// told to the topics that the visit listens to. The connection stays on the I/O thread, without a worker and a transaction, until one side
/// ends it; a browser then comes again by itself after two seconds.
///
///     visit.listen("thing:" + id);
///     require_right(visit.tx(), visit.viewer, id);
///     std::string first;
///     for (const Change& change : list_changes(visit.tx(), id, after)) first += http::event_text(…);
///     return web::stream(visit, std::move(first));
Response stream(Visit&, std::string first);

/// The id of the last event that the client got, from Last-Event-ID of a browser that comes again, else from the parameter `since`; "" for
/// whoever has none. A route that calls it declares `since`.
std::string_view last_event_id(const Visit&);

/// What streams::Hearing is told goes to these open streams, which must live longer.
streams::Ear ear_of(http::Streams&);

}

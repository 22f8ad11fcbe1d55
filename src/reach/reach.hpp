#pragma once
#include "editorial/editorial.hpp"
#include "kit/jobs/jobs.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace design {
struct Frame;
}
namespace image {
class CardPainter;
}
namespace web {
class Routes;
}

/// How published work finds readers elsewhere.
namespace reach {

/// A live text as feeds carry it.
struct FeedEntry {
    editorial::Piece piece;
    base::Lang lang{};
    std::string title, summary;
    doc::Node body;
    base::Day published_on{};
    base::Instant updated_at; // when the live revision was made
};

/// Which texts: of these kinds and, where given, by this person or with this tag.
struct Selection {
    std::vector<std::string> kinds{"post", "lesson", "course"};
    std::optional<people::PersonId> person = {};
    std::string tag = {}; // of posts; "" for all
};
inline constexpr std::int64_t most_entries = 30;
/// The newest first, at most most_entries.
std::vector<FeedEntry> list_feed(db::Tx&, const base::Viewer&, base::Lang, const Selection&);

/// Draws the picture of a piece after a publication. Kind: draw_card_job, payload: the id of the text. Nothing happens while the picture
/// there says the same.
inline constexpr std::string_view draw_card_job = "reach.draw_card";
jobs::Handler draw_card(image::CardPainter&, std::function<std::string()> site_name);

people::Files export_person(db::Tx&, const base::Viewer&);
void forget_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

void routes(web::Routes&, const design::Frame&);

}

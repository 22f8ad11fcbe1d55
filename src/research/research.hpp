#pragma once
// The door: the library, and the drawing of texts.
#include "editorial/editorial.hpp"
#include "research/adding.hpp"
#include "research/history.hpp"
#include "research/links.hpp"
#include "research/lookup.hpp"
#include "research/newer.hpp"
#include "research/source.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace html {
class Html;
}

namespace research {

/// Draws a text for reading: our blocks, and citations as marks with their note (popover, side note) out of the library.
/// One object a page: works keep their number over several documents.
class Reading {
public:
    /// `unfolded`: boxes for some readers stand open, for paper.
    Reading(db::Tx&, const base::Viewer&, base::Lang, bool unfolded = false);
    ~Reading();
    html::Html draw(const doc::Node& document);
    /// The works cited so far, as a reference list; empty without citations.
    html::Html references() const;
    /// Keys cited so far, in order of number.
    const std::vector<std::string>& cited() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}

namespace design {
struct Frame;
struct Person;
}
namespace http {
struct Response;
}
namespace web {
class Routes;
class Visit;
}
namespace research {

/// What stands above every text: starter text, Japanese nobody has read yet, a text that one person alone has checked, check-by date.
html::Html notices(const design::Frame&, const editorial::Text&, const std::vector<editorial::Credit>&);
/// What stands under every text: what was corrected since it was published, the newest first; empty without corrections.
html::Html corrections(db::Tx&, const editorial::Text&);
/// The link to the page on how a text was made, for its foot; `path` without language.
html::Html made_link(base::Lang, std::string_view path);
/// That page, for everybody: who asked, wrote and checked as far as they are named, what was corrected, how many versions readers have seen, the
/// licence. `path`: of the text, without language; `section`: of the navigation. Tagged with the piece.
http::Response made_page(const design::Frame&, web::Visit&, const editorial::Text&, const std::string& path, const std::string& section);
/// The page of a retired piece (status 410): what it was, since when it is gone, and what to read instead; nothing of any other piece.
std::optional<http::Response> gone_page(const design::Frame&, web::Visit&, const editorial::Piece&);
/// Who is named under a title: writers first. Who has not said yes is "a guest writer".
std::vector<design::Person> people_of(base::Lang, const std::vector<editorial::Credit>&);

/// `network`: where sources are looked up; without one, nowhere. It must outlive the routes.
void routes(web::Routes&, const design::Frame&, const Network* network = nullptr);

}

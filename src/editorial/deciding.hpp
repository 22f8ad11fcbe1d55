#pragma once
#include "editorial/history.hpp"

/// What pages ask on which somebody decides about a text.
namespace editorial {

/// Whether approve() of the present version would be tried for this viewer: it is out of the writer's hands, it is not their own but on a
/// small desk, and they have not said yes already.
bool may_approve(db::Tx&, const base::Viewer&, const Copy&);
/// The document of the working copy as it stood at an earlier version; nothing where its steps are gone. For the people of the text.
std::optional<doc::Node> body_at(db::Tx&, const base::Viewer&, TextId, std::int64_t version);
/// What an act was done to. Throws base::Missing for no act, base::Denied for whoever is none of the piece's people.
PieceId piece_of(db::Tx&, const base::Viewer&, ActId);
/// Readers saw it and do not any more; also of a text that went with its retired piece. Throws base::Missing for no text.
bool is_withdrawn(db::Tx&, TextId);
/// How many versions of a text readers have seen, the present one included.
std::int64_t count_published(db::Tx&, TextId);
/// Live pieces whose title in either language holds these words, or whose address this is; at most `most`, titles in this language first.
std::vector<Entry> search_live(db::Tx&, const base::Viewer&, std::string_view words, base::Lang, std::size_t most);

}

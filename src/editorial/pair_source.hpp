#pragma once
#include "editorial/pair.hpp"

/// Private to editorial: the text that another one answers to.
namespace editorial {

/// What readers see in that language, or one of its revisions; nothing where that is of another text.
std::optional<Source> find_source(db::Tx&, PieceId, base::Lang, std::optional<RevisionId>);
/// A reader sees no difference.
bool says_the_same(const Source& before, const Source& now);

}

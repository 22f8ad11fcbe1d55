#pragma once
#include "research/research.hpp"

/// Private to research.
namespace research::store {

/// `all`: also what is not shown.
std::optional<Source> find(db::Tx&, std::string_view key, bool all);
std::vector<Source> list(db::Tx&, bool all);
std::map<std::string, std::int64_t, std::less<>> count_citing(db::Tx&, base::Lang);
void save(db::Tx&, const Source&);
void remove(db::Tx&, std::string_view key);
/// Do readers see it?
bool is_public(db::Tx&, std::string_view key);
/// Live texts and working copies of both languages that rest on it.
bool is_in_use(db::Tx&, std::string_view key);

struct Line {
    std::string key, authors, year, title;
};
/// Without the fields.
std::vector<Line> list_lines(db::Tx&);
std::vector<std::string> list_keys(db::Tx&);

SourceRevisionId put_revision(db::Tx&, const base::Viewer&, std::string_view what, const Source&);
std::vector<SourceRevision> list_revisions(db::Tx&, std::string_view key);
std::optional<SourceRevisionId> last_revision(db::Tx&, std::string_view key);

}

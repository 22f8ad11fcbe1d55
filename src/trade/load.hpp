#pragma once
#include "trade/content.hpp"

/// What load, export and upgrade share. Private to the room.
namespace trade {

/// The folder read and checked.
struct Examined {
    Content content;
    Faults faults;
};
Examined examine(const Folder&);

/// Marks of the canonical form. The day of first publication is not part of it: the site keeps the one it knows.
std::string fingerprint(TextFile);
std::string fingerprint(const people::Person&);
std::string fingerprint(const blog::Tag&);
std::string fingerprint(const research::Source&);

std::string entry_path(const people::Person&);
std::string entry_path(const blog::Tag&);
std::string entry_path(const research::Source&);

/// The files of one piece, English first.
using PieceFiles = std::vector<const TextFile*>;
std::vector<PieceFiles> by_piece(const Content&);

using Everybody = std::map<std::string, people::PersonId, std::less<>>;
Everybody everybody(db::Tx&, const base::Viewer&);
/// Licence, credits, levels, tags.
void save_piece(db::Tx&, const base::Viewer&, const Everybody&, editorial::PieceId, const PieceFiles&);
/// Lists of courses and series, once every piece is there.
void save_lists(db::Tx&, const base::Viewer&, const std::vector<PieceFiles>&);
void publish_text(db::Tx&, const base::Viewer&, editorial::PieceId, const TextFile&);

/// A live text as the file it would be loaded from.
TextFile file_of(db::Tx&, const base::Viewer&, const editorial::Text&);

}

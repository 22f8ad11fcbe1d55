#pragma once
#include "blog/blog.hpp"
#include "editorial/editorial.hpp"
#include "people/people.hpp"
#include "research/research.hpp"
#include "trade/trade.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The files of a folder as what they mean. Private to the room.
namespace trade {

struct CreditLine {
    std::string role, person, line;
    std::size_t at = 1;  // line in the file
    /// The author's line is of one language; role and person are of the piece.
    bool is_same_act(const CreditLine& other) const { return role == other.role && person == other.person; }
};

/// One Markdown file: a text of a piece, with what belongs to the piece.
struct TextFile {
    std::string path, kind, slug;
    std::string course;  // folder of a lesson
    base::Lang lang{};

    std::string title, summary, cover;
    std::vector<std::string> levels, lessons, posts, tags;
    std::vector<CreditLine> credits;
    std::string licence;
    base::Day published{};
    std::optional<base::Day> checked, check_by;
    bool native_read = false;
    editorial::Pairing pairing = editorial::Pairing::parallel;
    doc::Node body;

    std::map<std::string, std::size_t, std::less<>> lines;  // of the keys
    std::size_t text_line = 1;                              // of the first line below the front matter
    std::size_t line_of(std::string_view key) const;
};

struct PersonFile {
    std::string path;
    people::Person person;
};

template <class T>
struct Placed {
    T value;
    std::size_t line = 1;
};

struct Content {
    std::vector<TextFile> texts;
    std::vector<PersonFile> people;
    std::vector<Placed<blog::Tag>> tags;
    std::vector<Placed<research::Source>> sources;
    bool library_was_read = true;
};

inline constexpr std::string_view library_path = "references.bib";
inline constexpr std::string_view tags_path = "tags.yaml";

/// Files for people that may stand beside the content.
bool is_not_content(std::string_view path);
/// What a path says: kind, slug, language; nothing for a path that has no place in the format.
std::optional<TextFile> place_of(std::string_view path);
std::string path_of(const TextFile&);

/// Reads one file; faults go to the list. Nothing when the file is too broken to go on with.
std::optional<TextFile> read_text(const File&, Faults&);
std::optional<PersonFile> read_person(const File&, Faults&);
std::vector<Placed<blog::Tag>> read_tags(const File&, Faults&);
std::optional<std::vector<Placed<research::Source>>> read_library(const File&, Faults&);
/// The whole folder; a file with faults is read as far as it can be.
Content read_content(const Folder&, Faults&);

/// Canonical forms.
std::string write_text(const TextFile&);
std::string write_person(const people::Person&);
std::string write_tags(std::vector<blog::Tag>);
std::string write_library(std::vector<research::Source>);

/// What must agree between files, and with the library, the people and the tags.
void check_content(const Content&, Faults&);
/// What the text itself must keep to.
class Addresses;
void check_text(const TextFile&, const Addresses&, Faults&);

void sort_faults(Faults&);

}

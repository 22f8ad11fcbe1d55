#pragma once
#include "editorial/piece.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace editorial {

/// A picture in texts, kept in some widths as AVIF and JPEG; the file that was sent is not.
struct Picture {
    std::string uid;  // base::new_uid()
    PieceId piece{};  // for which it was put in
    int width = 0, height = 0;  // of the largest rendition, pixels
    std::string alt;
    bool people_ok = false;  // no pupil can be recognised, says who put it in
    std::optional<people::PersonId> by;
    base::Instant at;
};
/// Pixels; of a smaller picture those below its own width, and that.
inline constexpr std::array picture_widths{480, 960, 1600};
std::vector<int> widths_of(const Picture&);
inline constexpr std::size_t longest_alt = 500;  // code points

/// What stands as `src` in a document: "/pictures/{uid}".
std::string picture_src(std::string_view uid);
/// The uid in such an address; nothing for every other one.
std::optional<std::string> picture_uid(std::string_view src);
/// The uids in a document, each once, in order of appearance.
std::vector<std::string> pictures_in(const doc::Node& document);

struct PictureFile {
    int width = 0, height = 0;
    std::string mime;  // image/avif or image/jpeg
    std::string bytes;
};
struct NewPicture {
    std::vector<PictureFile> files;  // the largest one last
    std::string alt;
    bool people_ok = false;
};
/// Needs `edit` on the piece. Refused without a description, with one that is too long, and without the word that no pupil can be recognised; the
/// fields are alt and people_ok.
base::Result<Picture, Problems> save_picture(db::Tx&, const base::Viewer&, PieceId, const NewPicture&);
/// The same reasons, before the work of making renditions.
Problems problems_of(const NewPicture&);
/// Throws base::Denied for whoever may not put pictures into this piece, base::Missing for no piece.
void require_edit(db::Tx&, const base::Viewer&, PieceId);

/// For everybody once a live text shows it, before that for the people of its piece.
std::optional<Picture> find_picture(db::Tx&, const base::Viewer&, std::string_view uid);
/// Shown by a text that is live, neither withdrawn nor retired.
bool is_live_picture(db::Tx&, std::string_view uid);
/// As find_picture(). In AVIF only where this machine could write it.
std::optional<PictureFile> find_picture_file(db::Tx&, const base::Viewer&, std::string_view uid, int width, std::string_view mime);

/// To be called whenever another document becomes what readers see of a text.
void note_live_pictures(db::Tx&, TextId, const doc::Node& live);
/// The bytes too, at once, wherever it is shown. Needs `publish` on its piece. For redacting.
void delete_picture(db::Tx&, const base::Viewer&, std::string_view uid);

inline constexpr std::int64_t unused_picture_ms = 7LL * 24 * 3600 * 1000;
inline constexpr std::string_view remove_pictures_job = "editorial.remove_pictures";
/// Looks for pictures that were put in seven days ago and that no revision, working copy, step or act that can be undone shows. Reads without
/// holding up writers; what is returned takes away, in a transaction of its own, those that are still shown by nothing.
std::function<void(db::Tx&)> remove_unused_pictures(db::Pool&);

/// Those that the viewer put in: what is known of them as JSON, and the largest JPEG of each.
people::Files export_pictures(db::Tx&, const base::Viewer&);
/// Who put a picture in is not known any more; the picture stays. Needs to be oneself, or `keep`.
void forget_picture_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

}

#pragma once
#include "kit/base/result.hpp"
#include "kit/child/child.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Pictures. Photos that strangers send are made safe: what is kept are pixels that were encoded anew, never a byte that came in. Cards are
/// drawn from words.
namespace image {

constexpr std::size_t max_bytes = 12'000'000;
constexpr std::int64_t max_pixels = 40'000'000;
constexpr int max_side = 20'000;

enum class Refusal {
    too_large, // more than max_bytes
    unknown_format, // by its own first bytes no JPEG, PNG, WebP, GIF, AVIF or HEIC
    too_many_pixels, // its header says more than max_pixels, or a side above max_side
    broken, // cut short or damaged, or the decoder fell over it or wanted more memory than it may have
    too_slow, // not done in Limits::time
    busy, // no place became free in Limits::wait
    unavailable, // this machine has no libvips, or the child cannot be started; the log says which
};

enum class Crop { none, centre, attention }; // the last two cut a square: its middle, or where there is most to see

struct Options {
    /// One to eight widths in pixels, each at most 4,096.
    std::vector<int> widths{160, 320, 640};
    Crop crop = Crop::none;
};

/// Are number and size of the widths as said? Rendering with others is our bug.
bool is_sane(const Options&);

struct Rendition {
    int width, height;
    std::string mime; // image/avif or image/jpeg
    std::string bytes;
};

using Rendered = base::Result<std::vector<Rendition>, Refusal>;

using child::Limits;

/// Renders in a child process (child::Worker), so that a fault of a decoder ends the child and takes nothing with it. Safe from several threads.
class Renderer {
public:
    /// The program, by its path, must end in render_from_stdin() when it is started with these arguments.
    Renderer(std::string program, std::vector<std::string> arguments, Limits = {});

    /// Smallest first; of each size AVIF, then JPEG: sRGB, upright by the EXIF orientation, white where the picture was transparent, without
    /// any metadata. Widths above the picture's own become its own, so a small picture has fewer sizes. AVIF is left out where libvips
    /// cannot write it, and for a rendition higher than 16,384. Of an animation only the first picture is taken. Blocks.
    Rendered render(std::string_view bytes, const Options& = {});

private:
    child::Worker worker_;
};

/// The child's side: one request from standard input, one answer to standard output, limits for itself in between that cannot be taken
/// back. Answers the status to exit with. To be called before the program opens anything or starts a thread.
int render_from_stdin();

/// The same as Renderer::render in this very process and without limits of time and memory: for the child and for tests, never for a server.
Rendered render_here(std::string_view bytes, const Options& = {});

// ---- cards -----------------------------------------------------------------------------------------------------------

/// Code points of each line of a card at most; other bytes than UTF-8 are refused, too.
constexpr std::size_t max_card_line = 300;

/// A picture that stands for a page where its address is shared: a blackboard with its titles in chalk, the site's name below the tray.
struct Card {
    std::string title, title_ja; // one of them may be empty
    std::string site;
    std::string line = {}; // beside the name of the site; "" for none
    /// 0xRRGGBB.
    struct Colours {
        std::uint32_t paper = 0xfaf9f3, board = 0x1f4a3d, edge = 0x183b31, wood = 0xc79a63;
        std::uint32_t chalk = 0xf4f5ec, chalk_2 = 0xc6d6cc, chalk_y = 0xf7df8f, chalk_p = 0xf6b9ae;
        std::uint32_t ink = 0x1b2622, ink_2 = 0x47544e;
        bool operator==(const Colours&) const = default;
    } colours = {};
};

/// The site's own faces, which this machine need not have: at most 8 files (TrueType, OpenType, WOFF2) of 1 MiB, and names of families, the preferred one first.
/// What they cannot write is written in fonts of this machine.
struct Faces {
    std::vector<std::string> files;
    std::string heading = "serif", text = "sans-serif";
    std::string japanese = "Noto Sans CJK JP,Noto Sans JP,BIZ UDPGothic,IPAexGothic,IPAGothic,VL PGothic,TakaoPGothic";
};

enum class CardLine { title, title_ja, site, line };

struct DrawnCard {
    std::string png; // 1200 by 630 pixels
    /// Not drawn, because no font of this machine has all of its letters: there is no Japanese font, most likely (Debian: fonts-noto-cjk).
    std::vector<CardLine> left_out;
};
constexpr int card_width = 1200, card_height = 630;

using Carded = base::Result<DrawnCard, Refusal>;

/// Draws cards with Cairo and Pango in a child process. Safe from several threads.
class CardPainter {
public:
    /// The program, by its path, must end in draw_card_from_stdin() when it is started with these arguments.
    CardPainter(std::string program, std::vector<std::string> arguments, Faces = {}, Limits = {});

    /// A long title is written smaller and in several lines, which end where a phrase ends; nothing is cut off. Refused as too_large where a line
    /// has more than max_card_line code points, as broken where it is not UTF-8. The same card looks the same on the same machine. Blocks.
    Carded draw(const Card&);

private:
    child::Worker worker_;
    const Faces faces_;
};

/// The child's side, as child::work_on_stdin() says.
int draw_card_from_stdin();

/// The same as CardPainter::draw in this very process: for the child and for tests, never for a server.
Carded draw_card_here(const Card&, const Faces& = {});

}

#include "kit/base/log.hpp"
#include "kit/base/utf8.hpp"
#include "kit/image/canvas.hpp"
#include "kit/image/card_wire.hpp"
#include "kit/japanese/japanese.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace image {

namespace {

// The board and what lies on its tray, in pixels of the card.
constexpr double side = 44, board_top = 40, board_bottom = 492, inset = 56;
constexpr double tray_height = 18;
constexpr double room_width = card_width - 2 * (side + inset), room_height = board_bottom - board_top - 2 * 40;
constexpr double largest_size = 100, smallest_size = 18;
/// Japanese letters fill their squares, so they look as large as Latin ones that are larger.
constexpr double japanese_size = 0.74;

/// One of the titles, as it is divided into lines.
struct Block {
    std::string text;
    Hand hand;
    std::uint32_t colour = 0;
    double scale = 1, line_height = 1.2;
    std::vector<std::string> lines = {};

    double height() const { return static_cast<double>(lines.size()) * hand.size * line_height; }
};

std::string_view without_space_behind(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// Signs that are seen, in one line. What turns the direction of writing could put a line beside the card.
std::string one_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0x200e || point == 0x200f) continue;
        const bool space = point <= ' ' || point == 0x7f || point == 0x2028 || point == 0x2029;
        if (space && (out.empty() || out.back() == ' ')) continue;
        base::append_utf8(out, space ? U' ' : point);
    }
    return std::string(without_space_behind(out));
}

/// Pictures among the letters, for which few machines have a font.
std::string without_pictures(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        const bool picture = (point >= 0x2190 && point <= 0x2bff) || (point >= 0x1f000 && point <= 0x1faff) || point == 0x200d ||
                             (point >= 0xfe00 && point <= 0xfe0f) || point == 0x20e3 || point >= 0xe0000;
        if (!picture) base::append_utf8(out, point);
    }
    return one_line(out);
}

/// A phrase that is wider than the line, in pieces that are not.
std::vector<std::string> pieces(const Canvas& canvas, std::string_view phrase, const Hand& hand) {
    std::vector<std::string> found{""};
    for (std::size_t at = 0; at < phrase.size();) {
        const std::size_t from = at;
        base::next_code_point(phrase, at);
        const std::string longer = found.back() + std::string(phrase.substr(from, at - from));
        if (!found.back().empty() && canvas.width_of(longer, hand) > room_width)
            found.emplace_back(phrase.substr(from, at - from));
        else
            found.back() = longer;
    }
    return found;
}

/// Divides phrases into as few lines as they need, these as equally long as they can be. Empty where a phrase is wider than the line.
class Lines {
public:
    Lines(const Canvas& canvas, const Hand& hand, const std::vector<std::string>& phrases) : phrases_(phrases) {
        for (const std::string& phrase : phrases) {
            whole_.push_back(canvas.width_of(phrase, hand));
            seen_.push_back(canvas.width_of(without_space_behind(phrase), hand));
        }
    }

    std::vector<std::string> divided() const {
        // best[i]: of the phrases from i on, how few lines, and then how unequal.
        struct Best {
            int lines = std::numeric_limits<int>::max();
            double rough = 0;
            std::size_t end = 0;
        };
        const std::size_t count = phrases_.size();
        std::vector<Best> best(count + 1);
        best[count].lines = 0;
        for (std::size_t from = count; from-- > 0;) {
            double width = 0;
            for (std::size_t end = from + 1; end <= count; ++end) {
                if (width + seen_[end - 1] > room_width) break;
                const double free = room_width - width - seen_[end - 1];
                width += whole_[end - 1];
                if (best[end].lines == std::numeric_limits<int>::max()) continue;
                const Best found{best[end].lines + 1, best[end].rough + free * free, end};
                if (found.lines < best[from].lines || (found.lines == best[from].lines && found.rough < best[from].rough))
                    best[from] = found;
            }
        }
        std::vector<std::string> lines;
        if (best[0].lines == std::numeric_limits<int>::max()) return lines;
        for (std::size_t at = 0; at < count; at = best[at].end) {
            std::string line;
            for (std::size_t i = at; i < best[at].end; ++i) line += phrases_[i];
            lines.emplace_back(without_space_behind(line));
        }
        return lines;
    }

private:
    const std::vector<std::string>& phrases_;
    std::vector<double> whole_, seen_;  // with the space behind a phrase, and without
};

/// Sets the block in this size; false where it does not fit into the width without dividing a phrase that is not to be divided.
bool set(const Canvas& canvas, Block& block, double size, bool divide_phrases) {
    block.hand.size = size * block.scale;
    std::vector<std::string> parts;
    for (const std::string_view phrase : japanese::phrases(block.text)) {
        if (!divide_phrases || canvas.width_of(without_space_behind(phrase), block.hand) <= room_width)
            parts.emplace_back(phrase);
        else
            for (std::string& piece : pieces(canvas, phrase, block.hand)) parts.push_back(std::move(piece));
    }
    block.lines = Lines(canvas, block.hand, parts).divided();
    // Letters that touch could make a line a little wider than its parts.
    return !block.lines.empty() && std::all_of(block.lines.begin(), block.lines.end(), [&](const std::string& line) {
        return canvas.width_of(line, block.hand) <= room_width + 1;
    });
}

constexpr double gap_of(double size) { return size * 0.42; }

double height_of(const std::vector<Block>& blocks, double size) {
    double height = blocks.size() > 1 ? gap_of(size) : 0;
    for (const Block& block : blocks) height += block.height();
    return height;
}

/// The largest size in which all of it has room.
double fit(const Canvas& canvas, std::vector<Block>& blocks) {
    for (double size = largest_size;; size = std::max(smallest_size, std::floor(size * 0.95))) {
        const bool smallest = size <= smallest_size;
        const bool set_all = std::all_of(blocks.begin(), blocks.end(), [&](Block& block) {
            return set(canvas, block, size, /*divide_phrases=*/smallest || size <= largest_size / 3);
        });
        if (smallest || (set_all && height_of(blocks, size) <= room_height)) return size;
    }
}

/// As it can be written here; "" where it cannot.
std::string writable(const Canvas& canvas, const std::string& text, const Hand& hand) {
    const std::string line = one_line(text);
    if (canvas.can_write(line, hand)) return line;
    const std::string bare = without_pictures(line);
    return canvas.can_write(bare, hand) ? bare : std::string();
}

bool has_letters_of_japan(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        if ((point >= 0x3000 && point < 0xa000) || (point >= 0xf900 && point < 0xfb00) || (point >= 0xff00 && point < 0xfff0)) return true;
    }
    return false;
}

void draw_board(Canvas& canvas, const Card::Colours& colours) {
    canvas.rectangle(0, 0, card_width, card_height, colours.paper);
    // Its lower corners are behind the tray.
    const double height = board_bottom - board_top + tray_height - 2;
    canvas.rectangle(side, board_top, card_width - 2 * side, height, colours.edge, 16);
    canvas.rectangle(side + 6, board_top + 6, card_width - 2 * side - 12, height - 6, colours.board, 11);
    double x = card_width - side - 236;
    for (const std::uint32_t chalk : {colours.chalk, colours.chalk_y, colours.chalk_p}) {
        canvas.rectangle(x, board_bottom - 10, 46, 14, chalk, 4);
        x += 62;
    }
    canvas.rectangle(side - 12, board_bottom, card_width - 2 * side + 24, tray_height, colours.wood, 4);
}

/// The name of the site, and at the other end a line about the page.
void draw_foot(Canvas& canvas, const Card& card, const Faces& faces, std::vector<CardLine>& left_out) {
    constexpr double baseline = 574, width = card_width - 2 * side;
    const auto write = [&](CardLine which, const std::string& text, const std::string& families, bool bold, double largest, double room,
                           std::uint32_t colour, bool at_end) {
        Hand hand{.families = families, .bold = bold, .size = largest, .japanese = true};
        const std::string line = writable(canvas, text, hand);
        if (line.empty() && !one_line(text).empty()) left_out.push_back(which);
        if (line.empty()) return 0.0;
        while (hand.size > 8 && canvas.width_of(line, hand) > room) hand.size -= 1;
        const double wide = canvas.width_of(line, hand);
        canvas.write(line, hand, colour, at_end ? side + width - wide : side, baseline);
        return wide;
    };
    const bool alone = one_line(card.line).empty();
    const double site = write(CardLine::site, card.site, faces.heading + "," + faces.japanese, true, 40, alone ? width : width * 0.6,
                              card.colours.ink, false);
    write(CardLine::line, card.line, faces.text + "," + faces.japanese, false, 30, width - site - 40, card.colours.ink_2, true);
}

}

Carded draw_card_here(const Card& card, const Faces& faces) {
    if (const auto refused = refusal_of(card)) return base::Failure{*refused};
    try {
        Canvas canvas(card_width, card_height, faces.files);
        DrawnCard drawn;
        draw_board(canvas, card.colours);
        std::vector<Block> blocks;
        const auto add = [&](CardLine which, const std::string& text, std::uint32_t colour) {
            const bool japanese = has_letters_of_japan(text);
            Block block{.text = {},
                        .hand = {.families = japanese ? faces.japanese + ",sans-serif" : faces.heading + "," + faces.japanese,
                                 .bold = true,
                                 .size = largest_size,
                                 .japanese = japanese},
                        .colour = colour,
                        .scale = japanese ? japanese_size : 1,
                        .line_height = japanese ? 1.42 : 1.16};
            block.text = writable(canvas, text, block.hand);
            if (!block.text.empty())
                blocks.push_back(std::move(block));
            else if (!one_line(text).empty())
                drawn.left_out.push_back(which);
        };
        add(CardLine::title, card.title, card.colours.chalk);
        add(CardLine::title_ja, card.title_ja, card.title.empty() ? card.colours.chalk : card.colours.chalk_y);
        if (!blocks.empty()) {
            const double size = fit(canvas, blocks);
            double y = board_top + 40 + std::max(0.0, (room_height - height_of(blocks, size)) / 2);
            for (const Block& block : blocks) {
                const double step = block.hand.size * block.line_height;
                for (const std::string& line : block.lines) {
                    // Letters stand in the middle of their line: a capital is some 0.7 of the size high.
                    canvas.write(line, block.hand, block.colour, side + inset, y + step / 2 + block.hand.size * 0.35);
                    y += step;
                }
                y += gap_of(size);
            }
        }
        draw_foot(canvas, card, faces, drawn.left_out);
        drawn.png = canvas.png();
        if (drawn.png.empty()) return base::Failure{Refusal::broken};
        return drawn;
    } catch (const child::NoLibrary& missing) {
        base::log::error("cards cannot be drawn", {{"why", missing.what()}});
        return base::Failure{Refusal::unavailable};
    }
}

}

#include "kit/image/card_wire.hpp"

#include "kit/base/utf8.hpp"
#include "kit/image/fields.hpp"

#include <algorithm>
#include <array>

namespace image {

namespace {

/// By their place; 0 is a success.
constexpr std::array refusals{Refusal::too_large, Refusal::broken, Refusal::too_slow, Refusal::busy, Refusal::unavailable};
constexpr std::array lines{CardLine::title, CardLine::title_ja, CardLine::site, CardLine::line};
constexpr std::size_t of_number = 4;

void put_text(std::string& out, std::string_view text) {
    put(out, text.size(), of_number);
    out += text;
}

std::string take_text(Fields& fields) { return std::string(fields.text(fields.number(of_number))); }

template <class CardOrConst>
auto texts_of(CardOrConst& card) {
    return std::array{&card.title, &card.title_ja, &card.site, &card.line};
}
template <class ColoursOrConst>
auto colours_of(ColoursOrConst& of) {
    return std::array{&of.paper, &of.board, &of.edge, &of.wood, &of.chalk, &of.chalk_2, &of.chalk_y, &of.chalk_p, &of.ink, &of.ink_2};
}
template <class FacesOrConst>
auto names_of(FacesOrConst& faces) {
    return std::array{&faces.heading, &faces.text, &faces.japanese};
}

/// The signature and the first chunk of a PNG (ISO/IEC 15948), with its size.
bool is_card(std::string_view png) {
    using namespace std::string_view_literals;
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (const char c : png.substr(at, 4)) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    };
    return png.size() > 24 && png.starts_with("\x89PNG\r\n\x1a\n"sv) && png.substr(12, 4) == "IHDR"sv && number(16) == card_width &&
           number(20) == card_height;
}

}

std::string write_card_request(const Card& card, const Faces& faces) {
    std::string out;
    for (const std::string* const text : texts_of(card)) put_text(out, *text);
    for (const std::uint32_t* const colour : colours_of(card.colours)) put(out, *colour, of_number);
    for (const std::string* const name : names_of(faces)) put_text(out, *name);
    put(out, faces.files.size(), of_number);
    for (const std::string& file : faces.files) put_text(out, file);
    return out;
}

std::optional<CardRequest> read_card_request(std::string_view message) {
    Fields fields(message);
    CardRequest request;
    for (std::string* const text : texts_of(request.card)) *text = take_text(fields);
    for (std::uint32_t* const colour : colours_of(request.card.colours)) *colour = static_cast<std::uint32_t>(fields.number(of_number));
    for (std::string* const name : names_of(request.faces)) *name = take_text(fields);
    const std::uint64_t files = fields.number(of_number);
    for (std::uint64_t i = 0; i < files && fields.is_good(); ++i) request.faces.files.push_back(take_text(fields));
    if (!fields.is_at_end() || refusal_of(request.card)) return std::nullopt;
    return request;
}

std::string write_card_answer(const Carded& carded) {
    std::string out;
    if (!carded) {
        const auto* const at = std::find(refusals.begin(), refusals.end(), carded.error());
        put(out, 1 + static_cast<std::uint64_t>(at - refusals.begin()), 1);
        return out;
    }
    put(out, 0, 1);
    std::uint64_t left_out = 0;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (std::find(carded->left_out.begin(), carded->left_out.end(), lines[i]) != carded->left_out.end())
            left_out |= std::uint64_t{1} << i;
    put(out, left_out, 1);
    return out + carded->png;
}

std::optional<Carded> read_card_answer(std::string_view message) {
    Fields fields(message);
    const std::uint64_t refused = fields.number(1);
    if (!fields.is_good() || refused > refusals.size()) return std::nullopt;
    if (refused != 0) return fields.is_at_end() ? std::optional<Carded>(base::Failure{refusals[refused - 1]}) : std::nullopt;
    const std::uint64_t left_out = fields.number(1);
    if (left_out >> lines.size() != 0) return std::nullopt;
    DrawnCard drawn;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if ((left_out >> i & 1) != 0) drawn.left_out.push_back(lines[i]);
    drawn.png = fields.rest();
    if (!is_card(drawn.png)) return std::nullopt;
    return Carded(std::move(drawn));
}

std::optional<Refusal> refusal_of(const Card& card) {
    for (const std::string* const text : texts_of(card)) {
        if (text->size() > 4 * max_card_line) return Refusal::too_large;
        if (!base::is_utf8(*text) || text->find('\0') != text->npos) return Refusal::broken;
        if (base::code_points(*text) > max_card_line) return Refusal::too_large;
    }
    return std::nullopt;
}

}

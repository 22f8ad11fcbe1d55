#pragma once
#include "kit/image/image.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Private to kit/image: what is said about cards between parent and child. Nothing may follow the last field.
namespace image {

/// The longest request, bytes: four lines and the fonts of a site.
constexpr std::size_t max_card_request = 4'000'000;

struct CardRequest {
    Card card;
    Faces faces;
};
std::string write_card_request(const Card&, const Faces&);
/// Nothing for what write_card_request would not write.
std::optional<CardRequest> read_card_request(std::string_view message);

std::string write_card_answer(const Carded&);
/// Nothing for what write_card_answer would not write, and for a picture that is no PNG of the size of a card.
std::optional<Carded> read_card_answer(std::string_view message);

/// Nothing for a card that can be drawn.
std::optional<Refusal> refusal_of(const Card&);

}

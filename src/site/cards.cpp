#include "site/cards.hpp"

#include "design/assets.hpp"

#include <string_view>

namespace site {

image::Faces card_faces() {
    image::Faces faces{.files = {}, .heading = "Besley", .text = "Atkinson Hyperlegible Next"};
    for (const design::Asset& asset : design::assets())
        for (const std::string_view name : {"besley.woff2", "besley-macron.woff2", "atkinson.woff2", "atkinson-macron.woff2"})
            if (asset.name == name) faces.files.push_back(asset.bytes);
    return faces;
}

}

#include "kit/japanese/mecab.hpp"

#include "kit/base/log.hpp"
#include "kit/child/child.hpp"

#include <mecab.h>

#include <memory>
#include <string>

namespace japanese {

namespace {

struct Library {
    const child::Library opened{"libmecab.so.2", "libmecab2"};
    decltype(mecab_new2)* const make = opened.find("mecab_new2");
    decltype(mecab_destroy)* const destroy = opened.find("mecab_destroy");
    decltype(mecab_strerror)* const error = opened.find("mecab_strerror");
    decltype(mecab_sparse_tonode2)* const parse = opened.find("mecab_sparse_tonode2");
};

const Library& mecab() {
    static const Library opened;
    return opened;
}

struct Destroy {
    void operator()(mecab_t* tagger) const { mecab().destroy(tagger); }
};

struct Tagger {
    std::string folder;
    std::unique_ptr<mecab_t, Destroy> at;
};

Tagger& tagger() {
    mecab();  // outlives it
    static Tagger opened;
    return opened;
}

/// Of features divided by commas, the one in this place; "" where there is none, or it is "*".
std::string_view feature(std::string_view features, std::size_t place) {
    for (; place > 0; --place) {
        const std::size_t comma = features.find(',');
        if (comma == features.npos) return {};
        features.remove_prefix(comma + 1);
    }
    const std::string_view found = features.substr(0, features.find(','));
    return found == "*" ? std::string_view() : found;
}

}

bool open_dictionary(const char* folder) {
    try {
        if (tagger().at && tagger().folder == folder) return true;
        // Without its file of settings: the one of the machine may name another dictionary.
        tagger() = {folder, std::unique_ptr<mecab_t, Destroy>(mecab().make(("mecab -r /dev/null -d " + std::string(folder)).c_str()))};
        if (tagger().at) return true;
        base::log::error("readings cannot be suggested: no dictionary (Debian: apt install mecab-ipadic-utf8)",
                         {{"folder", folder}, {"why", mecab().error(nullptr)}});
    } catch (const child::NoLibrary& missing) {
        base::log::error("readings cannot be suggested", {{"why", missing.what()}});
    }
    return false;
}

void each_word(std::string_view text, const std::function<void(std::string_view word, std::string_view reading)>& call) {
    constexpr std::size_t place_of_reading = 7;  // in the features of the IPA dictionary
    for (const mecab_node_t* node = mecab().parse(tagger().at.get(), text.data(), text.size()); node; node = node->next)
        if (node->stat == MECAB_NOR_NODE || node->stat == MECAB_UNK_NODE)
            call({node->surface, node->length}, feature(node->feature, place_of_reading));
}

}

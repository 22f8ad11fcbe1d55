#pragma once
#include "kit/base/json.hpp"
#include "kit/doc/doc.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Private to editorial: taking words out of whatever holds them.
namespace editorial {

struct Hit {
    std::string before, words, after;
};

/// Finds words and puts others in their place. Spaces and line ends are equal; between Japanese characters a line end is nothing.
class Eraser {
public:
    Eraser(std::string words, std::vector<std::string> pictures) : words_(std::move(words)), pictures_(std::move(pictures)) {}

    /// From and behind; nothing for no words.
    std::optional<std::pair<std::size_t, std::size_t>> find(std::string_view text, std::size_t from = 0) const;
    bool is_in(std::string_view text) const { return find(text).has_value(); }
    /// As it stands in an address, percent-encoded (RFC 3986) too.
    bool is_in_url(std::string_view url) const;

    std::string plain(std::string_view text, std::string_view put, std::vector<Hit>&) const;
    /// In which `&`, `<`, `>` and quotes are escaped.
    std::string html(std::string_view text, std::string_view put, std::vector<Hit>&) const;
    base::Json json(const base::Json&, std::string_view put, std::vector<Hit>&) const;
    /// Words across marks and text nodes, in bases and readings of ruby, in descriptions, addresses and labels. The document keeps its blocks.
    doc::Node document(const doc::Node&, const std::string& put, std::vector<Hit>&) const;

private:
    std::string words_;
    std::vector<std::string> pictures_;
};

}

#pragma once
#include "kit/base/result.hpp"
#include "research/source.hpp"

#include <functional>

namespace client {
class Client;
}

namespace research {

/// How this room asks other servers.
struct Network {
    const client::Client* client = nullptr;     // null: never
    std::function<bool(db::Tx&)> allowed = {};  // whether the keeper allows it now; empty: never
    // Where; tests set their own.
    std::string doi = "https://doi.org/";
    std::string openbd = "https://api.openbd.jp/v1/get?isbn=";
    std::string open_library = "https://openlibrary.org/api/books?jscmd=data&format=json&bibkeys=ISBN:";
};
bool may_look_up(db::Tx&, const Network*);

/// Whether this is nothing but a DOI or an ISBN, in any of its forms.
bool is_identifier(std::string_view typed);
/// The work of a DOI, by content negotiation (CSL-JSON), or of an ISBN: of Japanese ones (978-4) out of openBD, else out of Open Library.
/// The error is a word of locales/. Asks other servers and may take ten seconds: never inside a transaction.
base::Result<Source, std::string> look_up(const Network&, std::string_view typed);

/// The work in an answer of openBD (v1) or of Open Library's Books API; nothing where it has none.
std::optional<Source> from_openbd(std::string_view json);
std::optional<Source> from_open_library(std::string_view json);

}

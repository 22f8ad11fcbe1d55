#include "kit/base/log.hpp"
#include "kit/base/utf8.hpp"
#include "kit/client/client.hpp"
#include "kit/doc/csl_json.hpp"
#include "kit/doc/work.hpp"
#include "research/adding.hpp"
#include "research/lookup.hpp"

namespace research {

namespace {
using Result = base::Result<Source, std::string>;

/// In a path: RFC 3986 §3.3, and no more of a DOI than its one slash is left as it is.
std::string in_path(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/():;,").find(c) != std::string_view::npos;
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return out;
}

std::string word_for(const client::Refusal& refusal) {
    base::log::info("a source was not looked up", {{"why", std::string(client::name(refusal.why))}, {"detail", refusal.detail}});
    return refusal.why == client::Why::busy ? "sources.look_up_busy" : "sources.look_up_failed";
}

/// Two requests at most for one look-up, together within ten seconds.
client::Ask asking(const char* accept) {
    client::Ask ask;
    ask.accept = accept;
    ask.time = std::chrono::seconds(5);
    return ask;
}

Result by_doi(const Network& network, const std::string& doi) {
    client::Ask ask = asking("application/vnd.citationstyles.csl+json");
    ask.time = std::chrono::seconds(10);
    const auto answer = network.client->get(network.doi + in_path(doi), ask);
    if (!answer) return base::Failure{word_for(answer.error())};
    if (answer->status == 404 || answer->status == 406) return base::Failure{std::string("sources.look_up_unknown")};
    if (answer->status != 200) return base::Failure{std::string("sources.look_up_failed")};
    const auto entries = doc::read_csl_json(answer->body);
    // Not every agency of DOIs answers with a record; some lead to the page of the work.
    if (!entries || entries->empty()) return base::Failure{std::string("sources.look_up_no_record")};
    Source source = source_of(entries->front());
    if (source.title.empty()) return base::Failure{std::string("sources.look_up_no_record")};
    source.fields["doi"] = doi;
    return source;
}

std::optional<Source> ask_openbd(const Network& network, const std::string& isbn) {
    const auto answer = network.client->get(network.openbd + isbn, asking("application/json"));
    return answer && answer->status == 200 ? from_openbd(answer->body) : std::nullopt;
}

Result by_isbn(const Network& network, const std::string& isbn) {
    std::optional<Source> found;
    if (isbn.starts_with("9784")) found = ask_openbd(network, isbn);
    if (!found) {
        const auto answer = network.client->get(network.open_library + isbn, asking("application/json"));
        if (!answer) return base::Failure{word_for(answer.error())};
        if (answer->status != 200) return base::Failure{std::string("sources.look_up_failed")};
        found = from_open_library(answer->body);
    }
    if (!found) return base::Failure{std::string("sources.look_up_unknown")};
    found->fields["isbn"] = isbn;
    return *std::move(found);
}
}

base::Result<Source, std::string> look_up(const Network& network, std::string_view typed) {
    if (!network.client) return base::Failure{std::string("sources.look_up_failed")};
    if (!is_identifier(typed)) return base::Failure{std::string("sources.problem_identifier")};
    if (const auto isbn = doc::isbn_in(typed); isbn && !doc::doi_in(typed)) return by_isbn(network, *isbn);
    return by_doi(network, *doc::doi_in(typed));
}

}

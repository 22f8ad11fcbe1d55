#include "kit/doc/random_document.hpp"
#include "kit/doc/test_property.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
using doc::holds;
using doc::Numbers;

std::string show(const doc::Node& node) { return base::write_json(doc::to_json(node)); }

/// As the browser sends it back.
std::optional<doc::Node> through_json(const doc::Node& document) {
    const auto json = base::parse_json(show(document));
    if (!json) return std::nullopt;
    auto read = doc::from_json(*json, doc::State::working);
    if (!read) return std::nullopt;
    return doc::normalized(std::move(*read));
}
}

TEST_CASE("a document that is written as Markdown is read back as the same document") {
    CHECK(holds("write, read", 10'000, [](const Numbers& numbers) {
        const doc::Node document = doc::document_from(numbers);
        const std::string written = doc::to_markdown(document);
        const auto again = doc::from_markdown(written);
        if (!again) RC_FAIL(written + "\nis refused: " + again.error().front().what);
        if (*again != document) RC_FAIL("wrote\n" + written + "\nfrom\n" + show(document) + "\nread\n" + show(*again));
        RC_ASSERT(doc::to_markdown(*again) == written);
    }));
}

TEST_CASE("reading and writing any text once makes it canonical") {
    CHECK(holds("read, write, read, write", 10'000, [](const Numbers& numbers) {
        const std::string text = doc::markdown_from(numbers);
        const auto first = doc::from_markdown(text);
        if (!first) return;  // refused, with reasons
        const std::string once = doc::to_markdown(*first);
        const auto second = doc::from_markdown(once);
        if (!second) RC_FAIL(text + "\nbecame\n" + once + "\nwhich is refused: " + second.error().front().what);
        if (*second != *first) RC_FAIL("text\n" + text + "\nwrote\n" + once + "\nfrom\n" + show(*first) + "\nread\n" + show(*second));
        RC_ASSERT(doc::to_markdown(*second) == once);
    }));
}

TEST_CASE("every normal document passes through JSON") {
    CHECK(holds("to JSON, from JSON", 10'000, [](const Numbers& numbers) {
        const doc::Node document = doc::document_from(numbers);
        const auto json = base::parse_json(show(document));
        RC_ASSERT(json.has_value());
        const auto again = doc::from_json(*json);
        if (!again) RC_FAIL(show(document) + "\nis refused: " + again.error().front().what);
        RC_ASSERT(*again == document);
    }));
}

TEST_CASE("Markdown that goes through the editor's JSON comes back as it was") {
    CHECK(holds("Markdown, JSON, Markdown", 10'000, [](const Numbers& numbers) {
        const std::string written = doc::to_markdown(doc::document_from(numbers));
        const auto document = doc::from_markdown(written);
        RC_ASSERT(document.has_value());
        const auto edited = through_json(*document);
        if (!edited) RC_FAIL(written + "\nis refused as JSON");
        RC_ASSERT(doc::to_markdown(*edited) == written);
    }));
}

TEST_CASE("every text of the starter content is canonical, and is the same behind the editor's JSON") {
    std::size_t texts = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(support::source_dir() / "content")) {
        if (entry.path().extension() != ".md") continue;
        const std::string file = support::read_file(entry.path());
        const std::size_t end = file.find("\n---\n\n", 3);
        REQUIRE(end != std::string::npos);
        const std::string body = file.substr(end + 6);
        const auto document = doc::from_markdown(body);
        if (!document)
            FAIL_CHECK(entry.path().string() << ": " << document.error().front().line << ": " << document.error().front().what);
        else {
            CHECK_MESSAGE(doc::to_markdown(*document) == body, entry.path().string());
            const auto edited = through_json(*document);
            REQUIRE_MESSAGE(edited, entry.path().string());
            CHECK_MESSAGE(doc::to_markdown(*edited) == body, entry.path().string());
        }
        ++texts;
    }
    CHECK(texts >= 12);
}

TEST_SUITE_END();

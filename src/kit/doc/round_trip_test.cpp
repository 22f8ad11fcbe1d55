#include "kit/doc/random_document.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
using Numbers = std::vector<std::uint8_t>;

/// 10,000 runs with a new seed each time; ALTTO_SOAK_SEED repeats a run.
template <class Property>
bool holds(const std::string& what, Property property) {
    rc::detail::TestParams params;
    const char* seed = std::getenv("ALTTO_SOAK_SEED");
    params.seed = seed ? std::strtoull(seed, nullptr, 10) : std::random_device{}();
    params.maxSuccess = 10'000;
    params.maxSize = 100;
    rc::detail::TestMetadata metadata;
    metadata.description = what;
    const auto result = rc::detail::checkTestable(property, metadata, params);
    if (result.template is<rc::detail::SuccessResult>()) {
        MESSAGE(what << ": " << params.maxSuccess << " runs, seed " << params.seed);
        return true;
    }
    rc::detail::printResultMessage(result, std::cerr);
    std::cerr << "\nseed " << params.seed << '\n';
    return false;
}

std::string show(const doc::Node& node) { return base::write_json(doc::to_json(node)); }
}

TEST_CASE("a document that is written as Markdown is read back as the same document") {
    CHECK(holds("write, read", [](const Numbers& numbers) {
        const doc::Node document = doc::document_from(numbers);
        const std::string written = doc::to_markdown(document);
        const auto again = doc::from_markdown(written);
        if (!again) RC_FAIL(written + "\nis refused: " + again.error().front().what);
        if (*again != document) RC_FAIL("wrote\n" + written + "\nfrom\n" + show(document) + "\nread\n" + show(*again));
        RC_ASSERT(doc::to_markdown(*again) == written);
    }));
}

TEST_CASE("reading and writing any text once makes it canonical") {
    CHECK(holds("read, write, read, write", [](const Numbers& numbers) {
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
    CHECK(holds("to JSON, from JSON", [](const Numbers& numbers) {
        const doc::Node document = doc::document_from(numbers);
        const auto json = base::parse_json(show(document));
        RC_ASSERT(json.has_value());
        const auto again = doc::from_json(*json);
        if (!again) RC_FAIL(show(document) + "\nis refused: " + again.error().front().what);
        RC_ASSERT(*again == document);
    }));
}

TEST_CASE("every text of the starter content is canonical") {
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
        else
            CHECK_MESSAGE(doc::to_markdown(*document) == body, entry.path().string());
        ++texts;
    }
    CHECK(texts >= 12);
}

TEST_SUITE_END();

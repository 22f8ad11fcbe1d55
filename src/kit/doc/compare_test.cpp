#include "kit/doc/compare.hpp"
#include "kit/doc/random_document.hpp"
#include "kit/doc/schema.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <chrono>
#include <iostream>
#include <random>
#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
using doc::Change;
using doc::Part;
using Numbers = std::vector<std::uint8_t>;

doc::Node read(std::string_view markdown) {
    auto document = doc::from_markdown(markdown);
    REQUIRE(document);
    return *document;
}

std::string text_of(const std::vector<doc::Node>& inlines) { return doc::plain_text(doc::make("paragraph", {}, inlines)); }

/// "a [b->c] d"; {…} around words that only got other marks.
std::string shown(const std::vector<Part>& parts) {
    std::string made;
    for (const Part& part : parts) {
        switch (part.kind) {
            case Part::Kind::equal: made += text_of(part.after); break;
            case Part::Kind::deleted: made += "[-" + text_of(part.before) + "]"; break;
            case Part::Kind::inserted: made += "[+" + text_of(part.after) + "]"; break;
            case Part::Kind::formatted: made += "{" + text_of(part.after) + "}"; break;
        }
    }
    return made;
}

/// One line for each block: "=" equal, "~" changed, "+", "-", ">" moved here, "<" moved away; what is inside in brackets.
std::string shown(const std::vector<doc::BlockChange>& blocks, bool lines = true) {
    std::string made;
    for (const doc::BlockChange& block : blocks) {
        if (!made.empty()) made += lines ? "\n" : "; ";
        switch (block.change) {
            case Change::equal: made += block.after ? "=" : "_"; break;
            case Change::changed: made += "~"; break;
            case Change::inserted: made += "+"; break;
            case Change::deleted: made += "-"; break;
            case Change::moved_here: made += ">"; break;
            case Change::moved_away: made += "<"; break;
        }
        if (block.form) made += "!";
        if (!block.parts.empty())
            made += " " + shown(block.parts);
        else if (!block.inner.empty())
            made += "(" + shown(block.inner, false) + ")";
        else if (block.after || block.before)
            made += " " + doc::plain_text(block.after ? *block.after : *block.before);
    }
    return made;
}

std::string compared(std::string_view before, std::string_view after) { return shown(doc::compare(read(before), read(after)).blocks); }

/// The document before (or after), put together from what the comparison says stood in it.
doc::Node rebuilt(const doc::BlockChange& block, bool before) {
    doc::Node node = before ? *block.before : *block.after;
    if (block.parts.empty() && block.inner.empty()) return node;
    node.content.clear();
    for (const Part& part : block.parts) {
        const auto& side = before ? part.before : part.after;
        node.content.insert(node.content.end(), side.begin(), side.end());
    }
    for (const doc::BlockChange& child : block.inner) {
        const Change other = before ? Change::inserted : Change::deleted, elsewhere = before ? Change::moved_here : Change::moved_away;
        if (child.change != other && child.change != elsewhere && (before ? child.before : child.after))
            node.content.push_back(rebuilt(child, before));
    }
    return node;
}

doc::Node rebuilt(const doc::Comparison& comparison, bool before) {
    doc::BlockChange whole;
    const doc::Node top = doc::make("doc");
    if (comparison.blocks.empty()) return top;
    whole.before = whole.after = &top;
    for (const auto& block : comparison.blocks) {
        doc::BlockChange copy;
        copy.change = block.change, copy.before = block.before, copy.after = block.after, copy.form = block.form;
        copy.parts = block.parts, copy.inner = block.inner;
        whole.inner.push_back(std::move(copy));
    }
    return rebuilt(whole, before);
}

/// A document and the same after some numbers of it were changed: much is equal, and something is not.
std::pair<doc::Node, doc::Node> two_versions(const Numbers& numbers, const Numbers& edits) {
    Numbers other = numbers;
    for (std::size_t i = 0; i + 1 < edits.size() && !other.empty(); i += 2) {
        const std::size_t at = edits[i] % other.size();
        if (edits[i + 1] % 3 == 0)
            other.erase(other.begin() + static_cast<std::ptrdiff_t>(at));
        else if (edits[i + 1] % 3 == 1)
            other.insert(other.begin() + static_cast<std::ptrdiff_t>(at), edits[i + 1]);
        else
            other[at] = edits[i + 1];
    }
    return {doc::document_from(numbers), doc::document_from(other)};
}

template <class Property>
bool holds(Property property) {
    rc::detail::TestParams params;
    params.seed = std::random_device{}();
    params.maxSuccess = 2000;
    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
    if (result.template is<rc::detail::SuccessResult>()) return true;
    rc::detail::printResultMessage(result, std::cerr);
    std::cerr << "\nseed " << params.seed << '\n';
    return false;
}
}

TEST_CASE("what is equal or deleted is the document before, and what is equal or inserted the one after") {
    CHECK(holds([](const Numbers& numbers, const Numbers& edits) {
        const auto [before, after] = two_versions(numbers, edits);
        const auto comparison = doc::compare(before, after);
        const doc::Node old_again = doc::normalized(rebuilt(comparison, true)), new_again = doc::normalized(rebuilt(comparison, false));
        if (old_again != before) RC_FAIL(base::write_json(doc::to_json(before)) + "\nbecame\n" + base::write_json(doc::to_json(old_again)));
        if (new_again != after) RC_FAIL(base::write_json(doc::to_json(after)) + "\nbecame\n" + base::write_json(doc::to_json(new_again)));
        RC_ASSERT(doc::plain_text(old_again) == doc::plain_text(before));
        RC_ASSERT(doc::plain_text(new_again) == doc::plain_text(after));
    }));
}

TEST_CASE("a document does not differ from itself") {
    CHECK(holds([](const Numbers& numbers) {
        const doc::Node document = doc::document_from(numbers);
        const auto comparison = doc::compare(document, document);
        RC_ASSERT(!comparison.any());
        RC_ASSERT(comparison.inserted == doc::Amount{});
        RC_ASSERT(comparison.deleted == doc::Amount{});
        RC_ASSERT(comparison.blocks.size() == document.content.size());
    }));
}

TEST_CASE("the other way round, what was inserted was deleted") {
    CHECK(holds([](const Numbers& numbers, const Numbers& edits) {
        const auto [before, after] = two_versions(numbers, edits);
        const auto there = doc::compare(before, after), back = doc::compare(after, before);
        RC_ASSERT(there.inserted == back.deleted);
        RC_ASSERT(there.deleted == back.inserted);
        RC_ASSERT(there.blocks_changed == back.blocks_changed);
        RC_ASSERT(there.blocks_inserted == back.blocks_deleted);
        RC_ASSERT(there.blocks_deleted == back.blocks_inserted);
        RC_ASSERT(there.blocks_moved == back.blocks_moved);
        RC_ASSERT(there.any() == back.any());
    }));
}

TEST_CASE("blocks that stayed, changed, came and went are told apart") {
    CHECK(compared("# A\n\nOne two three.\n\nGone for ever.\n\nLast words.\n",
                   "# A\n\nOne two four.\n\nLast words.\n\nQuite another thing.\n") ==
          "= A\n~ One two [-three][+four].\n- Gone for ever.\n= Last words.\n+ Quite another thing.");
    CHECK(compared("", "") == "");
    CHECK(compared("", "New.\n") == "+ New.");
    CHECK(compared("Text.\n", "## Text.\n") == "- Text.\n+ Text.");
}

TEST_CASE("words and characters that came and went are counted, and blocks") {
    const auto comparison =
        doc::compare(read("The cat sat.\n\n先生に相談します。\n\nOut with it.\n"), read("The big dog sat.\n\n担任に相談します。\n"));
    CHECK(comparison.inserted == doc::Amount{2, 2});
    CHECK(comparison.deleted == doc::Amount{4, 2});
    CHECK(comparison.blocks_changed == 2);
    CHECK(comparison.blocks_deleted == 1);
    CHECK(comparison.blocks_inserted == 0);
    CHECK(comparison.any());
}

TEST_CASE("an equal block at another place was moved") {
    const auto comparison = doc::compare(read("A first paragraph.\n\nA second one, longer.\n\nThe third and last.\n"),
                                         read("A second one, longer.\n\nThe third and last.\n\nA first paragraph.\n"));
    CHECK(shown(comparison.blocks) == "< A first paragraph.\n= A second one, longer.\n= The third and last.\n> A first paragraph.");
    CHECK(comparison.blocks_moved == 1);
    CHECK(comparison.inserted == doc::Amount{});
    CHECK(comparison.deleted == doc::Amount{});
    CHECK(comparison.blocks.front().after == comparison.blocks.back().after);
    // Out of a list, and too little to be recognised by.
    CHECK(compared("- Bring your own pens\n- B\n\nC\n", "C\n\n- B\n") == "- Bring your own pens\nB\n= C\n+ B");
    CHECK(compared("Yes.\n\nIt is so.\n", "It is so.\n\nYes.\n") == "- Yes.\n= It is so.\n+ Yes.");
}

TEST_CASE("a change is found inside lists, quotes and boxes") {
    CHECK(compared("- Bring a pen\n- Say hello\n", "- Bring a pencil\n- Say hello\n- Sit down\n") ==
          "~(~(~ Bring a [-pen][+pencil]); = Say hello; + Sit down)");
    CHECK(compared("> Wait at the gate.\n", "> Wait at the door.\n") == "~(~ Wait at the [-gate][+door].)");
    CHECK(compared(":::aim\nYou can say it.\n:::\n", ":::aim\nNothing is as it was.\n\nAt all.\n:::\n") ==
          "~(- You can say it.; + Nothing is as it was.; + At all.)");
    CHECK(compared("a[^n]\n\n[^n]: Read it in full\n", "a[^n]\n\n[^n]: Read it in part\n") == "= a\n~(~ Read it in [-full][+part])");
}

TEST_CASE("a table changes by cell, by row and by column") {
    CHECK(compared("|A|B|\n|-|-|\n|one|two|\n|three|four|\n", "|A|B|\n|-|-|\n|one|2|\n|three|four|\n|five|six|\n") ==
          "~(=(= A; = B); ~(= one; ~ [-two][+2]); =(= three; = four); +(+ five; + six))");
    CHECK(compared("|Name|Age|\n|-|-|\n|one|two|\n", "|Name|Place|Age|\n|-|-|-|\n|one|Nagoya|two|\n|four|five|six|\n") ==
          "~(~(= Name; + Place; = Age); ~(= one; + Nagoya; = two); +(+ four; + five; + six))");
    CHECK(compared("|A|B|C|\n|-|-|-|\n|one|two|three|\n|four|five|six|\n", "|A|C|\n|-|-|\n|one|three|\n") ==
          "~(~(= A; - B; = C); ~(= one; - two; = three); -(- four; - five; - six))");
    CHECK(compared("|A|\n|-|\n|b|\n", "|A|\n|:-:|\n|b|\n") == "~!(=(= A); =(= b))");
}

TEST_CASE("other marks on the same words are a change of form") {
    CHECK(compared("One two three.\n", "One **two** three.\n") == "~ One {two} three.");
    CHECK(compared("[one](/a) two\n", "[one](/b) two\n") == "~ {one} two");
    CHECK(compared("unbelievable\n", "un*believ*able\n") == "~ {unbelievable}");
    CHECK(compared("*one* two\n", "*one* two three\n") == "~ one two[+ three]");
    const auto comparison = doc::compare(read("a b\n"), read("a **b**\n"));
    CHECK(comparison.inserted == doc::Amount{});
    CHECK(comparison.blocks_changed == 1);
    REQUIRE(comparison.blocks[0].parts.size() == 2);
    CHECK(comparison.blocks[0].parts[1].before[0].marks.empty());
    CHECK(comparison.blocks[0].parts[1].after[0].marks.size() == 1);
}

TEST_CASE("pictures, ruby and citations change as a whole") {
    CHECK(compared("Ask {先生|せんせい} now.\n", "Ask {担任|たんにん} now.\n") == "~ Ask [-先生][+担任] now.");
    CHECK(compared("See the desk ![a](/a.png) here\n", "See the desk ![b](/a.png) here\n") == "~ See the desk [-a][+b] here");
    CHECK(compared("We read it [@a, p. 1].\n", "We read it [@a, p. 2].\n") == "~ We read it [-][+].");
}

TEST_CASE("another level, start, tick or level of a box is a change of form") {
    CHECK(compared("## A b c\n", "### A b c\n") == "~! A b c");
    CHECK(compared("1. a\n2. b\n", "3. a\n4. b\n") == "~!(= a; = b)");
    CHECK(compared("- [ ] a b c\n", "- [x] a b c\n") == "~(~!(= a b c))");
    CHECK(compared(":::if level=jhs\nIt is so.\n:::\n", ":::if level=shs\nIt is so.\n:::\n") == "~!(= It is so.)");
}

TEST_CASE("where a line ends and how tight a list is changes nothing") {
    CHECK_FALSE(doc::compare(read("One two\nthree four.\n"), read("One two three\nfour.\n")).any());
    CHECK_FALSE(doc::compare(read("- a\n- b\n"), read("- a\n\n- b\n")).any());
    CHECK(compared("```\na b\n```\n", "```\na\nb\n```\n") == "~ a[- ][+]b");
}

TEST_CASE("a title is compared by words") {
    CHECK(shown(doc::compare_lines("The first day", "The last day")) == "The [-first][+last] day");
    CHECK(shown(doc::compare_lines("", "One")) == "[+One]");
    CHECK(doc::compare_lines("", "").empty());
}

TEST_CASE("hundreds of new blocks are matched too") {
    const auto document = [](int from, std::string_view more) {
        std::string text;
        for (int i = from; i < from + 450; ++i)
            text += "Paragraph" + std::to_string(i) + " alone" + std::to_string(i * 7) + std::string(more) + "\n\n";
        return read(text);
    };
    CHECK(doc::compare(document(0, ""), document(0, " now")).blocks_changed == 450);
    const auto other = doc::compare(document(0, ""), document(1000, ""));
    CHECK(other.blocks_deleted == 450);
    CHECK(other.blocks_inserted == 450);
}

TEST_CASE("the comparison keeps the documents it speaks of") {
    const auto compare = [] {
        const doc::Node before = read("One two three.\n"), after = read("One two four.\n");
        return doc::compare(before, after);
    };
    const doc::Comparison first = compare();
    CHECK(doc::plain_text(*first.blocks[0].before) == "One two three.");
    CHECK(doc::plain_text(*first.blocks[0].after) == "One two four.");
}

TEST_CASE("two long documents are compared while somebody waits") {
    const auto document = [](bool edited, bool japanese) {
        std::string text;
        for (int block = 0; block < 100; ++block) {
            for (int word = 0; word < 50; ++word) {
                const int n = block * 50 + word;
                text += japanese ? "授業" + std::to_string(n % 97) + "の" : "word" + std::to_string(n * 7919 % 1009) + " ";
                if (edited && n % 41 == 0) text += japanese ? "新しい" : "quite new ";
            }
            text += edited && block % 9 == 0 ? "\n\nA block of its own that was not here.\n\n" : "\n\n";
        }
        return read(text);
    };
    for (const bool japanese : {false, true}) {
        const doc::Node before = document(false, japanese), after = document(true, japanese);
        const auto begun = std::chrono::steady_clock::now();
        const auto comparison = doc::compare(before, after);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
        MESSAGE(std::string(japanese ? "5,000 words of Japanese: " : "5,000 words: ") << took.count() << " ms");
        CHECK(comparison.blocks_changed > 50);
        CHECK(comparison.blocks_deleted == 0);
    }
}

TEST_SUITE_END();

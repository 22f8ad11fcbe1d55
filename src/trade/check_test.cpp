#include "trade/sample_test.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

using namespace trade;

namespace {
const std::string en = "lessons/first-week/who-to-ask.en.md";
const std::string ja = "lessons/first-week/who-to-ask.ja.md";
const std::string post = "posts/empty-hour.en.md";

/// What check says about the sample folder with one thing changed.
std::string said(const std::string& path, const std::string& from, const std::string& to) {
    sample::set_kinds();
    return sample::all(check(sample::with(path, from, to)));
}

bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }
}

#define SAYS(text, what)                                                                                                                   \
    do {                                                                                                                                   \
        const std::string heard = (text);                                                                                                  \
        CAPTURE(heard);                                                                                                                    \
        CHECK(says(heard, what));                                                                                                          \
    } while (false)

TEST_CASE("a content folder that keeps to the format has no fault") {
    sample::set_kinds();
    CHECK(sample::all(check(sample::folder())) == "");
}

TEST_CASE("a fault names its file and line, what is wrong and what is expected") {
    CHECK(said(en, "published: 2026-11-23", "published: 2026-02-30") ==
          en + ":10: published is \"2026-02-30\"; expected a date that exists, YYYY-MM-DD\n");
    CHECK(said(en, "You can say whom", "You can say ![x](y.png) whom") ==
          en + ":16: an image; expected none: this version has no place for pictures\n");
}

TEST_CASE("front matter: each key is of its kind, and no other key is there") {
    SAYS(said(en, "title: \"Who to ask: the first day\"\n", ""), ":1: title is missing; expected text");
    SAYS(said(en, "levels: [es34, jhs]", "levels: [es34, es77]"), ":4: \"es77\" cannot stand in levels; expected some of kg, es12");
    SAYS(said(en, "levels: [es34, jhs]", "levels: es34"), ":4: levels is not a list, [a, b]");
    SAYS(said(en, "pairing: parallel", "pairing: both"), ":12: pairing is \"both\"; expected one of parallel, paired");
    SAYS(said(en, "pairing: parallel", "pairing: parallel\nminutes: 7"), ":13: there is no key \"minutes\" here");
    SAYS(said(en, "pairing: parallel", "pairing: parallel\nnative_read: true"), ":13: there is no key \"native_read\" here");
    SAYS(said(ja, "native_read: false\n", ""), ":1: native_read is missing");
    SAYS(said(en, "licence: CC-BY-4.0", "licence: MIT"), ":9: licence is \"MIT\"; expected one of CC-BY-4.0");
    SAYS(said(en, "role: writer", "role: boss"), ":6: role is \"boss\"; expected one of writer");
    SAYS(said(en, "check_by: 2027-03-31", "check_by: 2026-11-23"), ":11: check_by is not after published");
    SAYS(said("courses/first-week.en.md", "cover: green", "cover: pink"), ":5: cover is \"pink\"; expected one of green, blue, ochre, red");
    SAYS(said(post, "summary: \"Five jobs.\"", "summary: \"" + std::string(301, 'x') + "\""),
         ":3: summary has 301 characters; expected text of at most 300 characters");
    SAYS(said(post, "pairing: parallel\n---", "pairing: parallel\n"), post + ":");
}

TEST_CASE("files stand in their folders, under slugs") {
    sample::set_kinds();
    SAYS(sample::all(check(sample::plus({"posts/Empty_Hour.en.md", "x"}))), "posts/Empty_Hour.en.md:1: has no place in the format");
    SAYS(sample::all(check(sample::plus({"posts/empty.fr.md", "x"}))), "posts/empty.fr.md:1: has no place in the format");
    SAYS(sample::all(check(sample::plus({"people/A B.yaml", "name: A"}))), "people/A B.yaml:1: has no place in the format");
    SAYS(sample::all(check(sample::plus({"pages/elsewhere.en.md", sample::files()[3].bytes}))),
         "pages/elsewhere.en.md:1: is a page without a place on the site");
    SAYS(sample::all(check(sample::plus({"lessons/other/late.en.md", sample::lesson_en}))),
         "lessons/other/late.en.md:1: there is no course other");
    SAYS(sample::all(check(sample::plus({"lessons/first-week/late.en.md", sample::lesson_en}))),
         "the course first-week does not list late");
}

TEST_CASE("what is named exists: people, tags, lessons, posts, sources") {
    SAYS(said(en, "person: starter-text", "person: nobody"), ":6: credits nobody; expected the name of a file in people/");
    SAYS(said(post, "[planning, at-your-desk]", "[planning, cooking]"), ":4: has the tag cooking; expected one of tags.yaml");
    SAYS(said("courses/first-week.en.md", "[who-to-ask]", "[who-to-ask, gone]"), ":6: lists gone; expected the slug of a lesson");
    SAYS(said("series/read-a-study.en.md", "[empty-hour]", "[gone]"), ":4: lists gone; expected the slug of a post");
    SAYS(said(en, "[@cotter2011cultural, p. 12]", "[@nobody1999]"), ":52: cites nobody1999; expected a key of references.bib");
    SAYS(said("references.bib", "related = {cotter2011cultural}", "related = {gone}"),
         "references.bib:12: mext2009notice is related to gone");
}

TEST_CASE("what belongs to the piece is the same in both languages") {
    SAYS(said(ja, "levels: [es34, jhs]", "levels: [es34]"), ja + ":4: levels differs from " + en);
    SAYS(said(ja, "role: writer", "role: editor"), ja + ":6: credits differs from " + en);
    SAYS(said(ja, "licence: CC-BY-4.0", "licence: CC0-1.0"), ja + ":9: licence differs from " + en);
    CHECK(said(ja, "    line: \"2019年まで秋田で勤務\"\n", "") == "");
}

TEST_CASE("links inside the site lead to pages that will be there, in the language of the text") {
    SAYS(said(en, "(/research)", "(/reserch)"), ":19: a link to /reserch; expected an address that exists");
    SAYS(said(en, "(/research)", "(/learn/first-week/who-to-ask/partner)"),
         ":19: a link to /learn/first-week/who-to-ask/partner; expected an address that exists in this language");
    CHECK(said(en, "(/research)", "(/ja/learn/first-week/who-to-ask/partner)") == "");
    CHECK(said(en, "(/research)", "(/research/cotter2011cultural)") == "");
    CHECK(said(en, "(/research)", "(/people/ada)") == "");
    CHECK(said(en, "(/research)", "(/blog/tag/planning)") == "");
    SAYS(said(en, "(/research)", "(/research#x)"), ":19: a link into /research#x; expected an address without #");
    SAYS(said(en, "(/research)", "(#nowhere)"), ":19: a link to #nowhere; expected a heading of this text");
    CHECK(said(en, "(/research)", "(#who-was-studied)") == "");
    SAYS(said(en, "(/research)", "(research)"), ":19: a link to \"research\"; expected https://");
    CHECK(said(en, "(/research)", "(https://example.org/x#y)") == "");
}

TEST_CASE("headings begin at the second level and leave none out") {
    SAYS(said(post, "10:45. No lesson.", "# Now\n\n10:45. No lesson."), ":13: a heading of level 1; expected level 2 or below");
    SAYS(said(post, "10:45. No lesson.", "## Now\n\n#### Later\n\n10:45. No lesson."), ":15: a heading of level 4 below one of level 2");
    SAYS(said(en, "### Who was studied", "## Who was studied"), ":50: a heading of level 2; expected level 3 or below");
    CHECK(said(post, "10:45. No lesson.", "## Now\n\n### Later\n\n## Then\n\n10:45. No lesson.") == "");
}

TEST_CASE("a lesson has its blocks, in their order") {
    SAYS(said(en, ":::lookback\nWhich door will you use tomorrow?\n:::\n\n", ""), "A lesson has exactly one “Look back”; this one has 0.");
    SAYS(said(en, ":::lookback\nWhich door will you use tomorrow?\n:::\n\n", ":::lookback\nWhich door?\n:::\n\nMore text.\n\n"),
         ":49: text stands behind :::lookback");
    SAYS(said(en, "- [x] Go", "- [ ] Go"), ":33: One answer of the quick check at least must be right: tick its box.");
    SAYS(said(en, "\n\n*Nani o sureba ii desu ka.*", ""), ":21: :::say with something else than three paragraphs");
    SAYS(said(en, "*Nani o sureba ii desu ka.*", "Nani o sureba ii desu ka."), ":21: the second paragraph of :::say is not in italics");
    SAYS(said(post, "10:45. No lesson.", ":::check\nWhat now?\n:::"), ":13: :::check in a post; expected only in a lesson");
    SAYS(said(ja, "\n:::partner\n## ねらい\n\nALTが誰に聞くかを分かるようにします。\n:::\n", ""),
         "A lesson has exactly one partner sheet; this one has 0.");
}

TEST_CASE("kanji in an English text carry their reading at first use, and readings are kana") {
    SAYS(said(en, "{教頭|きょうとう}", "教頭"), ":19: the kanji 教頭 without a reading; expected {教頭|…} at the first use");
    CHECK(said(en, "read [the", "see the 教頭 again, then read [the") == "");
    CHECK(said(en, "read [the", "read notice 21初国教第65号, then read [the") == "");
    SAYS(said(en, "{教頭|きょうとう}", "{教頭|kyōtō}"), ":19: the reading \"kyōtō\" of 教頭 is not kana");
}

TEST_CASE("raw HTML is a fault, code that shows it is not") {
    SAYS(said(post, "No lesson.", "No <b>lesson</b>."), ":13: raw HTML; expected Markdown");
    CHECK(said(post, "No lesson.", "No `<b>lesson</b>`.") == "");
    CHECK(said(post, "No lesson.", "1 < 2 lessons.") == "");
}

TEST_CASE("the library: reading level, address and syntax are checked with their line") {
    SAYS(said("references.bib", "seen = {abstract}", "seen = {partly}"),
         "references.bib:7: seen is \"partly\"; expected full, abstract or listed");
    SAYS(said("references.bib", "  seen = {abstract},\n", ""), "references.bib:1: cotter2011cultural has no seen");
    SAYS(said("references.bib", "https://example.org/cotter", "ftp://example.org"),
         "references.bib:6: url is \"ftp://example.org\"; expected http:// or https://");
    SAYS(said("references.bib", "  year = {2011},", "  year = {2011,"), "references.bib:");
    // What cannot be read is said once, not for everything that rests on it.
    CHECK(said("references.bib", "@misc{mext2009notice", "@misc{cotter2011cultural") ==
          "references.bib:12: the key cotter2011cultural stands there twice\n");
}

TEST_SUITE_END();

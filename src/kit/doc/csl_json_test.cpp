#include "kit/doc/csl_json.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {
doc::BibEntry only(std::string_view json) {
    auto entries = doc::read_csl_json(json);
    if (!entries)
        for (const auto& fault : entries.error()) MESSAGE(fault.line, ": ", fault.what);
    REQUIRE(entries.has_value());
    REQUIRE(entries->size() == 1);
    return entries->front();
}
doc::Fault fault_of(std::string_view json) {
    const auto entries = doc::read_csl_json(json);
    REQUIRE_FALSE(entries.has_value());
    return entries.error().front();
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("an article as doi.org answers it has the fields of BibTeX, without its abstract") {
    const auto entry = only(R"json({"type":"journal-article","title":"Silence in the <i>Second Language</i> Classrooms","subtitle":[],
        "author":[{"given":"J.","family":"King","sequence":"first"},{"name":"A Body"}],"container-title":"Applied Linguistics","volume":"34","issue":"3",
        "page":"325-343","DOI":"10.1093/applin/ams043","ISSN":["0142-6001"],"URL":"http://dx.doi.org/10.1093/applin/ams043","publisher":"Oxford University Press (OUP)",
        "issued":{"date-parts":[[2012,10,23]]},"abstract":"<jats:p>Long.</jats:p>","language":"en"})json");
    CHECK(entry.type == "article");
    CHECK(entry.key.empty());
    CHECK(entry.text("author") == "King, J. and A Body");
    CHECK(entry.text("title") == "Silence in the Second Language Classrooms");
    CHECK(entry.text("journal") == "Applied Linguistics");
    CHECK(entry.text("volume") == "34");
    CHECK(entry.text("number") == "3");
    CHECK(entry.text("pages") == "325–343");
    CHECK(entry.text("year") == "2012");
    CHECK(entry.text("doi") == "10.1093/applin/ams043");
    CHECK_FALSE(entry.find("url"));
    CHECK_FALSE(entry.find("abstract"));
    CHECK_FALSE(entry.find("isbn"));
}

TEST_CASE("Japanese names, particles and bodies stay as they are") {
    const auto entry =
        only(R"json([{"type":"chapter","title":"ティームティーチング","author":[{"family":"田地野","given":"彰"},{"literal":"文部科学省"},
        {"family":"Berg","given":"Anna","non-dropping-particle":"van den"}],"editor":[{"family":"山田","given":"花子"}],"container-title":["英語教育学の今"],
        "ISBN":"978-4-469-24571-4","issued":{"raw":"2014年"},"publisher":"大修館書店","publisher-place":"東京","language":"ja-JP"}])json");
    CHECK(entry.type == "incollection");
    CHECK(entry.text("author") == "田地野, 彰 and 文部科学省 and van den Berg, Anna");
    CHECK(entry.text("editor") == "山田, 花子");
    CHECK(entry.text("booktitle") == "英語教育学の今");
    CHECK(entry.text("isbn") == "9784469245714");
    CHECK(entry.text("year") == "2014");
    CHECK(entry.text("language") == "ja");
}

TEST_CASE("faults of CSL-JSON are told with their lines") {
    CHECK(fault_of("[{\"title\":\"A\"},\n {\"title\":\"B\",}\n]").line == 2);
    CHECK(fault_of("[\n\n{\"title\":\"A\"\n{").line == 4);
    CHECK(fault_of("[{\"title\":\"A\"},\n{\"type\":\"book\"}]").line == 2);
    CHECK(fault_of("[{\"title\":\"A\"},\n7]").what == "expected a work in braces");
    CHECK(fault_of("").line == 1);
    CHECK(fault_of("nothing").line == 1);
    CHECK(fault_of("[{\"title\":\"\xff\"}]").line == 1);
    CHECK(fault_of(std::string(100, '[')).line == 1);
    CHECK(fault_of("[" + std::string(2 << 20, ' ') + "]").what.find("longer") != std::string::npos);
}

TEST_CASE("numbers, empty parts and parts of other types are no fault") {
    const auto entry = only(
        R"json({"title":["T"],"volume":3,"issue":null,"author":[{},{"family":""},7],"issued":{"date-parts":[[]]},"page":{},"DOI":7,"URL":"javascript:alert(1)"})json");
    CHECK(entry.type == "misc");
    CHECK(entry.text("volume") == "3");
    CHECK(entry.fields.size() == 2);
    const auto none = doc::read_csl_json("[]");
    REQUIRE(none.has_value());
    CHECK(none->empty());
}

TEST_SUITE_END();

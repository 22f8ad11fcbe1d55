#include "design/assets.hpp"

#include "design/frame.hpp"
#include "kit/base/check.hpp"
#include "support/files.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <set>

TEST_SUITE_BEGIN("unit");

namespace {
const design::Asset& asset(std::string_view name) {
    for (const auto& one : design::assets())
        if (one.name == name) return one;
    FAIL("no asset ", name);
    return design::assets().front();
}

/// What the bytes cost on the way, by the gzip of this machine at its best.
long gzipped(const std::string& bytes) {
    const support::TempDir folder;
    const auto file = folder.path() / "bytes";
    {
        std::FILE* out = std::fopen(file.c_str(), "wb");
        REQUIRE(out);
        std::fwrite(bytes.data(), 1, bytes.size(), out);
        std::fclose(out);
    }
    REQUIRE(std::system(("gzip -9nk " + file.string()).c_str()) == 0);
    return static_cast<long>(std::filesystem::file_size(file.string() + ".gz"));
}
}

TEST_CASE("the address of an asset holds a hash of its bytes") {
    const auto& css = asset("site.css");
    CHECK(css.mime == "text/css; charset=utf-8");
    CHECK(css.url_path.starts_with("/assets/site."));
    CHECK(css.url_path.ends_with(".css"));
    CHECK(css.url_path.size() == std::string("/assets/site.12345678.css").size());
    CHECK(design::asset_url("site.css").str() == css.url_path);
    CHECK_THROWS_AS(design::asset_url("nothing.css"), base::Bug);
}

TEST_CASE("the style sheet points at fingerprinted fonts and at nothing else") {
    const std::string& css = asset("site.css").bytes;
    std::size_t found = 0;
    for (std::size_t at = css.find("url("); at != std::string::npos; at = css.find("url(", at + 1)) {
        const std::string address = css.substr(at + 4, css.find(')', at) - at - 4);
        bool known = false;
        for (const auto& one : design::assets()) known = known || one.url_path == address;
        CHECK_MESSAGE(known, address);
        ++found;
    }
    CHECK(found == 6);
}

TEST_CASE("every style sheet in the source tree is part of the whole, its layers named first") {
    const std::string order = support::read_file(support::source_dir() / "assets/css/order.txt");
    const auto css = support::source_dir() / "assets/css";
    for (const auto& file : std::filesystem::recursive_directory_iterator(css))
        if (file.path().extension() == ".css") {
            const std::string name = std::filesystem::relative(file.path(), css).string();
            if (name == "desk.css" || name == "editor.css")
                continue;  // sheets of their own, for pages with forms and for the one with the editor
            CHECK_MESSAGE(order.find("\n" + name + "\n") != std::string::npos, name);
        }
    CHECK(asset("desk.css").bytes.starts_with("@layer pages{"));
    CHECK(asset("editor.css").bytes.starts_with("@layer pages{"));
    const std::string& whole = asset("site.css").bytes;
    CHECK(whole.find("@layer reset,tokens,base,layout,parts,pages,print;") < whole.find("@layer tokens{"));
}

TEST_CASE("trimming drops comments and needless blanks and keeps what means something") {
    CHECK(design::trim_css("/* a */ a , b {\n  color : red ;\n}\n") == "a,b{color : red}");
    CHECK(design::trim_css(".a .b{margin:0 1px}") == ".a .b{margin:0 1px}");
    CHECK(design::trim_css(":root{--L:initial;--D: ;}") == ":root{--L:initial;--D: ;}");
    CHECK(design::trim_css("p::after{content:\" /* no comment */ \"}") == "p::after{content:\" /* no comment */ \"}");
    CHECK(design::trim_css("a{width:calc(1px + 2px)}") == "a{width:calc(1px + 2px)}");
}

TEST_CASE("the budget of a first visit holds: styles 10 kB, script 6 kB, fonts of a lesson 42 kB") {
    CHECK(gzipped(asset("site.css").bytes) <= 10'000);
    CHECK(gzipped(asset("reader.js").bytes) <= 3'000);
    std::size_t fonts = 0;
    for (const auto* name : {"atkinson.woff2", "atkinson-macron.woff2", "besley.woff2", "klee-labels.woff2"})
        fonts += asset(name).bytes.size();
    CHECK(fonts <= 42'000);
}

TEST_CASE("icons are drawings without words; an unknown one is a bug") {
    const std::string drawn = design::icon("hanamaru").str();
    CHECK(drawn.starts_with(R"(<svg class="i" viewBox="0 0 48 48" aria-hidden="true"><path)"));
    CHECK(drawn.ends_with("</svg>"));
    CHECK_THROWS_AS(design::icon("nothing"), base::Bug);
}

TEST_CASE("fonts carry their licence texts") {
    for (const auto* name : {"OFL-atkinson.txt", "OFL-besley.txt", "OFL-klee.txt"})
        CHECK(support::read_file(support::source_dir() / "assets/fonts" / name).find("SIL Open Font License, Version 1.1") !=
              std::string::npos);
}

TEST_SUITE_END();

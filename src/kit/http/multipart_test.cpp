#include "kit/http/multipart.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

namespace {
const std::string type = "multipart/form-data; boundary=b";

std::string with(std::string_view headers, std::string_view bytes) {
    return "--b\r\n" + std::string(headers) + "\r\n\r\n" + std::string(bytes) + "\r\n--b--\r\n";
}

std::string field(std::string_view disposition, std::string_view bytes = "x") {
    return with("Content-Disposition: form-data; " + std::string(disposition), bytes);
}

bool is_refused(std::string_view body) { return !http::parse_multipart(type, body); }

// The one part of a body.
http::Part only(std::string_view body) {
    const auto parts = http::parse_multipart(type, body);
    REQUIRE(parts);
    REQUIRE(parts->size() == 1);
    return parts->front();
}
}

TEST_CASE("a form as a browser sends it comes in parts, in order") {
    const std::string body = "------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n"
                             "Content-Disposition: form-data; name=\"題名\"\r\n\r\n授業の前に\r\n"
                             "------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n"
                             "Content-Disposition: form-data; name=\"file\"; filename=\"写真.png\"\r\nContent-Type: Image/PNG; x=y\r\n\r\n"
                             "\x89PNG\r\n\x1a\n\xff\r\n"
                             "------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n";
    const auto parts = http::parse_multipart("Multipart/Form-Data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", body);
    REQUIRE(parts);
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).name == "題名");
    CHECK_FALSE(parts->at(0).filename);
    CHECK(parts->at(0).content_type == "text/plain");
    CHECK(parts->at(0).bytes == "授業の前に");
    CHECK(parts->at(1).name == "file");
    CHECK(parts->at(1).filename == "写真.png");
    CHECK(parts->at(1).content_type == "image/png");
    CHECK(parts->at(1).bytes == "\x89PNG\r\n\x1a\n\xff");
    CHECK(parts->at(1).bytes.data() == body.data() + body.find("\x89PNG"));
}

TEST_CASE("an empty form, an empty field and a file that was not chosen are read") {
    CHECK(http::parse_multipart(type, "--b--")->empty());
    CHECK(http::parse_multipart(type, "--b--\r\n")->empty());
    CHECK(only(field("name=\"a\"", "")).bytes.empty());
    const http::Part file =
        only(with("Content-Disposition: form-data; name=\"a\"; filename=\"\"\r\nContent-Type: application/octet-stream", ""));
    CHECK(file.filename == "");
    CHECK(file.bytes.empty());
}

TEST_CASE("the boundary is 1 to 70 characters of the set, said once") {
    for (const std::string& boundary :
         {std::string(70, 'a'), std::string("\"a b\""), std::string("\"'()+_,-./:=?\""), std::string("\"a\"; charset=utf-8")}) {
        CAPTURE(boundary);
        const std::string bare = boundary.substr(0, boundary.find(';'));
        const std::string body = "--" + (bare.front() == '"' ? bare.substr(1, bare.size() - 2) : bare) + "--\r\n";
        CHECK(http::parse_multipart("multipart/form-data; charset=utf-8;boundary=" + boundary, body).has_value() ==
              (boundary.find(';') == std::string::npos));
        CHECK(http::parse_multipart("multipart/form-data ; Boundary=" + boundary, body));
    }
    for (const std::string& bad :
         {std::string(), std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
          std::string("multipart/form-data; boundary=\"\""), std::string("multipart/form-data; boundary=\"b \""),
          std::string("multipart/form-data; boundary=\"b"), std::string("multipart/form-data; boundary=b c"),
          std::string("multipart/form-data; boundary=b:c"), std::string("multipart/form-data; boundary=\"b\\b\""),
          std::string("multipart/form-data; boundary=b; boundary=b"), std::string("multipart/form-data boundary=b"),
          std::string("multipart/form-data, boundary=b"), std::string("multipart/mixed; boundary=b"),
          std::string("application/x-www-form-urlencoded; boundary=b"), std::string("multipart/form-data; boundary=\"b\r\""),
          std::string("multipart/form-data; boundary=b;"), "multipart/form-data; boundary=" + std::string(71, 'a'),
          std::string("multipart/form-data; boundary=\xe6\x8e\x88")}) {
        CAPTURE(bad);
        CHECK_FALSE(http::parse_multipart(bad, "--b--\r\n"));
    }
}

TEST_CASE("what only looks like the boundary is data") {
    for (const char* bytes : {"--", "--c", "a--b", "a--b--", "a --b\r\nc", "\r\n", "\r\n\r\n", "\r\n-b", "\r\n--a", "\r\n--B", "\r", "\n",
                              "\r\r\n--", "\r\n--\r\n--", "-"}) {
        CAPTURE(bytes);
        CHECK(only(field("name=\"a\"", bytes)).bytes == bytes);
    }
}

TEST_CASE("a line of data that begins with the boundary is refused, however it goes on") {
    for (const char* bytes :
         {"--b", "--bc", "--b\r\n", "a\r\n--bc", "a\r\n--b ", "a\n--b", "a\n--b\r\nc", "a\r\n--b-", "a\r\n--b\n", "\n--b", "a\r\n--b--c"}) {
        CAPTURE(bytes);
        CHECK(is_refused(field("name=\"a\"", bytes)));
    }
}

TEST_CASE("every shortened body is refused, and so is anything before or behind") {
    const std::string whole = with("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain", "授業\r\n");
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(is_refused(whole.substr(0, size)));
    }
    CHECK(http::parse_multipart(type, whole.substr(0, whole.size() - 2)));
    CHECK(is_refused(whole.substr(0, whole.size() - 1)));
    for (const std::string& bad :
         {"\r\n" + whole, "preamble\r\n" + whole, " " + whole, whole + "\r\n", whole + "epilogue", whole + whole, whole + " "})
        CHECK(is_refused(bad));
    CHECK(is_refused("--b \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--\r\n"));
    CHECK(is_refused("--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--\n"));
    CHECK(is_refused("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nxy\n--b--\r\n"));
    CHECK(is_refused("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\n--b--\r\n"));
    CHECK(is_refused("--b\r\n--b--\r\n"));
    CHECK(is_refused("--b\r\n\r\n\r\n--b--\r\n"));
    CHECK(is_refused("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--b--\r\n"));
}

TEST_CASE("names are as browsers escape them, and a backslash is a backslash") {
    CHECK(only(field("name=\"a%22b%0D%0Ac\"")).name == "a\"b\r\nc");
    CHECK(only(field("name=\"100%25 %0d%41%2\"")).name == "100%25 %0d%41%2");
    CHECK(only(field("name=\"%%2222\"")).name == "%\"22");
    CHECK(only(field("name=\"a\\b\"")).name == "a\\b");
    CHECK(only(field("name=\"a; filename=b\"")).name == "a; filename=b");
    CHECK(only(field(" name=\"a\" ;\tfilename=\"b\" ")).filename == "b");
    CHECK(only(with("content-disposition:FORM-DATA;NAME=\"a\"", "x")).name == "a");
    CHECK(only(with("Content-Disposition: form-data; name=\"a\"; size=3", "x")).name == "a");
    for (const char* bad : {"",
                            "name=\"\"",
                            "name=a",
                            "name=\"a",
                            "name=a\"",
                            "name=\"a\\\"\"",
                            "name=\"a\\\"; filename=\"b\"",
                            "name=\"a\"b",
                            "name=\"a\" filename=\"b\"",
                            "name =\"a\"",
                            "name=\"a\"; name=\"b\"",
                            "name=\"a\"; filename=\"b\"; filename=\"c\"",
                            "name=\"a\"; filename*=utf-8''b",
                            "name*=utf-8''a",
                            "filename=\"b\"",
                            "name=\"a\";",
                            "name=\"\xff\"",
                            "name=\"\xe6\x8e\"",
                            "name=\"a\"; filename=\"\xff\"",
                            "name=\"a\x01\"",
                            "name=\"a\"; filename=b",
                            "name=\"a\rb\"",
                            "name=\"a\nb\""}) {
        CAPTURE(bad);
        CHECK(is_refused(field(bad)));
    }
    CHECK(is_refused(field(std::string_view("name=\"a\0b\"", 10))));
    CHECK(is_refused(with("Content-Disposition: attachment; name=\"a\"", "x")));
}

TEST_CASE("of a filename nothing is left that could lead to another folder") {
    const auto filename = [](std::string_view sent) { return *only(field("name=\"a\"; filename=\"" + std::string(sent) + "\"")).filename; };
    CHECK(filename("a.png") == "a.png");
    CHECK(filename("/etc/passwd") == "passwd");
    CHECK(filename("C:\\photos\\授業.jpg") == "授業.jpg");
    CHECK(filename("..\\../a/..") == "");
    CHECK(filename(".") == "");
    CHECK(filename("a/") == "");
    CHECK(filename("...") == "...");
    CHECK(filename("a%0D%0Ab%22.png") == "a__b\".png");
}

TEST_CASE("header lines are whole, few, and say nothing twice") {
    const std::string disposition = "Content-Disposition: form-data; name=\"a\"";
    CHECK(only(with(disposition + "\r\nX-Other: 1\r\nContent-Transfer-Encoding: 8bit", "x")).bytes == "x");
    for (const std::string& bad :
         {disposition + "\r\n" + disposition, disposition + "\r\nContent-Type: text/plain\r\nContent-Type: text/plain",
          disposition + "\r\n folded", disposition + "\r\nno colon", disposition + "\r\nX Y: 1", disposition + "\r\n: 1",
          disposition + "\r\nX : 1", disposition + "\r\nX: \xff", disposition + "\r\nX: a\nY: b", disposition + "\r\nX: a\rb",
          disposition + "\r\nContent-Type: text", disposition + "\r\nContent-Type:",
          disposition + "\r\nContent-Type: multipart/mixed; boundary=c", disposition + "\r\nContent-Type: Multipart/form-data",
          disposition + "\r\nContent-Transfer-Encoding: base64", disposition + "\r\nContent-Transfer-Encoding: quoted-printable",
          disposition + "\r\nX: " + std::string(4096, 'x'), std::string("Content-Type: text/plain"), std::string("X: 1")}) {
        CAPTURE(bad);
        CHECK(is_refused(with(bad, "x")));
    }
    // 4,096 bytes with the empty line are the most.
    const std::size_t rest = 4096 - (disposition + "\r\nX: \r\n\r\n").size();
    CHECK_FALSE(is_refused(with(disposition + "\r\nX: " + std::string(rest, 'x'), "x")));
    CHECK(is_refused(with(disposition + "\r\nX: " + std::string(rest + 1, 'x'), "x")));
}

TEST_CASE("text is UTF-8 without NUL, and a file is whatever it is") {
    const std::string_view nul("a\0b", 3);
    CHECK(is_refused(field("name=\"a\"", nul)));
    CHECK(is_refused(field("name=\"a\"", "\xff")));
    CHECK(is_refused(field("name=\"a\"", "\xe6\x8e")));
    CHECK(only(field("name=\"a\"; filename=\"b\"", nul)).bytes == nul);
    CHECK(only(field("name=\"a\"; filename=\"b\"", "\xff\xfe")).bytes == "\xff\xfe");
}

TEST_CASE("there are at most 100 parts") {
    std::string body;
    for (int part = 0; part < 100; ++part) body += "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    CHECK(http::parse_multipart(type, body + "--b--")->size() == 100);
    CHECK(is_refused(body + "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--"));
}

TEST_CASE("a body made of beginnings of boundaries is read once") {
    const std::string boundary(70, '-');
    std::string bytes;
    while (bytes.size() < 1'000'000) bytes += "\n" + std::string(71, '-');
    const std::string body =
        "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + bytes + "\r\n--" + boundary + "--\r\n";
    const auto parts = http::parse_multipart("multipart/form-data; boundary=" + boundary, body);
    REQUIRE(parts);
    CHECK(parts->front().bytes == bytes);
}

TEST_SUITE_END();

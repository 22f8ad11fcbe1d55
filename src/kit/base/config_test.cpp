#include "kit/base/config.hpp"

#include "kit/base/error.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <array>
#include <fstream>

using base::Config;
using base::Setting;

TEST_SUITE_BEGIN("unit");

namespace {
constexpr std::array<Setting, 4> settings{{
    {"site.name", "ALT Training Online", "Name of the site.", "", nullptr},
    {"server.workers", "4", "Threads that make pages.", "a whole number", base::is_number},
    {"site.public_url", "", "Address of the site.", "https://host, without a path", base::is_web_url},
    {"database.url", "", "Server of the database.", "postgresql://…", [](std::string_view text) { return text.starts_with("postgresql://"); }, base::without_password},
}};
const char* nothing(const char*) { return nullptr; }

std::string fault(const std::string& toml, std::function<const char*(const char*)> env = nothing, std::map<std::string, std::string> flags = {}) {
    const support::TempDir dir;
    const auto file = dir.path() / "altto.toml";
    std::ofstream(file) << toml;
    try {
        Config::load(settings, file, env, flags);
    } catch (const base::Error& error) {
        return error.what();
    }
    return "";
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
}

TEST_CASE("flags win over the environment, and the environment over the file") {
    const support::TempDir dir;
    const auto file = dir.path() / "altto.toml";
    std::ofstream(file) << "[site]\nname = \"File\"\n[server]\nworkers = 2\n";
    const auto env = [](const char* name) -> const char* { return std::string_view(name) == "ALTTO_SERVER_WORKERS" ? "3" : nullptr; };
    const Config config = Config::load(settings, file, env, {{"site.name", "Flag"}});
    CHECK(config.text("site.name") == "Flag");
    CHECK(config.number("server.workers") == 3);
    CHECK(config.origin("server.workers") == "the environment variable ALTTO_SERVER_WORKERS");
    CHECK(config.text("site.public_url").empty());
    CHECK(has(config.explain(), "Threads that make pages."));
}

TEST_CASE("a wrong value names itself, where it was set, and what is allowed") {
    const std::string wrong = fault("[server]\n\nworkers = \"many\"\n");
    CHECK(has(wrong, "server.workers = \"many\""));
    CHECK(has(wrong, "altto.toml:3"));
    CHECK(has(wrong, "a whole number"));
    CHECK(has(fault("", nothing, {{"site.public_url", "ftp://x"}}), "the flag --site-public-url"));
}

TEST_CASE("a password is used and never shown, not even in the fault of a wrong value") {
    const Config config = Config::load(settings, {}, nothing, {{"database.url", "postgresql://ada:s3cret@db.example.org:5432/altto"}});
    CHECK(config.text("database.url") == "postgresql://ada:s3cret@db.example.org:5432/altto");
    CHECK(config.shown("database.url") == "postgresql://ada:***@db.example.org:5432/altto");
    CHECK(config.shown("site.name") == "ALT Training Online");
    CHECK(has(config.explain(), "database.url = \"postgresql://ada:***@db.example.org:5432/altto\""));
    CHECK_FALSE(has(config.explain(), "s3cret"));
    const std::string wrong = fault("[database]\nurl = \"mysql://ada:s3cret@host/altto\"\n");
    CHECK(has(wrong, "mysql://ada:***@host/altto"));
    CHECK_FALSE(has(wrong, "s3cret"));
}

TEST_CASE("a password is found wherever an address may hold it") {
    CHECK(base::without_password("postgresql://ada:p@ss:w/rd@host/altto") == "postgresql://ada:***@host/altto");
    CHECK(base::without_password("postgresql:///altto?host=/run&password=s3cret&sslpassword=x&user=ada") == "postgresql:///altto?host=/run&password=***&sslpassword=***&user=ada");
    CHECK(base::without_password("host=db password=s3cret user=ada") == "host=db password=*** user=ada");
    CHECK(base::without_password("postgresql://ada@host:5432/altto") == "postgresql://ada@host:5432/altto");
    CHECK(base::without_password("postgresql://[::1]:5432/altto") == "postgresql://[::1]:5432/altto");
    CHECK(base::without_password("").empty());
}

TEST_CASE("an unknown key and broken TOML are refused with the line") {
    CHECK(has(fault("[site]\nnmae = \"x\"\n"), "altto.toml:2: there is no setting \"site.nmae\""));
    CHECK(has(fault("[site\n"), "altto.toml:1"));
    CHECK(has(fault("name = \"x\"\n"), "outside a [section]"));
}

TEST_CASE("a mail address that could carry header fields or markup is refused") {
    CHECK(base::is_mail("editor@example.org"));
    CHECK_FALSE(base::is_mail("editor@example"));
    CHECK_FALSE(base::is_mail("a b@example.org"));
    CHECK_FALSE(base::is_mail("a@b@example.org"));
    CHECK_FALSE(base::is_mail("a@example.org?bcc=x@y.z"));
}

TEST_SUITE_END();

#include "site/settings.hpp"

#include "kit/base/error.hpp"
#include "kit/http/client_address.hpp"

#include <array>
#include <cstdlib>

namespace site {

namespace {
bool is_zone(std::string_view text) {
    return !text.empty() && text.front() != '/' && text.find("..") == std::string_view::npos &&
           (text == "UTC" || std::filesystem::is_regular_file("/usr/share/zoneinfo/" + std::string(text)));
}
bool is_database(std::string_view text) { return text.empty() || text.starts_with("postgresql://"); }
bool is_proxies(std::string_view text) { return http::parse_trusted_proxies(text).has_value(); }
bool is_host(std::string_view text) { return text.find_first_of(" /@:") == std::string_view::npos; }
bool is_workers(std::string_view text) { return base::is_number(text) && text != "0" && text.size() <= 2; }
bool is_posts(std::string_view text) { return base::is_number(text) && text.size() <= 4 && text.find_first_not_of('0') != text.npos; }
bool is_listen(std::string_view text) {
    try {
        parse_listen(std::string(text));
        return true;
    } catch (const base::Error&) {
        return false;
    }
}

constexpr std::array<base::Setting, 22> all{{
    {"site.name", "ALT Training Online", "Name of the site, in the top bar and in page titles.", "text in UTF-8, in one line",
     mail::fits_head},
    {"site.public_url", "",
     "Address under which readers reach the site. Every absolute link comes from it. Needed as soon as other machines can reach the program.",
     "https://host or http://host:port, without a path", base::is_web_url},
    {"site.contact", "", "Mail address that readers write to. Left out of pages while empty.", "a mail address", base::is_mail},
    {"site.operator", "", "Who runs the site (運営者), as it stands on the Japanese page for boards of education. Left out while empty.",
     "text in UTF-8", nullptr},
    {"site.data_location", "", "Where the data lies (データの保管場所), as it stands on the same page. Left out while empty.",
     "text in UTF-8", nullptr},
    {"site.zone", "Asia/Tokyo", "Time zone of the site's dates.", "an IANA name such as Asia/Tokyo", is_zone},
    {"server.listen", "127.0.0.1:8080", "Address and port to listen on.", "HOST:PORT", is_listen},
    {"server.workers", "4", "Threads that make pages; each holds one database connection.", "a whole number from 1 to 99", is_workers},
    {"server.cache_mb", "28", "Memory for finished pages, in MB; 0 keeps none.", "a whole number", base::is_number},
    {"server.attack_posts", "60",
     "Open forms (signing in, answers to calls) that may come in a minute from everybody together. Above it they ask browsers for a short calculation, until ten minutes after.",
     "a whole number from 1 to 9999", is_posts},
    {"server.trusted_proxies", "127.0.0.0/8, ::1", "Servers in front of the program whose X-Forwarded-For is believed.",
     "addresses or blocks of them, divided by commas, or empty", is_proxies},
    {"mail.host", "", "Server that takes the site's mail (SMTP). While empty, mail waits in the outbox and nobody can sign in by mail.",
     "a host name, or empty", is_host},
    {"mail.port", "587", "Port of that server.", "a whole number", base::is_number},
    {"mail.tls", "starttls", "How the connection to it is made private. none is for a server on this machine.", "starttls, tls or none",
     [](std::string_view text) { return text == "starttls" || text == "tls" || text == "none"; }},
    {"mail.user", "", "Name to sign in with at that server; empty for none.", "text in UTF-8", nullptr},
    {"mail.password", "", "Password for it.", "text in UTF-8", nullptr,
     [](std::string_view text) { return std::string(text.empty() ? "" : "***"); }},
    {"mail.from", "", "Address that the site's mail comes from; site.contact while empty.", "a mail address", base::is_mail},
    {"mail.ca_file", "", "File with the certificate of who vouches for that server; empty for those this machine trusts.",
     "a path, or empty", nullptr},
    {"mail.pause_ms", "250", "Pause between two mails to the same host, in milliseconds.", "a whole number", base::is_number},
    {"network.lookups", "false",
     "Whether the site may ask other servers: doi.org, openBD and Open Library for sources, and whatever texts link to, whether it answers. A keeper can say otherwise on the site.",
     "true or false", [](std::string_view text) { return text == "true" || text == "false"; }},
    {"database.url", "", "PostgreSQL server to use instead of the embedded SQLite file.", "postgresql://user:password@host/name, or empty",
     is_database, base::without_password},
    {"log.level", "info", "What is logged.", "debug, info, warning or error",
     [](std::string_view text) { return text == "debug" || text == "info" || text == "warning" || text == "error"; }},
}};
}

std::span<const base::Setting> settings() { return all; }

base::Config load_config(const std::filesystem::path& data, const std::map<std::string, std::string>& flags) {
    return base::Config::load(
        all, data.empty() ? data : data / "altto.toml", [](const char* name) -> const char* { return std::getenv(name); }, flags);
}

Listen parse_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    const auto fault = [&] {
        return base::Error("\"" + text + "\" is no address to listen on; write HOST:PORT, for example 127.0.0.1:8080");
    };
    if (colon == std::string::npos || colon == 0) throw fault();
    Listen listen{text.substr(0, colon), 0, false};
    if (listen.host.front() == '[' && listen.host.back() == ']') listen.host = listen.host.substr(1, listen.host.size() - 2);
    const std::string port = text.substr(colon + 1);
    if (!base::is_number(port) || port.size() > 5 || std::atoi(port.c_str()) > 65535) throw fault();
    if (listen.host == "localhost") listen.host = "127.0.0.1";
    for (const char c : listen.host)
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':')) throw fault();
    listen.port = static_cast<std::uint16_t>(std::atoi(port.c_str()));
    listen.local = listen.host.starts_with("127.") || listen.host == "::1";
    return listen;
}

std::string public_url(const base::Config& config, const Listen& listen) {
    const std::string& url = config.text("site.public_url");
    if (!url.empty()) return url;
    if (!listen.local)
        throw base::Error("site.public_url is not set, and " + listen.host +
                          " can be reached from other machines; set it to the address that readers use");
    return "http://localhost:" + std::to_string(listen.port);
}

design::Frame frame_of(const base::Config& config, const std::string& url) {
    design::Frame frame;
    frame.name = config.text("site.name");
    frame.public_url = url;
    frame.contact = config.text("site.contact");
    return frame;
}

std::optional<mail::Smtp> smtp_of(const base::Config& config) {
    if (config.text("mail.host").empty()) return std::nullopt;
    mail::Smtp smtp;
    smtp.host = config.text("mail.host");
    smtp.port = static_cast<int>(config.number("mail.port"));
    const std::string& tls = config.text("mail.tls");
    smtp.tls = tls == "tls" ? mail::Tls::tls : tls == "none" ? mail::Tls::none : mail::Tls::starttls;
    smtp.user = config.text("mail.user");
    smtp.password = config.text("mail.password");
    smtp.from = {config.text("site.name"), config.text("mail.from").empty() ? config.text("site.contact") : config.text("mail.from")};
    smtp.ca_file = config.text("mail.ca_file");
    smtp.pause = std::chrono::milliseconds(config.number("mail.pause_ms"));
    return smtp;
}

std::string database_url(const base::Config& config, const std::filesystem::path& data) {
    const std::string& url = config.text("database.url");
    return url.empty() ? (data / "altto.db").string() : url;
}

}

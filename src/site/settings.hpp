#pragma once
#include "design/frame.hpp"
#include "kit/base/config.hpp"
#include "kit/mail/mail.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace site {

std::span<const base::Setting> settings();

/// DIR/altto.toml, the environment, the flags.
base::Config load_config(const std::filesystem::path& data, const std::map<std::string, std::string>& flags);

struct Listen {
    std::string host;
    std::uint16_t port = 0;
    bool local = false;  // only this machine can reach it
};
/// HOST:PORT or [v6]:PORT; throws base::Error.
Listen parse_listen(const std::string&);

/// `public_url`, or http://localhost:PORT where only this machine can reach the program; throws base::Error elsewhere.
std::string public_url(const base::Config&, const Listen&);
design::Frame frame_of(const base::Config&, const std::string& public_url);
/// The server for mail; nothing while `mail.host` is empty.
std::optional<mail::Smtp> smtp_of(const base::Config&);
/// The database: `database.url`, or DIR/altto.db.
std::string database_url(const base::Config&, const std::filesystem::path& data);

}

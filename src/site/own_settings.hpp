#pragma once
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace site {

/// What keepers set in the browser, by key: `site.name`, `site.contact`, `site.operator`, `site.data_location`, `network.lookups` in place of
/// the setting of the same name; `word.en.home.title` for a word of the interface.
using OwnSettings = std::map<std::string, std::string, std::less<>>;
OwnSettings list_own_settings(db::Tx&);
std::optional<std::string> find_own_setting(db::Tx&, std::string_view key);
/// "" takes it away. Needs `keep`.
void set_own_setting(db::Tx&, const base::Viewer&, std::string_view key, std::string_view value);

/// Whether the site may ask other servers: what a keeper chose (`network.lookups`: on, off), else the setting of the machine.
bool may_ask_others(db::Tx&, std::string_view machine_setting);

/// The site has neither a keeper nor content yet: it was begun by `altto serve` on an empty folder.
bool is_closed(db::Tx&);
void set_closed(db::Tx&, bool);
/// 32 random bytes that every process of the site shares; made at the first call.
std::string shared_secret(db::Pool&, std::string_view name);

/// Puts the keeper's words in the place of the program's.
void set_words(const OwnSettings&);

/// The cache tag under which processes hear of changed settings.
inline constexpr std::string_view settings_tag = "settings";

}

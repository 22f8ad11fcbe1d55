#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// One thing that the keeper may set. `key` is `section.name`: `[section] name = …` in the TOML file,
/// ALTTO_SECTION_NAME in the environment, `--section-name` on the command line (later ones win).
struct Setting {
    std::string_view key;
    std::string_view fallback;
    std::string_view explains;                   // one sentence
    std::string_view allowed;                    // in words, for the error
    bool (*accepts)(std::string_view) = nullptr;         // null: anything
    std::string (*shown)(std::string_view) = nullptr;    // what people may see of it; null: all
};

class Config {
public:
    /// Reads the file if it exists, then the environment, then the flags. Throws Error that names the value, where it was set and
    /// what is allowed; an unknown key in the file or an unknown ALTTO_… variable is such a fault, too.
    static Config load(std::span<const Setting>, const std::filesystem::path& file,
                       const std::function<const char*(const char*)>& environment,
                       const std::map<std::string, std::string>& flags);

    const std::string& text(std::string_view key) const;
    std::int64_t number(std::string_view key) const;
    bool flag(std::string_view key) const;
    /// Every value: what it is, where it was set, what it means, what is allowed.
    std::string explain() const;
    /// The value as people may see it: without a password.
    std::string shown(std::string_view key) const;
    /// Where a value comes from: "default", the file's path, the variable's name or the flag.
    const std::string& origin(std::string_view key) const;

private:
    struct Value {
        const Setting* setting;
        std::string text;
        std::string origin;
    };
    const Value& get(std::string_view key) const;
    std::vector<Value> values_;
};

/// Ready checks for `accepts`.
bool is_number(std::string_view);   // 0 to 10^9
bool is_bool(std::string_view);     // true, false
bool is_web_url(std::string_view);  // http(s)://host[:port], no path; or empty
bool is_mail(std::string_view);     // something@host.tld; or empty

/// Ready for `shown`: an address of a server with *** for each password in it.
std::string without_password(std::string_view url);

}

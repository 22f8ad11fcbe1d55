#include "kit/base/config.hpp"

#include "kit/base/check.hpp"
#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace base {

namespace {
std::string variable(std::string_view key) {
    std::string name = "ALTTO_";
    for (const char c : key) name += c == '.' || c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string flag_name(std::string_view key) {
    std::string name = "--";
    for (const char c : key) name += c == '.' || c == '_' ? '-' : c;
    return name;
}

std::string as_text(const toml::node& node) {
    if (const auto text = node.value<std::string>(); text && node.is_string()) return *text;
    if (const auto number = node.value<std::int64_t>(); number && node.is_integer()) return std::to_string(*number);
    if (const auto flag = node.value<bool>(); flag && node.is_boolean()) return *flag ? "true" : "false";
    return {};
}

/// `section.name` → (text, line) of a file.
struct FromFile {
    std::string key, text;
    std::size_t line;
};

std::vector<FromFile> read_file(const std::filesystem::path& file) {
    std::vector<FromFile> found;
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& fault) {
        throw Error(file.string() + ":" + std::to_string(fault.source().begin.line) + ": " + std::string(fault.description()));
    }
    for (const auto& [section, inside] : table) {
        const toml::table* values = inside.as_table();
        if (!values)
            throw Error(file.string() + ":" + std::to_string(inside.source().begin.line) + ": \"" + std::string(section.str()) +
                        "\" stands outside a [section]");
        for (const auto& [name, value] : *values) {
            const bool plain = value.is_string() || value.is_integer() || value.is_boolean();
            const std::size_t line = value.source().begin.line;
            if (!plain)
                throw Error(file.string() + ":" + std::to_string(line) + ": " + std::string(name.str()) +
                            " must be a text, a whole number, true or false");
            found.push_back({std::string(section.str()) + "." + std::string(name.str()), as_text(value), line});
        }
    }
    return found;
}

std::string shown_of(const Setting& setting, const std::string& text) { return setting.shown ? setting.shown(text) : text; }

void require(const Setting& setting, const std::string& text, const std::string& origin) {
    const bool clean = is_utf8(text) && text.find('\0') == std::string::npos;
    if (clean && (!setting.accepts || setting.accepts(text))) return;
    throw Error(std::string(setting.key) + " = \"" + shown_of(setting, text) + "\" (set in " + origin +
                ") cannot be used; allowed: " + std::string(setting.allowed.empty() ? "text in UTF-8" : setting.allowed));
}
}

Config Config::load(std::span<const Setting> settings, const std::filesystem::path& file,
                    const std::function<const char*(const char*)>& environment, const std::map<std::string, std::string>& flags) {
    Config config;
    for (const Setting& setting : settings) config.values_.push_back({&setting, std::string(setting.fallback), "default"});
    const auto find = [&](std::string_view key) {
        return std::find_if(config.values_.begin(), config.values_.end(), [&](const Value& v) { return v.setting->key == key; });
    };
    const auto set = [&](auto at, std::string text, std::string origin) {
        require(*at->setting, text, origin);
        at->text = std::move(text);
        at->origin = std::move(origin);
    };

    if (!file.empty() && std::filesystem::exists(file))
        for (const FromFile& line : read_file(file)) {
            const std::string origin = file.string() + ":" + std::to_string(line.line);
            const auto at = find(line.key);
            if (at == config.values_.end())
                throw Error(origin + ": there is no setting \"" + line.key + "\"; altto config --explain lists them");
            set(at, line.text, origin);
        }
    for (auto at = config.values_.begin(); at != config.values_.end(); ++at)
        if (const std::string name = variable(at->setting->key); const char* text = environment(name.c_str()))
            set(at, text, "the environment variable " + name);
    for (const auto& [key, text] : flags) {
        const auto at = find(key);
        if (at == config.values_.end()) throw Error("there is no setting \"" + key + "\"; altto config --explain lists them");
        set(at, text, "the flag " + flag_name(key));
    }
    return config;
}

const Config::Value& Config::get(std::string_view key) const {
    const auto at = std::find_if(values_.begin(), values_.end(), [&](const Value& v) { return v.setting->key == key; });
    check(at != values_.end());
    return *at;
}

const std::string& Config::text(std::string_view key) const { return get(key).text; }
std::int64_t Config::number(std::string_view key) const { return std::strtoll(get(key).text.c_str(), nullptr, 10); }
bool Config::flag(std::string_view key) const { return get(key).text == "true"; }
const std::string& Config::origin(std::string_view key) const { return get(key).origin; }
std::string Config::shown(std::string_view key) const { return shown_of(*get(key).setting, get(key).text); }

std::string Config::explain() const {
    std::ostringstream out;
    for (const Value& value : values_) {
        out << value.setting->key << " = \"" << shown_of(*value.setting, value.text) << "\"   (" << value.origin << ")\n    "
            << value.setting->explains << "\n";
        if (!value.setting->allowed.empty()) out << "    Allowed: " << value.setting->allowed << ".\n";
        // What is not to be seen is no flag: everybody on the machine sees those.
        out << "    " << variable(value.setting->key);
        if (!value.setting->shown) out << ", " << flag_name(value.setting->key);
        out << "\n\n";
    }
    return out.str();
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_bool(std::string_view text) { return text == "true" || text == "false"; }

bool is_web_url(std::string_view text) {
    if (text.empty()) return true;
    const std::size_t start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (start == 0 || text.size() == start || text.size() > 255) return false;
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' ||
               c == ']';
    });
}

bool is_mail(std::string_view text) {
    if (text.empty()) return true;
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.size() > 254 || text.find('@', at + 1) != std::string_view::npos) return false;
    const std::string_view host = text.substr(at + 1);
    if (host.find('.') == std::string_view::npos || host.front() == '.' || host.back() == '.') return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"' || c == ',' || c == '?' || c == '&';
    });
}

std::string without_password(std::string_view url) {
    std::string out(url);
    // A password with an unescaped "@" or "/" in it is a mistake, and still nobody's to see: hence the last "@".
    const std::size_t scheme = out.find("://");
    const std::size_t user = scheme == std::string::npos ? 0 : scheme + 3;
    const std::size_t colon = out.find(':', user), at = out.rfind('@');
    if (at != std::string::npos && colon < at) out.replace(colon + 1, at - colon - 1, "***");
    constexpr std::string_view parameter = "password=";
    for (std::size_t begin = out.find(parameter); begin != std::string::npos; begin = out.find(parameter, begin)) {
        begin += parameter.size();
        out.replace(begin, std::min(out.find_first_of("& ", begin), out.size()) - begin, "***");
    }
    return out;
}

}

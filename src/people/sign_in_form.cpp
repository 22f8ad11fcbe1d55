#include "people/sign_in_form.hpp"

#include "kit/web/web.hpp"

#include <array>

namespace people {

std::optional<std::string> code_from(std::string_view typed) {
    static constexpr std::array<std::string_view, 7> between{" ", "\t", "-", "\r", "\n", "\u3000", "\u00a0"};
    std::string code;
    while (!typed.empty()) {
        std::size_t taken = 0;
        for (const std::string_view sign : between)
            if (typed.starts_with(sign)) taken = sign.size();
        if (taken == 0 && typed.front() >= '0' && typed.front() <= '9') {
            code += typed.front();
            taken = 1;
        } else if (taken == 0 && typed.size() >= 3 && typed.starts_with("\xef\xbc") && typed[2] >= '\x90' && typed[2] <= '\x99') {
            code += static_cast<char>('0' + (typed[2] - '\x90'));
            taken = 3;
        }
        if (taken == 0 || code.size() > 6) return std::nullopt;
        typed.remove_prefix(taken);
    }
    return code.size() == 6 ? std::optional(code) : std::nullopt;
}

std::string back_from(std::string_view typed) { return typed.empty() ? "" : web::local_path(typed); }

bool may_mail_secrets(std::string_view url) {
    if (url.starts_with("https://")) return true;
    constexpr std::string_view plain = "http://";
    if (!url.starts_with(plain)) return false;
    url.remove_prefix(plain.size());
    for (const std::string_view host : {"localhost", "127.0.0.1", "[::1]"})
        if (url == host || (url.starts_with(host) && url[host.size()] == ':')) return true;
    return false;
}

}

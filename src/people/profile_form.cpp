#include "people/profile_form.hpp"

#include <charconv>

namespace people {

namespace {
bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// One line: a break that a form cannot send is a space.
std::string line(const web::Fields& fields, std::string_view name) {
    std::string text(trimmed(fields.get(name)));
    for (char& c : text)
        if (is_blank(c) || c == 0x7f) c = ' ';
    return text;
}

/// Browsers send line breaks as CRLF.
std::string lines(const web::Fields& fields, std::string_view name) {
    std::string text;
    for (const char c : trimmed(fields.get(name)))
        if (c == '\n' || c == '\t' || !is_blank(c) || c == ' ') text += c;
    return text;
}

std::vector<std::string> ticked(const web::Fields& fields, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [key, value] : fields.all())
        if (key == name) values.push_back(value);
    return values;
}
}

Profile profile_from(const web::Fields& fields) {
    Profile profile;
    profile.name = line(fields, "name");
    profile.kanji = line(fields, "kanji");
    profile.kana = line(fields, "kana");
    profile.romaji = line(fields, "romaji");
    profile.pen_name = line(fields, "pen_name");
    const std::string_view keeper = fields.get("pen_keeper");
    std::int64_t id = 0;
    if (const auto [end, failed] = std::from_chars(keeper.data(), keeper.data() + keeper.size(), id);
        failed == std::errc{} && end == keeper.data() + keeper.size())
        profile.pen_keeper = static_cast<PersonId>(id);
    profile.bio = lines(fields, "bio");
    profile.bio_ja = lines(fields, "bio_ja");
    profile.languages = line(fields, "languages");
    profile.levels = ticked(fields, "levels");
    profile.contract = line(fields, "contract");
    for (std::size_t i = 1; i <= max_links; ++i) {
        WebLink link{line(fields, "link_label_" + std::to_string(i)), line(fields, "link_" + std::to_string(i))};
        if (!link.label.empty() || !link.url.empty()) profile.links.push_back(std::move(link));
    }
    profile.lang = base::lang_from(fields.get("lang")).value_or(base::Lang::en);
    profile.named = fields.get("named") == "1";
    profile.shared = ticked(fields, "shared");
    return profile;
}

}

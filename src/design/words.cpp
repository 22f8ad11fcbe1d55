#include "design/words.hpp"

#include "kit/base/check.hpp"
#include "kit/base/embedded.hpp"
#include "kit/base/error.hpp"
#include "kit/base/guarded.hpp"

#include <array>
#include <atomic>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <toml++/toml.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

namespace design {

namespace {

/// A message that was read at start. Most have no arguments, or only plain ones, and need no ICU when they are drawn.
struct Message {
    struct Piece {
        std::string text;  // words, or the name of an argument
        bool is_arg = false;
    };
    std::string plain;          // without arguments
    std::vector<Piece> pieces;  // with plain arguments only
    std::unique_ptr<base::Guarded<std::unique_ptr<icu::MessageFormat>>> format;  // plurals: ICU formats are not for two threads at once
};

using Table = std::map<std::string, Message, std::less<>>;

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

Message read_message(Lang lang, const std::string& key, const std::string& pattern) {
    const auto wrong = [&](UErrorCode code) {
        return base::Error("locales/" + std::string(base::tag(lang)) + ".toml: " + key + ": " + u_errorName(code));
    };
    UErrorCode code = U_ZERO_ERROR;
    const icu::UnicodeString source = icu::UnicodeString::fromUTF8(pattern);
    const icu::MessagePattern parsed(source, nullptr, code);
    if (U_FAILURE(code)) throw wrong(code);

    Message message;
    if (!parsed.hasNamedArguments() && !parsed.hasNumberedArguments()) {
        icu::UnicodeString text;
        icu::MessageFormat(source, icu::Locale(std::string(base::tag(lang)).c_str()), code).format(nullptr, nullptr, 0, text, code);
        if (U_FAILURE(code)) throw wrong(code);
        message.plain = utf8(text);
        return message;
    }
    bool only_plain = true;
    int32_t done = 0;
    const auto add_text = [&](int32_t end) {
        if (end > done) message.pieces.push_back({utf8(source.tempSubStringBetween(done, end)), false});
    };
    for (int32_t i = 1; i < parsed.countParts() - 1; ++i) {
        const auto& part = parsed.getPart(i);
        if (part.getType() == UMSGPAT_PART_TYPE_SKIP_SYNTAX || part.getType() == UMSGPAT_PART_TYPE_INSERT_CHAR) {
            add_text(part.getIndex());
            done = part.getLimit();
        } else if (part.getType() == UMSGPAT_PART_TYPE_ARG_START) {
            if (part.getArgType() != UMSGPAT_ARG_TYPE_NONE) {
                only_plain = false;
                break;
            }
            add_text(part.getIndex());
            message.pieces.push_back({utf8(parsed.getSubstring(parsed.getPart(i + 1))), true});
            i = parsed.getLimitPartIndex(i);
            done = parsed.getPart(i).getLimit();
        }
    }
    if (only_plain) {
        add_text(source.length());
        return message;
    }
    message.pieces.clear();
    auto format = std::make_unique<icu::MessageFormat>(source, icu::Locale(std::string(base::tag(lang)).c_str()), code);
    if (U_FAILURE(code)) throw wrong(code);
    message.format = std::make_unique<base::Guarded<std::unique_ptr<icu::MessageFormat>>>(std::move(format));
    return message;
}

void collect(Lang lang, const toml::table& table, const std::string& prefix, Table& out) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix.empty() ? std::string(name.str()) : prefix + "." + std::string(name.str());
        if (const auto* inner = node.as_table())
            collect(lang, *inner, key, out);
        else if (const auto* text = node.as_string())
            out.emplace(key, read_message(lang, key, text->get()));
        else
            throw base::Error("locales/" + std::string(base::tag(lang)) + ".toml: " + key + " is not text");
    }
}

Table read_table(Lang lang) {
    const std::string name = std::string(base::tag(lang)) + ".toml";
    for (const auto& file : embedded::locales()) {
        if (file.path != name) continue;
        Table table;
        try {
            collect(lang, toml::parse(file.bytes), "", table);
        } catch (const toml::parse_error& wrong) {
            throw base::Error("locales/" + name + ":" + std::to_string(wrong.source().begin.line) + ": " +
                              std::string(wrong.description()));
        }
        return table;
    }
    throw base::Error("locales/" + name + " is not in the program");
}

const Table& table(Lang lang) {
    static const std::array<Table, 2> tables{read_table(Lang::en), read_table(Lang::ja)};
    return tables[lang == Lang::en ? 0 : 1];
}

const Message& message(Lang lang, std::string_view key) {
    const auto found = table(lang).find(key);
    if (found == table(lang).end()) throw base::Bug("no word " + std::string(key) + " in " + std::string(base::tag(lang)));
    return found->second;
}

std::string month_key(unsigned month) { return "date.month_" + std::to_string(month); }

/// 1 to 31 as they are written on a blackboard: 十一, 二十三.
std::string kanji_number(unsigned number) {
    static constexpr std::array<std::string_view, 10> digits{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    std::string out;
    if (number >= 20) out += digits[number / 10];
    if (number >= 10) out += "十";
    out += digits[number % 10];
    return out;
}
}

namespace {
/// Tables that were replaced stay, because pages that are being made still refer to their words; a keeper changes a few words a few times.
std::atomic<const OwnWords*>& own_words() {
    static std::atomic<const OwnWords*> words{nullptr};
    return words;
}
}

void set_own_words(OwnWords words) {
    static base::Guarded<std::vector<std::unique_ptr<const OwnWords>>> kept;
    kept.with([&](auto& all) {
        all.push_back(std::make_unique<const OwnWords>(std::move(words)));
        own_words().store(all.back().get(), std::memory_order_release);
    });
}

bool takes_own_words(std::string_view key) {
    const bool open = key.starts_with("home.") || key.starts_with("boards.") || key == "site.tagline" || key == "site.about_line";
    if (!open || !has_word(Lang::en, key)) return false;
    const Message& found = message(Lang::en, key);
    return !found.format && found.pieces.empty();
}

const std::string& program_word(Lang lang, std::string_view key) { return message(lang, key).plain; }

const std::string& tr(Lang lang, std::string_view key) {
    if (const OwnWords* own = own_words().load(std::memory_order_acquire))
        if (const auto found = own->find(std::pair(lang, key)); found != own->end()) return found->second;
    const Message& found = message(lang, key);
    if (found.format || !found.pieces.empty()) throw base::Bug("the word " + std::string(key) + " needs arguments");
    return found.plain;
}

namespace {
std::string format(Lang lang, std::string_view key, std::span<const WordArg> args) {
    const Message& found = message(lang, key);
    if (!found.format && found.pieces.empty()) return found.plain;
    if (!found.format) {
        std::string out;
        for (const auto& piece : found.pieces) {
            if (!piece.is_arg) {
                out += piece.text;
                continue;
            }
            const WordArg* given = nullptr;
            for (const auto& arg : args)
                if (arg.name() == piece.text) given = &arg;
            if (!given) throw base::Bug("the word " + std::string(key) + " needs {" + piece.text + "}");
            if (given->is_number())
                out += std::to_string(given->number());
            else
                out += given->text();
        }
        return out;
    }
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const auto& arg : args) {
        names.push_back(icu::UnicodeString::fromUTF8(icu::StringPiece(arg.name().data(), static_cast<int32_t>(arg.name().size()))));
        if (arg.is_number())
            values.emplace_back(static_cast<int64_t>(arg.number()));
        else
            values.emplace_back(icu::UnicodeString::fromUTF8(icu::StringPiece(arg.text().data(), static_cast<int32_t>(arg.text().size()))));
    }
    icu::UnicodeString out;
    UErrorCode code = U_ZERO_ERROR;
    found.format->with(
        [&](const auto& format) { format->format(names.data(), values.data(), static_cast<int32_t>(names.size()), out, code); });
    if (U_FAILURE(code)) throw base::Bug("the word " + std::string(key) + ": " + u_errorName(code));
    return utf8(out);
}
}

std::string tr(Lang lang, std::string_view key, std::initializer_list<WordArg> args) {
    return format(lang, key, std::span(args.begin(), args.size()));
}

std::string tr(Lang lang, std::string_view key, const std::vector<std::pair<std::string, std::string>>& args) {
    std::vector<WordArg> read;
    for (const auto& [name, text] : args) {
        std::int64_t number = 0;
        const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
        if (!text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size())
            read.emplace_back(name, number);
        else
            read.emplace_back(name, text);
    }
    return format(lang, key, read);
}

bool has_word(Lang lang, std::string_view key) { return table(lang).contains(key); }

std::vector<std::string> word_keys(Lang lang) {
    std::vector<std::string> keys;
    for (const auto& [key, unused] : table(lang)) keys.push_back(key);
    return keys;
}

std::string date(Lang lang, base::Day day) {
    const auto parts = base::date_of(day);
    return tr(lang, "date.full", {{"day", parts.day}, {"month", tr(lang, month_key(parts.month))}, {"year", parts.year}});
}

std::string day_month(Lang lang, base::Day day) {
    const auto parts = base::date_of(day);
    return tr(lang, "date.short", {{"day", parts.day}, {"month", tr(lang, month_key(parts.month))}});
}

std::string kanji_date(base::Day day) {
    static constexpr std::array<std::string_view, 7> weekdays{"日", "月", "火", "水", "木", "金", "土"};
    const auto parts = base::date_of(day);
    return kanji_number(parts.month) + "月" + kanji_number(parts.day) + "日（" + std::string(weekdays[parts.weekday]) + "）";
}

html::Html time(Lang lang, base::Day day) { return html::html(R"(<time datetime="{}">{}</time>)", {base::iso(day), date(lang, day)}); }

}

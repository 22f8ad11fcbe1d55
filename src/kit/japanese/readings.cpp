#include "kit/base/json.hpp"
#include "kit/base/log.hpp"
#include "kit/base/utf8.hpp"
#include "kit/japanese/counters.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/japanese/kana.hpp"
#include "kit/japanese/mecab.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace japanese {

namespace {

using base::Json;

/// Two seconds are a hundred times what the longest text takes; the address space is the dictionary's and the program's own.
const child::Limits limits{.at_once = 2,
                           .wait = std::chrono::seconds(2),
                           .time = std::chrono::seconds(2),
                           .memory = std::size_t{512} << 20,
                           .max_answer = 256'000};

constexpr std::array<std::pair<Refusal, const char*>, 6> names{{{Refusal::too_long, "too_long"},
                                                                {Refusal::not_text, "not_text"},
                                                                {Refusal::no_dictionary, "no_dictionary"},
                                                                {Refusal::too_slow, "too_slow"},
                                                                {Refusal::busy, "busy"},
                                                                {Refusal::unavailable, "unavailable"}}};

base::Failure<Refusal> refuse(Refusal why) { return {why}; }

bool has_kanji(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (has_reading(base::next_code_point(text, at))) return true;
    return false;
}

/// What is decided without a dictionary.
std::optional<Suggested> at_once(std::string_view text) {
    if (text.size() > max_bytes) return refuse(Refusal::too_long);
    if (!base::is_utf8(text) || text.find('\0') != text.npos) return refuse(Refusal::not_text);
    if (text.empty()) return std::vector<Part>();
    if (!has_kanji(text)) return std::vector<Part>{{std::string(text), {}}};
    return std::nullopt;
}

/// Neighbours without ruby are one part.
void add(std::vector<Part>& parts, Part part) {
    if (part.text.empty()) return;
    if (part.reading.empty() && !parts.empty() && parts.back().reading.empty())
        parts.back().text += part.text;
    else
        parts.push_back(std::move(part));
}

std::string write(const Suggested& suggested) {
    if (!suggested) {
        const auto* const name = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == suggested.error(); });
        return base::write_json(Json::Object{{"refused", name->second}});
    }
    Json::Array parts;
    for (const Part& part : *suggested) parts.push_back(Json::Array{part.text, part.reading});
    return base::write_json(Json::Object{{"parts", std::move(parts)}});
}

/// Nothing for what write() would not write of this text.
std::optional<Suggested> read(std::string_view message, std::string_view text) {
    const auto json = base::parse_json(message);
    if (!json) return std::nullopt;
    if (const Json* const refused = json->find("refused"); refused && refused->text()) {
        const auto* const name = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.second == *refused->text(); });
        return name == names.end() ? std::nullopt : std::optional<Suggested>(refuse(name->first));
    }
    const Json* const listed = json->find("parts");
    if (!listed || !listed->array()) return std::nullopt;
    std::vector<Part> parts;
    std::string whole;
    for (const Json& one : *listed->array()) {
        const Json::Array* const pair = one.array();
        if (!pair || pair->size() != 2 || !pair->front().text() || !pair->back().text()) return std::nullopt;
        parts.push_back({*pair->front().text(), *pair->back().text()});
        if (!is_reading(parts.back().reading)) return std::nullopt;
        whole += parts.back().text;
    }
    if (whole != text) return std::nullopt;
    return Suggested(std::move(parts));
}

Refusal meaning(child::Trouble trouble) {
    switch (trouble) {
        case child::Trouble::busy: return Refusal::busy;
        case child::Trouble::overdue: return Refusal::too_slow;
        case child::Trouble::not_started:
        case child::Trouble::fallen:
        case child::Trouble::overflowing: return Refusal::unavailable;
    }
    return Refusal::unavailable;
}

}

Suggested suggest_here(std::string_view text, const char* from) {
    if (auto decided = at_once(text)) return *std::move(decided);
    if (!open_dictionary(from)) return refuse(Refusal::no_dictionary);
    struct Word {
        std::string_view text;
        std::string reading;
    };
    std::vector<Word> words;
    each_word(text, [&](std::string_view word, std::string_view reading) { words.push_back({word, std::string(reading)}); });
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const bool touch = words[i].text.data() + words[i].text.size() == words[i + 1].text.data();
        const bool first = i == 0 || !is_numeral(words[i - 1].text);
        const auto found = touch ? counted(words[i].text, words[i + 1].text, first) : std::nullopt;
        if (!found) continue;
        if (!found->number.empty()) words[i].reading = found->number;
        words[i + 1].reading = found->counter;
    }
    std::vector<Part> parts;
    std::size_t done = 0;
    for (const Word& word : words) {
        const auto at = static_cast<std::size_t>(word.text.data() - text.data());
        add(parts, {std::string(text.substr(done, at - done)), {}});
        for (Part& part : spread(word.text, word.reading)) add(parts, std::move(part));
        done = at + word.text.size();
    }
    add(parts, {std::string(text.substr(done)), {}});
    return parts;
}

int suggest_from_stdin() {
    bool available = false;
    return child::work_on_stdin(
        {.max_request = max_bytes,
         .open = [&] { available = open_dictionary(dictionary); },
         .work = [&](std::string_view text) { return write(available ? suggest_here(text) : Suggested(refuse(Refusal::no_dictionary))); }});
}

Suggester::Suggester(std::string program, std::vector<std::string> arguments)
    : worker_(std::move(program), std::move(arguments), {"MALLOC_ARENA_MAX=1"}, limits) {}

Suggested Suggester::suggest(std::string_view text) {
    if (auto decided = at_once(text)) return *std::move(decided);
    const auto answer = worker_.ask(text);
    if (!answer) return refuse(meaning(answer.error()));
    auto suggested = read(*answer, text);
    if (!suggested) {
        base::log::warning("the child that reads Japanese gave an answer that cannot be");
        return refuse(Refusal::unavailable);
    }
    if (!*suggested && suggested->error() == Refusal::no_dictionary)
        base::log::error("readings cannot be suggested: no dictionary (Debian: apt install libmecab2 mecab-ipadic-utf8)");
    return *std::move(suggested);
}

}

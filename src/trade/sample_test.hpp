#pragma once
#include "blog/blog.hpp"
#include "editorial/editorial.hpp"
#include "learn/learn.hpp"
#include "research/research.hpp"
#include "trade/trade.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// A small content folder in canonical form, for tests to break.
namespace trade::sample {

inline editorial::Kind page_kind() {
    return {.name = "page",
            .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> {
                for (const char* slug : {"about", "board", "for-trainers", "privacy", "write", "accessibility"})
                    if (piece.slug == slug) return "/" + piece.slug;
                for (const char* slug : {"checking", "licence"})
                    if (piece.slug == slug) return "/about/" + piece.slug;
                return std::nullopt;
            },
            .ready = nullptr,
            .list_tags = {}};
}

inline void set_kinds() {
    editorial::set_kinds({learn::course_kind(), learn::lesson_kind(), blog::post_kind(), blog::series_kind(), page_kind(),
                          {.name = "snippet", .url_of = nullptr, .ready = nullptr, .list_tags = {}}});
}

inline const std::string lesson_en = R"(---
title: "Who to ask: the first day"
summary: "Three kinds of employer, and whom to ask in each."
levels: [es34, jhs]
credits:
  - role: writer
    person: starter-text
    line: "taught in Akita, 2019"
licence: CC-BY-4.0
published: 2026-11-23
check_by: 2027-03-31
pairing: parallel
---

:::aim
You can say whom to ask.
:::

8:05. Stand at the desk of the {教頭|きょうとう} and read [the library](/research).

:::say
{何|なに}をすればいいですか。

*Nani o sureba ii desu ka.*

What should I do?
:::

:::try
1. Ask one person one question.
:::

:::check
Nobody has met you. What now?

- [ ] Wait by the shoe boxes.

  You may wait for an hour.

- [x] Go to the staff room.

  Yes.
:::

:::lookback
Which door will you use tomorrow?
:::

:::deepdive
### Who was studied

Nine ALTs [@cotter2011cultural, p. 12].
:::
)";

inline const std::string lesson_ja = R"(---
title: "誰に聞くか"
summary: "雇い主の三つの種類と、聞く相手。"
levels: [es34, jhs]
credits:
  - role: writer
    person: starter-text
    line: "2019年まで秋田で勤務"
licence: CC-BY-4.0
published: 2026-11-23
check_by: 2027-03-31
native_read: false
pairing: parallel
---

:::aim
誰に聞けばよいかを言えるようになります。
:::

教頭先生の机へ行きます。[相談シート](/learn/first-week/who-to-ask/partner)もあります。

:::try
1. 一つだけ質問します。
:::

:::check
誰も迎えに来ません。

- [ ] 靴箱の前で待つ。

  一時間待つことになるかもしれません。

- [x] 職員室へ行く。

  そのとおりです。
:::

:::lookback
明日はどの入口を使いますか。
:::

:::deepdive
### 誰を調べたか

ALT9人です[@cotter2011cultural]。
:::

:::partner
## ねらい

ALTが誰に聞くかを分かるようにします。
:::
)";

inline std::vector<File> files() {
    const std::string credits = "credits:\n  - role: writer\n    person: starter-text\n";
    const std::string tail = "licence: CC-BY-4.0\npublished: 2026-11-23\npairing: parallel\n---\n";
    return {
        {"courses/first-week.en.md", "---\ntitle: \"Your first week\"\nsummary: \"One lesson.\"\nlevels: []\ncover: green\nlessons: [who-to-ask]\n" + credits + tail +
                                         "\n:::aim\nYou know whom to ask.\n:::\n"},
        {"lessons/first-week/who-to-ask.en.md", lesson_en},
        {"lessons/first-week/who-to-ask.ja.md", lesson_ja},
        {"pages/about.en.md", "---\ntitle: \"About\"\nsummary: \"What this is.\"\n" + credits + tail + "\nRead [the lesson](/learn/first-week/who-to-ask).\n"},
        {"people/starter-text.yaml", "name: Starter text\nname_ja: はじめの文章\ncollective: true\nbio: \"Drafted to start this site.\"\nbio_ja: \"下書きです。\"\n"},
        {"people/ada.yaml", "name: Ada\nagreed: 2026-11-01\n"},
        {"posts/empty-hour.en.md", "---\ntitle: \"An empty hour\"\nsummary: \"Five jobs.\"\ntags: [planning, at-your-desk]\n" + credits + tail + "\n10:45. No lesson.\n"},
        {"references.bib", "@article{cotter2011cultural,\n  author = {Cotter, M.},\n  title = {Roles of {ALTs}},\n  journal = {Teaching \\& Learning},\n  year = {2011},\n"
                           "  url = {https://example.org/cotter},\n  seen = {abstract},\n  found = {They agreed little.},\n  found_ja = {ほとんど一致しなかった。}\n}\n"
                           "\n@misc{mext2009notice,\n  author = {{文部科学省 (MEXT)}},\n  title = {通知},\n  year = {2009},\n  language = {ja},\n  related = {cotter2011cultural},\n"
                           "  seen = {full}\n}\n"},
        {"series/read-a-study.en.md", "---\ntitle: \"Read a study\"\nsummary: \"Two parts.\"\nposts: [empty-hour]\n" + credits + tail + ""},
        {"snippets/closing-call.en.md", "---\ntitle: \"The closing call\"\n" + tail + "\nSend us three lines.\n"},
        {"tags.yaml", "- slug: at-your-desk\n  en: At your desk\n  ja: 職員室で\n- slug: planning\n  en: Planning\n  ja: 授業の準備\n"},
    };
}

inline Folder folder() { return make_folder(files()); }

/// The folder with one file rewritten.
inline Folder with(const std::string& path, const std::string& from, const std::string& to) {
    auto all = files();
    for (File& file : all)
        if (file.path == path)
            if (const auto at = file.bytes.find(from); at != std::string::npos) file.bytes.replace(at, from.size(), to);
    return make_folder(std::move(all));
}

/// The folder with another file in it.
inline Folder plus(File file) {
    auto all = files();
    std::erase_if(all, [&](const File& known) { return known.path == file.path; });
    all.push_back(std::move(file));
    return make_folder(std::move(all));
}

inline Folder without(const std::string& path) {
    auto all = files();
    std::erase_if(all, [&](const File& known) { return known.path == path; });
    return make_folder(std::move(all));
}

inline std::string all(const Faults& faults) {
    std::string out;
    for (const Fault& fault : faults) out += print(fault) + "\n";
    return out;
}

}

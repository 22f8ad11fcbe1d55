#include "design/parts.hpp"

#include "kit/base/check.hpp"
#include "kit/base/utf8.hpp"

#include <array>

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
std::string_view tone_class(Tone tone) {
    switch (tone) {
        case Tone::plain: return "";
        case Tone::green: return " g";
        case Tone::red: return " r";
        case Tone::blue: return " b";
    }
    return "";
}

Html person_name(Lang page, const Person& person) {
    const Html name = html("<b>{}</b>", {words(page, person.name)});
    return person.url ? html(R"(<a href="{}">{}</a>)", {*person.url, name}) : name;
}
}

Html words(Lang page, const Words& words) {
    if (words.lang == page || words.text.empty()) return html::text(words.text);
    return html(R"(<span lang="{}">{}</span>)", {base::tag(words.lang), words.text});
}

Html button_link(Lang lang, const Link& link, Weight weight, std::string_view icon_after) {
    const std::string_view extra = weight == Weight::main ? " go" : weight == Weight::small ? " sm" : "";
    return html(R"(<a class="btn{}" href="{}">{}{}</a>)", {extra, link.url, words(lang, link.words), icon_after.empty() ? Html{} : icon(icon_after)});
}

Html button(std::string_view label, Weight weight) {
    const std::string_view extra = weight == Weight::main ? " go" : weight == Weight::small ? " sm" : "";
    return html(R"(<button class="btn{}">{}</button>)", {extra, label});
}

Html tag(std::string_view label, Tone tone, std::string_view icon_before) {
    return html(R"(<span class="tag{}">{}{}</span>)", {tone_class(tone), icon_before.empty() ? Html{} : icon(icon_before), label});
}

Html squares(Lang lang, int total, int now) {
    base::check(total >= 0 && now <= total);
    const std::string label = now > 0 ? tr(lang, "learn.squares_now", {{"now", now}, {"total", total}}) : tr(lang, "learn.squares", {{"total", total}});
    Html cells;
    for (int i = 1; i <= total; ++i) cells += i == now ? html(R"(<i class="now"></i>)") : html("<i></i>");
    return html(R"(<span class="genko" role="img" aria-label="{}">{}</span>)", {label, cells});
}

Html name_tag(const Words& name, Tone tone) {
    std::string first;
    std::size_t at = 0;
    if (const char32_t letter = base::next_code_point(name.text, at)) base::append_utf8(first, letter);
    static constexpr std::array<std::string_view, 4> tones{" f-plain", "", " f-red", " f-blue"};
    return html(R"(<span class="fuda{}" lang="{}" aria-hidden="true">{}</span>)", {tones[static_cast<std::size_t>(tone)], base::tag(name.lang), first});
}

std::string level_names(Lang lang, const std::vector<std::string>& levels) {
    if (levels.empty()) return tr(lang, "level.all");
    std::string out;
    for (const std::string& level : levels) {
        if (!out.empty()) out += lang == Lang::en ? " · " : "・";
        out += tr(lang, "level." + level);
    }
    return out;
}

Html byline(Lang lang, const Byline& byline) {
    Html names;
    for (const Person& person : byline.people) {
        if (!names.empty()) names += html::text(tr(lang, "byline.and"));
        names += person_name(lang, person);
    }
    std::vector<Html> facts;
    if (byline.minutes > 0) facts.push_back(html::text(tr(lang, "byline.minutes", {{"count", byline.minutes}})));
    if (byline.published) {
        // The date is an element inside the sentence.
        const std::string marker = "\x01";
        const std::string sentence = tr(lang, "byline.published", {{"date", marker}});
        const std::size_t at = sentence.find(marker);
        base::check(at != std::string::npos);
        facts.push_back(html("{}{}{}", {sentence.substr(0, at), time(lang, *byline.published), sentence.substr(at + 1)}));
    }
    if (!byline.levels.empty()) facts.push_back(html::text(level_names(lang, byline.levels)));
    Html line;
    for (const Html& fact : facts) {
        if (!line.empty()) line += html::text(" · ");
        line += fact;
    }
    const Html who = byline.people.empty() ? Html{}
                                           : html("{}{}{}{}", {tr(lang, "byline.by"), lang == Lang::en ? " " : "", names, maybe(!line.empty(), "<br>")});
    Html out = html(R"(<div class="by">{}<span>{}{}</span></div>)",
                    {byline.people.empty() ? Html{} : name_tag(byline.people.front().name, byline.people.front().collective ? Tone::plain : Tone::green), who, line});
    if (byline.checked) out += tag(tr(lang, "byline.checked", {{"date", date(lang, *byline.checked)}}), Tone::green, "check");
    return html(R"(<div class="meta">{}</div>)", {out});
}

Html crumbs(Lang lang, const std::vector<Link>& above, std::string_view here) {
    if (above.empty()) return {};
    const Html links = each(above, [&](const Link& link) { return html(R"(<li><a href="{}">{}</a></li>)", {link.url, words(lang, link.words)}); });
    return html(R"(<nav class="crumbs" aria-label="{}"><ol class="l">{}{}</ol></nav>)",
                {tr(lang, "nav.crumbs"), links, maybe(!here.empty(), "<li>{}</li>", {here})});
}

Html pager(Lang lang, const std::optional<Link>& previous, const std::optional<Link>& next, std::string_view label) {
    if (!previous && !next) return {};
    const auto side = [&](const std::optional<Link>& link, std::string_view key, std::string_view name) {
        return link ? html(R"(<a class="{}" rel="{}" href="{}"><span>{}</span><b>{}</b></a>)", {name, name, link->url, tr(lang, key), words(lang, link->words)})
                    : Html{};
    };
    return html(R"(<nav class="pager" aria-label="{}">{}{}</nav>)", {label, side(previous, "pager.previous", "prev"), side(next, "pager.next", "next")});
}

Html empty_state(Lang lang, std::string_view sentence, const std::optional<Link>& action) {
    return html(R"(<div class="empty"><p>{}</p>{}</div>)", {sentence, action ? button_link(lang, *action) : Html{}});
}

Html section(Lang lang, const Section& section) {
    const Html more = section.more ? html(R"(<a class="more" href="{}">{}</a>)", {section.more->url, words(lang, section.more->words)}) : Html{};
    const Html header = html(R"(<header><h2 id="{}">{}</h2>{}{}</header>)",
                             {section.id, section.title, maybe(!section.aside.empty(), "<p>{}</p>", {section.aside}), more});
    return html(R"(<section class="section{}" aria-labelledby="{}"><div class="wrap">{}{}</div></section>)",
                {section.extra_class.empty() ? std::string{} : " " + section.extra_class, section.id, header, section.content});
}

Html notice(const Html& content, NoticeKind kind) {
    return html(R"(<div class="notice{}">{}<div>{}</div></div>)",
                {kind == NoticeKind::care ? " care" : "", icon(kind == NoticeKind::care ? "circle-alert" : "info"), content});
}

Html starter_notice(Lang lang, std::string_view contact) {
    const Html tell = contact.empty() ? Html{}
                                      : html(R"({}<a href="{}">{}</a>)", {lang == Lang::en ? " " : "", Url("mailto:" + std::string(contact)), tr(lang, "notice.tell_us")});
    return notice(html(R"(<p><b>{}</b>{}{}{}</p>)", {tr(lang, "notice.starter"), lang == Lang::en ? " " : "", tr(lang, "notice.starter_text"), tell}));
}

Html unread_japanese_notice(Lang lang) { return notice(html("<p>{}</p>", {tr(lang, "notice.unread_japanese")})); }

Html check_by_line(Lang lang, base::Day day) { return notice(html("<p>{}</p>", {tr(lang, "notice.check_by", {{"date", date(lang, day)}})})); }

}

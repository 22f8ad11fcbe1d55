#include "people/profile_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
bool holds(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// The page of a person, as it would be after saving.
Html others_see(Lang lang, const ProfileEdit& edit) {
    const Profile& profile = edit.profile;
    Html card;
    if (!profile.named) {
        card = html("<p>{}</p>", {tr(lang, "profile.seen_nothing")});
    } else {
        const bool pen = !profile.pen_name.empty();
        Person person;
        person.name = pen ? profile.pen_name : profile.name;
        person.name_ja = pen ? "" : profile.kanji;
        person.bio = profile.bio;
        person.bio_ja = profile.bio_ja;
        const Shown shown = shown_of(profile, edit.photo);
        const std::string& name = name_in(lang, person);
        const std::string& bio = bio_in(lang, person);
        const std::string& other = lang == Lang::ja ? person.name : person.name_ja;
        design::ProfilePage page{.crumbs = {},
                                 .name = {name, &name == &person.name_ja ? Lang::ja : Lang::en},
                                 .other_name = {other == name ? "" : other, base::other(lang)},
                                 .bio = {bio, &bio == &person.bio_ja ? Lang::ja : Lang::en},
                                 .collective = false,
                                 .works = {}};
        page.kana = shown.kana;
        page.romaji = shown.romaji;
        page.languages = shown.languages;
        page.levels = shown.levels;
        page.contract = shown.contract;
        if (!shown.photo.empty()) page.photo = "/photos/" + shown.photo;
        for (const WebLink& link : shown.links)
            page.links.push_back({{link.label.empty() ? link.url : link.label, lang}, design::Url(link.url)});
        card = design::profile_card(lang, page);
    }
    return html(R"(<section class="others-see" aria-labelledby="others-see"><h2 id="others-see">{}</h2><p class="soft">{}</p>{}</section>)",
                {tr(lang, "profile.seen"), tr(lang, "profile.seen_hint"), card});
}

class Form {
public:
    Form(Lang lang, const ProfileEdit& edit, const std::vector<design::Problem>& problems)
        : lang_(lang), edit_(edit), profile_(edit.profile), problems_(problems) {}

    Html draw() const {
        const Html body = part("name_part", names()) + part("about_part", about()) + part("private_part", private_part()) +
                          part("links_part", links()) + part("site_part", on_this_site());
        return html(
            R"(<form class="desk-form" method="post" action="{}">{}<p class="acts"><button class="btn go">{}</button><button class="btn" name="show" value="1">{}</button></p></form>)",
            {address(lang_, "/me/profile"), body, tr(lang_, "profile.save"), tr(lang_, "profile.show")});
    }

private:
    Html part(std::string_view name, const Html& content) const {
        return design::desk_section(name, tr(lang_, "profile." + std::string(name)), content);
    }
    std::string error(std::string_view field) const { return design::message_for(problems_, field); }
    Html text(const std::string& id, const std::string& value, const char* hint, const char* lang = "", const char* type = "text",
              const char* autocomplete = "") const {
        return design::field(lang_, {.id = id,
                                     .label = tr(lang_, "profile." + id),
                                     .hint = *hint ? tr(lang_, hint) : "",
                                     .value = value,
                                     .type = type,
                                     .error = error(id),
                                     .autocomplete = autocomplete,
                                     .lang = lang});
    }
    Html share(const std::string& what) const {
        return html(R"(<div class="field">{}</div>)", {design::check_box({.id = "shared_" + what,
                                                                          .name = "shared",
                                                                          .value = what,
                                                                          .label = tr(lang_, "profile.share_" + what),
                                                                          .checked = holds(profile_.shared, what)})});
    }

    Html names() const {
        Html all = text("name", profile_.name, "profile.name_hint", "", "text", "name") + text("kanji", profile_.kanji, "", "ja") +
                   text("kana", profile_.kana, "", "ja") + text("romaji", profile_.romaji, "", "ja-Latn") +
                   text("pen_name", profile_.pen_name, "profile.pen_name_hint");
        if (edit_.keepers.empty()) return all;
        design::Choice keeper{.id = "pen_keeper",
                              .label = tr(lang_, "profile.pen_keeper"),
                              .options = {{"", tr(lang_, "profile.pen_keeper_none")}},
                              .chosen = "",
                              .hint = tr(lang_, "profile.pen_keeper_hint"),
                              .error = error("pen_keeper")};
        for (const Person& one : edit_.keepers)
            keeper.options.emplace_back(std::to_string(static_cast<std::int64_t>(one.id)), name_in(lang_, one));
        if (profile_.pen_keeper) keeper.chosen = std::to_string(static_cast<std::int64_t>(*profile_.pen_keeper));
        return all + design::choice(keeper);
    }

    Html about() const {
        return text("bio", profile_.bio, "profile.bio_hint", "en", "textarea") +
               text("bio_ja", profile_.bio_ja, "profile.bio_ja_hint", "ja", "textarea");
    }

    Html private_part() const {
        design::CheckGroup levels{
            .legend = tr(lang_, "profile.levels_field"), .hint = "", .boxes = {}, .one = false, .error = error("levels")};
        for (const std::string& level : school_levels())
            levels.boxes.push_back({.id = level == school_levels().front() ? "levels" : "levels_" + level,
                                    .name = "levels",
                                    .value = level,
                                    .label = tr(lang_, "level." + level),
                                    .checked = holds(profile_.levels, level)});
        design::Choice contract{.id = "contract",
                                .label = tr(lang_, "profile.contract_field"),
                                .options = {{"", tr(lang_, "profile.contract_none")}},
                                .chosen = profile_.contract,
                                .hint = "",
                                .error = error("contract")};
        for (const char* kind : {"jet", "direct", "company", "other"})
            contract.options.emplace_back(kind, tr(lang_, std::string("profile.contract_") + kind));
        const Html photo = html(R"(<div class="field"><p>{} <a href="{}">{}</a></p></div>)",
                                {tr(lang_, edit_.photo.empty() ? "profile.photo_none" : "profile.photo_there"), address(lang_, "/me/photo"),
                                 tr(lang_, "profile.photo_change")});
        return html(R"(<p>{}</p>)", {tr(lang_, "profile.private_hint")}) + photo + share("photo") +
               text("languages", profile_.languages, "profile.languages_hint") + share("languages") + design::check_group(levels) +
               share("levels") + design::choice(contract) + share("contract");
    }

    /// Rows for the links that are there and one more, two at least: a further one appears after saving.
    Html links() const {
        Html rows = html(R"(<p>{}</p>)", {tr(lang_, "profile.links_hint")});
        const std::size_t count = std::min(max_links, std::max<std::size_t>(2, profile_.links.size() + 1));
        for (std::size_t i = 0; i < std::max(count, profile_.links.size()); ++i) {
            const std::string number = std::to_string(i + 1);
            const WebLink link = i < profile_.links.size() ? profile_.links[i] : WebLink{};
            rows += design::field(lang_, {.id = "link_label_" + number,
                                          .label = tr(lang_, "profile.link_label", {{"number", number}}),
                                          .hint = "",
                                          .value = link.label,
                                          .error = error("link_label_" + number)}) +
                    design::field(lang_, {.id = "link_" + number,
                                          .label = tr(lang_, "profile.link_url", {{"number", number}}),
                                          .hint = "",
                                          .value = link.url,
                                          .type = "url",
                                          .error = error("link_" + number)});
        }
        return rows;
    }

    Html on_this_site() const {
        const Html named = design::check_group(
            {.legend = tr(lang_, "profile.named_field"),
             .hint = tr(lang_, "profile.named_hint"),
             .boxes = {{.id = "named", .name = "named", .value = "1", .label = tr(lang_, "profile.named"), .checked = profile_.named}}});
        const Html lang = design::choice({.id = "lang",
                                          .label = tr(lang_, "profile.lang"),
                                          .options = {{"en", "English"}, {"ja", "日本語"}},
                                          .chosen = std::string(base::tag(profile_.lang))});
        return named + lang;
    }

    Lang lang_;
    const ProfileEdit& edit_;
    const Profile& profile_;
    const std::vector<design::Problem>& problems_;
};
}

design::DeskPage profile(Lang lang, const ProfileEdit& edit, const std::vector<design::Problem>& problems) {
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "profile.title"),
            .dek = tr(lang, "profile.dek"),
            .done = {},
            .problems = problems,
            .content = (edit.preview ? others_see(lang, edit) : Html{}) + Form(lang, edit, problems).draw()};
}

}

#include "design/parts.hpp"
#include "kit/doc/doc_html.hpp"
#include "research/research.hpp"
#include "research/view.hpp"

#include <algorithm>

namespace research {

using design::Lang;
using html::Html;

class Reading::Impl {
public:
    Impl(db::Tx& tx, const base::Viewer& viewer, Lang lang, bool unfolded)
        : tx_(tx), viewer_(viewer), lang_(lang), unfolded_(unfolded), draw_(options()) {}

    doc::Draw& drawing() { return draw_; }

    const Source* find(const std::string& key) {
        const auto known = sources_.find(key);
        if (known != sources_.end()) return known->second ? &*known->second : nullptr;
        auto& slot = sources_[key] = find_source(tx_, viewer_, key);
        return slot ? &*slot : nullptr;
    }

    /// Works of this block alone, whatever their numbers.
    std::vector<design::Source> list(const std::vector<std::string>& keys) {
        std::vector<design::Source> found;
        const auto& cited = draw_.cited();
        for (const std::string& key : keys)
            if (const Source* source = find(key)) {
                const auto at = std::find(cited.begin(), cited.end(), key);
                found.push_back(view::source(lang_, *source, static_cast<int>(at - cited.begin()) + 1));
            }
        return found;
    }

    Lang lang() const { return lang_; }

private:
    doc::HtmlOptions options() {
        doc::HtmlOptions options;
        options.lang = lang_;
        options.citation = [this](const doc::Citation& citation, int number, int nth) { return mark(citation, number, nth); };
        options.inner_url = [lang = lang_](std::string_view path) {
            return path.starts_with("/ja/") ? std::string(path) : design::address(lang, path).str();
        };
        options.picture = [this](std::string_view src) { return picture(src); };
        options.blocks = {
            {"aim", [this](const doc::Node& block, doc::Draw& draw) { return design::aim(lang_, draw.blocks(block.content)); }},
            {"try", [this](const doc::Node& block, doc::Draw& draw) { return design::try_it(lang_, draw.blocks(block.content)); }},
            {"lookback", [this](const doc::Node& block, doc::Draw& draw) { return design::look_back(lang_, draw.blocks(block.content)); }},
            {"note", [this](const doc::Node& block, doc::Draw& draw) { return design::editor_note(lang_, draw.blocks(block.content)); }},
            {"say", [this](const doc::Node& block, doc::Draw& draw) { return say(block, draw); }},
            {"check", [this](const doc::Node& block, doc::Draw& draw) { return check(block, draw); }},
            {"if", [this](const doc::Node& block, doc::Draw& draw) { return condition(block, draw); }},
            {"deepdive", [this](const doc::Node& block, doc::Draw& draw) { return deep_dive(block, draw); }},
        };
        return options;
    }

    std::optional<doc::PictureWidths> picture(std::string_view src) {
        const auto uid = editorial::picture_uid(src);
        const auto found = uid ? editorial::find_picture(tx_, viewer_, *uid) : std::nullopt;
        if (!found) return std::nullopt;
        return doc::PictureWidths{.widths = editorial::widths_of(*found),
                                  .width = found->width,
                                  .height = found->height,
                                  .alt = found->alt,
                                  .sizes = "(min-width: 46rem) 42rem, 92vw"};
    }

    Html mark(const doc::Citation& citation, int number, int nth) {
        const Source* source = find(citation.key);
        if (!source) return html::html("<span class=\"cite\">[{}]</span>", {citation.key});
        const design::Source shown = view::source(lang_, *source, number);
        return design::citation(lang_,
                                {.key = citation.key,
                                 .number = number,
                                 .nth = nth,
                                 .label = {source->year.empty() ? short_authors(*source) : short_authors(*source) + ", " + source->year,
                                           view::author_lang(*source)},
                                 .line = shown.found.text.empty() ? shown.good_for : shown.found,
                                 .locator = citation.locator,
                                 .reading = shown.reading,
                                 .url = shown.url,
                                 .prefix = ""});
    }

    Html say(const doc::Node& block, doc::Draw& draw) {
        const auto part = [&](std::size_t i) { return i < block.content.size() ? draw.inlines(block.content[i]) : Html{}; };
        if (lang_ == Lang::ja) return design::say(lang_, part(0), Html{}, part(1));
        return design::say(lang_, part(0), part(1), part(2));
    }

    Html check(const doc::Node& block, doc::Draw& draw) {
        Html question;
        std::vector<design::Option> options;
        for (const doc::Node& node : block.content) {
            if (!node.type.ends_with("_list")) {
                question += draw.inlines(node);
                continue;
            }
            for (const doc::Node& item : node.content) {
                design::Option option;
                const base::Json* checked = item.attr("checked");
                const bool* right = checked ? std::get_if<bool>(&checked->value) : nullptr;
                option.right = right && *right;
                for (std::size_t i = 0; i < item.content.size(); ++i) {
                    if (i == 0)
                        option.answer = draw.inlines(item.content[i]);
                    else
                        option.feedback += (i > 1 ? html::html(" ") : Html{}) + draw.inlines(item.content[i]);
                }
                options.push_back(std::move(option));
            }
        }
        return design::check(lang_, "check-" + std::to_string(++checks_), question, options);
    }

    Html condition(const doc::Node& block, doc::Draw& draw) {
        design::Conditions conditions;
        for (const char* name : {"employer", "level"})
            if (const std::string value = block.text_attr(name); !value.empty()) conditions.emplace_back(name, value);
        return design::if_box(lang_, conditions, draw.blocks(block.content), unfolded_);
    }

    Html deep_dive(const doc::Node& block, doc::Draw& draw) {
        Html content = draw.blocks(block.content);
        std::vector<std::string> keys;
        for (const doc::Citation& citation : doc::citations(block))
            if (std::find(keys.begin(), keys.end(), citation.key) == keys.end()) keys.push_back(citation.key);
        const auto works = list(keys);
        if (!works.empty()) content += design::source_list(lang_, works);
        return design::deep_dive(lang_, content, static_cast<int>(works.size()), unfolded_);
    }

    db::Tx& tx_;
    const base::Viewer& viewer_;
    Lang lang_;
    bool unfolded_;
    std::map<std::string, std::optional<Source>> sources_;
    int checks_ = 0;
    doc::Draw draw_;
};

Reading::Reading(db::Tx& tx, const base::Viewer& viewer, Lang lang, bool unfolded)
    : impl_(std::make_unique<Impl>(tx, viewer, lang, unfolded)) {}
Reading::~Reading() = default;

Html Reading::draw(const doc::Node& document) { return impl_->drawing().blocks(document.content); }

Html Reading::references() const {
    const auto works = impl_->list(impl_->drawing().cited());
    return works.empty() ? Html{} : design::source_list(impl_->lang(), works);
}

const std::vector<std::string>& Reading::cited() const { return impl_->drawing().cited(); }

Html notices(const design::Frame& frame, const editorial::Text& text, const std::vector<editorial::Credit>& credits) {
    Html out;
    const bool starter = std::any_of(credits.begin(), credits.end(), [](const auto& credit) { return credit.person.collective; });
    if (starter && !text.checked_on) out += design::starter_notice(text.lang, frame.contact);
    if (text.lang == Lang::ja && !text.native_read) out += design::unread_japanese_notice(text.lang);
    if (text.checked_alone) out += design::notice(html::html("<p>{}</p>", {design::tr(text.lang, "notice.alone")}));
    if (text.check_by) out += design::check_by_line(text.lang, *text.check_by);
    return out;
}

std::vector<design::Person> people_of(Lang lang, const std::vector<editorial::Credit>& credits) {
    std::vector<design::Person> named;
    for (const editorial::Credit& credit : credits) {
        if (credit.role != "writer") continue;
        if (!credit.person.may_be_named()) {
            named.push_back({.name = {design::tr(lang, credit.person.former ? "byline.former" : "byline.guest"), lang},
                             .url = std::nullopt,
                             .line = "",
                             .collective = false});
            continue;
        }
        const std::string& line = lang == Lang::ja && !credit.line_ja.empty() ? credit.line_ja : credit.line;
        const std::string& name = people::name_in(lang, credit.person);
        named.push_back({.name = {name, lang == Lang::ja && credit.person.name_ja.empty() ? Lang::en : lang},
                         .url = design::address(lang, "/people/" + credit.person.slug),
                         .line = line,
                         .collective = credit.person.collective});
    }
    return named;
}

}

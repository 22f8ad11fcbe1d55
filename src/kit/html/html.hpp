#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace html {

/// Finished markup. Text becomes Html only by escaping, so what is not Html cannot reach a page unescaped.
class Html {
public:
    Html() = default;
    const std::string& str() const { return markup_; }
    bool empty() const { return markup_.empty(); }
    Html& operator+=(const Html& more) {
        markup_ += more.markup_;
        return *this;
    }
    friend Html operator+(Html left, const Html& right) { return left += right; }

    /// For kit/doc and the sprite only: markup whose safety the caller has proved.
    static Html trusted(std::string markup) {
        Html made;
        made.markup_ = std::move(markup);
        return made;
    }

private:
    std::string markup_;
};

/// An address for href, src, action and the like: a path, a fragment, or http, https, mailto, tel.
/// Any other scheme becomes "#".
class Url {
public:
    explicit Url(std::string_view address);
    const std::string& str() const { return address_; }

private:
    std::string address_;
};

/// One argument of html(): text (escaped), Html, Url or a whole number. Refers to its source.
class Arg {
public:
    enum class Kind { text, markup, url, number };
    Arg(std::string_view text) : kind_(Kind::text), text_(text) {}
    Arg(const std::string& text) : kind_(Kind::text), text_(text) {}
    Arg(const char* text) : kind_(Kind::text), text_(text) {}
    Arg(const Html& markup) : kind_(Kind::markup), text_(markup.str()) {}
    Arg(const Url& url) : kind_(Kind::url), text_(url.str()) {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Arg(Number number) : kind_(Kind::number), number_(static_cast<std::int64_t>(number)) {}

    Kind kind() const { return kind_; }
    std::string_view text() const { return text_; }
    std::int64_t number() const { return number_; }

private:
    Kind kind_;
    std::string_view text_;
    std::int64_t number_ = 0;
};

/// Fills each `{}` of a literal pattern. Attribute values must be quoted; a `{}` that begins href, src, action, formaction, poster
/// or data takes a Url only. A wrong number or kind of arguments is a bug (base::Bug).
Html html(std::string_view pattern, std::initializer_list<Arg> args = {});

/// `&`, `<`, `>`, `"` and `'` as character references.
std::string escape(std::string_view text);
void escape_into(std::string& out, std::string_view text);

/// Text as Html.
Html text(std::string_view);

/// Joins what `draw` makes of every item.
template <class Range, class Draw>
Html each(const Range& items, Draw&& draw) {
    Html out;
    for (const auto& item : items) out += draw(item);
    return out;
}

/// The pattern if `when` holds, else nothing.
inline Html maybe(bool when, std::string_view pattern, std::initializer_list<Arg> args = {}) {
    return when ? html(pattern, args) : Html{};
}

}

#include "people/letters_view.hpp"

#include "kit/html/html.hpp"

namespace people {

using html::each;
using html::Html;
using html::html;

namespace {
// Programs that read mail drop style sheets: what matters stands at the element. Colours are theirs, so that dark ones stay dark.
Html draw(const LetterPart& part) {
    switch (part.kind) {
        case LetterPart::Kind::paragraph: return html("<p style=\"margin:0 0 1em\">{}</p>\n", {part.words});
        case LetterPart::Kind::code:
            return html("<p style=\"margin:0 0 1em;font-size:28px;font-weight:bold;letter-spacing:4px;font-family:monospace\">{}</p>\n",
                        {part.words});
        case LetterPart::Kind::link:
            return html("<p style=\"margin:0 0 1em\"><a href=\"{}\" style=\"font-size:18px;font-weight:bold\">{}</a></p>\n",
                        {html::Url(part.url), part.words});
        case LetterPart::Kind::foot:
            return html("<hr>\n<p style=\"margin:1em 0 0;font-size:14px\">{}<br><a href=\"{}\">{}</a></p>\n",
                        {part.words, html::Url(part.url), part.url});
    }
    return {};
}
}

std::string letter_html(base::Lang lang, std::string_view title, const std::vector<LetterPart>& parts) {
    return html(R"(<!doctype html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
</head>
<body style="margin:0;padding:24px 16px;font-family:sans-serif;font-size:16px;line-height:1.6">
<div style="max-width:600px;margin:0 auto">
{}</div>
</body>
</html>
)",
                {base::tag(lang), title, each(parts, draw)})
        .str();
}

}

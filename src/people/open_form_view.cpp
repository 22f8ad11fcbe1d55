#include "people/open_form_view.hpp"

namespace people::view {

using design::tr;
using html::Html;
using html::html;

Html work(base::Lang lang, const Work& work) {
    if (!work.is_asked()) return {};
    return html(
        R"(<div id="proof" tabindex="-1" data-proof="{}" data-bits="{}"><input type="hidden" name="challenge" value="{}"><input type="hidden" name="wait" value="{}"><input type="hidden" name="answer" value=""><p>{}</p><p data-without>{}</p><p role="status" data-working="{}"></p></div>)",
        {work.challenge, std::to_string(work_bits), work.challenge, work.wait, tr(lang, "proof.asks"), tr(lang, "proof.without"),
         tr(lang, "proof.working")});
}

}

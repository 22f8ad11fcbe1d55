#include "design/visit.hpp"

#include "kit/web/web.hpp"

namespace design {

Page page_for(const web::Visit& visit, std::string title, std::string section) {
    Page page;
    page.title = std::move(title);
    page.lang = visit.lang;
    page.path = visit.path;
    page.look = {.theme = visit.look.theme, .furigana = visit.look.furigana};
    page.section = std::move(section);
    return page;
}

}

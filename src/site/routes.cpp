#include "site/site.hpp"

#include "blog/blog.hpp"
#include "learn/learn.hpp"
#include "record/record.hpp"
#include "research/research.hpp"

namespace site {

void routes(web::Routes& on, const Facts& facts, bool dev) {
    own_routes(on, facts, dev);
    learn::routes(on, facts.frame);
    research::routes(on, facts.frame);
    blog::routes(on, facts.frame);
    record::routes(on, facts.frame);
    page_routes(on, facts);
}

}

#include "site/site.hpp"

#include "blog/blog.hpp"
#include "desk/desk.hpp"
#include "learn/learn.hpp"
#include "reach/reach.hpp"
#include "record/record.hpp"
#include "research/research.hpp"
#include "site/piece.hpp"

namespace site {

void routes(web::Routes& on, const Facts& facts, const Services& services, bool dev) {
    own_routes(on, facts, dev);
    learn::routes(on, facts.frame);
    research::routes(on, facts.frame, services.network);
    blog::routes(on, facts.frame);
    reach::routes(on, facts.frame);
    record::routes(on, facts.frame, facts.operator_name);
    people::routes(on, facts.frame, services.people);
    desk::routes(on, facts.frame, services.desk);
    piece_routes(on, facts);
    setup_routes(on, facts, services);
    admin_routes(on, facts, services);
    page_routes(on, facts);
}

}

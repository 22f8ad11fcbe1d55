#pragma once
#include "kit/web/web.hpp"
#include "people/people.hpp"

#include <string>
#include <string_view>

/// Private to people: what keeps programs out of the forms that are open to everybody.
namespace people {

/// What such a form asks of a browser while the site is under attack (web::Siege): a calculation, or a minute without it. Both empty where
/// nothing is asked.
struct Work {
    std::string challenge, wait;  // web::FormGuard's, in the fields `challenge` and `wait`; the answer comes in `answer`
    bool is_asked() const { return !challenge.empty(); }
    /// As design::desk_head() takes it.
    std::string_view script() const { return is_asked() ? "proof.js" : ""; }
};
/// About 65,000 hashes: 1.1 s in Chromium on a busy machine with two processors, and several times that on a phone. With 18 bits a slow phone
/// would wait as long as whoever uses no scripts.
inline constexpr int work_bits = 16;
/// New work for a form; `form` as web::FormGuard names it.
Work work_for(const Tools&, web::Visit&, const std::string& form);
/// Counts a form that was sent, and answers whether it may go on: nothing is asked, or the work was done and is used for the first time.
bool work_is_done(const Tools&, web::Visit&, const std::string& form);

/// Every limit of mail that somebody who proved nothing yet lets us send to an address. Throws web::TooOften. One reader cannot use up what others,
/// and the owner of the address, may ask for it.
void limit_mails(web::Visit&, const std::string& address);

}

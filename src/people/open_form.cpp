#include "people/open_form.hpp"

#include "kit/web/form_guard.hpp"
#include "kit/web/siege.hpp"

#include <chrono>

namespace people {

namespace {
using web::FormGuard;
using web::Visit;

/// Nobody leaves a form open for longer while the site is under attack; whoever does sends it twice.
constexpr int wait_seconds = 60, slowest_seconds = 3600;

/// From one reader to one address.
constexpr web::Rule mails{5, std::chrono::minutes(15)};
constexpr web::Rule mails_of_a_day{12, std::chrono::hours(24)};
/// From everybody, so that a code of an address cannot be guessed at for days: five tries for each of these.
constexpr web::Rule mails_a_day{40, std::chrono::hours(24)};

std::string wait_name(const std::string& form, std::string_view challenge) { return form + " wait " + std::string(challenge); }

bool is_done(const FormGuard& guard, const std::string& form, const web::Fields& fields, base::Instant now) {
    const std::string_view challenge = fields.get("challenge");
    return guard.solved(challenge, fields.get("answer"), form, work_bits, now, slowest_seconds) ||
           guard.check(fields.get("wait"), wait_name(form, challenge), now, wait_seconds, slowest_seconds) == FormGuard::Verdict::ok;
}
}

Work work_for(const Tools& tools, Visit& visit, const std::string& form) {
    if (!tools.guard || !tools.siege) return {};
    const base::Instant now = visit.tx().now();
    if (!tools.siege->is_on(now)) return {};
    Work work;
    work.challenge = tools.guard->challenge(now, form, work_bits);
    work.wait = tools.guard->stamp(now, wait_name(form, work.challenge));
    return work;
}

bool work_is_done(const Tools& tools, Visit& visit, const std::string& form) {
    if (!tools.guard || !tools.siege) return true;
    const web::Fields& fields = visit.fields();
    const base::Instant now = visit.tx().now();
    return visit.once("work", [&] {
        tools.siege->count(now);
        if (!tools.siege->is_on(now)) return true;
        return is_done(*tools.guard, form, fields, now) && tools.siege->use(fields.get("challenge"));
    });
}

void limit_mails(Visit& visit, const std::string& address) {
    const std::string from_here = address + " " + visit.client();
    visit.limit("mail.here", from_here, mails);
    visit.limit("mail.here_a_day", from_here, mails_of_a_day);
    visit.limit("mail.a_day", address, mails_a_day);
}

}

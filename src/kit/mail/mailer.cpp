#include "kit/base/log.hpp"
#include "kit/mail/compose.hpp"
#include "kit/mail/smtp.hpp"
#include "kit/mail/store.hpp"
#include "kit/mail/throttle.hpp"

#include <algorithm>
#include <charconv>

namespace mail {

namespace {

/// For so long a mail is offered to a server that says "not now" (RFC 5321 4.5.4.1 asks for days).
constexpr std::int64_t patience_ms = 2 * 86'400'000;
/// Our own server is looked for at least so often.
constexpr std::int64_t longest_search_ms = 15 * 60'000;

struct Order {
    MailId id{};
    bool has_turn = false;
};

Order read_order(const std::string& payload) {
    std::int64_t id = 0;
    const auto read = std::from_chars(payload.data(), payload.data() + payload.size(), id);
    if (read.ec != std::errc()) throw jobs::GiveUp("the payload names no mail");
    return {static_cast<MailId>(id), std::string_view(payload).ends_with(" turn")};
}

std::string number(MailId id) { return std::to_string(static_cast<std::int64_t>(id)); }

void log_try(MailId id, Fate fate) {
    const base::log::Fields fields{{"mail", number(id)}};
    switch (fate) {
        case Fate::accepted: base::log::info("a mail was sent", fields); break;
        case Fate::no_such_address: base::log::info("a mail was refused: no such address", fields); break;
        case Fate::refused: base::log::warning("a mail was refused for good", fields); break;
        case Fate::not_now: base::log::info("a mail was refused for now", fields); break;
        case Fate::no_way: base::log::warning("a mail found no way to the server", fields); break;
    }
}

void again(db::Tx& tx, MailId id, std::int64_t pause_ms) {
    jobs::later(tx, store::deliver_kind, number(id), base::Instant{tx.now().ms + pause_ms});
}

}

class Mailer::Impl {
public:
    explicit Impl(std::optional<Smtp> smtp) : smtp_(std::move(smtp)), throttle_(smtp_ ? smtp_->pause : std::chrono::milliseconds(0)) {
        if (smtp_) check(*smtp_);
    }

    bool has_server() const { return smtp_.has_value(); }
    /// The mail and taking leave have their time each.
    std::chrono::milliseconds lease() const { return 2 * smtp_->timeout + std::chrono::minutes(1); }

    jobs::Finish deliver_job(db::Pool& pool, const jobs::Job& job) {
        const Order order = read_order(job.payload);
        std::optional<Mail> mail;
        base::Instant now;
        {
            const auto tx = pool.read();
            now = tx->now();
            mail = find_mail(*tx, order.id);
            if (!mail || mail->state != State::queued) return {};
            if (const auto& expires = mail->message.expires_at; expires && *expires < now)
                return end_untried(*mail, State::failed, "it expired before it could leave");
            if (is_bouncing(*tx, mail->message.to.address))
                return end_untried(*mail, State::bounced, "mail to this address came back before");
        }
        if (!order.has_turn) {
            const base::Instant turn = throttle_.turn(domain_of(mail->message.to.address), now);
            if (turn > now) return [turn, id = order.id](db::Tx& tx) { jobs::later(tx, store::deliver_kind, number(id) + " turn", turn); };
        }
        return try_now(std::move(*mail));
    }

private:
    static jobs::Finish end_untried(const Mail& mail, State state, std::string why) {
        return [tried =
                    store::Tried{
                        .id = mail.id, .state = state, .message_id = mail.message.message_id, .last_error = std::move(why), .at = {}}](
                   db::Tx& tx) mutable {
            tried.at = tx.now();
            store::write_tried(tx, tried);
        };
    }

    jobs::Finish try_now(Mail mail) {
        Message& message = mail.message;
        if (message.from.address.empty()) message.from = smtp_->from;
        message.message_id = whole_message_id(message.message_id, message.from);
        // Made again for each try, from the row alone: the same bytes every time.
        const Outcome outcome = deliver(*smtp_, message.to.address, compose(message, mail.made_at));
        log_try(mail.id, outcome.fate);
        return [outcome, id = mail.id, to = message.to.address, message_id = message.message_id, attempts = mail.attempts + 1](db::Tx& tx) {
            store::Tried tried{.id = id, .message_id = message_id, .last_error = outcome.what, .counts = true, .at = tx.now()};
            switch (outcome.fate) {
                case Fate::accepted:
                    tried.state = State::sent;
                    tried.last_error.clear();
                    break;
                case Fate::no_such_address: tried.state = State::bounced; break;
                case Fate::refused: tried.state = State::failed; break;
                case Fate::not_now: {
                    tried.refused = true;
                    const auto since = store::find_refused(tx, id);
                    if (since && tx.now().ms - since->ms > patience_ms) tried.state = State::failed;
                    break;
                }
                case Fate::no_way: break;
            }
            if (!store::write_tried(tx, tried)) return;  // forgotten meanwhile: then nothing is kept of the address either
            if (tried.state == State::bounced) mark_bouncing(tx, to, outcome.what);
            if (tried.state != State::queued) return;
            const std::int64_t pause = jobs::pause_after(attempts).count();
            again(tx, id, outcome.fate == Fate::no_way ? std::min(pause, longest_search_ms) : pause);
        };
    }

    std::optional<Smtp> smtp_;
    Throttle throttle_;
};

Mailer::Mailer(std::optional<Smtp> smtp) : impl_(std::make_unique<Impl>(std::move(smtp))) {}
Mailer::~Mailer() = default;

std::vector<jobs::Handler> Mailer::handlers() {
    if (!impl_->has_server()) return {};
    const auto deliver_one = [this](db::Pool& pool, const jobs::Job& job) { return impl_->deliver_job(pool, job); };
    return {{std::string(store::deliver_kind), jobs::Outside(deliver_one), impl_->lease()}};
}

Status Mailer::status(db::Tx& tx) const { return mail::status(tx, impl_->has_server()); }

}

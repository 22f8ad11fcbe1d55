#include "kit/mail/store.hpp"

#include "kit/base/check.hpp"
#include "kit/base/json.hpp"

#include <algorithm>

namespace mail {

namespace {

constexpr db::Query add_mail{"mail.add", R"sql(
    insert into mails (id, message_id, from_name, from_address, reply_name, reply_address, to_name, to_address, to_key, subject, text, html,
                       lang, headers, state, attempts, last_error, made_at, expires_at, tried_at, refused_at, sent_at)
    values (:id, :message_id, :from_name, :from_address, :reply_name, :reply_address, :to_name, :to_address, :to_key, :subject, :text, :html,
            :lang, :headers, 'queued', 0, '', :made_at, :expires_at, null, null, null)
)sql"};

constexpr db::Query find_one{"mail.find", R"sql(
    select id, message_id, from_name, from_address, reply_name, reply_address, to_name, to_address, subject, text, html, lang, headers,
           state, attempts, last_error, made_at, expires_at, sent_at
      from mails where id = :id
)sql"};

constexpr db::Query list_newest{"mail.list", R"sql(
    select id, message_id, from_name, from_address, reply_name, reply_address, to_name, to_address, subject, text, html, lang, headers,
           state, attempts, last_error, made_at, expires_at, sent_at
      from mails order by made_at desc, id desc limit :limit
)sql"};

constexpr db::Query keep_tried{"mail.keep_tried", R"sql(
    update mails
       set attempts = attempts + :counts, last_error = :error, tried_at = :now,
           refused_at = case when :refused = 1 then coalesce(refused_at, :now) else refused_at end
     where id = :id and state = 'queued'
)sql"};

constexpr db::Query find_refused_mail{"mail.find_refused", R"sql(
    select refused_at from mails where id = :id
)sql"};

constexpr db::Query end_tried{"mail.end_tried", R"sql(
    update mails
       set state = :state, attempts = attempts + :counts, last_error = :error, tried_at = :now, sent_at = :sent_at, message_id = :message_id,
           text = '', html = '', headers = '[]'
     where id = :id and state = 'queued'
)sql"};

constexpr db::Query forget_mails{"mail.forget", R"sql(
    delete from mails where to_key = :key
)sql"};

constexpr db::Query remove_old_mails{"mail.remove_old", R"sql(
    delete from mails where state <> 'queued' and made_at < :before
)sql"};

constexpr db::Query add_bounce{"mail.add_bounce", R"sql(
    insert into bounces (address, why, since) values (:key, :why, :now) on conflict (address) do update set why = :why, since = :now
)sql"};

constexpr db::Query find_bounce{"mail.find_bounce", R"sql(
    select since from bounces where address = :key and since > :old
)sql"};

constexpr db::Query remove_old_bounces{"mail.remove_old_bounces", R"sql(
    delete from bounces where since <= :old
)sql"};

constexpr db::Query remove_bounce{"mail.remove_bounce", R"sql(
    delete from bounces where address = :key
)sql"};

constexpr db::Query count_states{"mail.count_states", R"sql(
    select state, count(*), min(made_at), max(sent_at) from mails group by state
)sql"};

constexpr db::Query latest_error{"mail.latest_error", R"sql(
    select last_error, tried_at from mails where last_error <> '' and tried_at is not null order by tried_at desc, id desc limit 1
)sql"};

std::string key_of(std::string_view address) {
    std::string key(address);
    std::transform(key.begin(), key.end(), key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return key;
}

std::string_view word_of(State state) {
    switch (state) {
        case State::queued: return "queued";
        case State::sent: return "sent";
        case State::failed: return "failed";
        case State::bounced: return "bounced";
    }
    throw base::Bug("a mail is in no state");
}

State state_of(std::string_view word) {
    for (const State state : {State::queued, State::sent, State::failed, State::bounced})
        if (word_of(state) == word) return state;
    throw base::Bug("no mail can be " + std::string(word));
}

std::string write_headers(const Message& message) {
    base::Json::Array all;
    for (const auto& [name, value] : message.headers) all.emplace_back(base::Json::Array{name, value});
    return base::write_json(all);
}

void read_headers(Message& message, const std::string& json) {
    const auto parsed = base::parse_json(json);
    const base::Json::Array* const all = parsed ? parsed->array() : nullptr;
    base::check(all != nullptr);
    for (const base::Json& one : *all) {
        const base::Json::Array* const pair = one.array();
        base::check(pair && pair->size() == 2 && (*pair)[0].text() && (*pair)[1].text());
        message.headers.emplace_back(*(*pair)[0].text(), *(*pair)[1].text());
    }
}

Mail read(const db::Row& row) {
    Mail mail;
    mail.id = row.id<MailId>(0);
    Message& message = mail.message;
    message.message_id = row.text(1);
    message.from = {row.text(2), row.text(3)};
    if (!row.text(5).empty()) message.reply_to = Address{row.text(4), row.text(5)};
    message.to = {row.text(6), row.text(7)};
    message.subject = row.text(8);
    message.text = row.text(9);
    message.html = row.text(10);
    message.lang = base::lang_from(row.text(11)).value_or(base::Lang::en);
    read_headers(message, row.text(12));
    mail.state = state_of(row.text(13));
    mail.attempts = row.number(14);
    mail.last_error = row.text(15);
    mail.made_at = row.instant(16);
    if (const auto expires = row.find_number(17)) message.expires_at = base::Instant{*expires};
    if (const auto sent = row.find_number(18)) mail.sent_at = base::Instant{*sent};
    return mail;
}

}

void store::add(db::Tx& tx, const Mail& mail) {
    const Message& message = mail.message;
    const Address reply = message.reply_to.value_or(Address{});
    tx.run(add_mail, {{"id", mail.id},
                      {"message_id", message.message_id},
                      {"from_name", message.from.name},
                      {"from_address", message.from.address},
                      {"reply_name", reply.name},
                      {"reply_address", reply.address},
                      {"to_name", message.to.name},
                      {"to_address", message.to.address},
                      {"to_key", key_of(message.to.address)},
                      {"subject", message.subject},
                      {"text", message.text},
                      {"html", message.html},
                      {"lang", base::tag(message.lang)},
                      {"headers", write_headers(message)},
                      {"made_at", mail.made_at},
                      {"expires_at", message.expires_at}});
}

bool store::write_tried(db::Tx& tx, const Tried& tried) {
    if (tried.state == State::queued)
        return tx.run(keep_tried, {{"id", tried.id},
                                   {"counts", tried.counts},
                                   {"error", tried.last_error},
                                   {"now", tried.at},
                                   {"refused", tried.refused}}) == 1;
    const std::optional<base::Instant> sent_at = tried.state == State::sent ? std::optional(tried.at) : std::nullopt;
    return tx.run(end_tried, {{"id", tried.id},
                              {"state", word_of(tried.state)},
                              {"counts", tried.counts},
                              {"error", tried.last_error},
                              {"now", tried.at},
                              {"sent_at", sent_at},
                              {"message_id", tried.message_id}}) == 1;
}

std::optional<base::Instant> store::find_refused(db::Tx& tx, MailId id) {
    const auto row = tx.first(find_refused_mail, {{"id", id}});
    if (!row || row->is_null(0)) return std::nullopt;
    return row->instant(0);
}

std::optional<Mail> find_mail(db::Tx& tx, MailId id) {
    const auto row = tx.first(find_one, {{"id", id}});
    if (!row) return std::nullopt;
    return read(*row);
}

std::vector<Mail> list_outbox(db::Tx& tx, std::int64_t limit) {
    std::vector<Mail> mails;
    for (const db::Row& row : tx.all(list_newest, {{"limit", limit}})) mails.push_back(read(row));
    return mails;
}

void forget(db::Tx& tx, std::string_view address) {
    tx.run(forget_mails, {{"key", key_of(address)}});
    tx.run(remove_bounce, {{"key", key_of(address)}});
}

namespace {
/// Marks from before this instant have had their time.
base::Instant old_marks(db::Tx& tx) { return {tx.now().ms - bounce_days * 86'400'000LL}; }
}

std::int64_t remove_old(db::Tx& tx, base::Instant before) {
    tx.run(remove_old_bounces, {{"old", old_marks(tx)}});
    return tx.run(remove_old_mails, {{"before", before}});
}

bool is_bouncing(db::Tx& tx, std::string_view address) {
    return tx.first(find_bounce, {{"key", key_of(address)}, {"old", old_marks(tx)}}).has_value();
}

void mark_bouncing(db::Tx& tx, std::string_view address, std::string_view why) {
    tx.run(add_bounce, {{"key", key_of(address)}, {"why", why}, {"now", tx.now()}});
}

bool clear_bouncing(db::Tx& tx, std::string_view address) { return tx.run(remove_bounce, {{"key", key_of(address)}}) == 1; }

constexpr db::Query latest_lost{"mail.latest_lost", R"sql(
    select tried_at from mails where state = 'queued' and last_error <> '' and refused_at is null and tried_at is not null order by tried_at desc limit 1
)sql"};

Status status(db::Tx& tx, bool has_server) {
    Status now;
    for (const db::Row& row : tx.all(count_states)) {
        switch (state_of(row.text(0))) {
            case State::queued:
                now.queued = row.number(1);
                now.oldest_queued = row.instant(2);
                break;
            case State::sent: now.last_sent = row.instant(3); break;
            case State::failed: now.failed = row.number(1); break;
            case State::bounced: now.bounced = row.number(1); break;
        }
    }
    if (const auto row = tx.first(latest_error)) {
        now.last_error = row->text(0);
        now.last_error_at = row->instant(1);
    }
    if (has_server) {
        // A mailbox that says "not now" was reached: that mail waits, and the others leave.
        const auto lost = tx.first(latest_lost);
        const bool failing = lost && (!now.last_sent || *now.last_sent < lost->instant(0));
        now.leaving = failing ? Leaving::failing : Leaving::yes;
    }
    return now;
}

}

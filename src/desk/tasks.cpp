#include "desk/tasks.hpp"

#include "desk/letters.hpp"

#include <charconv>

namespace desk {

namespace {
constexpr std::string_view week_job = "desk.week", week_letter_job = "desk.week_letter";
constexpr std::int64_t seven_hours_ms = 7LL * 3600 * 1000;
constexpr unsigned monday = 1;

std::int64_t id_in(const jobs::Job& job) {
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), id);
    if (failed != std::errc{} || end != job.payload.data() + job.payload.size()) throw jobs::GiveUp("no id: " + job.payload);
    return id;
}
}

constexpr db::Query note_week{"desk.note_week", R"sql(
    insert into weekly_mails (day) values (:day) on conflict (day) do nothing
)sql"};
constexpr db::Query forget_weeks{"desk.forget_weeks", R"sql(
    delete from weekly_mails where day < :day
)sql"};

namespace {
/// From seven o'clock on Monday, on the site's clock, once: each person's letter is work of its own, so that one that fails holds up no other.
void begin_week(db::Tx& tx) {
    const base::Day day = base::day_of({tx.now().ms - seven_hours_ms});
    if (base::date_of(day).weekday != monday) return;
    if (tx.run(note_week, {{"day", day}}) == 0) return;
    tx.run(forget_weeks, {{"day", day}});
    const auto closure = editorial::find_closure(tx);
    if (closure && closure->from <= day) return;
    for (const people::PersonId person : people::list_accounts(tx))
        jobs::later(tx, week_letter_job, std::to_string(static_cast<std::int64_t>(person)));
}
}

std::vector<jobs::Handler> handlers(std::function<design::Frame()> frame) {
    const auto work = [&](std::string_view kind, auto letter) {
        return jobs::Handler{.kind = std::string(kind),
                             .work = [frame, letter](db::Tx& tx, const jobs::Job& job) { letter(tx, frame(), id_in(job)); }};
    };
    std::vector<jobs::Handler> all;
    all.push_back(work("editorial.asked", mail_asked));
    all.push_back(work("editorial.handed_over", [](db::Tx& tx, const design::Frame& facts, std::int64_t id) {
        mail_handed_over(tx, facts, static_cast<editorial::ActId>(id));
    }));
    all.push_back(work("editorial.sent_back", [](db::Tx& tx, const design::Frame& facts, std::int64_t id) {
        mail_sent_back(tx, facts, static_cast<editorial::ActId>(id));
    }));
    all.push_back(work(live_letter_job, [](db::Tx& tx, const design::Frame& facts, std::int64_t id) {
        mail_went_live(tx, facts, static_cast<editorial::TextId>(id));
    }));
    all.push_back(work(week_letter_job, [](db::Tx& tx, const design::Frame& facts, std::int64_t id) {
        mail_week(tx, facts, static_cast<people::PersonId>(id));
    }));
    all.push_back({.kind = std::string(week_job), .work = [](db::Tx& tx, const jobs::Job&) { begin_week(tx); }});
    return all;
}

std::vector<jobs::Schedule> schedules() {
    // Zones differ from UTC by whole quarters of an hour.
    return {{std::string(week_job), std::chrono::minutes(15)}};
}

}

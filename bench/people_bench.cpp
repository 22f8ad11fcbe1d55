// What signing in and being signed in cost beside the smallest write there is, on SQLite in the folder given.
//   people_bench FOLDER PEOPLE ROUNDS     prints lines of `name value`
#include "kit/base/embedded.hpp"
#include "kit/base/ids.hpp"
#include "kit/db/migrate.hpp"
#include "people/people.hpp"
#include "people/secret.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

namespace {
using Clock = std::chrono::steady_clock;

double seconds_of(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

constexpr db::Query add_counter{"bench.add_counter", "insert into settings (key, value) values ('bench', '0')"};
constexpr db::Query count_up{"bench.count_up", "update settings set value = :value where key = 'bench'"};

/// Members with a session each; answers the cookie values of a thousand of them.
std::vector<std::string> fill(db::Pool& pool, int people) {
    std::vector<std::string> tokens;
    const auto keeper = people::keeper_at_the_terminal();
    for (int done = 0; done < people;) {
        const auto tx = pool.write();
        for (int i = 0; i < 10000 && done < people; ++i, ++done) {
            const std::string number = std::to_string(done);
            const auto id = people::save_person(*tx, keeper,
                                                {.id = {},
                                                 .slug = "member-" + number,
                                                 .name = "Member " + number,
                                                 .name_ja = "",
                                                 .bio = "",
                                                 .bio_ja = "",
                                                 .collective = false,
                                                 .agreed_on = {},
                                                 .former = false});
            if (done % 20 == 0) people::give_role(*tx, keeper, id, {people::Role::editor, "site", {}, {}});
            std::string token = people::begin_session(*tx, id, "Firefox/1 Linux", false);
            if (done % std::max(1, people / 1000) == 0) tokens.push_back(std::move(token));
        }
        tx->commit();
        std::cerr << "\r" << done << " of " << people << " people" << std::flush;
    }
    std::cerr << "\n";
    return tokens;
}

/// So many write transactions of the smallest kind; seconds for one.
double yardstick(db::Pool& pool, int count) {
    const auto begun = Clock::now();
    for (int i = 0; i < count; ++i) {
        const auto tx = pool.write();
        tx->run(count_up, {{"value", std::to_string(i)}});
        tx->commit();
    }
    return seconds_of(begun) / count;
}

/// So many people ask for a link and redeem it; seconds for each of the two.
std::pair<double, double> sign_in(db::Pool& pool, int round, int count) {
    std::vector<std::string> tokens;
    const auto begun = Clock::now();
    for (int i = 0; i < count; ++i) {
        const auto tx = pool.write();
        tokens.push_back(people::begin_sign_in(*tx, "m" + std::to_string(round * count + i) + "@example.org", "/me").token);
        tx->commit();
    }
    const double asked = seconds_of(begun) / count;
    const auto again = Clock::now();
    for (const std::string& token : tokens) {
        const auto tx = pool.write();
        if (!people::redeem_link(*tx, token, "Firefox/1 Linux")) std::abort();
        tx->commit();
    }
    return {asked, seconds_of(again) / count};
}
}

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto pool = db::open({.url = std::string(argv[1]) + "/people.db", .connections = 2});
    db::migrate(*pool, db::migrations_for(pool->engine(), embedded::migrations()));
    const int people = std::atoi(argv[2]), rounds = std::atoi(argv[3]);
    const auto tokens = fill(*pool, people);
    {
        const auto tx = pool->write();
        tx->run(add_counter);
        tx->commit();
    }
    std::vector<double> checks, asks, redeems;
    std::mt19937 random(7);
    for (int round = 0; round < rounds; ++round) {
        const auto begun = Clock::now();
        for (int i = 0; i < 2000; ++i) {
            const auto tx = pool->read();
            if (!people::find_viewer(*tx, tokens[random() % tokens.size()]).person) return 1;
        }
        checks.push_back(seconds_of(begun) / 2000 * 1000);
        // The yardstick before and after, so that a disturbance of the disk meets both.
        const double before = yardstick(*pool, 200);
        const auto [asked, redeemed] = sign_in(*pool, round, 200);
        const double write = (before + yardstick(*pool, 200)) / 2;
        asks.push_back(write / asked);
        redeems.push_back(write / redeemed);
    }
    std::cout << "session_check_ms " << median(checks) << "\nask_for_link_of_yardstick " << median(asks)
              << "\nsign_in_by_link_of_yardstick " << median(redeems) << "\n";
    return 0;
}

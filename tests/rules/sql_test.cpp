#include "rules/sources.hpp"
#include "support/database.hpp"

#include <cctype>
#include <map>
#include <set>

namespace {

struct Block {
    std::string place;
    std::string path;
    std::string sql;
};

/// What stands in R"sql(…)sql", and in R"sqlite( or R"postgres( where a statement is for one engine alone.
std::vector<Block> blocks(const std::string& tag) {
    const std::string open = "R\"" + tag + "(";
    const std::string close = ")" + tag + "\"";
    std::vector<Block> found;
    for (const rules::Source& source : rules::program()) {
        for (std::size_t at = source.text.find(open); at != std::string::npos; at = source.text.find(open, at)) {
            const std::size_t begin = at + open.size();
            const std::size_t end = source.text.find(close, begin);
            REQUIRE_MESSAGE(end != std::string::npos, rules::place(source, at));
            found.push_back({rules::place(source, at), source.path, source.text.substr(begin, end - begin)});
            at = end;
        }
    }
    return found;
}

std::vector<std::string> words(std::string_view sql) {
    std::vector<std::string> found(1);
    for (const char c : sql) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            found.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!found.back().empty()) {
            found.emplace_back();
        }
    }
    return found;
}

/// `insert into T`, `update T`, `delete from T`.
std::string table_written(const std::vector<std::string>& words, std::size_t at) {
    const auto is = [&](std::size_t i, std::string_view word) { return i < words.size() && words[i] == word; };
    if ((is(at, "insert") && is(at + 1, "into")) || (is(at, "delete") && is(at + 1, "from")))
        return at + 2 < words.size() ? words[at + 2] : "";
    const bool clause = at > 0 && (is(at - 1, "do") || is(at - 1, "for"));
    if (is(at, "update") && !clause && at + 1 < words.size()) return words[at + 1];
    return "";
}

std::string unit_of(const std::string& path) {
    const std::filesystem::path parts = path;
    return parts.parent_path().lexically_relative("src");
}

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("every statement in the program is taken by the database with its migrations", db) {
    auto all = blocks("sql");
    CHECK(all.size() > 1);
    for (Block& block : blocks(db.engine() == db::Engine::postgres ? "postgres" : "sqlite")) all.push_back(std::move(block));
    for (const Block& block : all) {
        try {
            db::prepare_only(db, block.sql);
        } catch (const std::exception& failure) {
            FAIL_CHECK(block.place << ": " << std::string(failure.what()));
        }
    }
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("rules");

TEST_CASE("a table is written by one room alone") {
    std::map<std::string, std::map<std::string, std::string>> writers;
    for (const char* const tag : {"sql", "sqlite", "postgres"}) {
        for (const Block& block : blocks(tag)) {
            const auto all = words(block.sql);
            for (std::size_t at = 0; at < all.size(); ++at) {
                if (const std::string table = table_written(all, at); !table.empty())
                    writers[table].emplace(unit_of(block.path), block.place);
            }
        }
    }
    CHECK(writers.contains("cache_drops"));
    for (const auto& [table, units] : writers) {
        if (units.size() == 1) continue;
        for (const auto& [unit, place] : units)
            FAIL_CHECK(place << ": " << unit << " writes the table " << table << ", and so does another");
    }
}

TEST_CASE("the name of a query is its own") {
    std::map<std::string, std::string> places;
    for (const rules::Source& source : rules::program()) {
        for (std::size_t at = source.text.find("Query "); at != std::string::npos; at = source.text.find("Query ", at + 1)) {
            const std::size_t brace = source.text.find_first_of("{;)=,", at);
            if (brace == std::string::npos || source.text.compare(brace, 2, "{\"") != 0) continue;
            const std::string name = source.text.substr(brace + 2, source.text.find('"', brace + 2) - brace - 2);
            const auto [before, added] = places.emplace(name, rules::place(source, at));
            HOLDS(added, rules::place(source, at) << ": " << name << " is also the name of the query at " << before->second);
        }
    }
    CHECK(places.size() > 5);
}

TEST_SUITE_END();

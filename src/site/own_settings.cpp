#include "site/own_settings.hpp"

#include "design/words.hpp"
#include "kit/base/ids.hpp"
#include "people/people.hpp"

namespace site {

constexpr db::Query select_all{"site.list_settings", R"sql(
    select key, value from settings where key not like 'secret.%' order by key
)sql"};

OwnSettings list_own_settings(db::Tx& tx) {
    OwnSettings all;
    for (const db::Row& row : tx.all(select_all)) all.emplace(row.text(0), row.text(1));
    return all;
}

constexpr db::Query select_one{"site.find_setting", R"sql(
    select value from settings where key = :key
)sql"};

std::optional<std::string> find_own_setting(db::Tx& tx, std::string_view key) {
    const auto row = tx.first(select_one, {{"key", key}});
    return row ? std::optional(row->text(0)) : std::nullopt;
}

constexpr db::Query upsert{"site.set_setting", R"sql(
    insert into settings (key, value) values (:key, :value) on conflict (key) do update set value = :value
)sql"};
constexpr db::Query remove_one{"site.delete_setting", R"sql(
    delete from settings where key = :key
)sql"};

void set_own_setting(db::Tx& tx, const base::Viewer& viewer, std::string_view key, std::string_view value) {
    people::require(tx, viewer, people::Right::keep, people::Scope::site(), "setting " + std::string(key));
    if (value.empty())
        tx.run(remove_one, {{"key", key}});
    else
        tx.run(upsert, {{"key", key}, {"value", value}});
}

void set_words(const OwnSettings& own) {
    design::OwnWords words;
    for (const auto& [key, value] : own)
        for (const base::Lang lang : base::languages) {
            const std::string prefix = "word." + std::string(base::tag(lang)) + ".";
            if (key.starts_with(prefix) && design::takes_own_words(key.substr(prefix.size())))
                words.emplace(std::pair(lang, key.substr(prefix.size())), value);
        }
    design::set_own_words(std::move(words));
}

bool may_ask_others(db::Tx& tx, std::string_view machine_setting) {
    const auto chosen = find_own_setting(tx, "network.lookups");
    return chosen ? *chosen == "on" : machine_setting == "true";
}

bool is_closed(db::Tx& tx) { return find_own_setting(tx, "state.closed").has_value(); }

void set_closed(db::Tx& tx, bool closed) {
    if (closed)
        tx.run(upsert, {{"key", "state.closed"}, {"value", "1"}});
    else
        tx.run(remove_one, {{"key", "state.closed"}});
}

constexpr db::Query insert_secret{"site.insert_secret", R"sql(
    insert into settings (key, value) values (:key, :value) on conflict (key) do nothing
)sql"};

std::string shared_secret(db::Pool& pool, std::string_view name) {
    const std::string key = "secret." + std::string(name);
    std::string secret;
    db::write(pool, [&](db::Tx& tx) {
        tx.run(insert_secret, {{"key", key}, {"value", base::new_uid() + base::new_uid()}});
        secret = find_own_setting(tx, key).value();
    });
    return secret;
}

}

#pragma once
#include "editorial/test_writers.hpp"
#include "kit/jobs/jobs.hpp"

#include <array>

/// A desk with more than three who approve, and a piece at any stage.
namespace editorial_test {

using editorial::ActId;
using editorial::Duty;
using editorial::Problems;
using editorial::Stage;
using editorial::TextId;

struct Desk : Writers {
    explicit Desk(support::Database& database) : Writers(database) {
        editorial::set_gates({});
        editorial::set_kinds(
            {{.name = "note",
              .url_of = [](db::Tx&, const editorial::Piece& each) -> std::optional<std::string> { return "/note/" + each.slug; },
              .ready = [](Lang, const doc::Node& body) -> Problems {
                  if (doc::plain_text(body).find("bad") == std::string::npos) return {};
                  return {{"body", "test.bad"}};
              },
              .stages = {"draft", "first_read", "proof", "ready"},
              .approvals = 1,
              .list_tags = {"note:list"},
              .section = "learn"}});
        auto tx = db.write();
        second = member(*tx, "second@example.org", Role::editor);
        founder = member(*tx, "founder@example.org", Role::keeper);
        tx->commit();
    }
    ~Desk() {
        editorial::set_gates({});
        editorial::on_change(nullptr);
        editorial::on_copy_news(nullptr);
    }

    /// Runs in a transaction of its own; what was refused is rolled back, as a handler would.
    template <class Work>
    auto run(const Work& work) {
        auto tx = db.write();
        auto outcome = work(*tx);
        if (outcome) tx->commit();
        return outcome;
    }
    template <class Work>
    void write(const Work& work) {
        auto tx = db.write();
        work(*tx);
        tx->commit();
    }

    /// An English draft of the piece with a head and a sentence by Mari.
    TextId draft() {
        const TextId text = open(mari);
        write_words(text, mari, "Say good morning first.");
        write([&](db::Tx& tx) {
            editorial::save_heading(tx, mari, text,
                                    {.title = std::pair<std::string, std::string>("", "Hello"),
                                     .summary = std::pair<std::string, std::string>("", "How to greet.")});
        });
        return text;
    }
    void write_words(TextId text, const base::Viewer& viewer, const std::string& words) {
        must_save(viewer, text, copy_of(text).version, {insert(1, words)});
    }
    ActId hand_over(TextId text) {
        return *run([&](db::Tx& tx) { return editorial::hand_over(tx, mari, text, "Please read.", true); });
    }
    ActId move(TextId text, Stage stage) {
        return *run([&](db::Tx& tx) { return editorial::move_to(tx, editor, text, stage); });
    }
    void approve(TextId text, const base::Viewer& viewer) {
        const auto version = copy_of(text).version;
        REQUIRE(run([&](db::Tx& tx) { return editorial::approve(tx, viewer, text, version); }).has_value());
    }
    /// Every box, and the agreement of who wrote.
    void tick_all(TextId text) {
        write([&](db::Tx& tx) {
            for (const char* name : {"privacy", "house_words"}) editorial::tick(tx, editor, text, name, true);
        });
    }
    /// Ready to be published by anybody who may.
    TextId ready() {
        const TextId text = draft();
        hand_over(text);
        approve(text, second);
        tick_all(text);
        move(text, Stage::ready);
        return text;
    }
    base::Result<ActId, Problems> go_live(TextId text, const base::Viewer& viewer, std::optional<base::Instant> when = {}) {
        const auto version = copy_of(text).version;
        return run([&](db::Tx& tx) { return editorial::go_live(tx, viewer, text, {when, "2026-12-01T06:30", version}); });
    }
    TextId live() {
        const TextId text = ready();
        REQUIRE(go_live(text, editor).has_value());
        return text;
    }
    /// Live, and a correction of it is being written.
    TextId correcting() {
        const TextId text = live();
        open(mari);
        write_words(text, mari, "Then wait. ");
        return text;
    }
    ActId withdraw(TextId text) {
        return *run([&](db::Tx& tx) { return editorial::withdraw(tx, editor, text, "It was wrong."); });
    }
    ActId retire(std::optional<editorial::PieceId> instead = {}) {
        return *run([&](db::Tx& tx) { return editorial::retire(tx, editor, piece, instead); });
    }
    base::Result<ActId, Problems> undo(ActId act, const base::Viewer& viewer) {
        return run([&](db::Tx& tx) { return editorial::undo(tx, viewer, act); });
    }

    /// What a reader sees; "" for nothing.
    std::string seen(Lang lang = Lang::en) {
        const auto text = editorial::find_text(*db.read(), reader, "note", "hello", lang);
        return text ? text->title + ": " + doc::plain_text(text->body) : "";
    }
    /// draft, first_read … or live, none, withdrawn, retired.
    std::string stands(TextId text) {
        auto tx = db.read();
        if (editorial::find_gone(*tx, reader, *editorial::find_piece(*tx, reader, piece), Lang::en)) return "retired";
        const auto copy = editorial::find_copy(*tx, keeper, text);
        const bool shown = editorial::has_text(*tx, reader, piece, Lang::en);
        if (copy) return std::string(editorial::name_of(copy->stage)) + (shown ? " over live" : "");
        return shown ? "live" : "none";
    }
    std::vector<std::string> acts() {
        std::vector<std::string> names;
        for (const auto& act : editorial::list_acts(*db.read(), keeper, piece)) names.push_back(act.act);
        return names;
    }
    ActId latest() { return editorial::list_acts(*db.read(), keeper, piece).front().id; }

    base::Viewer second, founder;
};

inline std::string first_word(const Problems& problems) { return problems.empty() ? "" : problems.front().word; }

}

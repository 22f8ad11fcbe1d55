#include "reach/card.hpp"

#include "kit/base/hash.hpp"
#include "kit/base/log.hpp"
#include "kit/image/image.hpp"
#include "reach/share.hpp"

#include <charconv>

namespace reach {

constexpr db::Query piece_of{"reach.piece_of_text", R"sql(
    select piece_id from texts where id = :text
)sql"};
constexpr db::Query card_of{"reach.card", R"sql(
    select hash, says from cards where piece_id = :piece
)sql"};
constexpr db::Query save_card{"reach.save_card", R"sql(
    insert into cards (piece_id, hash, says, made_at) values (:piece, :hash, :says, :now)
        on conflict (piece_id) do update set hash = excluded.hash, says = excluded.says, made_at = excluded.made_at
)sql"};
constexpr db::Query others_with{"reach.others_with_card", R"sql(
    select 1 from cards where hash = :hash and piece_id <> :piece limit 1
)sql"};

namespace {
std::string says(const CardWords& words, const std::string& site) { return words.title + "\n" + words.title_ja + "\n" + site; }
}

jobs::Handler draw_card(image::CardPainter& painter, std::function<std::string()> site_name) {
    const auto work = [&painter, name_of_site = std::move(site_name)](db::Pool& pool, const jobs::Job& job) -> jobs::Finish {
        const std::string site = name_of_site();
        std::int64_t text = 0;
        const auto [end, failed] = std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), text);
        if (failed != std::errc() || end != job.payload.data() + job.payload.size()) throw jobs::GiveUp("no text: " + job.payload);
        std::optional<CardWords> words;
        std::optional<editorial::PieceId> piece;
        {
            const auto tx = pool.read();
            const auto row = tx->first(piece_of, {{"text", text}});
            if (!row) return [](db::Tx&) {};
            piece = row->id<editorial::PieceId>(0);
            words = card_words(*tx, *piece);
            const auto known = tx->first(card_of, {{"piece", *piece}});
            if (!words || (known && known->text(1) == says(*words, site))) return [](db::Tx&) {};
        }
        const auto drawn = painter.draw({.title = words->title, .title_ja = words->title_ja, .site = site});
        if (!drawn) throw jobs::GiveUp("the picture of piece " + std::to_string(static_cast<std::int64_t>(*piece)) + " could not be drawn");
        for (const image::CardLine line : drawn->left_out)
            if (line == image::CardLine::title_ja)
                base::log::warning("pictures for sharing leave out Japanese: no font of this machine has it (Debian: fonts-noto-cjk)", {});
        return [piece = *piece, png = drawn->png, said = says(*words, site)](db::Tx& tx) {
            const std::string hash = base::hash(png);
            const auto before = tx.first(card_of, {{"piece", piece}});
            tx.put_blob(hash, "image/png", png);
            tx.run(save_card, {{"piece", piece}, {"hash", hash}, {"says", said}, {"now", tx.now()}});
            if (before && before->text(0) != hash && !tx.first(others_with, {{"hash", before->text(0)}, {"piece", piece}}))
                tx.delete_blob(before->text(0));
            editorial::changed(tx, {editorial::piece_tag(piece)});
        };
    };
    return {.kind = std::string(draw_card_job), .work = jobs::Outside(work)};
}

std::optional<std::string> find_card(db::Tx& tx, editorial::PieceId piece) {
    if (!card_words(tx, piece)) return std::nullopt;
    const auto row = tx.first(card_of, {{"piece", piece}});
    return row ? tx.find_blob(row->text(0)) : std::nullopt;
}

}

#include "trade/load.hpp"
#include "trade/store.hpp"

#include <algorithm>
#include <set>

namespace trade {

namespace {
enum class Fate { same, added, renewed, offered, kept };

struct Decision {
    const TextFile* file = nullptr;
    Fate fate = Fate::same;
    std::optional<editorial::TextId> text;
};

class Upgrade {
public:
    Upgrade(db::Tx& tx, const base::Viewer& viewer, const Content& content) : tx_(tx), viewer_(viewer), content_(content) {}

    Upgraded run(const Progress& progress) {
        upgrade_entries();
        // What happens to each text is decided before anything of its piece changes.
        std::vector<Decided> pieces;
        for (const PieceFiles& files : by_piece(content_)) pieces.push_back(decide(files));
        apply_pieces(pieces);
        std::size_t done = 0;
        for (const Decided& piece : pieces)
            for (const Decision& decision : piece.texts) {
                apply(*piece.id, decision);
                if (progress) progress(++done, content_.texts.size());
            }
        list_removed();
        return std::move(report_);
    }

private:
    struct Decided {
        PieceFiles files;
        std::optional<editorial::PieceId> id;
        std::vector<Decision> texts;
        /// What belongs to the piece follows the folder only while no text of it was edited here.
        bool may_change() const {
            return std::none_of(texts.begin(), texts.end(),
                                [](const Decision& d) { return d.fate == Fate::offered || d.fate == Fate::kept; }) &&
                   std::any_of(texts.begin(), texts.end(), [](const Decision& d) { return d.fate != Fate::same; });
        }
    };

    void note(Fate fate, const std::string& path) {
        switch (fate) {
            case Fate::same: ++report_.unchanged; return;
            case Fate::added: report_.added.push_back(path); return;
            case Fate::renewed: report_.renewed.push_back(path); return;
            case Fate::offered: report_.offered.push_back(path); return;
            case Fate::kept: report_.kept.push_back(path); return;
        }
    }

    /// A person, tag or source: replaced only where what stands here is what was loaded.
    template <class T>
    bool takes(const T& wanted, const std::optional<T>& here) {
        const std::string path = entry_path(wanted);
        const std::string hash = fingerprint(wanted);
        const auto loaded = store::find_starter_hash(tx_, path);
        known_.insert(path);
        Fate fate = Fate::added;
        if (here) {
            const std::string now = fingerprint(*here);
            fate = now == hash || loaded == hash ? Fate::same : loaded == now ? Fate::renewed : Fate::kept;
        }
        note(fate, path);
        const bool write = fate == Fate::added || fate == Fate::renewed;
        if (write) store::put_starter_hash(tx_, path, hash);
        return write;
    }

    void upgrade_entries() {
        const auto known = people::list_content_people(tx_, viewer_);
        for (const PersonFile& file : content_.people) {
            const auto at = std::find_if(known.begin(), known.end(), [&](const people::Person& p) { return p.slug == file.person.slug; });
            if (takes(file.person, at == known.end() ? std::nullopt : std::optional(*at))) people::save_person(tx_, viewer_, file.person);
        }
        for (const auto& tag : content_.tags)
            if (takes(tag.value, blog::find_tag(tx_, viewer_, tag.value.slug))) blog::save_tag(tx_, viewer_, tag.value);
        for (const auto& source : content_.sources)
            if (takes(source.value, research::find_source(tx_, viewer_, source.value.key)))
                research::save_source(tx_, viewer_, source.value);
    }

    std::optional<editorial::Piece> find_piece(const TextFile& file) {
        if (auto piece = editorial::find_piece(tx_, viewer_, file.kind, file.slug)) return piece;
        if (const auto moved = editorial::find_moved(tx_, file.kind, file.slug))
            return editorial::find_piece(tx_, viewer_, file.kind, *moved);
        return std::nullopt;
    }

    Decided decide(const PieceFiles& files) {
        Decided decided{.files = files, .id = std::nullopt, .texts = {}};
        const auto piece = find_piece(*files.front());
        if (piece) decided.id = piece->id;
        for (const TextFile* file : files)
            decided.texts.push_back(piece ? decide(*piece, *file) : Decision{file, Fate::added, std::nullopt});
        return decided;
    }

    Decision decide(const editorial::Piece& piece, const TextFile& file) {
        const auto text = editorial::find_text_id(tx_, piece.id, file.lang);
        if (!text) return {&file, Fate::added, std::nullopt};
        const auto live = editorial::find_text(tx_, viewer_, piece, file.lang);
        const auto starter = editorial::find_starter(tx_, piece.id, file.lang);
        if (starter) known_.insert(starter->path);
        // Withdrawn here, or written here under the same name: not ours to touch.
        if (!live || !starter) return {&file, Fate::kept, text};
        const std::string wanted = fingerprint(file);
        if (starter->hash == wanted) return {&file, Fate::same, text};
        const std::string now = fingerprint(file_of(tx_, viewer_, *live));
        // Nobody's draft leaves the desk for a text that they have not seen.
        const auto copy = editorial::find_copy(tx_, viewer_, *text);
        const bool at_work = copy && (copy->title != live->title || copy->summary != live->summary ||
                                      doc::normalized(copy->body) != doc::normalized(live->body));
        return {&file, (now == starter->hash || now == wanted) && !at_work ? Fate::renewed : Fate::offered, text};
    }

    void apply_pieces(std::vector<Decided>& pieces) {
        std::vector<PieceFiles> changing;
        const Everybody people = everybody(tx_, viewer_);
        for (Decided& piece : pieces) {
            const TextFile& file = *piece.files.front();
            if (!piece.id) piece.id = editorial::make_piece(tx_, viewer_, {.kind = file.kind, .slug = file.slug, .licence = file.licence});
            if (!piece.may_change()) continue;
            save_piece(tx_, viewer_, people, *piece.id, piece.files);
            changing.push_back(piece.files);
        }
        save_lists(tx_, viewer_, changing);
    }

    void apply(editorial::PieceId piece, const Decision& decision) {
        const TextFile& file = *decision.file;
        note(decision.fate, file.path);
        if (decision.fate == Fate::added || decision.fate == Fate::renewed) publish_text(tx_, viewer_, piece, file);
        if (decision.fate != Fate::offered) return;
        editorial::put_working_copy(tx_, viewer_, *decision.text, file.title, file.summary, file.body);
        // The offer was made: the next run makes it again only for a newer version.
        editorial::set_starter(tx_, viewer_, piece, file.lang, {.path = file.path, .hash = fingerprint(file)});
    }

    void list_removed() {
        for (const TextFile& file : content_.texts) known_.insert(file.path);
        for (const base::Lang lang : base::languages)
            for (const editorial::Entry& entry : editorial::list_all_texts(tx_, viewer_, lang))
                if (const auto starter = editorial::find_starter(tx_, entry.piece, lang); starter && !known_.contains(starter->path))
                    report_.removed.push_back(starter->path);
        for (const std::string& path : store::list_starter_paths(tx_))
            if (!known_.contains(path)) report_.removed.push_back(path);
    }

    db::Tx& tx_;
    const base::Viewer& viewer_;
    const Content& content_;
    std::set<std::string, std::less<>> known_;
    Upgraded report_;
};
}

base::Result<Upgraded, Faults> upgrade(db::Tx& tx, const base::Viewer& viewer, const Folder& folder, const Progress& progress) {
    const Examined seen = examine(folder);
    if (!seen.faults.empty()) return base::Failure{seen.faults};
    return Upgrade(tx, viewer, seen.content).run(progress);
}

}

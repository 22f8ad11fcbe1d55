#include "trade/addresses.hpp"

#include "kit/base/error.hpp"

namespace trade {

namespace {
std::size_t index(base::Lang lang) { return lang == base::Lang::en ? 0 : 1; }

/// Courses, posts and pages know their address from the slug alone; a kind that asked the database here would be a mistake.
class NoDatabase : public db::Tx {
public:
    std::vector<db::Row> all(const db::Query&, std::initializer_list<db::Param>) override { refuse(); }
    std::optional<db::Row> first(const db::Query&, std::initializer_list<db::Param>) override { refuse(); }
    std::int64_t run(const db::Query&, std::initializer_list<db::Param>) override { refuse(); }
    void script(std::string_view) override { refuse(); }
    void prepare_only(std::string_view) override { refuse(); }
    void put_blob(std::string_view, std::string_view, std::string_view) override { refuse(); }
    void delete_blob(std::string_view) override { refuse(); }
    std::optional<std::string> find_blob(std::string_view) override { refuse(); }
    std::optional<std::string> find_blob_part(std::string_view, std::int64_t, std::int64_t) override { refuse(); }
    base::Instant now() const override { refuse(); }
    db::Engine engine() const override { refuse(); }
    bool writable() const override { return false; }
    void commit() override { refuse(); }
    void after_commit(std::function<void()>) override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw base::Error("a content folder is checked without a database"); }
};
}

std::optional<std::string> address_of(const TextFile& file) {
    const bool lesson = file.kind == "lesson";
    const editorial::Kind* kind = editorial::find_kind(lesson ? std::string_view("course") : file.kind);
    if (!kind || !kind->url_of) return std::nullopt;
    NoDatabase nothing;
    const editorial::Piece piece{.id = {}, .kind = kind->name, .slug = lesson ? file.course : file.slug, .licence = ""};
    auto address = kind->url_of(nothing, piece);
    if (address && lesson) *address += "/" + file.slug;
    return address;
}

Addresses::Addresses(const Content& content) : library_was_read_(content.library_was_read) {
    for (const base::Lang lang : base::languages) {
        for (const char* path : {"/", "/learn", "/blog", "/research", "/people"}) add(lang, path);
        for (const auto& source : content.sources) add(lang, "/research/" + source.value.key);
        for (const PersonFile& file : content.people)
            if (file.person.may_be_named()) add(lang, "/people/" + file.person.slug);
    }
    for (const TextFile& text : content.texts) add_text(text);
}

void Addresses::add(base::Lang lang, std::string path) { paths_[index(lang)].insert(std::move(path)); }

void Addresses::add_text(const TextFile& text) {
    const auto address = address_of(text);
    if (!address) return;
    add(text.lang, *address);
    if (text.kind == "lesson") {
        add(text.lang, *address + "/print");
        if (text.lang == base::Lang::ja) add(text.lang, *address + "/partner");
    }
    for (const std::string& tag : text.tags) add(text.lang, "/blog/tag/" + tag);
}

bool Addresses::has_source(std::string_view key) const { return !library_was_read_ || paths_[0].contains("/research/" + std::string(key)); }

bool Addresses::has(base::Lang lang, std::string_view href) const {
    std::string_view path = href.substr(0, href.find('?'));
    if (path == "/ja" || path == "/ja/")
        lang = base::Lang::ja, path = "/";
    else if (path.starts_with("/ja/"))
        lang = base::Lang::ja, path.remove_prefix(3);
    return paths_[index(lang)].contains(path);
}

}

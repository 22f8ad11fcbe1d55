#include "editorial/copy_store.hpp"
#include "editorial/picture.hpp"
#include "editorial/state.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace editorial {

namespace {
using Verdict = Check::State;

/// Written once by the wiring, before threads start.
std::vector<Gate>& gates() {
    static std::vector<Gate> list;
    return list;
}

Check line(std::string name, Problems problems, Verdict otherwise = Verdict::open) {
    const Verdict state = problems.empty() ? Verdict::done : otherwise;
    return {std::move(name), state, std::move(problems)};
}

Check ticked(const std::set<std::string, std::less<>>& ticks, std::string_view name, std::string_view word,
             Verdict otherwise = Verdict::open) {
    Problems problems;
    if (!ticks.contains(name)) problems.push_back({std::string(name), std::string(word)});
    return line(std::string(name), std::move(problems), otherwise);
}

/// What the document as a whole lacks: words in its head, and what may be missing only while it is written.
Problems heading_problems(const Copy& copy, const doc::Node& body) {
    Problems problems;
    const Kind* kind = find_kind(copy.piece.kind);
    if (copy.title.empty()) problems.push_back({"title", "problem.title_missing"});
    // What has no page of its own is shown whole wherever it is shown.
    if (copy.summary.empty() && kind && kind->url_of) problems.push_back({"summary", "problem.summary"});
    if (!doc::from_json(doc::to_json(body))) problems.push_back({"body", "publish.problem.document"});
    return problems;
}

/// Headings begin at level 2 below the title of the page, at level 3 inside a block; a level is never left out on the way down.
class Outline {
public:
    explicit Outline(const doc::Node& body) {
        int level = 1;
        for (const doc::Node& node : body.content) walk(node, level);
    }
    Problems headings, pictures;

private:
    void walk(const doc::Node& node, int& level) {
        if (node.type == "heading") heading(node, level);
        // Our own pictures have their description beside them.
        if (node.type == "image" && node.text_attr("alt").empty() && !picture_uid(node.text_attr("src")))
            once(pictures, "publish.problem.picture_alt");
        const auto name = doc::block_name(node);
        if (name.empty()) {
            for (const doc::Node& child : node.content) walk(child, level);
            return;
        }
        int inner = name == "partner" ? 1 : 2;
        for (const doc::Node& child : node.content) walk(child, inner);
    }

    void heading(const doc::Node& node, int& level) {
        const base::Json* value = node.attr("level");
        const int here = value ? static_cast<int>(value->integer().value_or(2)) : 2;
        const std::string text = doc::plain_text(node);
        if (text.empty())
            once(headings, "publish.problem.heading_empty");
        else if (here < 2)
            headings.push_back({"body", "publish.problem.heading_first", {{"heading", text}}});
        else if (here > level + 1)
            headings.push_back({"body", "publish.problem.heading_jump", {{"heading", text}}});
        level = std::max(here, 2);
    }

    static void once(Problems& problems, std::string_view word) {
        if (std::none_of(problems.begin(), problems.end(), [&](const Problem& one) { return one.word == word; }))
            problems.push_back({"body", std::string(word)});
    }
};

bool is_known_licence(std::string_view licence) { return std::find(licences.begin(), licences.end(), licence) != licences.end(); }
}

constexpr db::Query present_ticks{"editorial.ticks", R"sql(
    select name from ticks where text_id = :text and version = :version and voided_by is null
)sql"};
// Whoever wrote in an older draft, from which this one goes on, wrote in it too. Who has left cannot be asked any more.
constexpr db::Query not_agreed{"editorial.not_agreed", R"sql(
    select persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former
      from persons_shown persons
     where (persons.id in (select steps.person_id from working_copies
                                  join steps on steps.text_id = working_copies.text_id and steps.version > working_copies.first_version
                            where working_copies.text_id = :text)
            or persons.id in (select credits.person_id from credits join texts on texts.id = credits.text_id
                               where credits.text_id = :text and credits.by_act = 1 and credits.live = 0
                                 and credits.role in ('writer', 'translator') and texts.published_on is null
                                 and credits.person_id in (select addresses.person_id from addresses)))
       and not exists (select 1 from agreements where agreements.text_id = :text and agreements.person_id = persons.id)
     order by persons.id
)sql"};
constexpr db::Query other_hands{"editorial.in_other_hands", R"sql(
    select persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former
      from duties join persons_shown persons on persons.id = duties.person_id
     where duties.text_id = :text and duties.ended_at is null and duties.duty in ('write', 'translate') and duties.person_id <> :but
     order by duties.asked_at, duties.id
)sql"};
constexpr db::Query was_live{"editorial.was_live", R"sql(
    select 1 from texts where id = :text and published_on is not null
)sql"};

namespace {
/// The name under which everybody may know this person; nothing for whoever is not named.
std::optional<std::string> name_of(const people::Person& person) {
    if (!person.may_be_named()) return std::nullopt;
    const std::string& name = person.name.empty() ? person.name_ja : person.name;
    return name.empty() ? std::nullopt : std::optional(name);
}

Problems agreement_problems(db::Tx& tx, const Copy& copy, const Asker& asker) {
    std::string names;
    bool others = false;
    Problems problems;
    for (const db::Row& row : tx.all(not_agreed, {{"text", copy.text}})) {
        const auto person = store::read_person(row, 0);
        if (asker.reads && person->id == asker.by)
            problems.push_back({"agreement", "publish.problem.agree"});
        else if (const auto name = asker.reads ? name_of(*person) : std::nullopt)
            names += (names.empty() ? "" : ", ") + *name;
        else
            others = true;
    }
    if (!names.empty()) problems.push_back({"agreement", "publish.problem.agreement", {{"names", names}}});
    if (others) problems.push_back({"agreement", "publish.problem.agreement_others"});
    return problems;
}

Problems hands_problems(db::Tx& tx, const Copy& copy, const Asker& asker) {
    bool others = false;
    Problems problems;
    for (const db::Row& row : tx.all(other_hands, {{"text", copy.text}, {"but", asker.by.value_or(people::PersonId{0})}}))
        if (const auto name = asker.reads ? name_of(*store::read_person(row, 0)) : std::nullopt)
            problems.push_back({"stage", "publish.problem.in_other_hands", {{"name", *name}}});
        else
            others = true;
    if (others) problems.push_back({"stage", "publish.problem.in_hands_of_others"});
    return problems;
}

Check approvals_line(db::Tx& tx, const Copy& copy, std::optional<people::PersonId> by, bool small) {
    const int needed = workflow_of(tx, copy.piece.kind).approvals;
    const int have = count_approvals(tx, copy.text);
    if (have >= needed) return line("approvals", {});
    if (!small)
        return line("approvals",
                    {{"approvals", "publish.problem.approvals", {{"have", std::to_string(have)}, {"needed", std::to_string(needed)}}}});
    // Somebody else read it, if not as many as a larger desk would ask for.
    if (count_approvals(tx, copy.text, by) > 0) return line("approvals", {});
    return line("approvals", {{"approvals", "publish.problem.alone"}}, Verdict::advice);
}

Problems check_by_problems(db::Tx& tx, const Copy& copy) {
    if (!copy.check_by) return {{"check_by", "publish.problem.check_by"}};
    if (*copy.check_by < base::day_of(tx.now())) return {{"check_by", "publish.problem.check_by_passed"}};
    return {};
}
}

void set_gates(std::vector<Gate> list) { gates() = std::move(list); }

std::vector<Check> check_all(db::Tx& tx, const Copy& copy, const Asker& asker) {
    const doc::Node body = doc::normalized(copy.body);
    const Outline outline(body);
    const bool small = is_small_desk(tx);
    std::set<std::string, std::less<>> ticks;
    for (const db::Row& row : tx.all(present_ticks, {{"text", copy.text}, {"version", copy.version}})) ticks.insert(row.text(0));

    std::vector<Check> checks;
    checks.push_back(line("heading", heading_problems(copy, body)));
    if (const Kind* kind = find_kind(copy.piece.kind); kind && kind->ready) checks.push_back(line("block", kind->ready(copy.lang, body)));
    checks.push_back(line("headings", outline.headings));
    checks.push_back(line("pictures", outline.pictures));
    // A lone founder may have nobody to ask; the page then says that nobody has read the Japanese.
    if (copy.lang == base::Lang::ja)
        checks.push_back(ticked(ticks, "japanese_read", "publish.problem.japanese_read", small ? Verdict::advice : Verdict::open));
    checks.push_back(ticked(ticks, "house_words", "publish.problem.house_words"));
    checks.push_back(ticked(ticks, "privacy", "publish.problem.privacy"));
    checks.push_back(line("agreement", agreement_problems(tx, copy, asker)));
    checks.push_back(line("licence", is_known_licence(copy.piece.licence) ? Problems{} : Problems{{"licence", "publish.problem.licence"}}));
    for (const Gate& gate : gates())
        if (auto check = gate.check(tx, copy)) checks.push_back(std::move(*check));
    checks.push_back(approvals_line(tx, copy, asker.by, small));
    if (copy.stage == Stage::draft)
        if (Problems hands = hands_problems(tx, copy, asker); !hands.empty()) checks.push_back(line("hands", std::move(hands)));
    const Problems again = check_by_problems(tx, copy);
    checks.push_back(line("check_by", again, copy.check_by ? Verdict::open : Verdict::advice));
    if (tx.first(was_live, {{"text", copy.text}}))
        checks.push_back(line("correction", copy.correction.empty() ? Problems{{"correction", "publish.problem.correction"}} : Problems{},
                              Verdict::advice));
    return checks;
}

std::vector<Check> checklist(db::Tx& tx, const base::Viewer& viewer, const Copy& copy) {
    store::require_of_the_piece(tx, viewer, copy.piece.id);
    return check_all(tx, copy, {.by = viewer.person ? std::optional(static_cast<people::PersonId>(*viewer.person)) : std::nullopt});
}

}

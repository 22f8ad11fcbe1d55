// The C++ half of prosemirror.test.mjs: reads cases, a JSON array of them on each line, and answers with what kit/doc makes of them.
#include "kit/doc/steps.hpp"

#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace {
using base::Json;

const Json& member(const Json& json, std::string_view name) {
    static const Json nothing;
    const Json* found = json.find(name);
    return found ? *found : nothing;
}

const Json::Array& list(const Json& json, std::string_view name) {
    static const Json::Array nothing;
    const Json::Array* found = member(json, name).array();
    return found ? *found : nothing;
}

/// Each step is a text of its own: one that is not even JSON is refused alone.
base::Result<doc::Step, doc::Faults> step_of(const Json& text) {
    const auto json = text.text() ? base::parse_json(*text.text()) : std::nullopt;
    if (!json) return base::Failure{doc::Faults{{0, "no JSON"}}};
    return doc::step_from_json(*json);
}

Json refusal(const doc::Faults& faults) { return Json::Object{{"refused", faults.front().what}}; }

/// For each place and both sides: the place it goes to, and what is deleted there, in one number.
Json places(const doc::Mapping& mapping, int size) {
    Json::Array all;
    for (int place = 0; place <= size; ++place)
        for (const doc::Side side : {doc::Side::before, doc::Side::after}) {
            const doc::Mapped mapped = mapping.map_result(place, side);
            const int deleted = (mapped.deleted ? 1 : 0) + (mapped.deleted_before ? 2 : 0) + (mapped.deleted_after ? 4 : 0) +
                                (mapped.deleted_across ? 8 : 0);
            all.emplace_back(mapped.place * 16 + deleted);
        }
    return all;
}

Json ranges(const doc::StepMap& map) {
    Json::Array all;
    for (const auto& range : map.ranges()) {
        all.emplace_back(range.start);
        all.emplace_back(range.old_size);
        all.emplace_back(range.new_size);
    }
    return all;
}

/// Documents as they are read, or why they are not.
Json documents(const Json::Array& texts) {
    Json::Array all;
    for (const Json& text : texts) {
        const auto json = base::parse_json(*text.text());
        const auto document = doc::from_json(json ? *json : Json{}, doc::State::working);
        all.push_back(document ? doc::to_json(*document) : refusal(document.error()));
    }
    return all;
}

/// Steps one after the other; those that are refused are left out.
Json answer(const Json& item) {
    if (item.find("documents")) return documents(list(item, "documents"));
    auto first = doc::from_json(member(item, "doc"), doc::State::working);
    if (!first) return refusal(first.error());
    doc::Node document = *first;
    doc::Mapping mapping;
    Json::Array steps;
    for (const Json& text : list(item, "steps")) {
        const auto step = step_of(text);
        if (!step) {
            steps.push_back(refusal(step.error()));
            continue;
        }
        auto next = doc::apply(document, *step);
        if (!next) {
            steps.push_back(refusal(next.error()));
            continue;
        }
        const doc::Step inverse = doc::invert(*step, document);
        const doc::StepMap map = doc::map_of(*step);
        const auto back = doc::apply(*next, inverse);
        steps.push_back(Json::Object{{"doc", doc::to_json(*next)},
                                     {"step", doc::to_json(*step)},
                                     {"map", ranges(map)},
                                     {"inverse", doc::to_json(inverse)},
                                     {"restored", back.has_value() && *back == document}});
        mapping.append(map);
        document = std::move(*next);
    }
    doc::Mapping forth_and_back = mapping;
    for (std::size_t i = mapping.maps().size(); i-- > 0;) forth_and_back.append(mapping.maps()[i].inverted(), i);
    Json::Array mapped;
    for (const Json& text : list(item, "late")) {
        const auto step = step_of(text);
        if (!step) {
            mapped.push_back(refusal(step.error()));
            continue;
        }
        const auto moved = doc::map(*step, mapping);
        if (!moved) {
            mapped.emplace_back();
            continue;
        }
        const auto next = doc::apply(document, *moved);
        mapped.push_back(Json::Object{{"step", doc::to_json(*moved)}, {"result", next ? doc::to_json(*next) : refusal(next.error())}});
    }
    Json::Array between;
    if (const auto found = doc::steps_between(*first, document))
        for (const doc::Step& step : *found) between.push_back(doc::to_json(step));
    else
        between.push_back(refusal(found.error()));
    const int size = static_cast<int>(member(item, "size").integer().value_or(0));
    return Json::Object{{"steps", std::move(steps)},
                        {"mapped", std::move(mapped)},
                        {"places", places(mapping, size)},
                        {"back", places(forth_and_back, size)},
                        {"between", std::move(between)}};
}
}

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        Json::Array answers;
        const auto cases = base::parse_json(line);
        if (cases && cases->array())
            for (const Json& item : *cases->array()) answers.push_back(answer(item));
        std::cout << base::write_json(answers) << std::endl;
    }
}

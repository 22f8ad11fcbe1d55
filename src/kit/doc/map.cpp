#include "kit/doc/map.hpp"

#include "kit/base/check.hpp"

namespace doc {

Mapped StepMap::map_result(int place, Side side) const {
    int moved = 0;
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
        const int start = ranges_[i].start - (inverted_ ? moved : 0);
        if (start > place) break;
        const int old_size = inverted_ ? ranges_[i].new_size : ranges_[i].old_size;
        const int new_size = inverted_ ? ranges_[i].old_size : ranges_[i].new_size;
        const int end = start + old_size;
        if (place <= end) {
            const bool at_start = place == start, at_end = place == end;
            const Side goes = old_size == 0 ? side : at_start ? Side::before : at_end ? Side::after : side;
            Mapped mapped{.place = start + moved + (goes == Side::before ? 0 : new_size)};
            if (place != (side == Side::before ? start : end)) mapped.recovery = Mapped::Recovery{i, place - start};
            if (old_size != 0) {
                mapped.deleted = side == Side::before ? !at_start : !at_end;
                mapped.deleted_across = !at_start && !at_end;
                mapped.deleted_before = !at_start;
                mapped.deleted_after = at_start || !at_end;
            }
            return mapped;
        }
        moved += new_size - old_size;
    }
    return {.place = place + moved};
}

int StepMap::recover(const Mapped::Recovery& recovery) const {
    int moved = 0;
    if (!inverted_)
        for (std::size_t i = 0; i < recovery.range; ++i) moved += ranges_[i].new_size - ranges_[i].old_size;
    return ranges_[recovery.range].start + moved + recovery.offset;
}

StepMap StepMap::inverted() const {
    StepMap map = *this;
    // A map that moves nothing is its own inverse, so that two of them are equal.
    map.inverted_ = !inverted_ && !ranges_.empty();
    return map;
}

void Mapping::append(StepMap map, std::optional<std::size_t> mirror_of) {
    if (mirror_of) {
        // Both ways are only meaningful between maps of the same ranges.
        base::check(*mirror_of < maps_.size());
        mirrors_.emplace_back(maps_.size(), *mirror_of);
    }
    maps_.push_back(std::move(map));
}

void Mapping::append(const Mapping& other) {
    const std::size_t first = maps_.size();
    for (std::size_t i = 0; i < other.maps_.size(); ++i) {
        const auto mirror = other.mirror_of(i);
        append(other.maps_[i], mirror && *mirror < i ? std::optional(first + *mirror) : std::nullopt);
    }
}

void Mapping::append_inverted(const Mapping& other) {
    const std::size_t all = maps_.size() + other.maps_.size();
    for (std::size_t i = other.maps_.size(); i-- > 0;) {
        const auto mirror = other.mirror_of(i);
        append(other.maps_[i].inverted(), mirror && *mirror > i ? std::optional(all - *mirror - 1) : std::nullopt);
    }
}

Mapping Mapping::inverted() const {
    Mapping mapping;
    mapping.append_inverted(*this);
    return mapping;
}

Mapping Mapping::between(std::size_t from, std::size_t to) const {
    Mapping part;
    for (std::size_t i = from; i < to && i < maps_.size(); ++i) {
        const auto mirror = mirror_of(i);
        part.append(maps_[i], mirror && *mirror >= from && *mirror < i ? std::optional(*mirror - from) : std::nullopt);
    }
    return part;
}

std::optional<std::size_t> Mapping::mirror_of(std::size_t index) const {
    for (const auto& [later, earlier] : mirrors_) {
        if (later == index) return earlier;
        if (earlier == index) return later;
    }
    return std::nullopt;
}

Mapped Mapping::map_result(int place, Side side) const {
    Mapped all{.place = place};
    for (std::size_t i = 0; i < maps_.size(); ++i) {
        const Mapped mapped = maps_[i].map_result(all.place, side);
        if (mapped.recovery) {
            if (const auto mirror = mirror_of(i); mirror && *mirror > i && mapped.recovery->range < maps_[*mirror].ranges().size()) {
                i = *mirror;
                all.place = maps_[i].recover(*mapped.recovery);
                continue;
            }
        }
        all.place = mapped.place;
        all.deleted |= mapped.deleted;
        all.deleted_before |= mapped.deleted_before;
        all.deleted_after |= mapped.deleted_after;
        all.deleted_across |= mapped.deleted_across;
    }
    return all;
}

}

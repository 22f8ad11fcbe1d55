#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

/// Where places of a document are after it was changed (prosemirror-transform's StepMap and Mapping). Places count as in positions.hpp.
namespace doc {

/// `side` of a place: which neighbour it belongs to, and so where it goes when something is put in exactly there.
enum class Side { before, after };

struct Mapped {
    int place = 0;
    bool deleted = false;         // what stood on the asked side is gone
    bool deleted_before = false;  // what stood before it is gone
    bool deleted_after = false;   // what stood behind it is gone
    bool deleted_across = false;  // both at once
    /// In which range of the map and how far from its beginning, for a place that only its mirror can bring back.
    struct Recovery {
        std::size_t range = 0;
        int offset = 0;
        bool operator==(const Recovery&) const = default;
    };
    std::optional<Recovery> recovery = {};
};

/// What one step did: ranges that had a size and got another, in order, with places of the document before it.
class StepMap {
public:
    struct Range {
        int start = 0, old_size = 0, new_size = 0;
        bool operator==(const Range&) const = default;
    };
    StepMap() = default;
    explicit StepMap(std::vector<Range> ranges) : ranges_(std::move(ranges)) {}

    Mapped map_result(int place, Side = Side::after) const;
    int map(int place, Side side = Side::after) const { return map_result(place, side).place; }
    int recover(const Mapped::Recovery&) const;
    /// From the document after the step to the one before it.
    StepMap inverted() const;
    const std::vector<Range>& ranges() const { return ranges_; }
    bool is_inverted() const { return inverted_; }
    bool operator==(const StepMap&) const = default;

private:
    std::vector<Range> ranges_;
    bool inverted_ = false;
};

/// Several maps one after the other. Two of them may be mirrors: the second undoes the first, so that what the first deleted comes back
/// to its place.
class Mapping {
public:
    void append(StepMap, std::optional<std::size_t> mirror_of = {});
    void append(const Mapping&);
    /// The maps of another one backwards, each inverted.
    void append_inverted(const Mapping&);
    Mapping inverted() const;
    /// Only the maps from one index to another.
    Mapping between(std::size_t from, std::size_t to) const;

    Mapped map_result(int place, Side = Side::after) const;
    int map(int place, Side side = Side::after) const { return map_result(place, side).place; }
    const std::vector<StepMap>& maps() const { return maps_; }
    std::optional<std::size_t> mirror_of(std::size_t index) const;

private:
    std::vector<StepMap> maps_;
    std::vector<std::pair<std::size_t, std::size_t>> mirrors_;
};

}

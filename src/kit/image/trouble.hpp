#pragma once
#include "kit/image/image.hpp"

/// Private to kit/image.
namespace image {

/// What the trouble with a child means for who asked.
inline Refusal meaning(child::Trouble trouble) {
    switch (trouble) {
        case child::Trouble::busy: return Refusal::busy;
        case child::Trouble::not_started: return Refusal::unavailable;
        case child::Trouble::overdue: return Refusal::too_slow;
        case child::Trouble::fallen:
        case child::Trouble::overflowing: return Refusal::broken;
    }
    return Refusal::broken;
}

}

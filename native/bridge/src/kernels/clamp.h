// What a rectifier makes of a value: min(max(value, lower), upper). Infinite bounds change nothing.
#pragma once
#include <limits>

struct Clamp {
    float lower = -std::numeric_limits<float>::infinity(), upper = std::numeric_limits<float>::infinity();
};

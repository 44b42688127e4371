// What a rectifier makes of a value: min(max(value, lower), upper). Infinite bounds change nothing.
#pragma once

struct Clamp {
    float lower = -__builtin_inff(), upper = __builtin_inff();

    // Whether it changes anything.
    bool is_any() const { return lower > -__builtin_inff() || upper < __builtin_inff(); }
};

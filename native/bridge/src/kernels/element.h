// Numbers as they lie in memory: 32-bit floats, and brain floats, which are the upper 16 bits of one.
#pragma once
#include <cstdint>

struct BrainFloat {
    uint16_t bits;
};

namespace {  // A copy for every level: see vector.h.

inline float widen(float value) { return value; }

inline float widen(BrainFloat value) {
    const uint32_t bits = static_cast<uint32_t>(value.bits) << 16;
    float wide;
    __builtin_memcpy(&wide, &bits, sizeof wide);
    return wide;
}

inline void narrow(float value, float& to) { to = value; }

// The nearest, of two equally near ones the even one; what is no number stays none.
inline void narrow(float value, BrainFloat& to) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    to.bits = static_cast<uint16_t>(value == value ? rounded : 0x7FC0);
}

}  // namespace

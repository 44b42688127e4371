// The exponential function of several floats at once. Everything here has internal linkage (see vector.h).
#pragma once
#include "vector.h"

namespace {

// e^x with an error of about a unit in the last place; below -87.3, where it is no normal number any more, 0; for x up to 88. A value that
// is no number stays one. x = n ln 2 + r, and e^r for |r| <= ln 2 / 2 by Taylor's polynomial of degree 7 (its rest is below 5e-9 of it).
template <int N>
inline Vector<N> exponential(const Vector<N>& x) {
    using Words = typename VectorOf<N>::words;
    constexpr float least_argument = -87.3f, rounding = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number.
    // Where x is no number or far below, the bits of n mean nothing: they are not used then.
    const Vector<N> inside = x < least_argument ? Vector<N>{} + least_argument : x;
    const Vector<N> moved = inside * 1.44269504f + rounding;
    const Vector<N> n = moved - rounding;
    const Vector<N> r = (inside - n * 0.693359375f) + n * 2.12194440e-4f;
    Vector<N> e = Vector<N>{} + 1.0f / 5040;
    e = e * r + 1.0f / 720;
    e = e * r + 1.0f / 120;
    e = e * r + 1.0f / 24;
    e = e * r + 1.0f / 6;
    e = e * r + 0.5f;
    e = e * r + 1.0f;
    e = e * r + 1.0f;
    Words bits, power;
    __builtin_memcpy(&power, &moved, sizeof(power));
    __builtin_memcpy(&bits, &e, sizeof(bits));
    bits += power << 23;  // The whole number is in the lowest bits; what lies above is shifted out.
    Vector<N> scaled;
    __builtin_memcpy(&scaled, &bits, sizeof(scaled));
    const Vector<N> result = x < least_argument ? Vector<N>{} : scaled;
    return x == x ? result : x;
}

}  // namespace

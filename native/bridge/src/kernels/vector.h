// Short vectors of floats for kernels that are compiled once for every level of the processor (see levels.h). Everything here has
// internal linkage: nothing compiled for one level may be taken for another's by the linker. For the same reason kernels use no
// templates of the standard library.
#pragma once
#include <cstdint>

#include "clamp.h"
#include "element.h"

namespace {

#if defined(__AVX512F__)
constexpr int full = 16;
#elif defined(__AVX2__)
constexpr int full = 8;
#else
constexpr int full = 4;
#endif

// A tile of sums fills the registers: rows (or pixels) times vectors, beside the vectors that are read.
#if defined(__AVX512F__)
constexpr int most_vectors = 3, most_rows = 8;
#elif defined(__AVX2__)
constexpr int most_vectors = 2, most_rows = 6;
#else
constexpr int most_vectors = 2, most_rows = 4;
#endif

template <int N>
struct VectorOf {
    typedef float type __attribute__((vector_size(N * sizeof(float))));
    typedef uint32_t words __attribute__((vector_size(N * sizeof(uint32_t))));
    typedef uint16_t halves __attribute__((vector_size(N * sizeof(uint16_t))));
};

// N floats that are worked on at once.
template <int N>
using Vector = typename VectorOf<N>::type;

template <int N>
inline Vector<N> load(const float* from) {
    Vector<N> value;
    __builtin_memcpy(&value, from, sizeof(value));
    return value;
}

template <int N>
inline void store(float* to, const Vector<N>& value) {
    __builtin_memcpy(to, &value, sizeof(value));
}

// N brain floats as floats, and back, each to the nearest (see narrow in element.h).
template <int N>
inline Vector<N> load(const BrainFloat* from) {
    using Halves = typename VectorOf<N>::halves;
    using Words = typename VectorOf<N>::words;
    Halves halves;
    __builtin_memcpy(&halves, from, sizeof(halves));
    const Words words = __builtin_convertvector(halves, Words) << 16;
    Vector<N> value;
    __builtin_memcpy(&value, &words, sizeof(value));
    return value;
}

template <int N>
inline void store(BrainFloat* to, const Vector<N>& value) {
    using Halves = typename VectorOf<N>::halves;
    using Words = typename VectorOf<N>::words;
    Words bits;
    __builtin_memcpy(&bits, &value, sizeof(bits));
    const Words rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    const Words none = Words{} + 0x7FC0;
    const Halves halves = __builtin_convertvector(value == value ? rounded : none, Halves);
    __builtin_memcpy(to, &halves, sizeof(halves));
}

template <int N>
inline float sum_of(const Vector<N>& value) {
    float sum = 0;
    for (int k = 0; k < N; k++) sum += value[k];
    return sum;
}

// In this order a value that is no number stays one: it must be found, not hidden.
template <int N>
inline Vector<N> clamped(const Vector<N>& value, const Clamp& clamp) {
    const Vector<N> lower = Vector<N>{} + clamp.lower, upper = Vector<N>{} + clamp.upper;
    const Vector<N> raised = value < lower ? lower : value;
    return raised > upper ? upper : raised;
}

inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

// Calls body.template run<N>(c) for lanes [c, c + N) that cover [0, count): full vectors first, then shorter ones.
template <typename Body>
inline void for_lanes(int64_t count, const Body& body) {
    int64_t c = 0;
    for (; c + full <= count; c += full) body.template run<full>(c);
    if constexpr (full > 8) {
        for (; c + 8 <= count; c += 8) body.template run<8>(c);
    }
    if constexpr (full > 4) {
        for (; c + 4 <= count; c += 4) body.template run<4>(c);
    }
    for (; c < count; c++) body.template run<1>(c);
}

}  // namespace

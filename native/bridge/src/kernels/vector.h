// Short vectors of floats for kernels that are compiled once for every level of the processor (see levels.h). Everything here has
// internal linkage: nothing compiled for one level may be taken for another's by the linker. For the same reason kernels use no
// templates of the standard library.
#pragma once
#include <cstdint>

namespace {

#if defined(__AVX512F__)
constexpr int full = 16;
#elif defined(__AVX2__)
constexpr int full = 8;
#else
constexpr int full = 4;
#endif

template <int N>
struct VectorOf {
    typedef float type __attribute__((vector_size(N * sizeof(float))));
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

template <int N>
inline float sum_of(const Vector<N>& value) {
    float sum = 0;
    for (int k = 0; k < N; k++) sum += value[k];
    return sum;
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

// Products of small matrices in registers. Everything here has internal linkage (see vector.h).
#pragma once
#include "vector.h"

namespace {

// R rows and W vectors of c = factors * c + a b, or = a b where there are no factors. Of a, the numbers of a row follow each other, and
// rows are a_step apart; where it is transposed, it is the other way around. A sum is taken in the order of `depth`.
template <bool transposed, int R, int W>
inline void product_tile(const float* a, int64_t a_step, const float* b, int64_t b_step, int64_t depth, const float* factors, float* c, int64_t c_step) {
    Vector<full> sum[R][W];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 3
        for (int w = 0; w < W; w++) sum[r][w] = factors ? load<full>(c + r * c_step + w * full) * factors[r] : Vector<full>{};
    }
    const float* row[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) row[r] = a + r * a_step;
    for (int64_t i = 0; i < depth; i++) {
        Vector<full> factor[W];
#pragma GCC unroll 3
        for (int w = 0; w < W; w++) factor[w] = load<full>(b + i * b_step + w * full);
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
            const float value = transposed ? a[i * a_step + r] : row[r][i];
#pragma GCC unroll 3
            for (int w = 0; w < W; w++) sum[r][w] += value * factor[w];
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 3
        for (int w = 0; w < W; w++) store<full>(c + r * c_step + w * full, sum[r][w]);
    }
}

template <bool transposed, int W>
void product_columns(const float* a, int64_t a_step, int64_t rows, const float* b, int64_t b_step, int64_t depth, const float* factors, float* c,
                     int64_t c_step) {
    int64_t r = 0;
    const auto at = [&](int64_t row) { return a + (transposed ? row : row * a_step); };
    for (; r + most_rows <= rows; r += most_rows) {
        product_tile<transposed, most_rows, W>(at(r), a_step, b, b_step, depth, factors ? factors + r : nullptr, c + r * c_step, c_step);
    }
    for (; r + 2 <= rows; r += 2) product_tile<transposed, 2, W>(at(r), a_step, b, b_step, depth, factors ? factors + r : nullptr, c + r * c_step, c_step);
    if (r < rows) product_tile<transposed, 1, W>(at(r), a_step, b, b_step, depth, factors ? factors + r : nullptr, c + r * c_step, c_step);
}

// c = factors * c + a b for `rows` rows and `columns` columns, which are whole vectors; see product_tile.
template <bool transposed>
void add_products(const float* a, int64_t a_step, int64_t rows, const float* b, int64_t b_step, int64_t columns, int64_t depth, const float* factors,
                  float* c, int64_t c_step) {
    for (int64_t rest = columns / full; rest > 0;) {
        // Two and two rather than three and one.
        const int64_t vectors = rest == 4 ? 2 : least(rest, most_vectors);
        if (vectors == most_vectors) {
            product_columns<transposed, most_vectors>(a, a_step, rows, b, b_step, depth, factors, c, c_step);
        } else if (vectors == 2) {
            product_columns<transposed, 2>(a, a_step, rows, b, b_step, depth, factors, c, c_step);
        } else {
            product_columns<transposed, 1>(a, a_step, rows, b, b_step, depth, factors, c, c_step);
        }
        b += vectors * full;
        c += vectors * full;
        rest -= vectors;
    }
}

}  // namespace

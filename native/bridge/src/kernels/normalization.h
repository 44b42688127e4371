// Batch normalization in training and the clamp behind it (ReLU, ReLU6), channels innermost: rows are positions. Values
// are floats of 32 or 16 bits, statistics and arithmetic always of 32.
#pragma once
#include <cstdint>

#include "element.h"

template <typename T>
struct NormalizationKernels {
    // Adds the sums of x - origin and of its square over rows [begin, end) to `totals` (2 * channels). `scratch` holds as many floats.
    void (*moments)(const T* x, const float* origin, int64_t channels, int64_t begin, int64_t end, float* scratch, double* totals);

    // y = min(max(x * factor + shift, lower), upper).
    void (*apply)(const T* x, const float* factor, const float* shift, float lower, float upper, int64_t channels, int64_t begin, int64_t end, T* y);

    // Adds the sums of g and of g * (x - mean), where g is the gradient that the clamp lets through, to `totals` (2 * channels).
    void (*sums)(const T* gradient, const T* x, const T* y, const float* mean, float lower, float upper, int64_t channels, int64_t begin,
                 int64_t end, float* scratch, double* totals);

    // The gradient of x: g * of_gradient + x * of_input + constant.
    void (*derive)(const T* gradient, const T* x, const T* y, const float* of_gradient, const float* of_input, const float* constant,
                   float lower, float upper, int64_t channels, int64_t begin, int64_t end, T* result);
};

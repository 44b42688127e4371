// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "normalization.h"

#include "vector.h"

namespace {

constexpr int64_t rows_in_float = 512;  // Rows that are added up in 32 bits before they go to a double.

inline void flush(float* scratch, int64_t count, double* totals) {
    for (int64_t k = 0; k < count; k++) {
        totals[k] += scratch[k];
        scratch[k] = 0;
    }
}

inline float pass(float gradient, float y, float lower, float upper) { return y > lower && y < upper ? gradient : 0.0f; }

template <typename T>
void moments(const T* x, const float* origin, int64_t channels, int64_t begin, int64_t end, float* scratch, double* totals) {
    for (int64_t k = 0; k < 2 * channels; k++) scratch[k] = 0;
    for (int64_t row = begin; row < end; row++) {
        const T* __restrict from = x + row * channels;
        float* __restrict sum = scratch;
        float* __restrict square = scratch + channels;
        for (int64_t c = 0; c < channels; c++) {
            const float value = widen(from[c]) - origin[c];
            sum[c] += value;
            square[c] += value * value;
        }
        if ((row - begin + 1) % rows_in_float == 0 || row + 1 == end) flush(scratch, 2 * channels, totals);
    }
}

template <typename T>
void apply(const T* x, const float* factor, const float* shift, float lower, float upper, int64_t channels, int64_t begin, int64_t end, T* y) {
    for (int64_t row = begin; row < end; row++) {
        const T* __restrict from = x + row * channels;
        T* __restrict to = y + row * channels;
        for (int64_t c = 0; c < channels; c++) {
            // In this order a value that is no number stays one: it must be found, not hidden.
            const float value = widen(from[c]) * factor[c] + shift[c];
            const float raised = value < lower ? lower : value;
            narrow(raised > upper ? upper : raised, to[c]);
        }
    }
}

template <typename T>
void sums(const T* gradient, const T* x, const T* y, const float* mean, float lower, float upper, int64_t channels, int64_t begin, int64_t end,
          float* scratch, double* totals) {
    for (int64_t k = 0; k < 2 * channels; k++) scratch[k] = 0;
    for (int64_t row = begin; row < end; row++) {
        const T* __restrict given = gradient + row * channels;
        const T* __restrict from = x + row * channels;
        const T* __restrict out = y + row * channels;
        float* __restrict sum = scratch;
        float* __restrict product = scratch + channels;
        for (int64_t c = 0; c < channels; c++) {
            const float g = pass(widen(given[c]), widen(out[c]), lower, upper);
            sum[c] += g;
            product[c] += g * (widen(from[c]) - mean[c]);
        }
        if ((row - begin + 1) % rows_in_float == 0 || row + 1 == end) flush(scratch, 2 * channels, totals);
    }
}

template <typename T>
void derive(const T* gradient, const T* x, const T* y, const float* of_gradient, const float* of_input, const float* constant, float lower,
            float upper, int64_t channels, int64_t begin, int64_t end, T* result) {
    for (int64_t row = begin; row < end; row++) {
        const T* __restrict given = gradient + row * channels;
        const T* __restrict from = x + row * channels;
        const T* __restrict out = y + row * channels;
        T* __restrict to = result + row * channels;
        for (int64_t c = 0; c < channels; c++) {
            const float g = pass(widen(given[c]), widen(out[c]), lower, upper);
            narrow(g * of_gradient[c] + widen(from[c]) * of_input[c] + constant[c], to[c]);
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const NormalizationKernels<float> normalization;
extern const NormalizationKernels<BrainFloat> normalization_brain;
const NormalizationKernels<float> normalization{moments, apply, sums, derive};
const NormalizationKernels<BrainFloat> normalization_brain{moments, apply, sums, derive};
}  // namespace PANOPTES_LEVEL

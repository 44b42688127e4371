// Depthwise convolutions of stride 1, forward and backward: in 32-bit floats in both layouts, in brain floats channels innermost. Weights
// and sums are always of 32 bits.
#pragma once
#include <cstdint>

#include "clamp.h"
#include "element.h"

struct DepthwiseShape {
    int64_t batch, channels, height, width;  // of the input
    int64_t out_height, out_width;
    int64_t kernel_height, kernel_width;
    int64_t pad_y, pad_x;    // may be negative: the input's edge is then cut off
    int64_t step_y, step_x;  // dilation
};

// Channels innermost.
template <typename T>
struct DepthwiseLastKernels {
    // Output rows [begin, end) of image n, clamped. `weights` are tap by tap, channels innermost; `bias` may be null.
    void (*forward)(const DepthwiseShape& s, const T* input, const float* weights, const float* bias, Clamp clamp, int64_t n, int64_t begin,
                    int64_t end, T* output);

    // Adds what output rows [begin, end) of image n give to the gradient of weights (tap by tap, channels innermost) and of the bias
    // behind them: (taps + 1) * channels numbers. `scratch` holds as many floats.
    void (*weights)(const DepthwiseShape& s, const T* gradient, const T* input, int64_t n, int64_t begin, int64_t end, float* scratch,
                    double* totals);
};

// The kernels of one level of the processor. None of them allocates or starts threads: the caller gives scratch memory and calls them for
// pieces of the work in parallel.
struct DepthwiseKernels {
    DepthwiseLastKernels<float> last_of_floats;
    DepthwiseLastKernels<BrainFloat> last_of_brain_floats;

    // Channels outermost: one plane. `weights` are one channel's taps.
    void (*forward_plane)(const DepthwiseShape& s, const float* input, const float* weights, float bias, float* scratch, float* output);

    // Adds one plane's share to the gradient of a channel's taps and of its bias behind them: taps + 1 numbers.
    void (*weights_plane)(const DepthwiseShape& s, const float* gradient, const float* input, float* scratch, double* totals);

    // Floats of scratch that the two kernels of planes need.
    int64_t (*plane_scratch)(const DepthwiseShape& s);
};

template <typename T>
inline const DepthwiseLastKernels<T>& last_of(const DepthwiseKernels& kernels) {
    if constexpr (sizeof(T) == sizeof(float)) {
        return kernels.last_of_floats;
    } else {
        return kernels.last_of_brain_floats;
    }
}

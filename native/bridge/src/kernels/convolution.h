// Convolutions of inference, channels innermost: bias and clamp (ReLU, ReLU6) are done while sums are in registers.
#pragma once
#include <cstdint>

#include "clamp.h"

struct ConvolutionShape {
    int64_t batch, height, width, inputs;
    int64_t out_height, out_width, outputs;
    int64_t kernel_height, kernel_width;
    int64_t stride_y, stride_x;
    int64_t pad_y, pad_x;
    int64_t step_y, step_x;  // dilation
    int64_t panel;           // columns of a panel of the weights: 16, 32 or 48
    int64_t panel_stride;    // numbers from a panel to the next

    int64_t taps() const { return kernel_height * kernel_width; }
};

// Weights lie in panels of so many outputs, the last one filled up with zeros: panel by panel, tap by tap, input by input, output by output.
struct ConvolutionKernels {
    // Output pixels [begin, end) of all images, clamped. `bias` has as many numbers as panels have columns, `zeros` as many zeros as there
    // are inputs. A sum is taken in the order of taps and inputs, whatever the pixels.
    void (*forward)(const ConvolutionShape& s, const float* x, const float* panels, const float* bias, const float* zeros, Clamp clamp,
                    int64_t begin, int64_t end, float* y);
};

constexpr int64_t most_convolution_taps = 64;      // A kernel's height times its width.
constexpr int64_t fewest_convolution_inputs = 8;

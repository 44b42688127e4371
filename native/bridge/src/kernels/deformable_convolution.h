// Modulated deformable convolution (Zhu et al. 2019, equation 1): the part of it that is no matrix product, forward and backward.
#pragma once
#include <cstdint>

struct DeformableConvolutionShape {
    int64_t channels, height, width;     // of the input
    int64_t out_width;
    int64_t kernel_height, kernel_width;
    int64_t stride[2], padding[2], dilation[2];  // down, across
};

// One image at a time: input (height, width, channels); offsets (positions, taps, 2) as pixels down and across; masks (positions, taps).
// Columns are (positions, taps, channels): what a position sees through every tap of the kernel. Positions are counted row by row, and
// columns from the first position on. Bilinear, zero outside.
struct DeformableConvolutionKernels {
    // Columns of positions [begin, end).
    void (*gather)(const DeformableConvolutionShape& s, const float* input, const float* offsets, const float* masks, int64_t first, int64_t begin,
                   int64_t end, float* columns);

    // The same, and the gradients of offsets and masks, from those of the columns.
    void (*backward_places)(const DeformableConvolutionShape& s, const float* input, const float* offsets, const float* masks, const float* of_columns,
                            int64_t first, int64_t begin, int64_t end, float* columns, float* of_offsets, float* of_masks);

    // Adds to the input's gradient in channels [begin, end), which nothing else writes to, what the columns of positions [first, last) give.
    void (*backward_input)(const DeformableConvolutionShape& s, const float* offsets, const float* masks, const float* of_columns, int64_t first,
                           int64_t last, int64_t begin, int64_t end, float* of_input);
};

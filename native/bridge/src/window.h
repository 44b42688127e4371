// Windows that slide over an image.
#pragma once
#include <cstdint>

constexpr int64_t farthest_tap = int64_t{1} << 24;  // Sizes computed from paddings, strides and dilations up to it cannot overflow.

// The positions of a window along an axis; less than 1 where it does not fit.
inline int64_t window_positions(int64_t size, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation) {
    return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
}

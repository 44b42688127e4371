// Which pixels the bins of a box see along one axis, in which shares (RoIAlign: torchvision's roi_align, whose arithmetic is kept).
#pragma once
#include <cstdint>
#include <vector>

#include "kernels/roi_align.h"

struct RoiSampling {
    int64_t bins;   // along this axis
    int64_t ratio;  // samples a bin; 0 or less: as many as a bin has pixels, rounded up
    int64_t size;   // of the map along this axis
    bool aligned;   // else a box is at least one pixel long
};

// Taps of groups 0, 1, ... as lists.
template <typename T>
struct TapLists {
    std::vector<int32_t> start, item;
    std::vector<T> weight;
};

template <typename T>
struct SampledAxis {
    int64_t bins = 0;
    std::vector<int64_t> pixels;  // ascending: a slot each
    TapLists<T> by_bin, by_slot;

    // Of a box from `low` to `high` in the map's pixels, whose first pixel is centered on 0. Both are finite.
    SampledAxis(const RoiSampling& s, T low, T high);
};

extern template struct SampledAxis<float>;
extern template struct SampledAxis<double>;

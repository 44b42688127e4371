// Non-maximum suppression: boxes against one box, many at once.
#pragma once
#include <cstdint>

// Boxes as five arrays, each with room for `nms_padding` more than there are.
struct NmsBoxes {
    const float *left, *top, *right, *bottom, *area;
};

constexpr int64_t nms_padding = 16;

struct NmsKernels {
    // Sets those of `gone` to all ones, from `first` up to `count`, whose intersection with box `chosen` is above `limit` of their union.
    // What lies behind `count` in the padding may be set too.
    void (*sweep)(const NmsBoxes& boxes, int64_t chosen, int64_t first, int64_t count, float limit, int32_t* gone);
};

// RoIAlign (He et al. 2017, "Mask R-CNN", section 3) as two sums: bilinear samples lie on a grid, so that what a bin takes of a pixel is
// what its row of bins takes of the pixel's row times what its column of bins takes of the pixel's column. A map's row is looked at once a
// row of bins, however many samples a bin has.
#pragma once
#include <cstdint>

// Weighted sums: group g takes weight[k] of item[k] for k from start[g] up to start[g + 1].
struct RoiTaps {
    const int32_t* start;
    const int32_t* item;
    const float* weight;
};

// Pixels that the bins of a box see along one axis, counted as slots 0, 1, ...
struct RoiAxis {
    int64_t bins, slots;
    const int64_t* place;  // of a slot's pixels from the map's first, in floats
    RoiTaps by_bin;        // groups are bins, items slots
    RoiTaps by_slot;       // groups are slots, items bins
};

// Some channels of one box; maps (height, width, channels) and bins (rows, columns, channels) have channels innermost. Bins lie `pitch`
// floats apart.
struct RoiAlignKernels {
    // `scratch` holds as many floats as there are slots across, times the channels.
    void (*forward)(const RoiAxis& down, const RoiAxis& across, int64_t channels, const float* map, float* scratch, float* bins,
                    int64_t pitch);

    // Adds to the map's gradient. `scratch` holds as many floats as there are slots across, times the rows of bins, times the channels.
    void (*backward)(const RoiAxis& down, const RoiAxis& across, int64_t channels, const float* bins, int64_t pitch, float* scratch,
                     float* of_map);
};

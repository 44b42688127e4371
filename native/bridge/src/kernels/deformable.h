// Multi-scale deformable attention's sampling core (Zhu et al. 2021, equation 2), forward and backward.
#pragma once
#include <cstdint>

constexpr int64_t deformable_levels = 8;  // The most levels that the kernels take.

struct DeformableShape {
    int64_t batch, heads, channels;       // channels of one head
    int64_t positions, queries, points;   // positions of all levels together; points of one level
    int64_t levels;
    int64_t height[deformable_levels], width[deformable_levels], start[deformable_levels];
};

// Values are (batch, positions, heads, channels), as floats or as the upper halves of floats (bfloat16); locations (batch, queries, heads,
// levels, points, 2) are x, y from 0 to 1 of a level; weights (batch, queries, heads, levels, points). Bilinear, zero outside.
struct DeformableKernels {
    // Queries [begin, end) of image n: output (batch, queries, heads, channels).
    void (*forward)(const DeformableShape& s, const float* value, const float* locations, const float* weights, int64_t n, int64_t begin,
                    int64_t end, float* output);
    void (*forward_half)(const DeformableShape& s, const uint16_t* value, const float* locations, const float* weights, int64_t n, int64_t begin,
                         int64_t end, float* output);

    // Of so many queries: locations and weights from reference points (queries, levels, 2), from what queries move from them in positions of
    // a level (queries, heads, levels, points, 2), and from logits (queries, heads, levels * points).
    void (*prepare)(const DeformableShape& s, const float* references, const float* moves, const float* logits, int64_t queries, float* locations,
                    float* weights);

    // Head h of image n: writes the gradients of its locations and weights, and adds to that of its values, which nothing else writes to.
    void (*backward)(const DeformableShape& s, const float* gradient, const float* value, const float* locations, const float* weights, int64_t n,
                     int64_t h, float* of_value, float* of_locations, float* of_weights);
    void (*backward_half)(const DeformableShape& s, const float* gradient, const uint16_t* value, const float* locations, const float* weights,
                          int64_t n, int64_t h, float* of_value, float* of_locations, float* of_weights);
};

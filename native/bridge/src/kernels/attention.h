// Attention (Vaswani et al. 2017) of several heads, forward and backward, without ever holding all scores: keys pass block by block, and
// sums follow the greatest score so far (Milakov and Gimelshein 2018; Dao et al. 2022).
#pragma once
#include <cstdint>

// Numbers from one image, head and token to the next; a token's channels follow each other.
struct AttentionSteps {
    int64_t image, head, token;

    int64_t at(int64_t n, int64_t h) const { return n * image + h * head; }
};

struct AttentionShape {
    int64_t batch, heads, queries, keys;
    int64_t channels, value_channels;  // of one head, multiples of AttentionKernels::channels
    AttentionSteps query, key, value, output;
    AttentionSteps mask;  // A token is a key: a byte for every query, not 0 where it may look, filled up to a multiple of the panel.
    float scale;
};

struct AttentionGradients {
    float *query, *key, *value;
    AttentionSteps query_steps, key_steps, value_steps;
};

struct AttentionKernels {
    int64_t channels;  // Channels are multiples of it.
    int64_t panel;     // Queries that are answered at once.
    int64_t (*scratch)(const AttentionShape& s);  // Numbers that each of those below needs to write to.

    // Queries [first, first + panel) of head h of image n. `logs` (batch, heads, queries) gets the logarithm of every query's sum of
    // exponentials, or is null. A query that may look nowhere gives not-a-number.
    void (*forward)(const AttentionShape& s, const float* query, const float* key, const float* value, const uint8_t* mask, int64_t n, int64_t h,
                    int64_t first, float* scratch, float* output, float* logs);

    // Head h of image n. `gradient` lies as `output` does. Gradients of keys and values are added to.
    void (*backward)(const AttentionShape& s, const float* query, const float* key, const float* value, const uint8_t* mask, const float* output,
                     const float* logs, const float* gradient, int64_t n, int64_t h, float* scratch, const AttentionGradients& to);
};

// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "convolution.h"

#include "vector.h"

namespace {

constexpr int64_t block_pixels = 96;
constexpr int64_t block_inputs = 512;  // Of a panel, 96 KiB: they stay in the second cache while a block's pixels pass.

// Inputs of one tap that follow each other.
struct Run {
    int64_t tap, input, count;
};

// A part of all taps and inputs.
struct Block {
    Run runs[block_inputs / fewest_convolution_inputs + 1];
    int64_t count = 0;
    bool is_first = false, is_last = false;
};

// One block of inputs for a few pixels and the columns from one on.
struct Piece {
    const float* const* sources;  // Of every tap block_pixels pixels: where the first one's inputs lie.
    const float* panel;
    int64_t panel_width;
    const float* bias;
    float* y;
    int64_t outputs;
    int64_t columns;  // that exist
};

template <int W>
inline void load_row(const float* from, int64_t columns, Vector<full> (&to)[W]) {
    if (columns >= W * full) {
#pragma GCC unroll 3
        for (int w = 0; w < W; w++) to[w] = load<full>(from + w * full);
        return;
    }
    float whole[W * full] = {};
    for (int64_t c = 0; c < columns; c++) whole[c] = from[c];
    for (int w = 0; w < W; w++) to[w] = load<full>(whole + w * full);
}

template <int W>
inline void store_row(float* to, int64_t columns, const Vector<full> (&from)[W]) {
    if (columns >= W * full) {
#pragma GCC unroll 3
        for (int w = 0; w < W; w++) store<full>(to + w * full, from[w]);
        return;
    }
    float whole[W * full];
    for (int w = 0; w < W; w++) store<full>(whole + w * full, from[w]);
    for (int64_t c = 0; c < columns; c++) to[c] = whole[c];
}

template <int R, int W>
void tile(const Piece& p, const Block& block, const Clamp& clamp) {
    Vector<full> sum[R][W];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
        if (block.is_first) {
#pragma GCC unroll 3
            for (int w = 0; w < W; w++) sum[r][w] = load<full>(p.bias + w * full);
        } else {
            load_row<W>(p.y + r * p.outputs, p.columns, sum[r]);
        }
    }
    const float* weights = p.panel;
    for (int64_t k = 0; k < block.count; k++) {
        const Run& run = block.runs[k];
        const float* x[R];
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) x[r] = p.sources[run.tap * block_pixels + r] + run.input;
        for (int64_t i = 0; i < run.count; i++) {
            Vector<full> factor[W];
#pragma GCC unroll 3
            for (int w = 0; w < W; w++) factor[w] = load<full>(weights + w * full);
#pragma GCC unroll 8
            for (int r = 0; r < R; r++) {
                const float value = x[r][i];
#pragma GCC unroll 3
                for (int w = 0; w < W; w++) sum[r][w] += value * factor[w];
            }
            weights += p.panel_width;
        }
    }
    if (block.is_last) {
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 3
            for (int w = 0; w < W; w++) sum[r][w] = clamped<full>(sum[r][w], clamp);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) store_row<W>(p.y + r * p.outputs, p.columns, sum[r]);
}

template <int W>
void pixels_of(Piece p, int64_t pixels, const Block& block, const Clamp& clamp) {
    const auto advance = [&](int64_t count) {
        p.sources += count;
        p.y += count * p.outputs;
        pixels -= count;
    };
    while (pixels >= most_rows) tile<most_rows, W>(p, block, clamp), advance(most_rows);
    while (pixels >= 2) tile<2, W>(p, block, clamp), advance(2);
    if (pixels > 0) tile<1, W>(p, block, clamp);
}

void panel_of(Piece p, int64_t pixels, const Block& block, const Clamp& clamp) {
    for (int64_t column = 0; column < p.panel_width && p.columns > 0;) {
        // The last panel's columns that were filled up are left out as far as whole vectors are.
        const int64_t vectors = least(least(p.panel_width - column, p.columns + full - 1) / full, most_vectors);
        if (vectors >= most_vectors) {
            pixels_of<most_vectors>(p, pixels, block, clamp);
        } else if (vectors == 2) {
            pixels_of<2>(p, pixels, block, clamp);
        } else {
            pixels_of<1>(p, pixels, block, clamp);
        }
        const int64_t done = vectors * full;
        p.panel += done;
        p.bias += done;
        p.y += done;
        p.columns -= done;
        column += done;
    }
}

// Where the inputs of every tap lie for `pixels` output pixels from one on; outside of the image they are zeros.
void find_sources(const ConvolutionShape& s, const float* x, const float* zeros, int64_t begin, int64_t pixels, const float** sources) {
    for (int64_t k = 0; k < pixels; k++) {
        const int64_t pixel = begin + k, column = pixel % s.out_width, line = pixel / s.out_width;
        const int64_t top = line % s.out_height * s.stride_y - s.pad_y, left = column * s.stride_x - s.pad_x;
        const float* image = x + line / s.out_height * s.height * s.width * s.inputs;
        for (int64_t ky = 0; ky < s.kernel_height; ky++) {
            for (int64_t kx = 0; kx < s.kernel_width; kx++) {
                const int64_t row = top + ky * s.step_y, place = left + kx * s.step_x;
                const bool is_inside = row >= 0 && row < s.height && place >= 0 && place < s.width;
                sources[(ky * s.kernel_width + kx) * block_pixels + k] = is_inside ? image + (row * s.width + place) * s.inputs : zeros;
            }
        }
    }
}

// The next block of taps and inputs; `tap` and `input` move on to what follows it.
Block next_block(const ConvolutionShape& s, int64_t& tap, int64_t& input) {
    Block block;
    block.is_first = tap == 0 && input == 0;
    for (int64_t room = block_inputs; room > 0 && tap < s.taps();) {
        const int64_t count = least(room, s.inputs - input);
        // A few inputs of a tap that would fill the block up wait for the next one.
        if (count < fewest_convolution_inputs && count < s.inputs - input) break;
        block.runs[block.count++] = {tap, input, count};
        room -= count;
        input += count;
        if (input == s.inputs) tap++, input = 0;
    }
    block.is_last = tap == s.taps();
    return block;
}

void forward(const ConvolutionShape& s, const float* x, const float* panels, const float* bias, const float* zeros, Clamp clamp, int64_t begin,
             int64_t end, float* y) {
    const float* sources[most_convolution_taps * block_pixels];
    for (int64_t pixel = begin; pixel < end; pixel += block_pixels) {
        const int64_t pixels = least(block_pixels, end - pixel);
        find_sources(s, x, zeros, pixel, pixels, sources);
        for (int64_t tap = 0, input = 0; tap < s.taps();) {
            const int64_t done = tap * s.inputs + input;
            const auto block = next_block(s, tap, input);
            for (int64_t column = 0; column < s.outputs; column += s.panel) {
                const float* panel = panels + column / s.panel * s.panel_stride + done * s.panel;
                panel_of({sources, panel, s.panel, bias + column, y + pixel * s.outputs + column, s.outputs, s.outputs - column}, pixels, block,
                         clamp);
            }
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const ConvolutionKernels convolution;
const ConvolutionKernels convolution{forward};
}  // namespace PANOPTES_LEVEL

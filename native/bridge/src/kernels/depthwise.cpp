// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "depthwise.h"

#include "vector.h"

namespace {

constexpr int strip = 8;                      // Pixels whose sums are in registers at once.
constexpr int64_t products_in_float = 2048;   // Products that are added up in 32 bits before they go to a double.
constexpr int64_t band_floats = 24 << 10;     // Padded rows of a plane that are worked on at once: they fit the second cache.

// The part [begin, end) of a kernel's taps along one axis that meets the input for an output position.
struct Taps {
    int64_t begin, end;
};

inline Taps meeting(int64_t position, int64_t pad, int64_t step, int64_t taps, int64_t size) {
    const int64_t first = position - pad;  // Where tap 0 reads.
    const int64_t begin = first >= 0 ? 0 : (-first + step - 1) / step;
    const int64_t end = first >= size ? 0 : least(taps, (size - 1 - first) / step + 1);
    return {begin, most(begin, end)};
}

// Where all taps meet the input: output positions [begin, end) of an axis.
inline Taps inside(int64_t pad, int64_t step, int64_t taps, int64_t size, int64_t out) {
    const int64_t begin = least(most(pad, 0), out);
    return {begin, most(begin, least(out, size + pad - (taps - 1) * step))};
}

// Output rows [begin, end) for a strip of P pixels from x on, whose taps [x_taps) all meet the input.
template <int P, typename T>
struct ForwardStrip {
    const DepthwiseShape& s;
    const T* image;
    const float* weights;
    const float* bias;
    const Clamp& clamp;
    int64_t x;
    Taps x_taps;
    int64_t y;
    Taps y_taps;
    T* output;

    template <int N>
    void run(int64_t c) const {
        const int64_t channels = s.channels;
        Vector<N> sum[P];
        const auto start = bias != nullptr ? load<N>(bias + c) : Vector<N>{};
#pragma GCC unroll 8
        for (int p = 0; p < P; p++) sum[p] = start;
        for (int64_t ky = y_taps.begin; ky < y_taps.end; ky++) {
            const T* from = image + ((y - s.pad_y + ky * s.step_y) * s.width + x - s.pad_x + x_taps.begin * s.step_x) * channels + c;
            const float* weight = weights + (ky * s.kernel_width + x_taps.begin) * channels + c;
            for (int64_t kx = x_taps.begin; kx < x_taps.end; kx++) {
                const auto factor = load<N>(weight);
#pragma GCC unroll 8
                for (int p = 0; p < P; p++) sum[p] += factor * load<N>(from + p * channels);
                from += s.step_x * channels;
                weight += channels;
            }
        }
        T* to = output + (y * s.out_width + x) * channels + c;
#pragma GCC unroll 8
        for (int p = 0; p < P; p++) store<N>(to + p * channels, clamped<N>(sum[p], clamp));
    }
};

template <int P, typename T>
void forward_strip(const DepthwiseShape& s, const T* image, const float* weights, const float* bias, const Clamp& clamp, int64_t x,
                   Taps x_taps, int64_t begin, int64_t end, T* output) {
    for (int64_t y = begin; y < end; y++) {
        const auto y_taps = meeting(y, s.pad_y, s.step_y, s.kernel_height, s.height);
        for_lanes(s.channels, ForwardStrip<P, T>{s, image, weights, bias, clamp, x, x_taps, y, y_taps, output});
    }
}

// A strip at a time all the way down: the rows that a tall kernel reads again are still in the first cache.
template <typename T>
void forward_last(const DepthwiseShape& s, const T* input, const float* weights, const float* bias, Clamp clamp, int64_t n, int64_t begin,
                  int64_t end, T* output) {
    const T* image = input + n * s.height * s.width * s.channels;
    T* to = output + n * s.out_height * s.out_width * s.channels;
    const auto middle = inside(s.pad_x, s.step_x, s.kernel_width, s.width, s.out_width);
    for (int64_t x = 0; x < s.out_width;) {
        if (x >= middle.begin && x + strip <= middle.end) {
            forward_strip<strip, T>(s, image, weights, bias, clamp, x, {0, s.kernel_width}, begin, end, to);
            x += strip;
        } else {
            forward_strip<1, T>(s, image, weights, bias, clamp, x, meeting(x, s.pad_x, s.step_x, s.kernel_width, s.width), begin, end, to);
            x++;
        }
    }
}

template <int P, typename T>
struct WeightsStrip {
    const DepthwiseShape& s;
    const T* gradient;
    const T* image;
    int64_t x;
    Taps x_taps;
    int64_t y;
    Taps y_taps;
    float* sums;

    template <int N>
    void run(int64_t c) const {
        const int64_t channels = s.channels;
        const T* given = gradient + (y * s.out_width + x) * channels + c;
        Vector<N> factor[P];
#pragma GCC unroll 8
        for (int p = 0; p < P; p++) factor[p] = load<N>(given + p * channels);
        for (int64_t ky = y_taps.begin; ky < y_taps.end; ky++) {
            const T* from = image + ((y - s.pad_y + ky * s.step_y) * s.width + x - s.pad_x + x_taps.begin * s.step_x) * channels + c;
            float* sum = sums + (ky * s.kernel_width + x_taps.begin) * channels + c;
            for (int64_t kx = x_taps.begin; kx < x_taps.end; kx++) {
                auto total = load<N>(sum);
#pragma GCC unroll 8
                for (int p = 0; p < P; p++) total += factor[p] * load<N>(from + p * channels);
                store<N>(sum, total);
                from += s.step_x * channels;
                sum += channels;
            }
        }
        float* bias = sums + s.kernel_height * s.kernel_width * channels + c;
        auto total = load<N>(bias);
#pragma GCC unroll 8
        for (int p = 0; p < P; p++) total += factor[p];
        store<N>(bias, total);
    }
};

template <int P, typename T>
void weights_strip(const DepthwiseShape& s, const T* gradient, const T* image, int64_t x, Taps x_taps, int64_t begin, int64_t end,
                   float* sums) {
    for (int64_t y = begin; y < end; y++) {
        const auto y_taps = meeting(y, s.pad_y, s.step_y, s.kernel_height, s.height);
        for_lanes(s.channels, WeightsStrip<P, T>{s, gradient, image, x, x_taps, y, y_taps, sums});
    }
}

template <typename T>
void weights_last(const DepthwiseShape& s, const T* gradient, const T* input, int64_t n, int64_t begin, int64_t end, float* scratch,
                  double* totals) {
    const T* given = gradient + n * s.out_height * s.out_width * s.channels;
    const T* image = input + n * s.height * s.width * s.channels;
    const int64_t count = (s.kernel_height * s.kernel_width + 1) * s.channels;
    const auto middle = inside(s.pad_x, s.step_x, s.kernel_width, s.width, s.out_width);
    for (int64_t k = 0; k < count; k++) scratch[k] = 0;
    int64_t products = 0;
    for (int64_t x = 0; x < s.out_width;) {
        int64_t pixels = 1;
        if (x >= middle.begin && x + strip <= middle.end) {
            weights_strip<strip, T>(s, given, image, x, {0, s.kernel_width}, begin, end, scratch);
            pixels = strip;
        } else {
            weights_strip<1, T>(s, given, image, x, meeting(x, s.pad_x, s.step_x, s.kernel_width, s.width), begin, end, scratch);
        }
        x += pixels;
        products += pixels * (end - begin);
        if (products >= products_in_float || x >= s.out_width) {
            for (int64_t k = 0; k < count; k++) {
                totals[k] += scratch[k];
                scratch[k] = 0;
            }
            products = 0;
        }
    }
}

inline int64_t round_up(int64_t value) { return (value + full - 1) / full * full; }

// Floats of one padded row: what the last, perhaps partly used, vector of an output row reads is there.
inline int64_t padded_width(const DepthwiseShape& s) { return round_up(s.out_width) + (s.kernel_width - 1) * s.step_x; }

// Output rows whose padded input rows fit a band.
inline int64_t band_rows(const DepthwiseShape& s) {
    return most(1, least(s.out_height, band_floats / padded_width(s) - (s.kernel_height - 1) * s.step_y));
}

int64_t plane_scratch(const DepthwiseShape& s) {
    const int64_t rows = band_rows(s);
    return (rows + (s.kernel_height - 1) * s.step_y) * padded_width(s) + rows * round_up(s.out_width);
}

// Rows [begin, begin + rows) of a plane, counted from its first padded row, with zeros around.
void pad(const float* plane, int64_t height, int64_t width, int64_t pad_y, int64_t pad_x, int64_t begin, int64_t rows, int64_t padded, float* to) {
    const int64_t left = least(most(pad_x, 0), padded);
    const int64_t first = most(-pad_x, 0);
    const int64_t copied = most(0, least(width - first, padded - left));
    for (int64_t row = 0; row < rows; row++, to += padded) {
        const int64_t y = begin + row - pad_y;
        if (y < 0 || y >= height || copied == 0) {
            __builtin_memset(to, 0, padded * sizeof(float));
            continue;
        }
        __builtin_memset(to, 0, left * sizeof(float));
        __builtin_memcpy(to + left, plane + y * width + first, copied * sizeof(float));
        __builtin_memset(to + left + copied, 0, (padded - left - copied) * sizeof(float));
    }
}

// V vectors of an output row.
template <int V>
inline void forward_row(const DepthwiseShape& s, const float* padded, int64_t padded_row, const float* weights, float bias, float* to, int64_t left) {
    Vector<full> sum[V];
#pragma GCC unroll 4
    for (int v = 0; v < V; v++) sum[v] = Vector<full>{} + bias;
    for (int64_t ky = 0; ky < s.kernel_height; ky++) {
        const float* from = padded + ky * s.step_y * padded_row;
        for (int64_t kx = 0; kx < s.kernel_width; kx++) {
            const float factor = weights[ky * s.kernel_width + kx];
#pragma GCC unroll 4
            for (int v = 0; v < V; v++) sum[v] += factor * load<full>(from + kx * s.step_x + v * full);
        }
    }
#pragma GCC unroll 4
    for (int v = 0; v < V; v++) {
        const int64_t count = least(full, left - v * full);
        if (count == full) store<full>(to + v * full, sum[v]);
        else __builtin_memcpy(to + v * full, &sum[v], count * sizeof(float));
    }
}

void forward_plane(const DepthwiseShape& s, const float* input, const float* weights, float bias, float* scratch, float* output) {
    const int64_t padded = padded_width(s);
    const int64_t rows = band_rows(s);
    const int64_t reach = (s.kernel_height - 1) * s.step_y;
    for (int64_t band = 0; band < s.out_height; band += rows) {
        const int64_t count = least(rows, s.out_height - band);
        pad(input, s.height, s.width, s.pad_y, s.pad_x, band, count + reach, padded, scratch);
        for (int64_t y = 0; y < count; y++) {
            const float* from = scratch + y * padded;
            float* to = output + (band + y) * s.out_width;
            int64_t x = 0;
            for (; x + 3 * full < s.out_width; x += 4 * full) forward_row<4>(s, from + x, padded, weights, bias, to + x, s.out_width - x);
            for (; x < s.out_width; x += full) forward_row<1>(s, from + x, padded, weights, bias, to + x, s.out_width - x);
        }
    }
}

// T neighboring taps of one kernel row.
template <int T>
inline void weights_taps(const DepthwiseShape& s, const float* gradient, int64_t gradient_row, const float* padded, int64_t padded_row, int64_t rows,
                         double* totals) {
    for (int64_t y = 0; y < rows; y++) {
        Vector<full> sum[T] = {};
        const float* from = padded + y * padded_row;
        const float* given = gradient + y * gradient_row;
        for (int64_t x = 0; x < gradient_row; x += full) {
            const auto factor = load<full>(given + x);
#pragma GCC unroll 8
            for (int t = 0; t < T; t++) sum[t] += factor * load<full>(from + x + t * s.step_x);
        }
        for (int t = 0; t < T; t++) totals[t] += sum_of<full>(sum[t]);
    }
}

void weights_plane(const DepthwiseShape& s, const float* gradient, const float* input, float* scratch, double* totals) {
    const int64_t padded = padded_width(s);
    const int64_t rows = band_rows(s);
    const int64_t reach = (s.kernel_height - 1) * s.step_y;
    const int64_t gradient_row = round_up(s.out_width);
    float* given = scratch + (rows + reach) * padded;
    for (int64_t band = 0; band < s.out_height; band += rows) {
        const int64_t count = least(rows, s.out_height - band);
        pad(input, s.height, s.width, s.pad_y, s.pad_x, band, count + reach, padded, scratch);
        pad(gradient, s.out_height, s.out_width, 0, 0, band, count, gradient_row, given);
        for (int64_t ky = 0; ky < s.kernel_height; ky++) {
            const float* from = scratch + ky * s.step_y * padded;
            double* to = totals + ky * s.kernel_width;
            int64_t kx = 0;
            for (; kx + 8 <= s.kernel_width; kx += 8) weights_taps<8>(s, given, gradient_row, from + kx * s.step_x, padded, count, to + kx);
            for (; kx + 3 <= s.kernel_width; kx += 3) weights_taps<3>(s, given, gradient_row, from + kx * s.step_x, padded, count, to + kx);
            for (; kx < s.kernel_width; kx++) weights_taps<1>(s, given, gradient_row, from + kx * s.step_x, padded, count, to + kx);
        }
        double& bias = totals[s.kernel_height * s.kernel_width];
        for (int64_t y = 0; y < count; y++) {
            Vector<full> sum{};
            for (int64_t x = 0; x < gradient_row; x += full) sum += load<full>(given + y * gradient_row + x);
            bias += sum_of<full>(sum);
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const DepthwiseKernels depthwise;
const DepthwiseKernels depthwise{
    {forward_last, weights_last}, {forward_last, weights_last}, forward_plane, weights_plane, plane_scratch};
}  // namespace PANOPTES_LEVEL

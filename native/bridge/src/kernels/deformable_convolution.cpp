// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "deformable_convolution.h"

#include "vector.h"

namespace {

// Where one tap looks: its four neighbors (in channels from the image's first value) and how much of each it takes.
struct Look {
    int64_t at[4];
    float part[4];   // 0 for a neighbor outside the image
    bool inside[4];
    float x, y;      // between the neighbors, from 0 to 1
};

// An offset that is no number gives parts that are none: it must be found, not hidden.
inline Look look(const DeformableConvolutionShape& s, const float* offset, int64_t position, int64_t tap) {
    const int64_t row = position / s.out_width * s.stride[0] - s.padding[0] + tap / s.kernel_width * s.dilation[0];
    const int64_t column = position % s.out_width * s.stride[1] - s.padding[1] + tap % s.kernel_width * s.dilation[1];
    const float y = static_cast<float>(row) + offset[0], x = static_cast<float>(column) + offset[1];
    const float top = __builtin_floorf(y), left = __builtin_floorf(x);
    Look found;
    found.x = x - left;
    found.y = y - top;
    const bool is_near = left >= -1 && left < static_cast<float>(s.width) && top >= -1 && top < static_cast<float>(s.height);
    const int64_t across = is_near ? static_cast<int64_t>(left) : -2, down = is_near ? static_cast<int64_t>(top) : -2;
    const float shares[4] = {(1 - found.y) * (1 - found.x), (1 - found.y) * found.x, found.y * (1 - found.x), found.y * found.x};
    for (int k = 0; k < 4; k++) {
        const int64_t c = across + (k & 1), r = down + (k >> 1);
        const bool inside = c >= 0 && c < s.width && r >= 0 && r < s.height;
        found.inside[k] = inside;
        found.at[k] = inside ? (r * s.width + c) * s.channels : 0;
        found.part[k] = inside ? shares[k] : shares[k] - shares[k];
    }
    return found;
}

// The sum of a vector's elements, by halves.
template <int N>
inline float halved_sum(const Vector<N>& value) {
    if constexpr (N == 1) {
        return value[0];
    } else {
        Vector<N / 2> low, high;
        __builtin_memcpy(&low, &value, sizeof(low));
        __builtin_memcpy(&high, reinterpret_cast<const char*>(&value) + sizeof(low), sizeof(high));
        return halved_sum<N / 2>(low + high);
    }
}

struct Fetch {
    const float* input;
    const Look& found;
    const float* part;
    float* column;

    template <int N>
    void run(int64_t c) const {
        auto sum = part[0] * load<N>(input + found.at[0] + c);
        for (int k = 1; k < 4; k++) sum += part[k] * load<N>(input + found.at[k] + c);
        store<N>(column + c, sum);
    }
};

inline void fetch(const DeformableConvolutionShape& s, const float* input, const Look& found, float mask, float* column) {
    const float part[4] = {mask * found.part[0], mask * found.part[1], mask * found.part[2], mask * found.part[3]};
    for_lanes(s.channels, Fetch{input, found, part, column});
}

void gather(const DeformableConvolutionShape& s, const float* input, const float* offsets, const float* masks, int64_t first, int64_t begin, int64_t end,
            float* columns) {
    const int64_t taps = s.kernel_height * s.kernel_width;
    for (int64_t p = begin; p < end; p++) {
        for (int64_t tap = 0; tap < taps; tap++) {
            const int64_t place = p * taps + tap;
            fetch(s, input, look(s, offsets + 2 * place, p, tap), masks[place], columns + ((p - first) * taps + tap) * s.channels);
        }
    }
}

// Products of a column's gradient with the four neighbors: full vectors are added up and folded once.
inline void products_with(const float* gradient, const float* input, const Look& found, int64_t channels, float* products) {
    Vector<full> sums[4] = {};
    int64_t c = 0;
    for (; c + full <= channels; c += full) {
        const auto g = load<full>(gradient + c);
        for (int k = 0; k < 4; k++) sums[k] += g * load<full>(input + found.at[k] + c);
    }
    for (int k = 0; k < 4; k++) products[k] = halved_sum<full>(sums[k]);
    for (; c < channels; c++) {
        for (int k = 0; k < 4; k++) products[k] += gradient[c] * input[found.at[k] + c];
    }
    for (int k = 0; k < 4; k++) {
        if (!found.inside[k]) products[k] = 0;
    }
}

void backward_places(const DeformableConvolutionShape& s, const float* input, const float* offsets, const float* masks, const float* of_columns,
                     int64_t first, int64_t begin, int64_t end, float* columns, float* of_offsets, float* of_masks) {
    const int64_t taps = s.kernel_height * s.kernel_width;
    for (int64_t p = begin; p < end; p++) {
        for (int64_t tap = 0; tap < taps; tap++) {
            const int64_t place = p * taps + tap, column = ((p - first) * taps + tap) * s.channels;
            const auto found = look(s, offsets + 2 * place, p, tap);
            float products[4];
            products_with(of_columns + column, input, found, s.channels, products);
            fetch(s, input, found, masks[place], columns + column);
            float sum = 0;
            for (int k = 0; k < 4; k++) sum += found.part[k] * products[k];
            of_masks[place] = sum;
            of_offsets[2 * place] = masks[place] * ((1 - found.x) * (products[2] - products[0]) + found.x * (products[3] - products[1]));
            of_offsets[2 * place + 1] = masks[place] * ((1 - found.y) * (products[1] - products[0]) + found.y * (products[3] - products[2]));
        }
    }
}

struct Give {
    const float* gradient;
    float part;
    float* to;

    template <int N>
    void run(int64_t c) const {
        store<N>(to + c, load<N>(to + c) + part * load<N>(gradient + c));
    }
};

void backward_input(const DeformableConvolutionShape& s, const float* offsets, const float* masks, const float* of_columns, int64_t first, int64_t last,
                    int64_t begin, int64_t end, float* of_input) {
    const int64_t taps = s.kernel_height * s.kernel_width;
    for (int64_t p = first; p < last; p++) {
        for (int64_t tap = 0; tap < taps; tap++) {
            const int64_t place = p * taps + tap, column = ((p - first) * taps + tap) * s.channels;
            const auto found = look(s, offsets + 2 * place, p, tap);
            for (int k = 0; k < 4; k++) {
                if (found.inside[k]) {
                    for_lanes(end - begin, Give{of_columns + column + begin, masks[place] * found.part[k], of_input + found.at[k] + begin});
                }
            }
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const DeformableConvolutionKernels deformable_convolution;
const DeformableConvolutionKernels deformable_convolution{gather, backward_places, backward_input};
}  // namespace PANOPTES_LEVEL

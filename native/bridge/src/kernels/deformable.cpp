// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "deformable.h"

#include "vector.h"

namespace {

// One sampled point: where its four neighbors are (in channels from the head's first value) and how much of each it takes.
struct Point {
    int64_t at[4];
    float part[4];   // 0 for a neighbor outside the map
    bool inside[4];
    float x, y;      // between the neighbors, from 0 to 1
};

inline float floor_of(float x) { return __builtin_floorf(x); }

// A location that is no number gives parts that are none: it must be found, not hidden.
inline Point locate(const DeformableShape& s, int64_t level, float across, float down) {
    const int64_t width = s.width[level], height = s.height[level];
    const float x = across * static_cast<float>(width) - 0.5f, y = down * static_cast<float>(height) - 0.5f;
    const float left = floor_of(x), top = floor_of(y);
    Point point;
    point.x = x - left;
    point.y = y - top;
    const bool is_near = left >= -1 && left < static_cast<float>(width) && top >= -1 && top < static_cast<float>(height);
    const int64_t column = is_near ? static_cast<int64_t>(left) : -2, row = is_near ? static_cast<int64_t>(top) : -2;
    const float shares[4] = {(1 - point.y) * (1 - point.x), (1 - point.y) * point.x, point.y * (1 - point.x), point.y * point.x};
    for (int k = 0; k < 4; k++) {
        const int64_t c = column + (k & 1), r = row + (k >> 1);
        const bool inside = c >= 0 && c < width && r >= 0 && r < height;
        point.inside[k] = inside;
        point.at[k] = inside ? (s.start[level] + r * width + c) * s.heads * s.channels : 0;
        point.part[k] = inside ? shares[k] : shares[k] - shares[k];
    }
    return point;
}

template <int N>
inline Vector<N> values_at(const float* from) {
    return load<N>(from);
}

template <int N>
inline Vector<N> values_at(const uint16_t* from) {
    uint32_t bits[N];
    for (int k = 0; k < N; k++) bits[k] = static_cast<uint32_t>(from[k]) << 16;
    Vector<N> value;
    __builtin_memcpy(&value, bits, sizeof(value));
    return value;
}

// The sum of a vector's elements, by halves.
template <int N>
inline float folded(const Vector<N>& value) {
    if constexpr (N == 1) {
        return value[0];
    } else {
        Vector<N / 2> low, high;
        __builtin_memcpy(&low, &value, sizeof(low));
        __builtin_memcpy(&high, reinterpret_cast<const char*>(&value) + sizeof(low), sizeof(high));
        return folded<N / 2>(low + high);
    }
}

constexpr int64_t most_taps = 256;  // Neighbors whose places are kept at once: those of 64 points.

template <typename Element>
struct Gather {
    const Element* value;
    const int64_t* at;
    const float* part;
    int64_t taps;
    bool is_first;
    float* output;

    template <int N>
    void run(int64_t c) const {
        auto sum = is_first ? Vector<N>{} : load<N>(output + c);
        for (int64_t k = 0; k < taps; k++) sum += part[k] * values_at<N>(value + at[k] + c);
        store<N>(output + c, sum);
    }
};

// Two full vectors at once hide the latency of the sums.
template <typename Element>
inline void gather(const Gather<Element>& g, int64_t channels) {
    if (channels == 2 * full) {
        auto low = g.is_first ? Vector<full>{} : load<full>(g.output), high = g.is_first ? Vector<full>{} : load<full>(g.output + full);
        for (int64_t k = 0; k < g.taps; k++) {
            low += g.part[k] * values_at<full>(g.value + g.at[k]);
            high += g.part[k] * values_at<full>(g.value + g.at[k] + full);
        }
        store<full>(g.output, low);
        store<full>(g.output + full, high);
    } else {
        for_lanes(channels, g);
    }
}

template <typename Element>
void forward_of(const DeformableShape& s, const Element* value, const float* locations, const float* weights, int64_t n, int64_t begin, int64_t end,
                float* output) {
    const int64_t each = s.levels * s.points;
    int64_t at[most_taps];
    float part[most_taps];
    for (int64_t q = begin; q < end; q++) {
        for (int64_t h = 0; h < s.heads; h++) {
            const int64_t row = (n * s.queries + q) * s.heads + h;
            const Element* from = value + (n * s.positions * s.heads + h) * s.channels;
            float* to = output + row * s.channels;
            int64_t taps = 0;
            bool is_first = true;
            for (int64_t k = 0; k < each; k++) {
                const float* place = locations + (row * each + k) * 2;
                const auto point = locate(s, k / s.points, place[0], place[1]);
                const float weight = weights[row * each + k];
                for (int t = 0; t < 4; t++) {
                    at[taps] = point.at[t];
                    part[taps++] = weight * point.part[t];
                }
                if (taps == most_taps || k + 1 == each) {
                    gather(Gather<Element>{from, at, part, taps, is_first, to}, s.channels);
                    taps = 0;
                    is_first = false;
                }
            }
        }
    }
}

// What one point's neighbors give to the gradient of its weight and place, and take from the output's gradient.
template <typename Element>
struct Spread {
    const Point& point;
    float weight;
    const float* gradient;
    const Element* value;
    float* of_value;
    float* products;

    template <int N>
    void run(int64_t c) const {
        const auto g = load<N>(gradient + c);
        for (int k = 0; k < 4; k++) {
            if (!point.inside[k]) continue;
            const int64_t at = point.at[k] + c;
            products[k] += folded<N>(g * values_at<N>(value + at));
            store<N>(of_value + at, load<N>(of_value + at) + (weight * point.part[k]) * g);
        }
    }
};

template <typename Element>
void backward_of(const DeformableShape& s, const float* gradient, const Element* value, const float* locations, const float* weights, int64_t n,
                 int64_t h, float* of_value, float* of_locations, float* of_weights) {
    const int64_t each = s.levels * s.points, first = (n * s.positions * s.heads + h) * s.channels;
    for (int64_t q = 0; q < s.queries; q++) {
        const int64_t row = (n * s.queries + q) * s.heads + h;
        for (int64_t k = 0; k < each; k++) {
            const int64_t place = row * each + k, level = k / s.points;
            const auto point = locate(s, level, locations[2 * place], locations[2 * place + 1]);
            const float weight = weights[place];
            float products[4] = {0, 0, 0, 0};
            for_lanes(s.channels, Spread<Element>{point, weight, gradient + row * s.channels, value + first, of_value + first, products});
            float sum = 0;
            for (int t = 0; t < 4; t++) sum += point.part[t] * products[t];
            const float across = (1 - point.y) * (products[1] - products[0]) + point.y * (products[3] - products[2]);
            const float down = (1 - point.x) * (products[2] - products[0]) + point.x * (products[3] - products[1]);
            of_weights[place] = sum;
            of_locations[2 * place] = weight * static_cast<float>(s.width[level]) * across;
            of_locations[2 * place + 1] = weight * static_cast<float>(s.height[level]) * down;
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const DeformableKernels deformable;
const DeformableKernels deformable{forward_of<float>, forward_of<uint16_t>, backward_of<float>, backward_of<uint16_t>};
}  // namespace PANOPTES_LEVEL

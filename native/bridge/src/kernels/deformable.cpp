// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "deformable.h"

#include "exponential.h"
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

constexpr int64_t most_points = 128;  // That are located at once.

typedef int32_t Integers __attribute__((vector_size(full * sizeof(int32_t))));

inline Integers load_integers(const int32_t* from) {
    Integers value;
    __builtin_memcpy(&value, from, sizeof(value));
    return value;
}

inline void store_integers(int32_t* to, const Integers& value) { __builtin_memcpy(to, &value, sizeof(value)); }

// The levels of points that follow each other, from the first of a head's on.
struct LevelsOfPoints {
    int32_t width[most_points], height[most_points], start[most_points];

    LevelsOfPoints(const DeformableShape& s, int64_t first) {
        for (int64_t i = 0; i < most_points; i++) {
            const int64_t level = (first + i) % (s.levels * s.points) / s.points;
            width[i] = static_cast<int32_t>(s.width[level]);
            height[i] = static_cast<int32_t>(s.height[level]);
            start[i] = static_cast<int32_t>(s.start[level]);
        }
    }
};

// Neighbors of points, four of each: their positions, and how much of each is taken.
struct Taps {
    int32_t at[4][most_points];
    float part[4][most_points];
};

// What `locate` says, for many points at once and times their weights.
inline void locate_all(const LevelsOfPoints& levels, const float* locations, const float* weights, int64_t count, Taps& taps) {
    float across[most_points], down[most_points], share[most_points];
    for (int64_t i = 0; i < count; i++) across[i] = locations[2 * i], down[i] = locations[2 * i + 1], share[i] = weights[i];
    for (int64_t i = count; i < (count + full - 1) / full * full; i++) across[i] = down[i] = share[i] = 0;
    for (int64_t i = 0; i < count; i += full) {
        const Integers width = load_integers(levels.width + i), height = load_integers(levels.height + i), start = load_integers(levels.start + i);
        const Vector<full> wide = __builtin_convertvector(width, Vector<full>), high = __builtin_convertvector(height, Vector<full>);
        const Vector<full> x = load<full>(across + i) * wide - 0.5f, y = load<full>(down + i) * high - 0.5f, weight = load<full>(share + i);
        // Far away is as far as just outside.
        const Vector<full> none = Vector<full>{} - 2.0f, right = wide + 1.0f, bottom = high + 1.0f;
        const Vector<full> near_x = x < none ? none : x > right ? right : x, near_y = y < none ? none : y > bottom ? bottom : y;
        Integers column = __builtin_convertvector(near_x, Integers), row = __builtin_convertvector(near_y, Integers);
        column += __builtin_convertvector(column, Vector<full>) > near_x;
        row += __builtin_convertvector(row, Vector<full>) > near_y;
        const Vector<full> of_x = x - __builtin_convertvector(column, Vector<full>), of_y = y - __builtin_convertvector(row, Vector<full>);
        const Vector<full> outside = (x - x) + (y - y);  // 0, or no number where the place is none.
        const Vector<full> shares[4] = {(1 - of_y) * (1 - of_x), (1 - of_y) * of_x, of_y * (1 - of_x), of_y * of_x};
        for (int k = 0; k < 4; k++) {
            const Integers c = column + (k & 1), r = row + (k >> 1);
            const Integers inside = (c >= 0) & (c < width) & (r >= 0) & (r < height);
            store_integers(taps.at[k] + i, inside & (start + r * width + c));
            store<full>(taps.part[k] + i, weight * (inside ? shares[k] : outside));
        }
    }
}

// The sum of points [begin, end) at their neighbors, added to what is there unless they are the first.
template <typename Element>
struct Gather {
    const Element* value;
    int64_t step;  // from a position to the next
    const Taps& taps;
    int64_t begin, end;
    bool is_first;
    float* output;

    template <int N>
    void run(int64_t c) const {
        auto sum = is_first ? Vector<N>{} : load<N>(output + c);
        for (int64_t i = begin; i < end; i++) {
            for (int k = 0; k < 4; k++) sum += taps.part[k][i] * values_at<N>(value + taps.at[k][i] * step + c);
        }
        store<N>(output + c, sum);
    }
};

// Two full vectors at once hide the latency of the sums.
template <typename Element>
inline void gather(const Gather<Element>& g, int64_t channels) {
    if (channels == 2 * full) {
        auto low = g.is_first ? Vector<full>{} : load<full>(g.output), high = g.is_first ? Vector<full>{} : load<full>(g.output + full);
        for (int64_t i = g.begin; i < g.end; i++) {
#pragma GCC unroll 4
            for (int k = 0; k < 4; k++) {
                const Element* from = g.value + g.taps.at[k][i] * g.step;
                low += g.taps.part[k][i] * values_at<full>(from);
                high += g.taps.part[k][i] * values_at<full>(from + full);
            }
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
    const int64_t each = s.levels * s.points, step = s.heads * s.channels;
    const int64_t heads_at_once = most(1, most_points / each), points_at_once = least(each, most_points);
    LevelsOfPoints levels(s, 0);
    Taps taps;
    for (int64_t q = begin; q < end; q++) {
        for (int64_t h = 0; h < s.heads; h += heads_at_once) {
            const int64_t row = (n * s.queries + q) * s.heads + h, heads = least(heads_at_once, s.heads - h);
            for (int64_t first = 0; first < each; first += points_at_once) {
                const int64_t points = least(points_at_once, each - first);
                if (each > most_points) levels = LevelsOfPoints(s, first);
                locate_all(levels, locations + (row * each + first) * 2, weights + row * each + first, heads * points, taps);
                for (int64_t k = 0; k < heads; k++) {
                    const Element* from = value + (n * s.positions * s.heads + h + k) * s.channels;
                    gather(Gather<Element>{from, step, taps, k * points, (k + 1) * points, first == 0, output + (row + k) * s.channels}, s.channels);
                }
            }
        }
    }
}

// The softmax of every head's points, and reference points plus what queries move from them, in positions of a level.
void prepare(const DeformableShape& s, const float* references, const float* moves, const float* logits, int64_t queries, float* locations,
             float* weights) {
    const int64_t each = s.levels * s.points;
    for (int64_t q = 0; q < queries; q++) {
        for (int64_t h = 0; h < s.heads; h++) {
            const int64_t row = (q * s.heads + h) * each;
            float greatest = logits[row];
            for (int64_t k = 1; k < each; k++) greatest = logits[row + k] > greatest ? logits[row + k] : greatest;
            float sum = 0;
            for (int64_t k = 0; k < each; k += full) {
                float part[full] = {};
                const int64_t count = least(full, each - k);
                for (int64_t i = 0; i < count; i++) part[i] = logits[row + k + i] - greatest;
                store<full>(part, exponential<full>(load<full>(part)));
                for (int64_t i = 0; i < count; i++) weights[row + k + i] = part[i], sum += part[i];
            }
            for (int64_t k = 0; k < each; k++) weights[row + k] /= sum;
            for (int64_t level = 0; level < s.levels; level++) {
                const float* reference = references + (q * s.levels + level) * 2;
                const float width = static_cast<float>(s.width[level]), height = static_cast<float>(s.height[level]);
                for (int64_t k = level * s.points; k < (level + 1) * s.points; k++) {
                    locations[2 * (row + k)] = reference[0] + moves[2 * (row + k)] / width;
                    locations[2 * (row + k) + 1] = reference[1] + moves[2 * (row + k) + 1] / height;
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
const DeformableKernels deformable{forward_of<float>, forward_of<uint16_t>, prepare, backward_of<float>, backward_of<uint16_t>};
}  // namespace PANOPTES_LEVEL

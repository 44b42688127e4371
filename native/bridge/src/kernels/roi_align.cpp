// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "roi_align.h"

#include "vector.h"

namespace {

// Where the rows lie that are added up: at places of their own, or one behind the other.
struct Places {
    const int64_t* place;
    int64_t operator()(int64_t item) const { return place[item]; }
};

struct Steps {
    int64_t step;
    int64_t operator()(int64_t item) const { return item * step; }
};

constexpr int together = 4;  // Vectors that are summed at once: they hide the latency of the sums.

template <int N, int M, bool Onto, typename Where>
inline void add_up(const RoiTaps& taps, int64_t group, const float* from, const Where& where, float* to) {
    Vector<N> sums[M];
    for (int m = 0; m < M; m++) sums[m] = Onto ? load<N>(to + m * N) : Vector<N>{};
    for (int32_t k = taps.start[group]; k < taps.start[group + 1]; k++) {
        const float* row = from + where(taps.item[k]);
        for (int m = 0; m < M; m++) sums[m] += taps.weight[k] * load<N>(row + m * N);
    }
    for (int m = 0; m < M; m++) store<N>(to + m * N, sums[m]);
}

template <bool Onto, typename Where>
struct AddUp {
    const RoiTaps& taps;
    int64_t group;
    const float* from;
    const Where& where;
    float* to;

    template <int N>
    void run(int64_t c) const {
        add_up<N, 1, Onto>(taps, group, from + c, where, to + c);
    }
};

template <bool Onto, typename Where>
inline void sum_rows(const RoiTaps& taps, int64_t group, int64_t channels, const float* from, const Where& where, float* to) {
    int64_t c = 0;
    for (; c + together * full <= channels; c += together * full) add_up<full, together, Onto>(taps, group, from + c, where, to + c);
    for_lanes(channels - c, AddUp<Onto, Where>{taps, group, from + c, where, to + c});
}

void forward(const RoiAxis& down, const RoiAxis& across, int64_t channels, const float* map, float* scratch, float* bins, int64_t pitch) {
    const Places rows{down.place};
    const Steps slots{channels};
    for (int64_t row = 0; row < down.bins; row++) {
        for (int64_t k = 0; k < across.slots; k++)
            sum_rows<false>(down.by_bin, row, channels, map + across.place[k], rows, scratch + k * channels);
        for (int64_t column = 0; column < across.bins; column++) {
            sum_rows<false>(across.by_bin, column, channels, scratch, slots, bins + (row * across.bins + column) * pitch);
        }
    }
}

void backward(const RoiAxis& down, const RoiAxis& across, int64_t channels, const float* bins, int64_t pitch, float* scratch,
              float* of_map) {
    const Steps columns{pitch}, rows{across.slots * channels};
    for (int64_t row = 0; row < down.bins; row++) {
        for (int64_t k = 0; k < across.slots; k++) {
            sum_rows<false>(across.by_slot, k, channels, bins + row * across.bins * pitch, columns,
                            scratch + (row * across.slots + k) * channels);
        }
    }
    for (int64_t j = 0; j < down.slots; j++) {
        for (int64_t k = 0; k < across.slots; k++) {
            sum_rows<true>(down.by_slot, j, channels, scratch + k * channels, rows, of_map + down.place[j] + across.place[k]);
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const RoiAlignKernels roi_align;
const RoiAlignKernels roi_align{forward, backward};
}  // namespace PANOPTES_LEVEL

#include "roi_sampling.h"

#include <algorithm>
#include <cmath>

namespace {

template <typename T>
struct Tap {
    int64_t bin, pixel;
    T weight;
};

// Adds a share of a pixel to the bin that is being filled.
template <typename T>
void give(std::vector<Tap<T>>& taps, size_t first, int64_t bin, int64_t pixel, T weight) {
    for (size_t k = taps.size(); k > first; k--) {
        if (taps[k - 1].pixel == pixel) {
            taps[k - 1].weight += weight;
            return;
        }
    }
    taps.push_back({bin, pixel, weight});
}

template <typename T>
void sample(std::vector<Tap<T>>& taps, size_t first, const RoiSampling& s, int64_t bin, T place, T weight) {
    if (!(place >= -1 && place <= static_cast<T>(s.size))) return;
    place = std::max(place, T{0});
    const int64_t low = std::min(static_cast<int64_t>(place), s.size - 1), high = std::min(low + 1, s.size - 1);
    const T part = high > low ? place - static_cast<T>(low) : T{0};
    give(taps, first, bin, low, (1 - part) * weight);
    if (part > 0) give(taps, first, bin, high, part * weight);
}

// Samples of a bin that may lie on the map: a box may be as long as numbers reach, so that the others are not even counted through.
template <typename T>
std::pair<double, int64_t> near(const RoiSampling& s, double start, double step, T samples) {
    if (!(samples >= 1)) return {0, 0};
    if (!(step > 0)) return {0, static_cast<int64_t>(samples)};
    const double last = static_cast<double>(samples) - 1;
    const double from = std::clamp(std::floor((-1 - start) / step) - 2, 0.0, last),
                 to = std::clamp(std::ceil((s.size - start) / step) + 2, 0.0, last);
    return {from, static_cast<int64_t>(to - from) + 1};
}

template <typename T, typename Group, typename Item>
TapLists<T> lists(const std::vector<Tap<T>>& taps, int64_t groups, const Group& group, const Item& item) {
    TapLists<T> to{std::vector<int32_t>(groups + 1), std::vector<int32_t>(taps.size()), std::vector<T>(taps.size())};
    for (const auto& tap : taps) to.start[group(tap) + 1]++;
    for (int64_t g = 0; g < groups; g++) to.start[g + 1] += to.start[g];
    auto next = to.start;
    for (const auto& tap : taps) {
        const auto k = next[group(tap)]++;
        to.item[k] = static_cast<int32_t>(item(tap));
        to.weight[k] = tap.weight;
    }
    return to;
}

}  // namespace

template <typename T>
SampledAxis<T>::SampledAxis(const RoiSampling& s, T low, T high) : bins(s.bins) {
    T length = high - low;
    if (!s.aligned) length = std::max(length, T{1});
    const T step = length / static_cast<T>(s.bins), samples = s.ratio > 0 ? static_cast<T>(s.ratio) : std::ceil(step);
    std::vector<Tap<T>> taps;
    for (int64_t bin = 0; bin < s.bins; bin++) {
        const T start = low + static_cast<T>(bin) * step;
        const auto [from, count] = near(s, start, static_cast<double>(step) / static_cast<double>(samples), samples);
        const auto first = taps.size();
        for (int64_t k = 0; k < count; k++) {
            sample(taps, first, s, bin, start + (static_cast<T>(from + static_cast<double>(k)) + T{0.5}) * step / samples, 1 / samples);
        }
    }
    for (const auto& tap : taps) pixels.push_back(tap.pixel);
    std::sort(pixels.begin(), pixels.end());
    pixels.erase(std::unique(pixels.begin(), pixels.end()), pixels.end());
    const auto slot = [&](const Tap<T>& tap) { return std::lower_bound(pixels.begin(), pixels.end(), tap.pixel) - pixels.begin(); };
    const auto own = [](const Tap<T>& tap) { return tap.bin; };
    by_bin = lists(taps, bins, own, slot);
    by_slot = lists(taps, static_cast<int64_t>(pixels.size()), slot, own);
}

template struct SampledAxis<float>;
template struct SampledAxis<double>;

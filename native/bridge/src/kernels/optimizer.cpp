// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "optimizer.h"

namespace {

void adamw(const AdamWStep& s, int64_t count, float* __restrict parameter, const float* __restrict gradient, float* __restrict mean,
           float* __restrict square) {
    for (int64_t k = 0; k < count; k++) {
        const float g = gradient[k];
        const float m = s.beta1 * mean[k] + (1 - s.beta1) * g;
        const float v = s.beta2 * square[k] + (1 - s.beta2) * g * g;
        mean[k] = m;
        square[k] = v;
        parameter[k] = s.decay * parameter[k] - s.size * (m / (__builtin_sqrtf(v) / s.root + s.epsilon));
    }
}

template <bool has_direction, bool is_first, bool nesterov>
void sgd_of(const SgdStep& s, int64_t count, float* __restrict parameter, const float* __restrict gradient, float* __restrict direction) {
    const float kept = 1 - s.dampening;
    for (int64_t k = 0; k < count; k++) {
        float g = gradient[k] + s.weight_decay * parameter[k];
        if constexpr (has_direction) {
            const float d = is_first ? g : s.momentum * direction[k] + kept * g;
            direction[k] = d;
            g = nesterov ? g + s.momentum * d : d;
        }
        parameter[k] -= s.rate * g;
    }
}

void sgd(const SgdStep& s, int64_t count, float* parameter, const float* gradient, float* direction) {
    if (direction == nullptr) sgd_of<false, false, false>(s, count, parameter, gradient, direction);
    else if (s.nesterov) (s.is_first ? sgd_of<true, true, true> : sgd_of<true, false, true>)(s, count, parameter, gradient, direction);
    else (s.is_first ? sgd_of<true, true, false> : sgd_of<true, false, false>)(s, count, parameter, gradient, direction);
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const OptimizerKernels optimizer;
const OptimizerKernels optimizer{adamw, sgd};
}  // namespace PANOPTES_LEVEL

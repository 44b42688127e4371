#include "levels.h"

#include <atomic>

// Every level has all of them.
#define PANOPTES_KERNELS                                              \
    extern const AttentionKernels attention;                          \
    extern const ConvolutionKernels convolution;                      \
    extern const DeformableKernels deformable;                        \
    extern const DeformableConvolutionKernels deformable_convolution; \
    extern const DepthwiseKernels depthwise;                          \
    extern const NmsKernels nms;                                      \
    extern const NormalizationKernels<float> normalization;           \
    extern const NormalizationKernels<BrainFloat> normalization_brain;\
    extern const OptimizerKernels optimizer;                          \
    extern const RoiAlignKernels roi_align;

namespace baseline {
PANOPTES_KERNELS
}
#ifdef PANOPTES_X86_LEVELS
namespace avx2 {
PANOPTES_KERNELS
}
namespace avx512 {
PANOPTES_KERNELS
}
#endif

namespace {

Level best() {
#ifdef PANOPTES_X86_LEVELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw")) {
        return Level::Avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Level::Avx2;
#endif
    return Level::Baseline;
}

std::atomic<Level>& chosen() {
    static std::atomic<Level> value{best()};
    return value;
}

}  // namespace

Level level() { return chosen().load(std::memory_order_relaxed); }

Level use_level(Level wanted) {
    const auto most = best();
    chosen() = wanted < most ? wanted : most;
    return level();
}

// The kernels of the level in use.
#ifdef PANOPTES_X86_LEVELS
template <typename T>
static const T& pick(const T& any, const T& avx2, const T& avx512) {
    const auto now = level();
    return now == Level::Avx512 ? avx512 : now == Level::Avx2 ? avx2 : any;
}
#define PANOPTES_PICK(kernels) pick(baseline::kernels, avx2::kernels, avx512::kernels)
#else
#define PANOPTES_PICK(kernels) baseline::kernels
#endif

const AttentionKernels& attention_kernels() { return PANOPTES_PICK(attention); }
const ConvolutionKernels& convolution_kernels() { return PANOPTES_PICK(convolution); }
const DeformableKernels& deformable_kernels() { return PANOPTES_PICK(deformable); }
const DeformableConvolutionKernels& deformable_convolution_kernels() { return PANOPTES_PICK(deformable_convolution); }
const DepthwiseKernels& depthwise_kernels() { return PANOPTES_PICK(depthwise); }
const NmsKernels& nms_kernels() { return PANOPTES_PICK(nms); }
template <>
const NormalizationKernels<float>& normalization_kernels<float>() { return PANOPTES_PICK(normalization); }
template <>
const NormalizationKernels<BrainFloat>& normalization_kernels<BrainFloat>() { return PANOPTES_PICK(normalization_brain); }
const OptimizerKernels& optimizer_kernels() { return PANOPTES_PICK(optimizer); }
const RoiAlignKernels& roi_align_kernels() { return PANOPTES_PICK(roi_align); }

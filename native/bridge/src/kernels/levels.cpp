#include "levels.h"

#include <atomic>

namespace baseline {
extern const ConvolutionKernels convolution;
extern const DeformableKernels deformable;
extern const DeformableConvolutionKernels deformable_convolution;
extern const DepthwiseKernels depthwise;
extern const NmsKernels nms;
extern const NormalizationKernels<float> normalization;
extern const NormalizationKernels<BrainFloat> normalization_brain;
extern const OptimizerKernels optimizer;
extern const RoiAlignKernels roi_align;
}
#ifdef PANOPTES_X86_LEVELS
namespace avx2 {
extern const ConvolutionKernels convolution;
extern const DeformableKernels deformable;
extern const DeformableConvolutionKernels deformable_convolution;
extern const DepthwiseKernels depthwise;
extern const NmsKernels nms;
extern const NormalizationKernels<float> normalization;
extern const NormalizationKernels<BrainFloat> normalization_brain;
extern const OptimizerKernels optimizer;
extern const RoiAlignKernels roi_align;
}
namespace avx512 {
extern const ConvolutionKernels convolution;
extern const DeformableKernels deformable;
extern const DeformableConvolutionKernels deformable_convolution;
extern const DepthwiseKernels depthwise;
extern const NmsKernels nms;
extern const NormalizationKernels<float> normalization;
extern const NormalizationKernels<BrainFloat> normalization_brain;
extern const OptimizerKernels optimizer;
extern const RoiAlignKernels roi_align;
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

const ConvolutionKernels& convolution_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::convolution;
    if (level() == Level::Avx2) return avx2::convolution;
#endif
    return baseline::convolution;
}

const DeformableKernels& deformable_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::deformable;
    if (level() == Level::Avx2) return avx2::deformable;
#endif
    return baseline::deformable;
}

const DeformableConvolutionKernels& deformable_convolution_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::deformable_convolution;
    if (level() == Level::Avx2) return avx2::deformable_convolution;
#endif
    return baseline::deformable_convolution;
}

const DepthwiseKernels& depthwise_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::depthwise;
    if (level() == Level::Avx2) return avx2::depthwise;
#endif
    return baseline::depthwise;
}

template <>
const NormalizationKernels<float>& normalization_kernels<float>() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::normalization;
    if (level() == Level::Avx2) return avx2::normalization;
#endif
    return baseline::normalization;
}

template <>
const NormalizationKernels<BrainFloat>& normalization_kernels<BrainFloat>() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::normalization_brain;
    if (level() == Level::Avx2) return avx2::normalization_brain;
#endif
    return baseline::normalization_brain;
}

const OptimizerKernels& optimizer_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::optimizer;
    if (level() == Level::Avx2) return avx2::optimizer;
#endif
    return baseline::optimizer;
}

const NmsKernels& nms_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::nms;
    if (level() == Level::Avx2) return avx2::nms;
#endif
    return baseline::nms;
}

const RoiAlignKernels& roi_align_kernels() {
#ifdef PANOPTES_X86_LEVELS
    if (level() == Level::Avx512) return avx512::roi_align;
    if (level() == Level::Avx2) return avx2::roi_align;
#endif
    return baseline::roi_align;
}

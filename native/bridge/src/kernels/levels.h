// Levels of the processor that kernels are compiled for. The best one that this processor has is chosen when the first kernel runs.
#pragma once

#include "attention.h"
#include "convolution.h"
#include "deformable.h"
#include "deformable_convolution.h"
#include "depthwise.h"
#include "nms.h"
#include "normalization.h"
#include "optimizer.h"
#include "roi_align.h"

enum class Level : int { Baseline = 0, Avx2 = 1, Avx512 = 2 };

// The level in use.
Level level();

// Uses a level, or the best one below it that this processor (and this build) has: for tests. Returns what is in use now.
Level use_level(Level wanted);

const AttentionKernels& attention_kernels();
const ConvolutionKernels& convolution_kernels();
const DeformableKernels& deformable_kernels();
const DeformableConvolutionKernels& deformable_convolution_kernels();
const DepthwiseKernels& depthwise_kernels();
const NmsKernels& nms_kernels();
template <typename T>
const NormalizationKernels<T>& normalization_kernels();
template <>
const NormalizationKernels<float>& normalization_kernels<float>();
template <>
const NormalizationKernels<BrainFloat>& normalization_kernels<BrainFloat>();
const OptimizerKernels& optimizer_kernels();
const RoiAlignKernels& roi_align_kernels();

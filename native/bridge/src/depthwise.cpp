// Depthwise convolutions of stride 1 on the CPU by kernels of our own (kernels/depthwise.cpp). oneDNN and libtorch's slow path take
// many times as long for some of them: for kernels of 1 x 21 and 21 x 1 backward, for every dilated one, which fall to reference code, and for
// all gradients in brain floats.
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <c10/util/Optional.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <vector>

#include "bridge.h"
#include "casting.h"
#include "clamping.h"
#include "kernels/levels.h"
#include "window.h"

namespace {

using at::MemoryFormat;

DepthwiseShape shape_of(at::IntArrayRef input, at::IntArrayRef weight, at::IntArrayRef padding, at::IntArrayRef dilation) {
    DepthwiseShape s{input[0], input[1], input[2], input[3], 0, 0, weight[2], weight[3], padding[0], padding[1], dilation[0], dilation[1]};
    s.out_height = window_positions(s.height, s.kernel_height, 1, s.pad_y, s.step_y);
    s.out_width = window_positions(s.width, s.kernel_width, 1, s.pad_x, s.step_x);
    return s;
}

// Pieces of rows that are worked on in parallel. They depend on the shape only, so that sums are the same bits for any number of threads.
struct Bands {
    explicit Bands(const DepthwiseShape& s) : height(s.out_height), rows(std::max<int64_t>(8, (height + 7) / 8)), per_image((height + rows - 1) / rows) {}
    int64_t height, rows, per_image;
    int64_t begin(int64_t band) const { return band % per_image * rows; }
    int64_t end(int64_t band) const { return std::min(height, begin(band) + rows); }
};

// A tensor's values as kernels see them.
template <typename T>
T* values(const at::Tensor& tensor) { return static_cast<T*>(tensor.data_ptr()); }

// Whether kernels run on brain floats: channels innermost alone. Planes of them go through 32 bits.
bool is_brain(const at::Tensor& tensor) { return tensor.scalar_type() == at::kBFloat16; }

template <typename T>
void convolve_last(const DepthwiseShape& s, const at::Tensor& input, const float* weights, const float* bias, Clamp clamp, const at::Tensor& output) {
    const auto& kernels = last_of<T>(depthwise_kernels());
    const auto* x = values<T>(input);
    auto* y = values<T>(output);
    const Bands bands(s);
    at::parallel_for(0, s.batch * bands.per_image, 1, [&](int64_t begin, int64_t end) {
        for (int64_t k = begin; k < end; k++) kernels.forward(s, x, weights, bias, clamp, k / bands.per_image, bands.begin(k), bands.end(k), y);
    });
}

// The convolution of a dense input; the output has the input's layout. `turned` exchanges the kernels' ends, as the backward pass needs.
at::Tensor convolve(const DepthwiseShape& s, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, MemoryFormat format, bool turned,
                    Clamp clamp = {}) {
    if (is_brain(input) && format != MemoryFormat::ChannelsLast) {
        return convolve(s, input.to(at::kFloat), weight, bias, format, turned, clamp).to(at::kBFloat16);
    }
    auto output = at::empty({s.batch, s.channels, s.out_height, s.out_width}, input.options().memory_format(format));
    const auto* b = bias.defined() ? bias.data_ptr<float>() : nullptr;
    const auto taken = turned ? weight.flip({2, 3}) : weight;
    const int64_t taps = s.kernel_height * s.kernel_width;
    if (format == MemoryFormat::ChannelsLast) {
        const auto packed = taken.reshape({s.channels, taps}).t().contiguous();
        const auto* w = packed.data_ptr<float>();
        is_brain(input) ? convolve_last<BrainFloat>(s, input, w, b, clamp, output) : convolve_last<float>(s, input, w, b, clamp, output);
    } else {
        const auto& kernels = depthwise_kernels();
        const auto* x = input.data_ptr<float>();
        auto* y = output.data_ptr<float>();
        const auto flat = taken.contiguous();
        const auto* w = flat.data_ptr<float>();
        at::parallel_for(0, s.batch * s.channels, 1, [&](int64_t begin, int64_t end) {
            std::vector<float> scratch(kernels.plane_scratch(s));
            for (int64_t k = begin; k < end; k++) {
                const auto c = k % s.channels;
                kernels.forward_plane(s, x + k * s.height * s.width, w + c * taps, b == nullptr ? 0.0f : b[c], scratch.data(),
                                      y + k * s.out_height * s.out_width);
            }
        });
        if (clamp.is_any()) output.clamp_(clamp.lower, clamp.upper);
    }
    return output;
}

// What every piece of rows gives to the gradients of weights and bias: (taps + 1) * channels numbers a piece.
template <typename T>
std::vector<double> derive_last(const DepthwiseShape& s, const at::Tensor& gradient, const at::Tensor& input, int64_t count) {
    const auto& kernels = last_of<T>(depthwise_kernels());
    const auto *g = values<T>(gradient), *x = values<T>(input);
    const Bands bands(s);
    const int64_t pieces = s.batch * bands.per_image;
    std::vector<double> totals(pieces * count, 0.0);
    at::parallel_for(0, pieces, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch(count);
        for (int64_t k = begin; k < end; k++) {
            kernels.weights(s, g, x, k / bands.per_image, bands.begin(k), bands.end(k), scratch.data(), totals.data() + k * count);
        }
    });
    return totals;
}

// The gradients of weight and bias.
std::pair<at::Tensor, at::Tensor> derive(const DepthwiseShape& s, const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight,
                                         MemoryFormat format) {
    if (is_brain(input) && format != MemoryFormat::ChannelsLast) return derive(s, gradient.to(at::kFloat), input.to(at::kFloat), weight, format);
    const int64_t taps = s.kernel_height * s.kernel_width;
    const int64_t count = (taps + 1) * s.channels;
    auto weight_gradient = at::empty({s.channels, 1, s.kernel_height, s.kernel_width}, weight.options().memory_format(MemoryFormat::Contiguous));
    auto bias_gradient = at::empty({s.channels}, weight.options());
    auto* to_weight = weight_gradient.data_ptr<float>();
    auto* to_bias = bias_gradient.data_ptr<float>();
    if (format == MemoryFormat::ChannelsLast) {
        const auto totals = is_brain(input) ? derive_last<BrainFloat>(s, gradient, input, count) : derive_last<float>(s, gradient, input, count);
        const auto pieces = static_cast<int64_t>(totals.size()) / count;
        for (int64_t c = 0; c < s.channels; c++) {
            for (int64_t tap = 0; tap <= taps; tap++) {
                double sum = 0;
                for (int64_t k = 0; k < pieces; k++) sum += totals[k * count + tap * s.channels + c];
                (tap < taps ? to_weight[c * taps + tap] : to_bias[c]) = static_cast<float>(sum);
            }
        }
    } else {
        const auto& kernels = depthwise_kernels();
        const auto *g = gradient.data_ptr<float>(), *x = input.data_ptr<float>();
        at::parallel_for(0, s.channels, 1, [&](int64_t begin, int64_t end) {
            std::vector<float> scratch(kernels.plane_scratch(s));
            std::vector<double> totals(taps + 1);
            for (int64_t c = begin; c < end; c++) {
                std::fill(totals.begin(), totals.end(), 0.0);
                for (int64_t n = 0; n < s.batch; n++) {
                    const auto k = n * s.channels + c;
                    kernels.weights_plane(s, g + k * s.out_height * s.out_width, x + k * s.height * s.width, scratch.data(), totals.data());
                }
                for (int64_t tap = 0; tap < taps; tap++) to_weight[c * taps + tap] = static_cast<float>(totals[tap]);
                to_bias[c] = static_cast<float>(totals[taps]);
            }
        });
    }
    return {weight_gradient, bias_gradient};
}

at::Tensor forward_of(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, at::IntArrayRef padding, at::IntArrayRef dilation,
                      Clamp clamp = {}) {
    const auto format = input.suggest_memory_format();
    const auto s = shape_of(input.sizes(), weight.sizes(), padding, dilation);
    return convolve(s, input.contiguous(format), weight, bias.defined() ? bias.contiguous() : bias, format, false, clamp);
}

class DepthwiseConvolution : public torch::autograd::Function<DepthwiseConvolution> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                              const c10::optional<at::Tensor>& given, std::vector<int64_t> padding, std::vector<int64_t> dilation) {
        const auto bias = given.value_or(at::Tensor());
        context->save_for_backward({input, weight});
        context->saved_data["padding"] = padding;
        context->saved_data["dilation"] = dilation;
        context->saved_data["bias"] = bias.defined();
        return forward_of(input, weight, bias, padding, dilation);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto& input = saved[0];
        const auto& weight = saved[1];
        const auto padding = context->saved_data["padding"].toIntVector();
        const auto dilation = context->saved_data["dilation"].toIntVector();
        const bool has_bias = context->saved_data["bias"].toBool();
        const bool wants_input = context->needs_input_grad(0);
        const bool wants_weight = context->needs_input_grad(1);
        const bool wants_bias = has_bias && context->needs_input_grad(2);
        const std::vector<int64_t> one{1, 1}, none{0, 0};
        if (c10::GradMode::is_enabled()) {
            // Derivatives of derivatives: libtorch's own formula, which can be differentiated again.
            const auto given = weight.to(input.scalar_type());
            const auto channels = at::IntArrayRef(weight.sizes().data(), 1);
            auto [x, w, b] = at::convolution_backward(gradients[0], input, given, has_bias ? c10::OptionalIntArrayRef(channels) : c10::OptionalIntArrayRef(),
                                                      one, padding, dilation, false, none, weight.size(0), {wants_input, wants_weight, wants_bias});
            return {x, w.defined() ? w.to(weight.scalar_type()) : w, b.defined() ? b.to(weight.scalar_type()) : b, {}, {}};
        }
        const auto format = input.suggest_memory_format();
        const auto gradient = gradients[0].contiguous(format);
        const auto s = shape_of(input.sizes(), weight.sizes(), padding, dilation);
        at::Tensor input_gradient, weight_gradient, bias_gradient;
        if (wants_input) {
            // A forward pass with the kernels turned round; what the padding added falls away.
            const std::vector<int64_t> rest{dilation[0] * (weight.size(2) - 1) - padding[0], dilation[1] * (weight.size(3) - 1) - padding[1]};
            input_gradient = convolve(shape_of(gradient.sizes(), weight.sizes(), rest, dilation), gradient, weight, {}, format, true);
        }
        if (wants_weight || wants_bias) {
            std::tie(weight_gradient, bias_gradient) = derive(s, gradient, input.contiguous(format), weight, format);
        }
        return {input_gradient, weight_gradient, wants_bias ? bias_gradient : at::Tensor(), {}, {}};
    }
};

// Whether the kernels apply; where they do not, libtorch's own convolution does all.
bool is_ours(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, at::IntArrayRef padding, at::IntArrayRef dilation) {
    const auto type = input.scalar_type();
    if (!input.device().is_cpu() || !weight.device().is_cpu() || input.dim() != 4 || weight.dim() != 4 || input.numel() == 0 || weight.numel() == 0 ||
        weight.size(1) != 1 || weight.size(0) != input.size(1) || (type != at::kFloat && type != at::kBFloat16) || weight.scalar_type() != at::kFloat) {
        return false;
    }
    for (const auto number : {padding[0], padding[1], dilation[0], dilation[1]}) {
        if (number < 0) return false;
    }
    if (bias.defined() && (bias.dim() != 1 || bias.size(0) != input.size(1) || bias.scalar_type() != at::kFloat || !bias.device().is_cpu())) return false;
    const auto s = shape_of(input.sizes(), weight.sizes(), padding, dilation);
    return s.out_height > 0 && s.out_width > 0 && dilation[0] > 0 && dilation[1] > 0;
}

at::Tensor clamped_conv2d(const at::Tensor& whole, const at::Tensor& weight, const c10::optional<at::Tensor>& given, at::IntArrayRef padding,
                          at::IntArrayRef dilation, Clamp clamp) {
    TORCH_CHECK(padding.size() == 2 && dilation.size() == 2, "padding and dilation need two numbers each");
    for (const auto number : {padding[0], padding[1], dilation[0], dilation[1]}) {
        // Not left to libtorch, whose sizes overflow unseen from 2.14 on.
        TORCH_CHECK(number <= farthest_tap, "a padding or dilation of ", number, " is above ", farthest_tap);
    }
    const auto bias = given.value_or(at::Tensor());
    if (!is_ours(whole, weight, bias, padding, dilation)) return clamped(at::conv2d(whole, weight, bias, 1, padding, dilation, weight.size(0)), clamp);
    const auto input = is_cast() ? whole.to(at::kBFloat16) : whole;
    const bool is_recorded = c10::GradMode::is_enabled() && (input.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
    return is_recorded ? clamped(DepthwiseConvolution::apply(input, weight, bias.defined() ? given : c10::nullopt, padding.vec(), dilation.vec()), clamp)
                       : forward_of(input.detach(), weight.detach(), bias.defined() ? bias.detach() : bias, padding, dilation, clamp);
}

at::Tensor depthwise_conv2d(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias, at::IntArrayRef padding,
                            at::IntArrayRef dilation) {
    return clamped_conv2d(input, weight, bias, padding, dilation, {});
}

at::Tensor depthwise_conv2d_clamp(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias, at::IntArrayRef padding,
                                  at::IntArrayRef dilation, double lower, double upper) {
    return clamped_conv2d(input, weight, bias, padding, dilation, {static_cast<float>(lower), static_cast<float>(upper)});
}

}  // namespace

TORCH_LIBRARY(panoptes, library) {
    library.def("depthwise_conv2d(Tensor input, Tensor weight, Tensor? bias, int[2] padding, int[2] dilation) -> Tensor", &depthwise_conv2d);
    library.def("depthwise_conv2d_clamp(Tensor input, Tensor weight, Tensor? bias, int[2] padding, int[2] dilation, float lower, float upper) -> Tensor",
                &depthwise_conv2d_clamp);
}

// Uses kernels of a level of the processor (0 any, 1 AVX2, 2 AVX-512), or the best one below that it has; a negative one changes nothing.
// Returns the level in use.
PANOPTES_API int32_t panoptes_processor_level(int32_t wanted) {
    const auto most = static_cast<int32_t>(Level::Avx512);
    if (wanted > most) wanted = most;
    return static_cast<int32_t>(wanted < 0 ? level() : use_level(static_cast<Level>(wanted)));
}

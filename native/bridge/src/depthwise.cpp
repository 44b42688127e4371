// The backward pass of dilated depthwise convolutions on the CPU, for which oneDNN has no fast kernel: it falls back to its reference
// code, which takes a tenth of a training step of DeepLabV3+ on MobileNetV2.
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>
#include <torch/version.h>

#include <algorithm>
#include <array>
#include <vector>

namespace {

constexpr int64_t lanes = 32;  // Channels that one pass accumulates in registers.

struct Shape {
    int64_t batch, channels, height, width;              // of the input
    int64_t out_height, out_width;
    int64_t kernel_height, kernel_width;
    int64_t pad_y, pad_x, step_y, step_x;                // padding and dilation
};

// Adds sum over x of gradient[x] * input[x] for `count` neighbouring positions of up to 32 channels to `total`. Built for AVX2 as well
// as for any processor; the right one is chosen when the library is loaded.
__attribute__((target_clones("arch=haswell", "default"))) void accumulate_full(const float* gradient, const float* input, int64_t count,
                                                                                int64_t channels, double* total) {
    float sum[lanes] = {};
    for (int64_t k = 0; k < count; k++) {
        for (int64_t c = 0; c < lanes; c++) sum[c] += gradient[c] * input[c];
        gradient += channels;
        input += channels;
    }
    for (int64_t c = 0; c < lanes; c++) total[c] += sum[c];
}

void accumulate_part(const float* gradient, const float* input, int64_t count, int64_t channels, int64_t width, double* total) {
    for (int64_t k = 0; k < count; k++) {
        for (int64_t c = 0; c < width; c++) total[c] += static_cast<double>(gradient[k * channels + c]) * input[k * channels + c];
    }
}

// The gradient of the kernels of channels [first, first + width): both tensors are in channels-last order.
void weight_gradient(const Shape& s, const float* gradient, const float* input, int64_t first, int64_t width, float* result) {
    const int64_t taps = s.kernel_height * s.kernel_width;
    std::vector<double> total(taps * lanes, 0.0);
    for (int64_t n = 0; n < s.batch; n++) {
        for (int64_t y = 0; y < s.out_height; y++) {
            const float* gradient_row = gradient + ((n * s.out_height + y) * s.out_width) * s.channels + first;
            for (int64_t tap = 0; tap < taps; tap++) {
                const int64_t from_y = y - s.pad_y + tap / s.kernel_width * s.step_y;
                const int64_t shift = tap % s.kernel_width * s.step_x - s.pad_x;
                const int64_t begin = std::max<int64_t>(0, -shift);
                const int64_t end = std::min(s.out_width, s.width - shift);
                if (from_y < 0 || from_y >= s.height || begin >= end) continue;
                const float* input_row = input + ((n * s.height + from_y) * s.width + begin + shift) * s.channels + first;
                const float* from = gradient_row + begin * s.channels;
                double* into = total.data() + tap * lanes;
                if (width == lanes) accumulate_full(from, input_row, end - begin, s.channels, into);
                else accumulate_part(from, input_row, end - begin, s.channels, width, into);
            }
        }
    }
    for (int64_t c = 0; c < width; c++) {
        for (int64_t tap = 0; tap < taps; tap++) result[(first + c) * taps + tap] = static_cast<float>(total[tap * lanes + c]);
    }
}

at::Tensor weight_gradient(const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef padding,
                           at::IntArrayRef dilation) {
    const Shape s{input.size(0), input.size(1), input.size(2), input.size(3), gradient.size(2), gradient.size(3),
                  weight.size(2), weight.size(3), padding[0], padding[1], dilation[0], dilation[1]};
    auto result = at::empty(weight.sizes(), weight.options());
    const auto* from = gradient.data_ptr<float>();
    const auto* x = input.data_ptr<float>();
    auto* into = result.data_ptr<float>();
    const int64_t blocks = (s.channels + lanes - 1) / lanes;
    at::parallel_for(0, blocks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t block = begin; block < end; block++) {
            weight_gradient(s, from, x, block * lanes, std::min(lanes, s.channels - block * lanes), into);
        }
    });
    return result;
}

class DepthwiseConvolution : public torch::autograd::Function<DepthwiseConvolution> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight,
                              std::vector<int64_t> padding, std::vector<int64_t> dilation) {
        context->save_for_backward({input, weight});
        context->saved_data["padding"] = padding;
        context->saved_data["dilation"] = dilation;
        return at::conv2d(input, weight, {}, 1, padding, dilation, weight.size(0));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto& input = saved[0];
        const auto& weight = saved[1];
        const auto padding = context->saved_data["padding"].toIntVector();
        const auto dilation = context->saved_data["dilation"].toIntVector();
        const auto groups = weight.size(0);
        const bool wants_input = context->needs_input_grad(0);
        const bool wants_weight = context->needs_input_grad(1);
        at::Tensor input_gradient, weight_gradients;
        if (c10::GradMode::is_enabled()) {
            // Derivatives of derivatives: libtorch's own formula, which can be differentiated again.
            const std::vector<int64_t> one{1, 1}, none{0, 0};
            std::tie(input_gradient, weight_gradients, std::ignore) = at::convolution_backward(
                gradients[0], input, weight, c10::nullopt, one, padding, dilation, false, none, groups, {wants_input, wants_weight, false});
            return {input_gradient, weight_gradients, {}, {}};
        }
        const auto gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        if (wants_input) {
            // Its own forward pass, with the kernels turned round.
            const std::vector<int64_t> rest{dilation[0] * (weight.size(2) - 1) - padding[0], dilation[1] * (weight.size(3) - 1) - padding[1]};
            input_gradient = at::conv2d(gradient, weight.flip({2, 3}), {}, 1, rest, dilation, groups);
        }
        if (wants_weight) {
            weight_gradients = weight_gradient(gradient, input.contiguous(at::MemoryFormat::ChannelsLast), weight, padding, dilation);
        }
        return {input_gradient, weight_gradients, {}, {}};
    }
};

// Whether the fast backward pass applies; where it does not, libtorch's own convolution does all.
bool is_ours(const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef padding, at::IntArrayRef dilation) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    const bool is_cast = at::autocast::is_autocast_enabled(c10::DeviceType::CPU);
#else
    const bool is_cast = at::autocast::is_cpu_enabled();
#endif
    return c10::GradMode::is_enabled() && (input.requires_grad() || weight.requires_grad()) && !is_cast && input.device().is_cpu() &&
           input.dim() == 4 && weight.dim() == 4 && weight.is_contiguous() && weight.size(1) == 1 && weight.size(0) == input.size(1) &&
           input.scalar_type() == at::kFloat && weight.scalar_type() == at::kFloat &&
           dilation[0] * (weight.size(2) - 1) >= padding[0] && dilation[1] * (weight.size(3) - 1) >= padding[1];
}

at::Tensor depthwise_conv2d(const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef padding, at::IntArrayRef dilation) {
    TORCH_CHECK(padding.size() == 2 && dilation.size() == 2, "padding and dilation need two numbers each");
    return is_ours(input, weight, padding, dilation) ? DepthwiseConvolution::apply(input, weight, padding.vec(), dilation.vec())
                                                     : at::conv2d(input, weight, {}, 1, padding, dilation, weight.size(0));
}

}  // namespace

TORCH_LIBRARY(panoptes, library) {
    library.def("depthwise_conv2d(Tensor input, Tensor weight, int[2] padding, int[2] dilation) -> Tensor", &depthwise_conv2d);
}

// Convolutions of inference on the CPU by kernels of our own (kernels/convolution.cpp), with weights that were laid out before and the
// rectifier that follows. oneDNN lays weights out at every call, leaves the rectifier to another pass over memory, and is not asked at all
// by libtorch 1.13 for 1x1 convolutions on one thread.
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/library.h>

#include <algorithm>
#include <vector>

#include "casting.h"
#include "clamping.h"
#include "kernels/levels.h"
#include "window.h"

namespace {

using at::MemoryFormat;

constexpr int64_t most_pixels = 96;   // That a thread takes at once: the kernel's own blocks.
constexpr int64_t tile_pixels = 8;

// By libtorch's own convolution, with the weights as they were before they were packed.
at::Tensor unpacked(const at::Tensor& input, const at::Tensor& panels, const at::Tensor& bias, const ConvolutionShape& s, Clamp clamp) {
    const auto rows = panels.transpose(1, 2).reshape({panels.size(0) * s.panel, panels.size(1)}).narrow(0, 0, s.outputs);
    const auto weight = rows.reshape({s.outputs, s.kernel_height, s.kernel_width, s.inputs}).permute({0, 3, 1, 2}).contiguous();
    const auto y = at::conv2d(input, weight, bias.narrow(0, 0, s.outputs), {s.stride_y, s.stride_x}, {s.pad_y, s.pad_x}, {s.step_y, s.step_x});
    return clamped(y, clamp);
}

at::Tensor packed_conv2d(const at::Tensor& input, const at::Tensor& panels, const at::Tensor& bias, int64_t outputs, at::IntArrayRef kernel,
                         at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, double lower, double upper) {
    TORCH_CHECK(kernel.size() == 2 && stride.size() == 2 && padding.size() == 2 && dilation.size() == 2,
                "kernel, stride, padding and dilation need two numbers each");
    for (int k = 0; k < 2; k++) {
        TORCH_CHECK(kernel[k] > 0 && stride[k] > 0 && dilation[k] > 0 && padding[k] >= 0, "kernel, stride and dilation must be above 0, padding not below");
        TORCH_CHECK(std::max({kernel[k], stride[k], padding[k], dilation[k]}) <= farthest_tap, "kernel, stride, padding and dilation must not be above ", farthest_tap);
    }
    TORCH_CHECK(input.dim() == 4, "an image has four dimensions, not ", input.dim());
    TORCH_CHECK(panels.dim() == 3 && panels.scalar_type() == at::kFloat, "panels are a tensor of 3 dimensions in 32 bits");
    const int64_t width = panels.size(2);
    TORCH_CHECK(panels.stride(2) == 1 && panels.stride(1) == width, "the rows of a panel follow each other");
    const int64_t inputs = input.size(1), taps = kernel[0] * kernel[1];
    TORCH_CHECK(width == 16 || width == 32 || width == 48, "panels have 16, 32 or 48 columns, not ", width);
    TORCH_CHECK(panels.size(1) == taps * inputs, "panels of ", panels.size(1), " rows do not fit ", taps, " taps of ", inputs, " channels");
    TORCH_CHECK(outputs > (panels.size(0) - 1) * width && outputs <= panels.size(0) * width, outputs, " outputs do not fill ", panels.size(0), " panels");
    TORCH_CHECK(bias.dim() == 1 && bias.size(0) == panels.size(0) * width && bias.is_contiguous() && bias.scalar_type() == at::kFloat,
                "the bias needs a number in 32 bits for every column of the panels");
    ConvolutionShape s{input.size(0), input.size(2), input.size(3), inputs, 0, 0, outputs, kernel[0], kernel[1], stride[0], stride[1],
                       padding[0], padding[1], dilation[0], dilation[1], width, panels.stride(0)};
    s.out_height = window_positions(s.height, s.kernel_height, s.stride_y, s.pad_y, s.step_y);
    s.out_width = window_positions(s.width, s.kernel_width, s.stride_x, s.pad_x, s.step_x);
    const Clamp clamp{static_cast<float>(lower), static_cast<float>(upper)};
    const bool is_recorded = c10::GradMode::is_enabled() && input.requires_grad();
    if (!input.device().is_cpu() || input.scalar_type() != at::kFloat || input.numel() == 0 || is_cast() || is_recorded || taps > most_convolution_taps ||
        inputs < fewest_convolution_inputs || s.out_height < 1 || s.out_width < 1) {
        return unpacked(input, panels, bias, s, clamp);
    }

    const auto dense = input.detach().contiguous(MemoryFormat::ChannelsLast);
    auto output = at::empty({s.batch, outputs, s.out_height, s.out_width}, dense.options().memory_format(MemoryFormat::ChannelsLast));
    const auto& kernels = convolution_kernels();
    const auto *x = dense.data_ptr<float>(), *w = panels.data_ptr<float>(), *b = bias.data_ptr<float>();
    auto* y = output.data_ptr<float>();
    const std::vector<float> zeros(inputs, 0.0f);
    const int64_t pixels = s.batch * s.out_height * s.out_width;
    const int64_t share = (pixels / at::get_num_threads() + tile_pixels - 1) / tile_pixels * tile_pixels;
    const int64_t piece = std::clamp(share, tile_pixels, most_pixels);
    at::parallel_for(0, (pixels + piece - 1) / piece, 1, [&](int64_t begin, int64_t end) {
        kernels.forward(s, x, w, b, zeros.data(), clamp, begin * piece, std::min(pixels, end * piece), y);
    });
    return output;
}

// A matrix product over the last dimension: a 1x1 convolution of as many pixels as there are rows.
at::Tensor packed_linear(const at::Tensor& input, const at::Tensor& panels, const at::Tensor& bias, int64_t outputs, double lower, double upper) {
    TORCH_CHECK(input.dim() > 0, "a number has no last dimension");
    auto sizes = input.sizes().vec();
    sizes.back() = outputs;
    if (input.numel() == 0) return at::empty(sizes, input.options());
    const auto pixels = input.reshape({1, input.numel() / input.size(-1), 1, input.size(-1)}).permute({0, 3, 1, 2});
    const auto output = packed_conv2d(pixels, panels, bias, outputs, {1, 1}, {1, 1}, {0, 0}, {1, 1}, lower, upper);
    return output.permute({0, 2, 3, 1}).reshape(sizes);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def(
        "packed_conv2d(Tensor input, Tensor panels, Tensor bias, int outputs, int[2] kernel, int[2] stride, int[2] padding, int[2] dilation, float lower, "
        "float upper) -> Tensor",
        &packed_conv2d);
    library.def("packed_linear(Tensor input, Tensor panels, Tensor bias, int outputs, float lower, float upper) -> Tensor", &packed_linear);
}

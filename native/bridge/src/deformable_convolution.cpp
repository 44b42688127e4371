// Modulated deformable convolution as one operator, in the layout of torchvision's deform_conv2d with one group of channels and one of
// offsets: our own kernels on the CPU (kernels/deformable_convolution.cpp) around libtorch's matrix products, else a composite of libtorch's
// operators, which keeps what every position sees through every tap.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "kernels/levels.h"
#include "window.h"

namespace {

constexpr int64_t positions_in_block = 512;  // Their columns are multiplied at once: a few megabytes.
constexpr int64_t positions_in_piece = 16;
constexpr int64_t channels_in_slice = 32;

using Pair = std::vector<int64_t>;

struct Geometry {
    DeformableConvolutionShape s;
    int64_t batch, positions, taps, out_height, outputs;
};

Geometry geometry_of(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& mask, at::IntArrayRef stride, at::IntArrayRef padding,
                     at::IntArrayRef dilation) {
    const int64_t rows = weight.size(2), columns = weight.size(3), height = mask.size(2), width = mask.size(3);
    return {{input.size(1), input.size(2), input.size(3), width, rows, columns, {stride[0], stride[1]}, {padding[0], padding[1]}, {dilation[0], dilation[1]}},
            input.size(0), height * width, rows * columns, height, weight.size(0)};
}

// (outputs, channels, rows, columns) -> (outputs, taps * channels), as columns are laid out.
at::Tensor by_tap(const at::Tensor& weight) { return weight.permute({0, 2, 3, 1}).flatten(1).contiguous(); }

// (N, C, H, W) -> (N, H * W, C) without a copy where channels lie innermost already.
at::Tensor by_position(const at::Tensor& map) { return map.permute({0, 2, 3, 1}).contiguous().flatten(1, 2); }

// (N, positions, C) -> (N, C, H, W) with channels innermost.
at::Tensor as_map(const at::Tensor& rows, int64_t height, int64_t width) { return rows.unflatten(1, {height, width}).permute({0, 3, 1, 2}); }

// Calls for every block of positions of every image: image, first position, position behind the last.
template <typename Body>
void for_blocks(const Geometry& g, const Body& body) {
    for (int64_t n = 0; n < g.batch; n++) {
        for (int64_t first = 0; first < g.positions; first += positions_in_block) body(n, first, std::min(g.positions, first + positions_in_block));
    }
}

template <typename Body>
void for_pieces(int64_t first, int64_t last, const Body& body) {
    at::parallel_for(first, last, positions_in_piece, body);
}

at::Tensor convolve(const Geometry& g, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& offset, const at::Tensor& mask) {
    const auto& kernels = deformable_convolution_kernels();
    const auto image = by_position(input), places = by_position(offset), parts = by_position(mask), product = by_tap(weight).t();
    auto output = at::empty({g.batch, g.positions, g.outputs}, input.options());
    auto columns = at::empty({std::min(g.positions, positions_in_block), g.taps * g.s.channels}, input.options());
    for_blocks(g, [&](int64_t n, int64_t first, int64_t last) {
        const auto *from = image[n].data_ptr<float>(), *moved = places[n].data_ptr<float>(), *part = parts[n].data_ptr<float>();
        for_pieces(first, last, [&](int64_t begin, int64_t end) { kernels.gather(g.s, from, moved, part, first, begin, end, columns.data_ptr<float>()); });
        auto to = output[n].narrow(0, first, last - first);
        at::mm_out(to, columns.narrow(0, 0, last - first), product);
    });
    return as_map(output, g.out_height, g.s.out_width);
}

// Any device, any floating-point type.
at::Tensor composite(const Geometry& g, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& offset, const at::Tensor& mask) {
    const auto numbers = offset.options();
    const auto taps_down = at::arange(g.s.kernel_height, numbers).mul(g.s.dilation[0]).repeat_interleave(g.s.kernel_width).view({1, g.taps, 1, 1});
    const auto taps_across = at::arange(g.s.kernel_width, numbers).mul(g.s.dilation[1]).repeat({g.s.kernel_height}).view({1, g.taps, 1, 1});
    const auto rows = at::arange(g.out_height, numbers).mul(g.s.stride[0]).sub(g.s.padding[0]).view({1, 1, -1, 1});
    const auto across = at::arange(g.s.out_width, numbers).mul(g.s.stride[1]).sub(g.s.padding[1]).view({1, 1, 1, -1});
    const auto moves = offset.unflatten(1, {g.taps, 2});
    const auto y = moves.select(2, 0) + rows + taps_down, x = moves.select(2, 1) + across + taps_across;
    const auto grid = at::stack({(2 * x + 1) / g.s.width - 1, (2 * y + 1) / g.s.height - 1}, -1).flatten(1, 2);
    const auto seen = at::grid_sampler(input, grid, 0, 0, false).unflatten(2, {g.taps, g.out_height}) * mask.unsqueeze(1);
    return at::matmul(weight.flatten(1), seen.flatten(3).flatten(1, 2)).unflatten(2, {g.out_height, g.s.out_width});
}

class DeformableConvolution : public torch::autograd::Function<DeformableConvolution> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, const at::Tensor& weight, const at::Tensor& offset,
                              const at::Tensor& mask, Pair stride, Pair padding, Pair dilation) {
        context->save_for_backward({input, weight, offset, mask});
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        context->saved_data["dilation"] = dilation;
        return convolve(geometry_of(input, weight, mask, stride, padding, dilation), input, weight, offset, mask);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "deformable convolution has no derivatives of derivatives, as libtorch's grid_sampler has none");
        const auto saved = context->get_saved_variables();
        const auto &input = saved[0], &weight = saved[1], &offset = saved[2], &mask = saved[3];
        const auto g = geometry_of(input, weight, mask, context->saved_data["stride"].toIntVector(), context->saved_data["padding"].toIntVector(),
                                   context->saved_data["dilation"].toIntVector());
        const auto& kernels = deformable_convolution_kernels();
        const auto gradient = by_position(gradients[0]), image = by_position(input), places = by_position(offset), parts = by_position(mask);
        const auto product = by_tap(weight);
        const bool for_input = context->needs_input_grad(0);
        auto of_input = for_input ? at::zeros(image.sizes(), image.options()) : at::Tensor();
        auto of_weight = at::zeros(product.sizes(), product.options());
        auto of_places = at::empty(places.sizes(), places.options()), of_parts = at::empty(parts.sizes(), parts.options());
        const int64_t rows = std::min(g.positions, positions_in_block), slices = (g.s.channels + channels_in_slice - 1) / channels_in_slice;
        auto columns = at::empty({rows, product.size(1)}, image.options()), of_columns = at::empty({rows, product.size(1)}, image.options());
        for_blocks(g, [&](int64_t n, int64_t first, int64_t last) {
            const auto from = gradient[n].narrow(0, first, last - first);
            auto seen = columns.narrow(0, 0, last - first), of_seen = of_columns.narrow(0, 0, last - first);
            at::mm_out(of_seen, from, product);
            const auto *moved = places[n].data_ptr<float>(), *part = parts[n].data_ptr<float>(), *given = of_seen.data_ptr<float>();
            const auto* pixels = image[n].data_ptr<float>();
            auto *to_places = of_places[n].data_ptr<float>(), *to_parts = of_parts[n].data_ptr<float>(), *to_seen = seen.data_ptr<float>();
            for_pieces(first, last, [&](int64_t begin, int64_t end) {
                kernels.backward_places(g.s, pixels, moved, part, given, first, begin, end, to_seen, to_places, to_parts);
            });
            if (for_input) {
                // Some channels at a time: whoever adds to a pixel's channels is alone with them, always in the positions' order.
                auto* to_pixels = of_input[n].data_ptr<float>();
                at::parallel_for(0, slices, 1, [&](int64_t begin, int64_t end) {
                    kernels.backward_input(g.s, moved, part, given, first, last, begin * channels_in_slice,
                                           std::min(g.s.channels, end * channels_in_slice), to_pixels);
                });
            }
            of_weight.addmm_(from.t(), seen);
        });
        const auto kernel = of_weight.view({g.outputs, g.s.kernel_height, g.s.kernel_width, g.s.channels}).permute({0, 3, 1, 2});
        return {for_input ? as_map(of_input, g.s.height, g.s.width) : at::Tensor(),
                kernel.contiguous(weight.suggest_memory_format()),
                as_map(of_places, g.out_height, g.s.out_width),
                as_map(of_parts, g.out_height, g.s.out_width), {}, {}, {}};
    }
};

void check(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& offset, const at::Tensor& mask, const at::Tensor& bias,
           at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation) {
    TORCH_CHECK(input.dim() == 4 && weight.dim() == 4 && offset.dim() == 4 && mask.dim() == 4 && input.size(1) == weight.size(1),
                "expected an input (N, C, H, W), weights (outputs, C, rows, columns), offsets and masks, not ", input.sizes(), " and ", weight.sizes());
    const int64_t taps = weight.size(2) * weight.size(3);
    std::vector<int64_t> wanted{input.size(0), taps};
    for (int64_t d = 0; d < 2; d++) {
        TORCH_CHECK(stride[d] > 0 && dilation[d] > 0 && padding[d] >= 0, "a stride of ", stride, ", a padding of ", padding, " or a dilation of ", dilation);
        wanted.push_back(window_positions(input.size(d + 2), weight.size(d + 2), stride[d], padding[d], dilation[d]));
    }
    TORCH_CHECK(mask.sizes() == at::IntArrayRef(wanted) && offset.size(1) == 2 * taps && offset.size(0) == mask.size(0) && offset.size(2) == mask.size(2) &&
                    offset.size(3) == mask.size(3),
                "an input of ", input.sizes(), " under kernels of ", weight.sizes(), " takes masks of ", wanted, " and offsets of twice as many channels, not ",
                mask.sizes(), " and ", offset.sizes());
    TORCH_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == weight.size(0)), "a bias of ", bias.sizes(), " for ", weight.size(0), " outputs");
}

at::Tensor deform_conv2d(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& offset, const at::Tensor& mask,
                         const c10::optional<at::Tensor>& optional_bias, at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation) {
    const auto bias = optional_bias.value_or(at::Tensor());
    check(input, weight, offset, mask, bias, stride, padding, dilation);
    const auto known = [](const at::Tensor& tensor) {
        return !tensor.defined() || (tensor.device().is_cpu() && tensor.scalar_type() != at::kDouble);
    };
    const bool is_own = known(input) && known(weight) && known(offset) && known(mask) && known(bias) && input.numel() > 0 && mask.numel() > 0;
    // Offsets and sums keep 32 bits in mixed precision.
    const auto type = at::promote_types(at::promote_types(input.scalar_type(), offset.scalar_type()), at::kFloat);
    const auto whole = [type](const at::Tensor& tensor) { return tensor.defined() ? tensor.to(type) : tensor; };
    const auto x = whole(input), w = whole(weight), o = whole(offset), m = whole(mask), b = whole(bias);
    const auto finished = [&](const at::Tensor& output) { return (b.defined() ? output + b.view({1, -1, 1, 1}) : output).to(input.scalar_type()); };
    if (!is_own) return finished(composite(geometry_of(x, w, m, stride, padding, dilation), x, w, o, m));
    const auto dense = x.contiguous(at::MemoryFormat::ChannelsLast);
    bool is_recorded = false;
    for (const auto& tensor : {dense, w, o, m}) is_recorded |= tensor.requires_grad();
    return finished(c10::GradMode::is_enabled() && is_recorded
                        ? DeformableConvolution::apply(dense, w, o, m, stride.vec(), padding.vec(), dilation.vec())
                        : convolve(geometry_of(dense, w, m, stride, padding, dilation), dense, w, o, m));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def(
        "deform_conv2d(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor? bias, int[2] stride, int[2] padding, int[2] dilation) -> Tensor",
        &deform_conv2d);
}

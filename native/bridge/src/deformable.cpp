// Multi-scale deformable attention's sampling core as one operator: our own kernels on the CPU (kernels/deformable.cpp), else a composite
// of libtorch's operators, which keeps every sampled value and is several times slower (Mask2Former's ms_deform_attn_core_pytorch).
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "kernels/levels.h"

namespace {

constexpr int64_t queries_in_piece = 32;

bool is_half(const at::Tensor& tensor) { return tensor.scalar_type() == at::kBFloat16; }

DeformableShape shape_of(const at::Tensor& value, at::IntArrayRef heights, at::IntArrayRef widths, const at::Tensor& weights) {
    DeformableShape s{value.size(0), value.size(2), value.size(3), value.size(1), weights.size(1), weights.size(4), weights.size(3), {}, {}, {}};
    int64_t start = 0;
    for (int64_t level = 0; level < s.levels; level++) {
        s.height[level] = heights[level];
        s.width[level] = widths[level];
        s.start[level] = start;
        start += heights[level] * widths[level];
    }
    return s;
}

at::Tensor sample(const DeformableShape& s, const at::Tensor& value, const at::Tensor& locations, const at::Tensor& weights) {
    const auto& kernels = deformable_kernels();
    auto output = at::empty({s.batch, s.queries, s.heads * s.channels}, value.options().dtype(at::kFloat));
    const auto *places = locations.data_ptr<float>(), *parts = weights.data_ptr<float>();
    const void* from = value.data_ptr();
    auto* to = output.data_ptr<float>();
    const int64_t pieces = (s.queries + queries_in_piece - 1) / queries_in_piece;
    at::parallel_for(0, s.batch * pieces, 1, [&](int64_t begin, int64_t end) {
        for (int64_t k = begin; k < end; k++) {
            const int64_t n = k / pieces, first = k % pieces * queries_in_piece, last = std::min(s.queries, first + queries_in_piece);
            if (is_half(value)) {
                kernels.forward_half(s, static_cast<const uint16_t*>(from), places, parts, n, first, last, to);
            } else {
                kernels.forward(s, static_cast<const float*>(from), places, parts, n, first, last, to);
            }
        }
    });
    return is_half(value) ? output.to(at::kBFloat16) : output;
}

// Any device, any floating-point type.
at::Tensor composite(const at::Tensor& value, at::IntArrayRef heights, at::IntArrayRef widths, const at::Tensor& locations, const at::Tensor& weights) {
    const int64_t batch = value.size(0), heads = value.size(2), channels = value.size(3), queries = weights.size(1), points = weights.size(4);
    const auto grids = locations.mul(2).sub(1);
    std::vector<at::Tensor> sampled;
    int64_t start = 0;
    for (size_t level = 0; level < heights.size(); level++) {
        const auto map = value.narrow(1, start, heights[level] * widths[level]).permute({0, 2, 3, 1}).reshape({batch * heads, channels, heights[level], widths[level]});
        const auto grid = grids.select(3, static_cast<int64_t>(level)).transpose(1, 2).reshape({batch * heads, queries, points, 2});
        sampled.push_back(at::grid_sampler(map, grid, 0, 0, false));
        start += heights[level] * widths[level];
    }
    const auto parts = weights.transpose(1, 2).reshape({batch * heads, 1, queries, -1});
    return at::stack(sampled, -2).flatten(-2).mul(parts).sum(-1).view({batch, heads * channels, queries}).transpose(1, 2).contiguous();
}

class DeformableAttention : public torch::autograd::Function<DeformableAttention> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& value, const at::Tensor& locations, const at::Tensor& weights,
                              std::vector<int64_t> heights, std::vector<int64_t> widths) {
        context->save_for_backward({value, locations, weights});
        context->saved_data["heights"] = heights;
        context->saved_data["widths"] = widths;
        return sample(shape_of(value, heights, widths, weights), value, locations, weights);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto &value = saved[0], &locations = saved[1], &weights = saved[2];
        const auto heights = context->saved_data["heights"].toIntVector(), widths = context->saved_data["widths"].toIntVector();
        TORCH_CHECK(!c10::GradMode::is_enabled(), "deformable attention has no derivatives of derivatives, as libtorch's grid_sampler has none");
        const auto s = shape_of(value, heights, widths, weights);
        const auto& kernels = deformable_kernels();
        const auto gradient = gradients[0].to(at::kFloat).contiguous();
        auto of_value = at::zeros(value.sizes(), value.options().dtype(at::kFloat));
        auto of_locations = at::empty(locations.sizes(), locations.options()), of_weights = at::empty(weights.sizes(), weights.options());
        const auto *g = gradient.data_ptr<float>(), *places = locations.data_ptr<float>(), *parts = weights.data_ptr<float>();
        const void* from = value.data_ptr();
        auto *to_value = of_value.data_ptr<float>(), *to_locations = of_locations.data_ptr<float>(), *to_weights = of_weights.data_ptr<float>();
        // A head of an image at a time: whoever adds to its values is alone with them, always in the queries' order.
        at::parallel_for(0, s.batch * s.heads, 1, [&](int64_t begin, int64_t end) {
            for (int64_t k = begin; k < end; k++) {
                const int64_t n = k / s.heads, h = k % s.heads;
                if (is_half(value)) {
                    kernels.backward_half(s, g, static_cast<const uint16_t*>(from), places, parts, n, h, to_value, to_locations, to_weights);
                } else {
                    kernels.backward(s, g, static_cast<const float*>(from), places, parts, n, h, to_value, to_locations, to_weights);
                }
            }
        });
        return {is_half(value) ? of_value.to(at::kBFloat16) : of_value, of_locations, of_weights, {}, {}};
    }
};

void check(const at::Tensor& value, at::IntArrayRef heights, at::IntArrayRef widths, const at::Tensor& locations, const at::Tensor& weights) {
    TORCH_CHECK(value.dim() == 4 && locations.dim() == 6 && weights.dim() == 5 && heights.size() == widths.size(),
                "expected values (N, positions, heads, channels), locations (N, queries, heads, levels, points, 2) and weights (N, queries, heads, levels, points)");
    int64_t positions = 0;
    for (size_t level = 0; level < heights.size(); level++) {
        TORCH_CHECK(heights[level] > 0 && widths[level] > 0, "a level of ", heights[level], "x", widths[level]);
        positions += heights[level] * widths[level];
    }
    TORCH_CHECK(positions == value.size(1) && weights.size(3) == static_cast<int64_t>(heights.size()) && weights.size(0) == value.size(0) &&
                    weights.size(2) == value.size(2) && locations.sizes().slice(0, 5) == weights.sizes() && locations.size(5) == 2,
                "values ", value.sizes(), ", locations ", locations.sizes(), " and weights ", weights.sizes(), " do not fit ", heights.size(), " levels of ",
                positions, " positions");
}

at::Tensor ms_deform_attn(const at::Tensor& value, at::IntArrayRef heights, at::IntArrayRef widths, const at::Tensor& locations, const at::Tensor& weights) {
    check(value, heights, widths, locations, weights);
    const bool is_on_cpu = value.device().is_cpu() && locations.device().is_cpu() && weights.device().is_cpu();
    const bool is_known = value.scalar_type() == at::kFloat || is_half(value);
    const bool is_exact = locations.scalar_type() == at::kDouble || weights.scalar_type() == at::kDouble;
    if (!is_on_cpu || !is_known || is_exact || heights.size() > deformable_levels || value.numel() == 0 || weights.numel() == 0 ||
        value.size(1) > std::numeric_limits<int32_t>::max()) {
        return composite(value, heights, widths, locations.to(value.scalar_type()), weights.to(value.scalar_type()));
    }
    const auto dense = value.contiguous(), places = locations.to(at::kFloat).contiguous(), parts = weights.to(at::kFloat).contiguous();
    const bool is_recorded = c10::GradMode::is_enabled() && (dense.requires_grad() || places.requires_grad() || parts.requires_grad());
    return is_recorded ? DeformableAttention::apply(dense, places, parts, heights.vec(), widths.vec())
                       : sample(shape_of(dense, heights, widths, parts), dense, places, parts);
}

// The same from what a network gives, in inference: locations and weights of a few queries at a time are never whole in memory.
at::Tensor ms_deform_attn_moves(const at::Tensor& value, at::IntArrayRef heights, at::IntArrayRef widths, const at::Tensor& references, const at::Tensor& moves,
                                const at::Tensor& logits) {
    TORCH_CHECK(moves.dim() == 6 && references.dim() == 4 && references.size(3) == 2 && references.size(1) == moves.size(1) &&
                    references.size(2) == moves.size(3) && (references.size(0) == 1 || references.size(0) == moves.size(0)),
                "reference points ", references.sizes(), " do not fit moves ", moves.sizes());
    check(value, heights, widths, moves, logits.view(moves.sizes().slice(0, 5)));
    const auto is_ours = [](const at::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.numel() > 0; };
    const bool is_recorded = c10::GradMode::is_enabled() && (value.requires_grad() || moves.requires_grad() || logits.requires_grad());
    if (!is_ours(value) || !is_ours(references) || !is_ours(moves) || !is_ours(logits) || is_recorded || heights.size() > deformable_levels) {
        std::vector<float> extents;
        for (size_t level = 0; level < heights.size(); level++) extents.insert(extents.end(), {static_cast<float>(widths[level]), static_cast<float>(heights[level])});
        const auto steps = at::tensor(extents).view({-1, 1, 2}).to(moves.options());
        return ms_deform_attn(value, heights, widths, references.unsqueeze(2).unsqueeze(4) + moves / steps,
                              logits.flatten(3).softmax(-1).view(moves.sizes().slice(0, 5)));
    }

    const auto dense = value.contiguous(), from = references.contiguous(), steps = moves.contiguous(), scores = logits.contiguous();
    auto s = shape_of(dense, heights, widths, scores.view(moves.sizes().slice(0, 5)));
    auto output = at::empty({s.batch, s.queries, s.heads * s.channels}, dense.options());
    const auto& kernels = deformable_kernels();
    const auto *v = dense.data_ptr<float>(), *r = from.data_ptr<float>(), *m = steps.data_ptr<float>(), *l = scores.data_ptr<float>();
    auto* to = output.data_ptr<float>();
    const int64_t pieces = (s.queries + queries_in_piece - 1) / queries_in_piece, row = s.heads * s.levels * s.points;
    const bool is_shared = from.size(0) == 1;
    at::parallel_for(0, s.batch * pieces, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> places(2 * queries_in_piece * row), weights(queries_in_piece * row);
        auto piece = s;
        for (int64_t k = begin; k < end; k++) {
            const int64_t n = k / pieces, first = k % pieces * queries_in_piece, query = n * s.queries + first;
            piece.queries = std::min(queries_in_piece, s.queries - first);
            kernels.prepare(s, r + ((is_shared ? 0 : n * s.queries) + first) * s.levels * 2, m + query * row * 2, l + query * row, piece.queries,
                            places.data(), weights.data());
            kernels.forward(piece, v + n * s.positions * s.heads * s.channels, places.data(), weights.data(), 0, 0, piece.queries,
                            to + query * s.heads * s.channels);
        }
    });
    return output;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def("ms_deform_attn(Tensor value, int[] heights, int[] widths, Tensor locations, Tensor weights) -> Tensor", &ms_deform_attn);
    library.def(
        "ms_deform_attn_moves(Tensor value, int[] heights, int[] widths, Tensor references, Tensor moves, Tensor logits) -> Tensor",
        &ms_deform_attn_moves);
}

// Attention of several heads on the CPU by kernels of our own (kernels/attention.cpp), for libtorch before 2.0, which has parts only: these
// write all scores to memory, read them for the mask, for the softmax and for the product, and keep them for the backward pass.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/levels.h"

namespace {

using torch::autograd::variable_list;

constexpr int64_t turned_keys = 64;  // Rows of a mask that are written to at once while it is turned.

AttentionSteps steps_of(const at::Tensor& x) { return {x.stride(0), x.stride(1), x.stride(2)}; }

// Room for (batch, heads, tokens, channels), with what belongs to a token side by side.
at::Tensor by_token(at::IntArrayRef sizes, const at::TensorOptions& options) {
    return at::empty({sizes[0], sizes[2], sizes[1], sizes[3]}, options).transpose(1, 2);
}

// Key by key, a byte for every query, filled up to whole panels.
at::Tensor across(const at::Tensor& mask, int64_t queries, int64_t keys, int64_t panel) {
    const auto whole = mask.expand({mask.size(0), mask.size(1), queries, keys});
    auto turned = at::zeros({mask.size(0), mask.size(1), keys, (queries + panel - 1) / panel * panel}, mask.options());
    const int64_t blocks = (keys + turned_keys - 1) / turned_keys, row = turned.size(3), step = whole.stride(3);
    const auto* from = whole.data_ptr<bool>();
    auto* to = turned.data_ptr<bool>();
    at::parallel_for(0, mask.size(0) * mask.size(1) * blocks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
            const int64_t head = i / blocks, first = i % blocks * turned_keys, last = std::min(keys, first + turned_keys);
            const auto* of_head = from + head / mask.size(1) * whole.stride(0) + head % mask.size(1) * whole.stride(1);
            for (int64_t q = 0; q < queries; q++) {
                const auto* bytes = of_head + q * whole.stride(2);
                for (int64_t k = first; k < last; k++) to[(head * keys + k) * row + q] = bytes[k * step];
            }
        }
    });
    return turned;
}

AttentionShape shape_of(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask, const at::Tensor& output) {
    AttentionShape s{query.size(0),   query.size(1),   query.size(2), key.size(2),    query.size(3), value.size(3),
                     steps_of(query), steps_of(key), steps_of(value), steps_of(output), {},            static_cast<float>(1 / std::sqrt(query.size(3)))};
    if (mask.defined()) {
        s.mask = {mask.size(0) > 1 ? mask.stride(0) : 0, mask.size(1) > 1 ? mask.stride(1) : 0, mask.stride(2)};
    }
    return s;
}

const uint8_t* bytes_of(const at::Tensor& mask) { return mask.defined() ? reinterpret_cast<const uint8_t*>(mask.data_ptr<bool>()) : nullptr; }

at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask, float* logs) {
    auto output = by_token({query.size(0), query.size(1), query.size(2), value.size(3)}, query.options());
    const auto s = shape_of(query, key, value, mask, output);
    const auto& kernels = attention_kernels();
    const auto *q = query.data_ptr<float>(), *k = key.data_ptr<float>(), *v = value.data_ptr<float>();
    const auto* bytes = bytes_of(mask);
    auto* to = output.data_ptr<float>();
    const int64_t panels = (s.queries + kernels.panel - 1) / kernels.panel;
    at::parallel_for(0, s.batch * s.heads * panels, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch(kernels.scratch(s));
        for (int64_t i = begin; i < end; i++) {
            const int64_t head = i / panels;
            kernels.forward(s, q, k, v, bytes, head / s.heads, head % s.heads, i % panels * kernels.panel, scratch.data(), to, logs);
        }
    });
    return output;
}

class FusedAttention : public torch::autograd::Function<FusedAttention> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                              const c10::optional<at::Tensor>& visible) {
        const auto mask = visible.value_or(at::Tensor());
        auto logs = at::empty({query.size(0), query.size(1), query.size(2)}, query.options());
        auto output = attend(query, key, value, mask, logs.data_ptr<float>());
        context->save_for_backward({query, key, value, output, logs});
        if (mask.defined()) context->saved_data["mask"] = mask;
        return output;
    }

    static variable_list backward(torch::autograd::AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "attention by own kernels has no derivatives of derivatives");
        const auto saved = context->get_saved_variables();
        const auto &query = saved[0], &key = saved[1], &value = saved[2], &output = saved[3], &logs = saved[4];
        const auto kept = context->saved_data.find("mask");
        const auto mask = kept == context->saved_data.end() ? at::Tensor() : kept->second.toTensor();
        const auto gradient = by_token(output.sizes(), output.options()).copy_(gradients[0]);
        auto of_query = by_token(query.sizes(), query.options());
        auto of_key = by_token(key.sizes(), key.options()).zero_(), of_value = by_token(value.sizes(), value.options()).zero_();
        const auto s = shape_of(query, key, value, mask, output);
        const auto& kernels = attention_kernels();
        const auto *q = query.data_ptr<float>(), *k = key.data_ptr<float>(), *v = value.data_ptr<float>();
        const auto *o = output.data_ptr<float>(), *l = logs.data_ptr<float>(), *g = gradient.data_ptr<float>();
        const auto* bytes = bytes_of(mask);
        const AttentionGradients to{of_query.data_ptr<float>(), of_key.data_ptr<float>(), of_value.data_ptr<float>(),
                                    steps_of(of_query),         steps_of(of_key),         steps_of(of_value)};
        // A head of an image at a time: whoever adds to its keys and values is alone with them, always in the queries' order.
        at::parallel_for(0, s.batch * s.heads, 1, [&](int64_t begin, int64_t end) {
            std::vector<float> scratch(kernels.scratch(s));
            for (int64_t i = begin; i < end; i++) kernels.backward(s, q, k, v, bytes, o, l, g, i / s.heads, i % s.heads, scratch.data(), to);
        });
        return {of_query, of_key, of_value, {}};
    }
};

// Any device, any floating-point type.
at::Tensor composite(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask) {
    auto scores = query.mul(1 / std::sqrt(query.size(-1))).matmul(key.transpose(-2, -1));
    if (mask.defined()) scores = scores.masked_fill(mask.logical_not(), -INFINITY);
    return scores.softmax(-1).matmul(value);
}

at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const c10::optional<at::Tensor>& visible) {
    const auto mask = visible.value_or(at::Tensor());
    TORCH_CHECK(query.dim() == 4 && key.dim() == 4 && value.dim() == 4, "queries, keys and values are (batch, heads, tokens, channels)");
    TORCH_CHECK(query.size(0) == key.size(0) && query.size(1) == key.size(1) && query.size(3) == key.size(3) &&
                    key.sizes().slice(0, 3) == value.sizes().slice(0, 3),
                "queries ", query.sizes(), ", keys ", key.sizes(), " and values ", value.sizes(), " do not fit each other");
    if (mask.defined()) {
        TORCH_CHECK(mask.scalar_type() == at::kBool && mask.dim() == 4, "a mask is of truth values, (batch, heads, queries, keys)");
        for (int k = 0; k < 4; k++) {
            const int64_t whole = k == 3 ? key.size(2) : query.size(k);
            TORCH_CHECK(mask.size(k) == whole || mask.size(k) == 1, "a mask ", mask.sizes(), " does not fit queries ", query.sizes(), " and keys ", key.sizes());
        }
    }

    const auto& kernels = attention_kernels();
    const auto is_ours = [](const at::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == at::kFloat && x.numel() > 0; };
    if (!is_ours(query) || !is_ours(key) || !is_ours(value) || query.size(3) % kernels.channels != 0 || value.size(3) % kernels.channels != 0) {
        return composite(query, key, value, mask);
    }

    const auto dense = [](const at::Tensor& x) { return x.stride(3) == 1 ? x : x.contiguous(); };
    const auto q = dense(query), k = dense(key), v = dense(value);
    const auto turned = mask.defined() ? across(mask, q.size(2), k.size(2), kernels.panel) : mask;
    const bool is_recorded = c10::GradMode::is_enabled() && (q.requires_grad() || k.requires_grad() || v.requires_grad());
    return is_recorded ? FusedAttention::apply(q, k, v, mask.defined() ? c10::optional<at::Tensor>(turned) : c10::nullopt) : attend(q, k, v, turned, nullptr);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def("attention(Tensor query, Tensor key, Tensor value, Tensor? mask) -> Tensor", &attention);
}

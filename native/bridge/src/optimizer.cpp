// Optimizer steps of all parameters in one call.
#include <ATen/Functions.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "bridge.h"
#include "failure.h"
#include "handles.h"
#include "kernels/levels.h"

namespace {

constexpr int64_t piece = 1 << 15;  // Elements of one piece of parallel work.

bool is_plain(const at::Tensor& tensor) {
    return tensor.defined() && tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.is_non_overlapping_and_dense();
}

// Whether the elements of both lie in the same order: strides of dimensions of size 1 mean nothing.
bool same_order(const at::Tensor& a, const at::Tensor& b) {
    if (a.sizes() != b.sizes()) return false;
    for (int64_t k = 0; k < a.dim(); k++) {
        if (a.size(k) > 1 && a.stride(k) != b.stride(k)) return false;
    }
    return true;
}

// A gradient whose elements lie in the parameter's order.
at::Tensor like(const at::Tensor& gradient, const at::Tensor& parameter) {
    TORCH_CHECK(gradient.sizes() == parameter.sizes(), "a gradient of shape ", gradient.sizes(), " cannot step a parameter of shape ", parameter.sizes());
    if (is_plain(gradient) && same_order(gradient, parameter)) return gradient;
    auto copy = at::empty_strided(parameter.sizes(), parameter.strides(), parameter.options());
    return copy.copy_(gradient);
}

// Pieces of several tensors as one range of parallel work.
template <typename Body>
void for_pieces(const std::vector<at::Tensor>& tensors, const Body& body) {
    std::vector<int64_t> starts{0};
    for (const auto& tensor : tensors) starts.push_back(starts.back() + (tensor.numel() + piece - 1) / piece);
    at::parallel_for(0, starts.back(), 1, [&](int64_t begin, int64_t end) {
        auto which = std::upper_bound(starts.begin(), starts.end(), begin) - starts.begin() - 1;
        for (int64_t k = begin; k < end; k++) {
            while (k >= starts[which + 1]) which++;
            const int64_t from = (k - starts[which]) * piece;
            body(which, from, std::min(piece, tensors[which].numel() - from));
        }
    });
}

// The tensors of a list of handles, all in the order of the first list's.
std::vector<at::Tensor> all(void** handles, int32_t count) {
    require_array(handles, count, "tensors");
    std::vector<at::Tensor> tensors;
    for (int32_t k = 0; k < count; k++) tensors.push_back(required(handles[k]));
    return tensors;
}

void check(const std::vector<at::Tensor>& parameters) {
    for (const auto& parameter : parameters) TORCH_CHECK(is_plain(parameter), "the fused step needs dense 32-bit parameters on the processor");
}

void check(const std::vector<at::Tensor>& parameters, const std::vector<at::Tensor>& remembered) {
    check(parameters);
    for (size_t k = 0; k < parameters.size(); k++) {
        TORCH_CHECK(is_plain(remembered[k]) && same_order(parameters[k], remembered[k]),
                    "the fused step needs what is remembered of a parameter as 32-bit floats in the parameter's order");
    }
}

// The gradients in their parameters' order; all are checked before anything is written.
std::vector<at::Tensor> gradients_of(const std::vector<at::Tensor>& parameters, void** gradients) {
    const auto given = all(gradients, static_cast<int32_t>(parameters.size()));
    std::vector<at::Tensor> found;
    for (size_t k = 0; k < parameters.size(); k++) found.push_back(like(given[k], parameters[k]));
    return found;
}

}  // namespace

// Whether the fused steps take a parameter: dense, 32 bits, on the processor.
PANOPTES_API int32_t panoptes_can_fuse(void* parameter) {
    return guarded<int32_t>(-1, [&]() -> int32_t { return is_plain(required(parameter)); });
}

// Whether the elements of two tensors lie in the same order.
PANOPTES_API int32_t panoptes_same_order(void* a, void* b) {
    return guarded<int32_t>(-1, [&]() -> int32_t { return same_order(required(a), required(b)); });
}

// A step of AdamW. `roots` and `sizes` hold one number a parameter: see AdamWStep.
PANOPTES_API int32_t panoptes_fused_adamw(void** parameters, void** gradients, void** means, void** squares, const double* roots,
                                          const double* sizes, int32_t count, double decay, double beta1, double beta2, double epsilon) {
    return guarded<int32_t>(-1, [&] {
        require_array(roots, count, "roots");
        require_array(sizes, count, "step sizes");
        const auto p = all(parameters, count), m = all(means, count), v = all(squares, count);
        check(p, m);
        check(p, v);
        const auto g = gradients_of(p, gradients);
        const auto kernel = optimizer_kernels().adamw;
        for_pieces(p, [&](int64_t k, int64_t from, int64_t length) {
            const AdamWStep step{static_cast<float>(decay),    static_cast<float>(beta1),    static_cast<float>(beta2),
                                 static_cast<float>(roots[k]), static_cast<float>(sizes[k]), static_cast<float>(epsilon)};
            kernel(step, length, p[k].data_ptr<float>() + from, g[k].data_ptr<float>() + from, m[k].data_ptr<float>() + from,
                   v[k].data_ptr<float>() + from);
        });
        // Graphs recorded before must notice that the parameters are others now.
        for (const auto& tensor : p) tensor.unsafeGetTensorImpl()->bump_version();
        return 0;
    });
}

// A step of SGD. `directions` is null without momentum; `is_first` says for each parameter whether its direction is new.
PANOPTES_API int32_t panoptes_fused_sgd(void** parameters, void** gradients, void** directions, const uint8_t* is_first, int32_t count,
                                        double rate, double weight_decay, double momentum, double dampening, int32_t nesterov) {
    return guarded<int32_t>(-1, [&] {
        const auto p = all(parameters, count);
        const auto d = directions == nullptr ? std::vector<at::Tensor>() : all(directions, count);
        require_array(is_first, count, "marks of first steps");
        check(p);
        if (!d.empty()) check(p, d);
        const auto g = gradients_of(p, gradients);
        const auto kernel = optimizer_kernels().sgd;
        for_pieces(p, [&](int64_t k, int64_t from, int64_t length) {
            const SgdStep step{static_cast<float>(rate),      static_cast<float>(weight_decay), static_cast<float>(momentum),
                               static_cast<float>(dampening), nesterov != 0,                    is_first[k] != 0};
            kernel(step, length, p[k].data_ptr<float>() + from, g[k].data_ptr<float>() + from,
                   d.empty() ? nullptr : d[k].data_ptr<float>() + from);
        });
        for (const auto& tensor : p) tensor.unsafeGetTensorImpl()->bump_version();
        return 0;
    });
}

// Reverse-mode differentiation: the part of libtorch that lies outside the dispatcher.
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {
// Gradients may be left out one by one (null); roots and inputs may not.
torch::autograd::variable_list borrow_all(void** handles, int32_t count, bool may_lack = false) {
    require_array(handles, count, "tensors");
    torch::autograd::variable_list tensors;
    tensors.reserve(count);
    for (int32_t k = 0; k < count; k++) tensors.push_back(may_lack ? borrow(handles[k]) : required(handles[k]));
    return tensors;
}
}  // namespace

// Accumulates the gradients of the roots' graph into its leaves. `gradients` may be null where every root has one element.
PANOPTES_API int32_t panoptes_backward(void** roots, void** gradients, int32_t count, int32_t retain_graph, int32_t create_graph) {
    return guarded<int32_t>(-1, [&] {
        torch::autograd::backward(borrow_all(roots, count), gradients == nullptr ? torch::autograd::variable_list{} : borrow_all(gradients, count, true),
                                  retain_graph != 0, create_graph != 0);
        return 0;
    });
}

// The gradients of the roots with respect to the inputs, without touching any leaf; null for an input that is not reached.
PANOPTES_API int32_t panoptes_gradients(void** roots, void** gradients, int32_t count, void** inputs, int32_t input_count, int32_t retain_graph,
                                        int32_t create_graph, void** results) {
    return guarded<int32_t>(-1, [&] {
        require_array(results, input_count, "results");
        auto found = torch::autograd::grad(borrow_all(roots, count), borrow_all(inputs, input_count),
                                           gradients == nullptr ? torch::autograd::variable_list{} : borrow_all(gradients, count, true),
                                           retain_graph != 0, create_graph != 0, /*allow_unused=*/true);
        for (int32_t k = 0; k < input_count; k++) results[k] = give(std::move(found[k]));
        return 0;
    });
}

PANOPTES_API int32_t panoptes_grad_mode() { return c10::GradMode::is_enabled(); }

PANOPTES_API void panoptes_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

PANOPTES_API int32_t panoptes_requires_grad(void* handle) {
    return guarded<int32_t>(-1, [&]() -> int32_t { return required(handle).requires_grad(); });
}

PANOPTES_API int32_t panoptes_set_requires_grad(void* handle, int32_t value) {
    return guarded<int32_t>(-1, [&] {
        required(handle).requires_grad_(value != 0);
        return 0;
    });
}

PANOPTES_API int32_t panoptes_is_leaf(void* handle) {
    return guarded<int32_t>(-1, [&]() -> int32_t { return required(handle).is_leaf(); });
}

// The accumulated gradient, or null.
PANOPTES_API void* panoptes_grad(void* handle) {
    return guarded<void*>(nullptr, [&] {
        auto gradient = required(handle).grad();
        return give(std::move(gradient));
    });
}

// Sets or (with null) forgets the accumulated gradient.
PANOPTES_API int32_t panoptes_set_grad(void* handle, void* gradient) {
    return guarded<int32_t>(-1, [&] {
        const auto tensor = required(handle);
        if (gradient != nullptr) {
            const auto value = borrow(gradient);
            TORCH_CHECK(value.sizes() == tensor.sizes(), "a gradient of shape ", value.sizes(), " cannot belong to a tensor of shape ", tensor.sizes());
            TORCH_CHECK(value.device() == tensor.device(), "a gradient must lie on its tensor's device");
            TORCH_CHECK(value.scalar_type() == tensor.scalar_type(), "a gradient of ", value.scalar_type(), " cannot belong to a tensor of ", tensor.scalar_type());
        }
        tensor.mutable_grad() = borrow(gradient);
        return 0;
    });
}

// Forgets the gradients of many tensors in one call.
PANOPTES_API int32_t panoptes_clear_grads(void** handles, int32_t count) {
    return guarded<int32_t>(-1, [&] {
        for (const auto& tensor : borrow_all(handles, count)) tensor.mutable_grad().reset();
        return 0;
    });
}

// The accumulated gradients of many tensors in one call; null where there is none.
PANOPTES_API int32_t panoptes_grads(void** handles, int32_t count, void** gradients) {
    return guarded<int32_t>(-1, [&] {
        require_array(gradients, count, "gradients");
        const auto tensors = borrow_all(handles, count);
        for (int32_t k = 0; k < count; k++) {
            auto gradient = tensors[k].grad();
            gradients[k] = give(std::move(gradient));
        }
        return 0;
    });
}

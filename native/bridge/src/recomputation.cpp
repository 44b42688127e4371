// Activation checkpointing: a node of the graph that keeps the inputs of a stretch of the forward pass instead of all that it computed,
// and has the stretch computed again when its gradients are asked for.
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {

// Computes the stretch again on the inputs and writes its derivatives with respect to inputs and parameters to `results`. Takes over the
// handles of inputs and gradients (null for an output without one) and gives those of the results. 0, or the number of an exception
// that the other side keeps.
using Recompute = int64_t (*)(void* state, void** inputs, int32_t input_count, void** gradients, int32_t output_count, void** results);

// Says that the state is not needed any more.
using Forget = void (*)(void* state);

class Recomputation final : public torch::autograd::Node {
public:
    Recomputation(torch::autograd::edge_list&& edges, Recompute recompute, Forget forget, void* state)
        : Node(std::move(edges)), recompute_(recompute), forget_(forget), state_(state) {}

    ~Recomputation() override { forget_(state_); }

    std::string name() const override { return "Recomputation"; }

    void keep(const torch::autograd::variable_list& inputs, const torch::autograd::variable_list& parameters) {
        for (const auto& input : inputs) inputs_.emplace_back(input, /*is_output=*/false);
        // What a parameter was must still hold when the stretch is computed again: its version is checked like an input's.
        for (const auto& parameter : parameters) parameters_.emplace_back(parameter, /*is_output=*/false);
    }

    void release_variables() override {
        for (auto& input : inputs_) input.reset_data();
        for (auto& parameter : parameters_) parameter.reset_data();
    }

protected:
    torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "a checkpointed stretch cannot be differentiated twice: switch its checkpointing off");
        for (const auto& parameter : parameters_) parameter.unpack();
        std::vector<void*> inputs, given, results(inputs_.size() + parameters_.size(), nullptr);
        torch::autograd::variable_list found;
        for (const auto& input : inputs_) found.push_back(input.unpack());
        for (auto& input : found) inputs.push_back(give(std::move(input)));
        for (auto& gradient : gradients) given.push_back(give(std::move(gradient)));
        const auto failure = recompute_(state_, inputs.data(), static_cast<int32_t>(inputs.size()), given.data(),
                                        static_cast<int32_t>(given.size()), results.data());
        torch::autograd::variable_list derivatives;
        for (auto* result : results) {
            derivatives.push_back(result == nullptr ? at::Tensor() : at::Tensor(TensorPointer::reclaim(static_cast<c10::TensorImpl*>(result))));
        }
        TORCH_CHECK(failure == 0, "managed exception #", failure, ";");
        return derivatives;
    }

private:
    Recompute recompute_;
    Forget forget_;
    void* state_;
    std::vector<torch::autograd::SavedVariable> inputs_;
    std::vector<torch::autograd::SavedVariable> parameters_;
};

// A node of the graph as this libtorch counts it: 2.13 and later have the count in the node, earlier ones beside it.
template <typename T, bool counts_itself = std::is_base_of_v<c10::intrusive_ptr_target, T>>
struct Counted {
    using Pointer = std::shared_ptr<T>;
    template <typename... Arguments>
    static Pointer make(Arguments&&... arguments) {
        return Pointer(new T(std::forward<Arguments>(arguments)...), [](T* node) { deleteNode(node); });
    }
};

template <typename T>
struct Counted<T, true> {
    using Pointer = c10::intrusive_ptr<T>;
    template <typename... Arguments>
    static Pointer make(Arguments&&... arguments) {
        return c10::make_intrusive<T>(std::forward<Arguments>(arguments)...);
    }
};

}  // namespace

// Makes detached outputs the results of a stretch that is computed again when its gradients are asked for. The state is the graph's from
// now on: forget is called when it goes, and also where this fails.
PANOPTES_API int32_t panoptes_recompute_later(void** inputs, int32_t input_count, void** parameters, int32_t parameter_count, void** outputs,
                                              int32_t output_count, Recompute recompute, Forget forget, void* state) {
    Counted<Recomputation>::Pointer node;
    const auto status = guarded<int32_t>(-1, [&] {
        TORCH_CHECK(recompute != nullptr && forget != nullptr, "a checkpointed stretch needs a function to compute it again and one to forget it");
        require_array(inputs, input_count, "inputs");
        require_array(parameters, parameter_count, "parameters");
        require_array(outputs, output_count, "outputs");
        for (int32_t k = 0; k < output_count; k++) required(outputs[k]);
        torch::autograd::variable_list kept, read, sources;
        for (int32_t k = 0; k < input_count; k++) kept.push_back(required(inputs[k]));
        for (int32_t k = 0; k < parameter_count; k++) read.push_back(required(parameters[k]));
        sources = kept;
        sources.insert(sources.end(), read.begin(), read.end());
        node = Counted<Recomputation>::make(torch::autograd::collect_next_edges(sources), recompute, forget, state);
        node->keep(kept, read);
        for (int32_t k = 0; k < output_count; k++) {
            auto output = borrow(outputs[k]);
            if (torch::autograd::isDifferentiableType(output.scalar_type())) torch::autograd::set_history(output, node);
            else node->add_input_metadata(torch::autograd::Node::undefined_input());
        }
        return 0;
    });
    if (status < 0 && !node && forget != nullptr) forget(state);
    return status;
}

// How often the elements of a tensor (or of one that shares them) were written to.
PANOPTES_API int64_t panoptes_version_of(void* handle) {
    return guarded<int64_t>(-1, [&] { return static_cast<int64_t>(required(handle).unsafeGetTensorImpl()->version_counter().current_version()); });
}

// Averages gradients over processes while the backward pass still runs: c10d's Reducer.
#include <c10/util/Exception.h>
#include <torch/csrc/distributed/c10d/reducer.hpp>
#include <torch/version.h>

#include <memory>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "../bridge.h"
#include "../failure.h"
#include "../handles.h"
#include "groups.h"

namespace {

// Backward passes reach the last parameters first, so buckets fill from the end; the first is small, that its sum may start early.
std::vector<std::vector<size_t>> buckets_of(const std::vector<at::Tensor>& parameters, int64_t first, int64_t most) {
    std::vector<std::vector<size_t>> buckets;
    int64_t bytes = 0, limit = first;
    for (size_t k = parameters.size(); k-- > 0;) {
        const auto& next = parameters[k];
        const bool fits = !buckets.empty() && bytes < limit && next.options().type_equal(parameters[buckets.back().back()].options());
        if (!fits) {
            limit = buckets.empty() ? first : most;
            buckets.emplace_back();
            bytes = 0;
        }
        buckets.back().push_back(k);
        bytes += next.numel() * next.element_size();
    }
    return buckets;
}

// A reducer, however this libtorch makes one: 2.x added two switches, 2.14 takes no limits of buckets. Parameters without a gradient are looked
// for, gradients lie in the buckets, and all of them are summed.
template <typename Reducer = c10d::Reducer>
std::shared_ptr<Reducer> make_reducer(const std::vector<at::Tensor>& parameters, const std::vector<std::vector<size_t>>& buckets, const distributed::Group& group,
                                      int64_t first, int64_t most) {
    using Tensors = std::vector<at::Tensor>;
    using Buckets = std::vector<std::vector<size_t>>;
    using Sizes = std::vector<size_t>;
    using Flags = std::vector<bool>;
    using Names = std::unordered_map<size_t, std::string>;
    const Sizes limits(buckets.size(), static_cast<size_t>(most));
    const Flags dense(parameters.size(), false);
    if constexpr (std::is_constructible_v<Reducer, Tensors, Buckets, Sizes, distributed::Group, Flags, int64_t, bool, bool, Names, int64_t>) {
        return std::make_shared<Reducer>(parameters, buckets, limits, group, dense, most, true, true, Names{}, first);
    } else if constexpr (std::is_constructible_v<Reducer, Tensors, Buckets, Sizes, distributed::Group, Flags, int64_t, bool, bool, Names, int64_t, bool, bool>) {
        return std::make_shared<Reducer>(parameters, buckets, limits, group, dense, most, true, true, Names{}, first, false, false);
    } else {
        return std::make_shared<Reducer>(parameters, buckets, group, dense, most, true, true, Names{}, first, false, false, std::vector<int64_t>{});
    }
}

// What the reducer warns of is meant here: it looks for parameters without a gradient so that buckets stay as they are, and gradients of
// convolutions lie channels last.
bool is_meant(const std::string& warning) {
    return warning.find("find_unused_parameters") != std::string::npos || warning.find("Grad strides") != std::string::npos;
}

class Quiet : public c10::WarningHandler {
public:
#if TORCH_VERSION_MAJOR >= 2
    void process(const c10::Warning& warning) override {
        if (!is_meant(warning.msg())) c10::WarningHandler::process(warning);
    }
#else
    void process(const c10::SourceLocation& place, const std::string& message, const bool verbatim) override {
        if (!is_meant(message)) c10::WarningHandler::process(place, message, verbatim);
    }
#endif
};

// For the calling thread, which runs the backward pass.
void keep_quiet() {
    static Quiet quiet;
#if TORCH_VERSION_MAJOR >= 2
    c10::WarningUtils::set_warning_handler(&quiet);
#else
    c10::Warning::set_warning_handler(&quiet);
#endif
}

}  // namespace

// The gradients of these parameters are averaged over all processes in every backward pass that is announced. Buckets are as they are cut
// here for as long as it lives, so that a resumed training adds up in the same order: c10d rebuilds them only where it need not look for
// parameters without a gradient, for which it looks here.
PANOPTES_API void* panoptes_reducer(int64_t processes, void** parameters, int32_t count, int64_t first_bytes, int64_t most_bytes) {
    return guarded<void*>(nullptr, [&]() -> void* {
        require_array(parameters, count, "parameters");
        std::vector<at::Tensor> tensors;
        for (int32_t k = 0; k < count; k++) tensors.push_back(required(parameters[k]));
        TORCH_CHECK(!tensors.empty(), "there are no parameters whose gradients could be averaged");
        const auto group = distributed::processes_of(processes).of(tensors[0].device());
        return new std::shared_ptr<c10d::Reducer>(make_reducer(tensors, buckets_of(tensors, first_bytes, most_bytes), group, first_bytes, most_bytes));
    });
}

// Announces the backward pass of these losses: the next one, and the last of a step.
PANOPTES_API int32_t panoptes_reducer_announce(void* reducer, void** losses, int32_t count) {
    return guarded<int32_t>(-1, [&] {
        require_memory(reducer, "a reducer");
        require_array(losses, count, "losses");
        std::vector<at::Tensor> roots;
        for (int32_t k = 0; k < count; k++) roots.push_back(required(losses[k]));
        keep_quiet();
        (*static_cast<std::shared_ptr<c10d::Reducer>*>(reducer))->prepare_for_backward(roots);
        return 0;
    });
}

PANOPTES_API int32_t panoptes_reducer_release(void* reducer) {
    return guarded<int32_t>(-1, [&] {
        const std::unique_ptr<std::shared_ptr<c10d::Reducer>> owned(static_cast<std::shared_ptr<c10d::Reducer>*>(reducer));
        return 0;
    });
}

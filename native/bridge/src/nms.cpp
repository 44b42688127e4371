// Non-maximum suppression as one operator (torchvision's nms): our own kernels on the CPU, where boxes of other devices are taken to.
#include <ATen/ATen.h>
#include <torch/library.h>

#include <cmath>
#include <vector>

#include "kernels/levels.h"

namespace {

// Columns of sorted boxes, padded for the kernels.
std::vector<float> column(const float* boxes, const int64_t* order, int64_t count, int64_t which) {
    std::vector<float> to(count + nms_padding);
    for (int64_t k = 0; k < count; k++) to[k] = boxes[4 * order[k] + which];
    return to;
}

// The largest float that is not above a threshold: what a float exceeds of it, it exceeds of the threshold.
float rounded_down(double threshold) {
    const auto near = static_cast<float>(threshold);
    return static_cast<double>(near) > threshold ? std::nextafter(near, -INFINITY) : near;
}

at::Tensor nms(const at::Tensor& boxes, const at::Tensor& scores, double threshold) {
    TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4 && scores.dim() == 1 && scores.size(0) == boxes.size(0),
                "expected boxes (R, 4) and scores (R), not ", boxes.sizes(), " and ", scores.sizes());
    TORCH_CHECK(threshold >= 0, "a threshold of ", threshold);
    const auto places = boxes.detach().to(at::kCPU, at::kFloat).contiguous();
    const auto ranked = scores.detach().to(at::kCPU);
    TORCH_CHECK(places.isfinite().all().item<bool>(), "boxes that are not finite");
    TORCH_CHECK(!ranked.isnan().any().item<bool>(), "scores that are no numbers");
    const auto sorted = std::get<1>(at::sort(ranked, true, 0, true)).contiguous();
    const int64_t count = places.size(0);
    const auto* from = places.data_ptr<float>();
    const auto* order = sorted.data_ptr<int64_t>();
    const auto left = column(from, order, count, 0), top = column(from, order, count, 1), right = column(from, order, count, 2),
               bottom = column(from, order, count, 3);
    std::vector<float> area(count + nms_padding);
    for (int64_t k = 0; k < count; k++) area[k] = (right[k] - left[k]) * (bottom[k] - top[k]);
    std::vector<int32_t> gone(count + nms_padding);
    std::vector<int64_t> kept;
    const auto& kernels = nms_kernels();
    const auto limit = rounded_down(threshold);
    for (int64_t k = 0; k < count; k++) {
        if (gone[k]) continue;
        kept.push_back(order[k]);
        kernels.sweep({left.data(), top.data(), right.data(), bottom.data(), area.data()}, k, k + 1, count, limit, gone.data());
    }
    return at::tensor(kept, at::kLong).to(boxes.device());
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) { library.def("nms(Tensor boxes, Tensor scores, float threshold) -> Tensor", &nms); }

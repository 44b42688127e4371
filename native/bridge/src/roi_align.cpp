// RoIAlign as one operator (torchvision's roi_align): our own kernels on the CPU (kernels/roi_align.cpp), else matrix products with the
// shares of pixels in bins. Which pixels a box sees is worked out on the CPU everywhere.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/levels.h"
#include "roi_sampling.h"

namespace {

constexpr int64_t channels_in_block = 64;    // What lies between the two sums stays in the processor's caches.
constexpr int64_t floats_at_once = 1 << 24;  // Of the composite, between its two products.

struct Pooling {
    double scale;
    int64_t height, width, ratio;
    bool aligned;
};

template <typename T>
struct Box {
    int64_t image;
    SampledAxis<T> down, across;
};

template <typename T>
Box<T> look(const Pooling& p, at::IntArrayRef map, const T* roi) {
    const T scale = static_cast<T>(p.scale), shift = p.aligned ? T{0.5} : T{0};
    return {static_cast<int64_t>(roi[0]),
            SampledAxis<T>({p.height, p.ratio, map[2], p.aligned}, roi[2] * scale - shift, roi[4] * scale - shift),
            SampledAxis<T>({p.width, p.ratio, map[3], p.aligned}, roi[1] * scale - shift, roi[3] * scale - shift)};
}

RoiTaps taps_of(const TapLists<float>& lists) { return {lists.start.data(), lists.item.data(), lists.weight.data()}; }

// An axis as kernels take it; `places` keeps what it points at.
RoiAxis axis_of(const SampledAxis<float>& axis, int64_t step, std::vector<int64_t>& places) {
    places.resize(axis.pixels.size());
    for (size_t k = 0; k < places.size(); k++) places[k] = axis.pixels[k] * step;
    return {axis.bins, static_cast<int64_t>(places.size()), places.data(), taps_of(axis.by_bin), taps_of(axis.by_slot)};
}

// (rows, columns) -> (columns, rows) of floats that lie `pitch` and `stride` apart.
void turn(const float* from, int64_t pitch, int64_t rows, int64_t columns, float* to, int64_t stride) {
    constexpr int64_t few = 16;
    for (int64_t first = 0; first < columns; first += few) {
        const int64_t last = std::min(columns, first + few);
        for (int64_t r = 0; r < rows; r++) {
            for (int64_t c = first; c < last; c++) to[c * stride + r] = from[r * pitch + c];
        }
    }
}

bool has_channels_last(const at::Tensor& tensor) { return tensor.is_contiguous(at::MemoryFormat::ChannelsLast) && !tensor.is_contiguous(); }

// The pooled bins have their channels innermost where the map has.
at::Tensor pool(const Pooling& p, const at::Tensor& features, const at::Tensor& rois) {
    const auto& kernels = roi_align_kernels();
    const bool is_last = has_channels_last(features);
    const auto map = features.contiguous(at::MemoryFormat::ChannelsLast);
    const int64_t boxes = rois.size(0), channels = map.size(1), width = map.size(3), bins = p.height * p.width,
                  each = map.size(2) * width * channels;
    auto output = at::empty({boxes, channels, p.height, p.width}, features.options(),
                            is_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
    const float *from = map.data_ptr<float>(), *places = rois.data_ptr<float>();
    float* to = output.data_ptr<float>();
    at::parallel_for(0, boxes, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch, turned(is_last ? 0 : bins * channels_in_block);
        std::vector<int64_t> rows, columns;
        for (int64_t r = begin; r < end; r++) {
            const auto box = look(p, map.sizes(), places + 5 * r);
            const auto down = axis_of(box.down, width * channels, rows), across = axis_of(box.across, channels, columns);
            scratch.resize(std::max<size_t>(scratch.size(), columns.size() * channels_in_block));
            for (int64_t c = 0; c < channels; c += channels_in_block) {
                const int64_t count = std::min(channels_in_block, channels - c);
                const float* own = from + box.image * each + c;
                if (is_last) {
                    kernels.forward(down, across, count, own, scratch.data(), to + r * bins * channels + c, channels);
                } else {
                    kernels.forward(down, across, count, own, scratch.data(), turned.data(), count);
                    turn(turned.data(), count, bins, count, to + (r * channels + c) * bins, bins);
                }
            }
        }
    });
    return output;
}

at::Tensor spread(const Pooling& p, at::IntArrayRef sizes, const at::Tensor& rois, const at::Tensor& gradient) {
    const auto& kernels = roi_align_kernels();
    const bool is_last = has_channels_last(gradient);
    const auto given = is_last ? gradient : gradient.contiguous();
    const int64_t boxes = rois.size(0), channels = sizes[1], width = sizes[3], bins = p.height * p.width,
                  each = sizes[2] * width * channels;
    auto of_map = at::zeros({sizes[0], sizes[2], sizes[3], channels}, gradient.options());
    const float *from = given.data_ptr<float>(), *places = rois.data_ptr<float>();
    float* to = of_map.data_ptr<float>();
    std::vector<Box<float>> seen;
    seen.reserve(boxes);
    for (int64_t r = 0; r < boxes; r++) seen.push_back(look(p, sizes, places + 5 * r));
    // Some channels of an image at a time: whoever adds to them is alone with them, always in the boxes' order.
    const int64_t slices = (channels + channels_in_block - 1) / channels_in_block;
    at::parallel_for(0, sizes[0] * slices, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch, turned(is_last ? 0 : bins * channels_in_block);
        std::vector<int64_t> rows, columns;
        for (int64_t k = begin; k < end; k++) {
            const int64_t image = k / slices, c = k % slices * channels_in_block, count = std::min(channels_in_block, channels - c);
            for (int64_t r = 0; r < boxes; r++) {
                if (seen[r].image != image) continue;
                const auto down = axis_of(seen[r].down, width * channels, rows), across = axis_of(seen[r].across, channels, columns);
                scratch.resize(std::max<size_t>(scratch.size(), columns.size() * p.height * channels_in_block));
                const float* own = from + (is_last ? r * bins * channels + c : (r * channels + c) * bins);
                if (!is_last) turn(own, bins, count, bins, turned.data(), count);
                kernels.backward(down, across, count, is_last ? own : turned.data(), is_last ? channels : count, scratch.data(),
                                 to + image * each + c);
            }
        }
    });
    return of_map.permute({0, 3, 1, 2});
}

class RoiAlign : public torch::autograd::Function<RoiAlign> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& features, const at::Tensor& rois, double scale,
                              int64_t height, int64_t width, int64_t ratio, bool aligned) {
        context->save_for_backward({rois});
        context->saved_data["sizes"] = features.sizes().vec();
        context->saved_data["scale"] = scale;
        context->saved_data["bins"] = std::vector<int64_t>{height, width, ratio, aligned};
        return pool({scale, height, width, ratio, aligned}, features, rois);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        TORCH_CHECK(!c10::GradMode::is_enabled(), "RoIAlign has no derivatives of derivatives");
        const auto bins = context->saved_data["bins"].toIntVector();
        const Pooling p{context->saved_data["scale"].toDouble(), bins[0], bins[1], bins[2], bins[3] != 0};
        return {
            spread(p, context->saved_data["sizes"].toIntVector(), context->get_saved_variables()[0], gradients[0]), {}, {}, {}, {}, {}, {}};
    }
};

// (boxes, bins, size): what bins take of pixels along an axis.
template <typename T>
at::Tensor shares(const std::vector<Box<T>>& boxes, SampledAxis<T> Box<T>::*axis, int64_t bins, int64_t size,
                  const at::TensorOptions& options) {
    auto all = at::zeros({static_cast<int64_t>(boxes.size()), bins, size}, at::TensorOptions().dtype(c10::CppTypeToScalarType<T>::value));
    T* to = all.template data_ptr<T>();
    for (const auto& box : boxes) {
        const auto& own = box.*axis;
        for (int64_t b = 0; b < bins; b++) {
            for (auto k = own.by_bin.start[b]; k < own.by_bin.start[b + 1]; k++)
                to[b * size + own.pixels[own.by_bin.item[k]]] = own.by_bin.weight[k];
        }
        to += bins * size;
    }
    return all.to(options);
}

// Any device, any floating-point type.
template <typename T>
at::Tensor composite(const Pooling& p, const at::Tensor& features, const at::Tensor& rois) {
    const int64_t boxes = rois.size(0), channels = features.size(1), height = features.size(2), width = features.size(3);
    const T* places = rois.data_ptr<T>();
    const int64_t most = std::max<int64_t>(1, floats_at_once / std::max<int64_t>(1, channels * height * p.width));
    std::vector<at::Tensor> parts{features.new_zeros({0, channels, p.height, p.width})};
    for (int64_t first = 0; first < boxes;) {
        const auto image = static_cast<int64_t>(places[5 * first]);
        std::vector<Box<T>> some;
        for (; first < boxes && static_cast<int64_t>(some.size()) < most && static_cast<int64_t>(places[5 * first]) == image; first++) {
            some.push_back(look(p, features.sizes(), places + 5 * first));
        }
        const auto down = shares(some, &Box<T>::down, p.height, height, features.options()).unsqueeze(1);
        const auto across = shares(some, &Box<T>::across, p.width, width, features.options()).unsqueeze(1);
        parts.push_back(at::matmul(down, at::matmul(features[image], across.transpose(2, 3))));
    }
    return at::cat(parts);
}

void check(const at::Tensor& features, const at::Tensor& rois, double scale, int64_t height, int64_t width) {
    TORCH_CHECK(features.dim() == 4 && features.is_floating_point() && features.size(2) > 0 && features.size(3) > 0,
                "expected a map (N, C, H, W) of at least a pixel, not ", features.sizes());
    TORCH_CHECK(rois.dim() == 2 && rois.size(1) == 5 && rois.is_floating_point(),
                "expected boxes (R, 5): image, left, top, right, bottom, not ", rois.sizes());
    TORCH_CHECK(scale > 0 && std::isfinite(scale) && height > 0 && width > 0, "a scale of ", scale, " or ", height, "x", width, " bins");
}

template <typename T>
void check_boxes(const at::Tensor& rois, int64_t images) {
    const T* places = rois.data_ptr<T>();
    for (int64_t r = 0; r < rois.size(0); r++) {
        const T* box = places + 5 * r;
        for (int k = 0; k < 5; k++)
            TORCH_CHECK(std::isfinite(box[k]), "box ", r, " is not finite: ", box[1], ", ", box[2], ", ", box[3], ", ", box[4]);
        TORCH_CHECK(box[0] >= 0 && box[0] < static_cast<T>(images), "box ", r, " is of image ", box[0], " of ", images);
    }
}

at::Tensor roi_align(const at::Tensor& features, const at::Tensor& rois, double scale, int64_t height, int64_t width, int64_t ratio,
                     bool aligned) {
    check(features, rois, scale, height, width);
    const Pooling p{scale, height, width, ratio, aligned};
    const bool is_double = features.scalar_type() == at::kDouble;
    // Half precision is summed, and boxes are placed, in 32 bits.
    const auto places = rois.detach().to(at::kCPU, is_double ? at::kDouble : at::kFloat).contiguous();
    const auto map = is_double ? features : features.to(at::kFloat);
    is_double ? check_boxes<double>(places, features.size(0)) : check_boxes<float>(places, features.size(0));
    if (is_double) return composite<double>(p, map, places);
    if (!features.device().is_cpu() || features.numel() == 0) return composite<float>(p, map, places).to(features.scalar_type());
    const bool is_recorded = c10::GradMode::is_enabled() && map.requires_grad();
    return (is_recorded ? RoiAlign::apply(map, places, scale, height, width, ratio, aligned) : pool(p, map, places))
        .to(features.scalar_type());
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def("roi_align(Tensor features, Tensor rois, float scale, int height, int width, int sampling_ratio, bool aligned) -> Tensor",
                &roi_align);
}

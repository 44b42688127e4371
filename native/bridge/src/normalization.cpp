// Batch normalization in training with the rectifier behind it as one operator on the CPU: two passes over memory forward and two
// backward, where libtorch's three operators take three and five.
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <c10/util/Optional.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "distributed/processes.h"
#include "kernels/levels.h"

namespace {

using at::MemoryFormat;

constexpr int64_t most_pieces = 64;

// Pieces of rows that are worked on in parallel; they depend on the shape only, so that sums are the same bits for any number of threads.
struct Pieces {
    explicit Pieces(int64_t rows) : rows(rows), each(std::max<int64_t>(64, (rows + most_pieces - 1) / most_pieces)), count((rows + each - 1) / each) {}
    int64_t rows, each, count;
    int64_t begin(int64_t piece) const { return piece * each; }
    int64_t end(int64_t piece) const { return std::min(rows, (piece + 1) * each); }
};

// Two sums a channel over all rows, each piece by `body(begin, end, scratch, totals)`.
template <typename Body>
std::vector<double> add_up(int64_t rows, int64_t channels, const Body& body) {
    const Pieces pieces(rows);
    std::vector<double> parts(pieces.count * 2 * channels, 0.0);
    at::parallel_for(0, pieces.count, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> scratch(2 * channels);
        for (int64_t k = begin; k < end; k++) body(pieces.begin(k), pieces.end(k), scratch.data(), parts.data() + k * 2 * channels);
    });
    std::vector<double> totals(2 * channels, 0.0);
    for (int64_t k = 0; k < pieces.count; k++) {
        for (int64_t c = 0; c < 2 * channels; c++) totals[c] += parts[k * 2 * channels + c];
    }
    return totals;
}

// Mean and variance of every channel, from distances to a value of the channel.
struct Moments {
    std::vector<float> origin;
    std::vector<double> away, variance;  // of the mean from the origin; around the mean

    double mean(int64_t channel) const { return origin[channel] + away[channel]; }
};

// Sums of the values themselves would lose the variance of a large mean, so distances from the channel's first value are summed. Where that
// one lies far off, the difference of two large numbers would lose it again: such channels are summed once more, around their mean.
constexpr double farthest = 32;  // Squared distance of mean and origin, in variances: an origin of up to 5.7 deviations costs under 6 bits.

template <typename T>
Moments moments_of(const T* x, int64_t rows, int64_t channels) {
    const auto& kernels = normalization_kernels<T>();
    Moments found{std::vector<float>(channels), std::vector<double>(channels), std::vector<double>(channels)};
    std::transform(x, x + channels, found.origin.begin(), [](T value) { return widen(value); });
    const auto sum = [&](const std::vector<float>& origin) {
        return add_up(rows, channels, [&](int64_t begin, int64_t end, float* scratch, double* sums) {
            kernels.moments(x, origin.data(), channels, begin, end, scratch, sums);
        });
    };
    const auto take = [&](int64_t c, const std::vector<double>& totals) {
        found.away[c] = totals[c] / rows;
        found.variance[c] = std::max(0.0, totals[channels + c] / rows - found.away[c] * found.away[c]);
        if (std::isnan(totals[channels + c])) found.variance[c] = totals[channels + c];
    };
    const auto totals = sum(found.origin);
    std::vector<int64_t> far;
    for (int64_t c = 0; c < channels; c++) {
        take(c, totals);
        if (found.away[c] * found.away[c] > farthest * found.variance[c]) far.push_back(c);
    }
    if (!far.empty()) {
        for (const auto c : far) found.origin[c] = static_cast<float>(found.mean(c));
        const auto again = sum(found.origin);
        for (const auto c : far) take(c, again);
    }
    return found;
}

// The moments of the rows of all processes, the same bits in each, and how many rows those are. Without processes, those of this one.
int64_t share(Moments& moments, int64_t rows, int64_t channels, int64_t processes) {
    if (processes == 0) return rows;
    auto mine = at::empty({2 * channels + 1}, at::kDouble);
    auto* told = mine.data_ptr<double>();
    for (int64_t c = 0; c < channels; c++) {
        told[c] = moments.mean(c);
        told[channels + c] = moments.variance[c];
    }
    told[2 * channels] = static_cast<double>(rows);
    const auto parts = distributed::gather(processes, mine);
    double all = 0;
    for (const auto& part : parts) all += part.data_ptr<double>()[2 * channels];
    for (int64_t c = 0; c < channels; c++) {
        double mean = 0, variance = 0;
        for (const auto& part : parts) mean += part.data_ptr<double>()[c] * (part.data_ptr<double>()[2 * channels] / all);
        for (const auto& part : parts) {
            const auto* values = part.data_ptr<double>();
            const double away = values[c] - mean;
            variance += (values[channels + c] + away * away) * (values[2 * channels] / all);
        }
        moments.origin[c] = static_cast<float>(mean);
        moments.away[c] = mean - moments.origin[c];
        moments.variance[c] = variance;
    }
    return static_cast<int64_t>(all);
}

// The sums of all processes; without any, those of this one.
std::vector<double> share(const std::vector<double>& totals, int64_t processes) {
    if (processes == 0) return totals;
    auto sums = at::empty({static_cast<int64_t>(totals.size())}, at::kDouble);
    std::copy(totals.begin(), totals.end(), sums.data_ptr<double>());
    distributed::sum_in_place(processes, sums);
    return {sums.data_ptr<double>(), sums.data_ptr<double>() + totals.size()};
}

template <typename Body>
void for_rows(int64_t rows, const Body& body) {
    const Pieces pieces(rows);
    at::parallel_for(0, pieces.count, 1, [&](int64_t begin, int64_t end) { body(pieces.begin(begin), pieces.end(end - 1)); });
}

// A tensor's values as kernels see them.
template <typename T>
T* values(const at::Tensor& tensor) { return static_cast<T*>(tensor.data_ptr()); }

template <typename T>
class NormalizeAndClamp : public torch::autograd::Function<NormalizeAndClamp<T>> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& given, const at::Tensor& weight, const at::Tensor& bias,
                              const c10::optional<at::Tensor>& running_mean, const c10::optional<at::Tensor>& running_variance, double momentum,
                              double epsilon, double lower, double upper, int64_t processes) {
        const auto input = given.contiguous(MemoryFormat::ChannelsLast);
        const int64_t channels = input.size(1), rows = input.numel() / channels;
        const auto& kernels = normalization_kernels<T>();
        const auto* x = values<T>(input);
        auto moments = moments_of(x, rows, channels);
        const auto all_rows = share(moments, rows, channels, processes);
        auto mean = at::empty({channels}, weight.options()), inverse = at::empty({channels}, weight.options());
        const auto w = weight.contiguous(), b = bias.contiguous();
        std::vector<float> factor(channels), shift(channels);
        for (int64_t c = 0; c < channels; c++) {
            const double deviation = 1 / std::sqrt(moments.variance[c] + epsilon);
            mean.data_ptr<float>()[c] = static_cast<float>(moments.mean(c));
            inverse.data_ptr<float>()[c] = static_cast<float>(deviation);
            const double scale = w.data_ptr<float>()[c] * deviation;
            factor[c] = static_cast<float>(scale);
            shift[c] = static_cast<float>(b.data_ptr<float>()[c] - moments.mean(c) * scale);
        }
        if (running_mean.has_value() && running_mean->defined()) {
            const double unbiased = all_rows > 1 ? static_cast<double>(all_rows) / (all_rows - 1) : 1.0;
            auto* averages = running_mean->data_ptr<float>();
            auto* variances = running_variance->data_ptr<float>();
            for (int64_t c = 0; c < channels; c++) {
                averages[c] = static_cast<float>((1 - momentum) * averages[c] + momentum * moments.mean(c));
                variances[c] = static_cast<float>((1 - momentum) * variances[c] + momentum * moments.variance[c] * unbiased);
            }
            running_mean->unsafeGetTensorImpl()->bump_version();
            running_variance->unsafeGetTensorImpl()->bump_version();
        }
        auto output = at::empty_like(input, input.options(), MemoryFormat::ChannelsLast);
        auto* y = values<T>(output);
        for_rows(rows, [&](int64_t begin, int64_t end) {
            kernels.apply(x, factor.data(), shift.data(), static_cast<float>(lower), static_cast<float>(upper), channels, begin, end, y);
        });
        // Without bounds all gradients pass, whatever the output is, which may then be overwritten: any finite values stand for it.
        const bool is_bounded = !std::isinf(lower) || !std::isinf(upper);
        context->save_for_backward({input, weight, is_bounded ? output : input, mean, inverse});
        context->saved_data["epsilon"] = epsilon;
        context->saved_data["lower"] = lower;
        context->saved_data["upper"] = upper;
        context->saved_data["processes"] = processes;
        context->saved_data["rows"] = all_rows;
        return output;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto &input = saved[0], &weight = saved[1], &output = saved[2], &mean = saved[3], &inverse = saved[4];
        const double lower = context->saved_data["lower"].toDouble(), upper = context->saved_data["upper"].toDouble();
        const int64_t processes = context->saved_data["processes"].toInt();
        const bool wants_input = context->needs_input_grad(0);
        at::Tensor input_gradient, weight_gradient, bias_gradient;
        if (c10::GradMode::is_enabled()) {
            TORCH_CHECK(processes == 0, "batch normalization over several processes cannot be differentiated twice");
            // Derivatives of derivatives: libtorch's own formulas, which can be differentiated again.
            const auto passed = gradients[0].mul(output.gt(lower).logical_and_(output.lt(upper)));
            std::tie(input_gradient, weight_gradient, bias_gradient) = at::native_batch_norm_backward(
                passed, input, weight, {}, {}, mean, inverse, true, context->saved_data["epsilon"].toDouble(), {true, true, true});
            return {input_gradient, weight_gradient, bias_gradient, {}, {}, {}, {}, {}, {}, {}};
        }
        const auto gradient = gradients[0].contiguous(MemoryFormat::ChannelsLast);
        const int64_t channels = input.size(1), rows = input.numel() / channels;
        const auto& kernels = normalization_kernels<T>();
        const auto *g = values<T>(gradient), *x = values<T>(input), *y = values<T>(output);
        const auto* m = mean.data_ptr<float>();
        const auto low = static_cast<float>(lower), high = static_cast<float>(upper);
        const auto totals = add_up(rows, channels, [&](int64_t begin, int64_t end, float* scratch, double* sums) {
            kernels.sums(g, x, y, m, low, high, channels, begin, end, scratch, sums);
        });
        // Parameters get what this process's rows give them, as everywhere; the mean and the variance are every row's.
        const auto all = share(totals, processes);
        const auto all_rows = static_cast<double>(context->saved_data["rows"].toInt());
        weight_gradient = at::empty({channels}, weight.options());
        bias_gradient = at::empty({channels}, weight.options());
        const auto w = weight.contiguous();
        std::vector<float> of_gradient(channels), of_input(channels), constant(channels);
        for (int64_t c = 0; c < channels; c++) {
            const double deviation = inverse.data_ptr<float>()[c];
            const double scale = w.data_ptr<float>()[c] * deviation;
            const double slope = -scale * deviation * deviation * all[channels + c] / all_rows;
            weight_gradient.data_ptr<float>()[c] = static_cast<float>(totals[channels + c] * deviation);
            bias_gradient.data_ptr<float>()[c] = static_cast<float>(totals[c]);
            of_gradient[c] = static_cast<float>(scale);
            of_input[c] = static_cast<float>(slope);
            constant[c] = static_cast<float>(-scale * all[c] / all_rows - slope * m[c]);
        }
        if (wants_input) {
            input_gradient = at::empty_like(input, input.options(), MemoryFormat::ChannelsLast);
            auto* result = values<T>(input_gradient);
            for_rows(rows, [&](int64_t begin, int64_t end) {
                kernels.derive(g, x, y, of_gradient.data(), of_input.data(), constant.data(), low, high, channels, begin, end, result);
            });
        }
        return {input_gradient, weight_gradient, bias_gradient, {}, {}, {}, {}, {}, {}, {}};
    }
};

bool is_float(const at::Tensor& tensor) { return tensor.defined() && tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat; }

// One number a channel, as kernels read and write them: a vector of that length and no other.
bool is_row(const at::Tensor& tensor, int64_t channels) { return is_float(tensor) && tensor.dim() == 1 && tensor.numel() == channels; }

struct Bounds {
    double lower, upper;

    at::Tensor apply(at::Tensor result) const {
        if (lower == 0 && std::isinf(upper)) return at::relu_(result);
        if (std::isinf(lower) && std::isinf(upper)) return result;
        // libtorch 1.13 has no gradient of hardtanh for bfloat16 on the CPU. That of clamp differs only at the bounds themselves.
        const bool has_gradient = !result.device().is_cpu() || result.scalar_type() != at::kBFloat16;
        return has_gradient ? at::hardtanh_(result, lower, upper) : at::clamp_(result, lower, upper);
    }
};

// Whether the kernels can work on this, but for how it lies in memory.
bool is_ours(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const c10::optional<at::Tensor>& running_mean,
             const c10::optional<at::Tensor>& running_variance) {
    const bool has_statistics = running_mean.has_value() && running_mean->defined();
    const bool has_variance = running_variance.has_value() && running_variance->defined();
    TORCH_CHECK(has_statistics == has_variance, "a running mean and a running variance are given together, or neither");
    const bool is_brain = input.defined() && input.device().is_cpu() && input.scalar_type() == at::kBFloat16;
    const bool is_plain = (is_float(input) || is_brain) && input.dim() == 4 && input.numel() > 0;
    const auto is_statistic = [&](const at::Tensor& tensor) { return is_row(tensor, input.size(1)) && tensor.is_contiguous(); };
    return is_plain && is_row(weight, input.size(1)) && is_row(bias, input.size(1)) &&
           (!has_statistics || (is_statistic(*running_mean) && is_statistic(*running_variance)));
}

at::Tensor by_kernels(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const c10::optional<at::Tensor>& running_mean,
                      const c10::optional<at::Tensor>& running_variance, double momentum, double epsilon, double lower, double upper, int64_t processes) {
    const bool has_statistics = running_mean.has_value() && running_mean->defined();
    const auto averages = has_statistics ? running_mean : c10::nullopt, variances = has_statistics ? running_variance : c10::nullopt;
    return input.scalar_type() == at::kBFloat16
               ? NormalizeAndClamp<BrainFloat>::apply(input, weight, bias, averages, variances, momentum, epsilon, lower, upper, processes)
               : NormalizeAndClamp<float>::apply(input, weight, bias, averages, variances, momentum, epsilon, lower, upper, processes);
}

// min(max(batch_norm(input), lower), upper) with the statistics of the batch; updates the running ones where they are given.
at::Tensor batch_norm_clamp(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const c10::optional<at::Tensor>& running_mean,
                            const c10::optional<at::Tensor>& running_variance, double momentum, double epsilon, double lower, double upper) {
    // Whatever is no work for the kernels is libtorch's, which also says what is wrong with it.
    if (is_ours(input, weight, bias, running_mean, running_variance) && input.is_contiguous(MemoryFormat::ChannelsLast)) {
        return by_kernels(input, weight, bias, running_mean, running_variance, momentum, epsilon, lower, upper, 0);
    }
    return Bounds{lower, upper}.apply(at::batch_norm(input, weight, bias, running_mean, running_variance, true, momentum, epsilon, true));
}

// The same with the statistics of the batches of all processes: on the CPU by the kernels, elsewhere of operators that libtorch
// differentiates. Mean and variance are added up one after the other, as a sum of squares would lose the variance of a large mean.
at::Tensor batch_norm_clamp_shared(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const c10::optional<at::Tensor>& running_mean,
                                   const c10::optional<at::Tensor>& running_variance, double momentum, double epsilon, double lower, double upper,
                                   int64_t processes) {
    if (is_ours(input, weight, bias, running_mean, running_variance)) {
        return by_kernels(input, weight, bias, running_mean, running_variance, momentum, epsilon, lower, upper, processes);
    }
    TORCH_CHECK(input.dim() >= 2, "batch normalization needs channels, but the input has the shape ", input.sizes());
    std::vector<int64_t> dimensions, shape(input.dim(), 1);
    for (int64_t k = 0; k < input.dim(); k++) {
        if (k != 1) dimensions.push_back(k);
    }
    shape[1] = input.size(1);
    const auto x = input.to(at::kFloat);
    auto rows = at::full({}, static_cast<double>(input.numel() / std::max<int64_t>(1, input.size(1))), x.options().dtype(at::kDouble));
    distributed::sum_in_place(processes, rows);
    const auto mean = distributed::sum(x.sum(dimensions), processes) / rows.to(at::kFloat);
    const auto away = x - mean.view(shape);
    const auto variance = distributed::sum(away.square().sum(dimensions), processes) / rows.to(at::kFloat);
    const auto result = away * ((variance + epsilon).rsqrt() * weight.to(at::kFloat)).view(shape) + bias.to(at::kFloat).view(shape);
    if (running_mean.has_value() && running_mean->defined()) {
        const at::NoGradGuard no_grad;
        running_mean->mul_(1 - momentum).add_(mean.detach().to(running_mean->scalar_type()), momentum);
        const auto unbiased = (rows / (rows - 1).clamp_min(1)).to(at::kFloat) * variance.detach();
        running_variance->mul_(1 - momentum).add_(unbiased.to(running_variance->scalar_type()), momentum);
    }
    return Bounds{lower, upper}.apply(result.to(input.scalar_type()));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def(
        "batch_norm_clamp(Tensor input, Tensor weight, Tensor bias, Tensor? running_mean, Tensor? running_var, float momentum, float eps, float lower, "
        "float upper) -> Tensor",
        &batch_norm_clamp);
    library.def(
        "batch_norm_clamp_shared(Tensor input, Tensor weight, Tensor bias, Tensor? running_mean, Tensor? running_var, float momentum, float eps, "
        "float lower, float upper, int processes) -> Tensor",
        &batch_norm_clamp_shared);
}

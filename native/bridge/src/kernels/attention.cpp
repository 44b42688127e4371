// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL.
#include "attention.h"

#include "exponential.h"
#include "product.h"

namespace {

constexpr int64_t panel = most_vectors * full;
constexpr int64_t block_keys = 64;
static_assert(panel <= block_keys);
constexpr float lowest = -__builtin_inff();

// Of a panel: queries times the scale, channel by channel, and what a block of keys gives, key by key.
struct Panel {
    float* queries;
    float* scores;
    int64_t lanes;  // Queries, filled up to whole vectors.
    int64_t count;  // Queries that exist.
};

Panel panel_at(float* queries, float* scores, int64_t count) { return {queries, scores, (count + full - 1) / full * full, count}; }

// Which of the next bytes are not 0.
template <int N>
inline auto is_set(const uint8_t* from) {
    typedef uint8_t Bytes __attribute__((vector_size(N)));
    Bytes bytes;
    __builtin_memcpy(&bytes, from, sizeof(bytes));
    return __builtin_convertvector(bytes, typename VectorOf<N>::words) != 0;
}

// Rows times a factor, channel by channel, the lanes that no row fills being zeros.
void lay_across(const float* rows, int64_t step, int64_t count, int64_t lanes, int64_t channels, float factor, float* to) {
    for (int64_t c = 0; c < channels; c++) {
        float* row = to + c * panel;
        for (int64_t q = 0; q < count; q++) row[q] = rows[q * step + c] * factor;
        for (int64_t q = count; q < lanes; q++) row[q] = 0;
    }
}

// The scores of a block of keys, those that are hidden being minus infinity.
void find_scores(const Panel& p, const float* key, int64_t step, int64_t channels, const uint8_t* mask, int64_t mask_step, int64_t keys) {
    add_products<false>(key, step, keys, p.queries, panel, p.lanes, channels, nullptr, p.scores, panel);
    if (!mask) return;
    for (int64_t k = 0; k < keys; k++) {
        float* row = p.scores + k * panel;
        for (int64_t q = 0; q < p.lanes; q += full) {
            store<full>(row + q, is_set<full>(mask + k * mask_step + q) ? load<full>(row + q) : Vector<full>{} + lowest);
        }
    }
}

// Turns the scores of a block into weights beside the greatest score so far, and says what former sums are to be multiplied with.
void weigh(const Panel& p, int64_t keys, float* greatest, float* sums, float* fading) {
    for (int64_t q = 0; q < p.lanes; q += full) {
        const Vector<full> before = load<full>(greatest + q);
        Vector<full> now = before;
        for (int64_t k = 0; k < keys; k++) {
            const Vector<full> score = load<full>(p.scores + k * panel + q);
            now = score > now ? score : now;
        }
        // While all is hidden nothing is subtracted: infinities would give not-a-number for good.
        const Vector<full> offset = now == lowest ? Vector<full>{} : now;
        const Vector<full> fade = exponential<full>(before - offset);
        Vector<full> sum = load<full>(sums + q) * fade;
        for (int64_t k = 0; k < keys; k++) {
            float* score = p.scores + k * panel + q;
            const Vector<full> weight = exponential<full>(load<full>(score) - offset);
            store<full>(score, weight);
            sum += weight;
        }
        store<full>(greatest + q, now);
        store<full>(sums + q, sum);
        store<full>(fading + q, fade);
    }
}

int64_t scratch(const AttentionShape& s) {
    return (2 * (s.channels + s.value_channels) + 2 * block_keys + 3) * panel + block_keys;
}

void forward(const AttentionShape& s, const float* query, const float* key, const float* value, const uint8_t* mask, int64_t n, int64_t h,
             int64_t first, float* scratch, float* output, float* logs) {
    float* queries = scratch;
    float* scores = queries + s.channels * panel;
    float* answers = scores + block_keys * panel;
    float* greatest = answers + s.value_channels * panel;
    float *sums = greatest + panel, *fading = sums + panel;
    const auto p = panel_at(queries, scores, least(panel, s.queries - first));
    lay_across(query + s.query.at(n, h) + first * s.query.token, s.query.token, p.count, p.lanes, s.channels, s.scale, queries);
    for (int64_t q = 0; q < p.lanes; q++) greatest[q] = lowest, sums[q] = 0;
    for (int64_t k = 0; k < s.value_channels * panel; k++) answers[k] = 0;
    for (int64_t k = 0; k < s.keys; k += block_keys) {
        const int64_t keys = least(block_keys, s.keys - k);
        find_scores(p, key + s.key.at(n, h) + k * s.key.token, s.key.token, s.channels,
                    mask ? mask + s.mask.at(n, h) + k * s.mask.token + first : nullptr, s.mask.token, keys);
        weigh(p, keys, greatest, sums, fading);
        add_products<true>(scores, panel, p.count, value + s.value.at(n, h) + k * s.value.token, s.value.token, s.value_channels, keys, fading, answers,
                           s.value_channels);
    }
    for (int64_t q = 0; q < p.count; q++) {
        float* to = output + s.output.at(n, h) + (first + q) * s.output.token;
        const Vector<full> sum = Vector<full>{} + sums[q];
        for (int64_t c = 0; c < s.value_channels; c += full) store<full>(to + c, load<full>(answers + q * s.value_channels + c) / sum);
        if (logs) logs[(n * s.heads + h) * s.queries + first + q] = greatest[q] + __builtin_logf(sums[q]);
    }
}

// What the weights and the gradient of a block of keys are: exp(score - log of the sum), and weight * (gradient of the weight - delta).
void derive(const Panel& p, int64_t keys, const float* logs, const float* deltas, float* slopes) {
    for (int64_t q = 0; q < p.lanes; q += full) {
        const Vector<full> log = load<full>(logs + q), delta = load<full>(deltas + q);
        for (int64_t k = 0; k < keys; k++) {
            float *score = p.scores + k * panel + q, *slope = slopes + k * panel + q;
            const Vector<full> weight = exponential<full>(load<full>(score) - log);
            store<full>(score, weight);
            store<full>(slope, weight * (load<full>(slope) - delta));
        }
    }
}

void backward(const AttentionShape& s, const float* query, const float* key, const float* value, const uint8_t* mask, const float* output,
              const float* logs, const float* gradient, int64_t n, int64_t h, float* scratch, const AttentionGradients& to) {
    float* queries = scratch;
    float* gradients = queries + s.channels * panel;
    float* rows = gradients + s.value_channels * panel;  // queries times the scale, row by row
    float* scores = rows + s.channels * panel;
    float* slopes = scores + block_keys * panel;
    float *log = slopes + block_keys * panel, *delta = log + panel, *ones = delta + panel;
    for (int64_t k = 0; k < block_keys; k++) ones[k] = 1;
    for (int64_t first = 0; first < s.queries; first += panel) {
        const auto p = panel_at(queries, scores, least(panel, s.queries - first));
        const float* q_rows = query + s.query.at(n, h) + first * s.query.token;
        const int64_t place = s.output.at(n, h) + first * s.output.token;
        const float *g_rows = gradient + place, *o_rows = output + place;
        const int64_t of_step = to.query_steps.token;
        float* of_query = to.query + to.query_steps.at(n, h) + first * of_step;
        lay_across(q_rows, s.query.token, p.count, p.lanes, s.channels, s.scale, queries);
        lay_across(g_rows, s.output.token, p.count, p.lanes, s.value_channels, 1, gradients);
        for (int64_t q = 0; q < p.lanes; q++) log[q] = delta[q] = 0;
        for (int64_t q = 0; q < p.count; q++) {
            log[q] = logs[(n * s.heads + h) * s.queries + first + q];
            Vector<full> sum{};
            for (int64_t c = 0; c < s.value_channels; c += full) {
                sum += load<full>(g_rows + q * s.output.token + c) * load<full>(o_rows + q * s.output.token + c);
            }
            delta[q] = sum_of<full>(sum);
            for (int64_t c = 0; c < s.channels; c++) rows[q * s.channels + c] = q_rows[q * s.query.token + c] * s.scale;
            for (int64_t c = 0; c < s.channels; c++) of_query[q * of_step + c] = 0;
        }
        for (int64_t k = 0; k < s.keys; k += block_keys) {
            const int64_t keys = least(block_keys, s.keys - k);
            const int64_t key_place = s.key.at(n, h) + k * s.key.token, value_place = s.value.at(n, h) + k * s.value.token;
            find_scores(p, key + key_place, s.key.token, s.channels, mask ? mask + s.mask.at(n, h) + k * s.mask.token + first : nullptr,
                        s.mask.token, keys);
            add_products<false>(value + value_place, s.value.token, keys, gradients, panel, p.lanes, s.value_channels, nullptr, slopes, panel);
            derive(p, keys, log, delta, slopes);
            add_products<false>(scores, panel, keys, g_rows, s.output.token, s.value_channels, p.count, ones,
                                to.value + to.value_steps.at(n, h) + k * to.value_steps.token, to.value_steps.token);
            add_products<false>(slopes, panel, keys, rows, s.channels, s.channels, p.count, ones,
                                to.key + to.key_steps.at(n, h) + k * to.key_steps.token, to.key_steps.token);
            add_products<true>(slopes, panel, p.count, key + key_place, s.key.token, s.channels, keys, ones, of_query, of_step);
        }
        for (int64_t q = 0; q < p.count; q++) {
            for (int64_t c = 0; c < s.channels; c++) of_query[q * of_step + c] *= s.scale;
        }
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const AttentionKernels attention;
const AttentionKernels attention{full, panel, scratch, forward, backward};
}  // namespace PANOPTES_LEVEL

// Updates of parameters in one pass over memory, in 32-bit floats.
#pragma once
#include <cstdint>

struct AdamWStep {
    float decay;          // factor of the parameter: 1 - learning rate * weight decay
    float beta1, beta2;
    float root;           // square root of the second moment's bias correction
    float size;           // learning rate over the first moment's bias correction
    float epsilon;
};

struct SgdStep {
    float rate, weight_decay, momentum, dampening;
    bool nesterov;
    bool is_first;        // the direction is the gradient itself
};

struct OptimizerKernels {
    void (*adamw)(const AdamWStep& s, int64_t count, float* parameter, const float* gradient, float* mean, float* square);

    // `direction` may be null where there is no momentum.
    void (*sgd)(const SgdStep& s, int64_t count, float* parameter, const float* gradient, float* direction);
};

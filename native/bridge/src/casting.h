// Mixed precision on the CPU, in the words of every libtorch.
#pragma once
#include <ATen/autocast_mode.h>
#include <torch/version.h>

// Whether operators on the CPU are asked to take brain floats.
inline bool is_cast() {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    return at::autocast::is_autocast_enabled(c10::DeviceType::CPU);
#else
    return at::autocast::is_cpu_enabled();
#endif
}

// The library itself: version, build, threads, floating-point mode.
#include <ATen/Config.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>

#include "blas.h"
#include "bridge.h"
#include "failure.h"

namespace {
int32_t copy_text(const std::string& from, char* text, int32_t size) {
    TORCH_CHECK(text != nullptr || size <= 0, "room for a text is missing: its address is null");
    if (size > 0) {
        const auto length = std::min<size_t>(from.size(), size - 1);
        std::memcpy(text, from.data(), length);
        text[length] = 0;
    }
    return static_cast<int32_t>(from.size());
}
}  // namespace

// The version of libtorch's headers that this bridge was compiled against.
PANOPTES_API const char* panoptes_version() { return TORCH_VERSION; }

// libtorch's own account of its build: compilers, BLAS, oneDNN, instruction sets, CUDA. Returns the length it needs.
PANOPTES_API int32_t panoptes_build_configuration(char* text, int32_t size) {
    return guarded<int32_t>(-1, [&] { return copy_text(at::show_config(), text, size); });
}

PANOPTES_API int32_t panoptes_parallel_configuration(char* text, int32_t size) {
    return guarded<int32_t>(-1, [&] { return copy_text(at::get_parallel_info(), text, size); });
}

PANOPTES_API int32_t panoptes_threads() {
    return guarded<int32_t>(-1, [] { return at::get_num_threads(); });
}

PANOPTES_API int32_t panoptes_set_threads(int32_t count) {
    return guarded<int32_t>(-1, [&] {
        at::set_num_threads(count);
        set_blas_threads(count);
        return 0;
    });
}

PANOPTES_API int32_t panoptes_interop_threads() {
    return guarded<int32_t>(-1, [] { return static_cast<int32_t>(at::get_num_interop_threads()); });
}

PANOPTES_API int32_t panoptes_set_interop_threads(int32_t count) {
    return guarded<int32_t>(-1, [&] {
        at::set_num_interop_threads(count);
        return 0;
    });
}

// 1 where the processor can treat denormal numbers as zero and now does or does not as told; per calling thread.
PANOPTES_API int32_t panoptes_flush_denormal(int32_t enabled) {
    return guarded<int32_t>(0, [&]() -> int32_t { return at::globalContext().setFlushDenormal(enabled != 0); });
}

PANOPTES_API int32_t panoptes_deterministic(int32_t enabled, int32_t warn_only) {
    return guarded<int32_t>(-1, [&] {
        // cuBLAS wants its workspace fixed before its first use to give the same sums every time.
        if (enabled != 0 && at::globalContext().hasCUDA()) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
        at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0);
        at::globalContext().setDeterministicCuDNN(enabled != 0);
        at::globalContext().setBenchmarkCuDNN(enabled == 0);
        return 0;
    });
}

// Lets cuDNN try its kernels on every new shape and keep the fastest: for shapes that come again. Returns how it was.
PANOPTES_API int32_t panoptes_cudnn_trials(int32_t enabled) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const bool before = at::globalContext().benchmarkCuDNN();
        at::globalContext().setBenchmarkCuDNN(enabled != 0);
        return before;
    });
}

// Whether cuDNN's convolutions and cuBLAS' products of 32-bit floats may round their factors to TF32.
PANOPTES_API int32_t panoptes_tf32(int32_t convolutions, int32_t products) {
    return guarded<int32_t>(-1, [&] {
        at::globalContext().setAllowTF32CuDNN(convolutions != 0);
        at::globalContext().setAllowTF32CuBLAS(products != 0);
        return 0;
    });
}

PANOPTES_API int32_t panoptes_has_onednn() {
    return guarded<int32_t>(0, []() -> int32_t { return at::hasMKLDNN(); });
}

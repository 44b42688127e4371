// CUDA where libtorch has it. Devices and synchronization go through libtorch's hooks, so that the same source compiles without CUDA.
#include <ATen/Context.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/cuda.h>
#ifdef PANOPTES_CUDA_ALLOCATOR
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {
const c10::impl::DeviceGuardImplInterface& guard() {
    TORCH_CHECK(torch::cuda::is_available(), "libtorch sees no CUDA device");
    return *c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA);
}

void require_device(int32_t index) {
    const int count = guard().deviceCount();
    TORCH_CHECK(index >= 0 && index < count, "there is no CUDA device ", index, "; there are ", count);
}
}  // namespace

// 1 where libtorch was built with CUDA and a driver and a device are present.
PANOPTES_API int32_t panoptes_cuda_available() {
    return guarded<int32_t>(0, [] { return static_cast<int32_t>(torch::cuda::is_available()); });
}

PANOPTES_API int32_t panoptes_cuda_built() {
    return guarded<int32_t>(0, []() -> int32_t { return at::globalContext().hasCUDA() || at::globalContext().hasCUDART(); });
}

PANOPTES_API int32_t panoptes_cuda_device_count() {
    return guarded<int32_t>(0, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

PANOPTES_API int32_t panoptes_cuda_current_device() {
    return guarded<int32_t>(-1, [] { return static_cast<int32_t>(guard().getDevice().index()); });
}

PANOPTES_API int32_t panoptes_cuda_select_device(int32_t index) {
    return guarded<int32_t>(-1, [&] {
        require_device(index);
        guard().setDevice(c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index)));
        return 0;
    });
}

PANOPTES_API int32_t panoptes_cuda_synchronize(int32_t index) {
    return guarded<int32_t>(-1, [&] {
        TORCH_CHECK(torch::cuda::is_available(), "libtorch sees no CUDA device");
        torch::cuda::synchronize(index);
        return 0;
    });
}

// Bytes: allocated now, allocated at most, reserved now, reserved at most. Returns 1 where this bridge cannot know them.
PANOPTES_API int32_t panoptes_cuda_memory(int32_t index, int64_t* bytes) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        require_memory(bytes, "room for four numbers");
        require_device(index);
#ifdef PANOPTES_CUDA_ALLOCATOR
        const auto statistics = c10::cuda::CUDACachingAllocator::getDeviceStats(index);
        bytes[0] = statistics.allocated_bytes[0].current;
        bytes[1] = statistics.allocated_bytes[0].peak;
        bytes[2] = statistics.reserved_bytes[0].current;
        bytes[3] = statistics.reserved_bytes[0].peak;
        return 0;
#else
        return 1;
#endif
    });
}

PANOPTES_API int32_t panoptes_cuda_reset_peak_memory(int32_t index) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        require_device(index);
#ifdef PANOPTES_CUDA_ALLOCATOR
        c10::cuda::CUDACachingAllocator::resetPeakStats(index);
        return 0;
#else
        return 1;
#endif
    });
}

// Gives cached blocks back to the device. Returns 1 where this bridge cannot.
PANOPTES_API int32_t panoptes_cuda_empty_cache() {
    return guarded<int32_t>(-1, []() -> int32_t {
#ifdef PANOPTES_CUDA_ALLOCATOR
        if (torch::cuda::is_available()) c10::cuda::CUDACachingAllocator::emptyCache();
        return 0;
#else
        return 1;
#endif
    });
}

// Mixed precision: the cast rules are libtorch's; here only the switch.
#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {
c10::DeviceType cast_type(int32_t device_type) {
    const auto type = to_device_type(device_type);
    TORCH_CHECK(type == c10::DeviceType::CPU || type == c10::DeviceType::CUDA, "casts are switched for cpu and cuda, not for kind of device ", device_type);
    return type;
}
}  // namespace

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
#define PANOPTES_AUTOCAST_BY_DEVICE 1
#endif

PANOPTES_API int32_t panoptes_autocast_enabled(int32_t device_type) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const auto type = cast_type(device_type);
#ifdef PANOPTES_AUTOCAST_BY_DEVICE
        return at::autocast::is_autocast_enabled(type);
#else
        return type == c10::DeviceType::CPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
#endif
    });
}

PANOPTES_API int32_t panoptes_autocast_dtype(int32_t device_type) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const auto type = cast_type(device_type);
#ifdef PANOPTES_AUTOCAST_BY_DEVICE
        return static_cast<int32_t>(at::autocast::get_autocast_dtype(type));
#else
        return static_cast<int32_t>(type == c10::DeviceType::CPU ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype());
#endif
    });
}

// Switches autocast of one device type for this thread.
PANOPTES_API int32_t panoptes_set_autocast(int32_t device_type, int32_t enabled, int32_t dtype) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const auto type = cast_type(device_type);
        const auto scalar = to_dtype(dtype);
#ifdef PANOPTES_AUTOCAST_BY_DEVICE
        at::autocast::set_autocast_enabled(type, enabled != 0);
        at::autocast::set_autocast_dtype(type, scalar);
#else
        if (type == c10::DeviceType::CPU) {
            at::autocast::set_cpu_enabled(enabled != 0);
            at::autocast::set_autocast_cpu_dtype(scalar);
        } else {
            at::autocast::set_enabled(enabled != 0);
            at::autocast::set_autocast_gpu_dtype(scalar);
        }
#endif
        return 0;
    });
}

// Regions nest; the cache of cast weights lives until the outermost one is left.
PANOPTES_API int32_t panoptes_autocast_enter() {
    return guarded<int32_t>(-1, [] {
        at::autocast::increment_nesting();
        return 0;
    });
}

PANOPTES_API int32_t panoptes_autocast_leave() {
    return guarded<int32_t>(-1, [] {
        const int left = at::autocast::decrement_nesting();
        if (left < 0) at::autocast::increment_nesting();
        TORCH_CHECK(left >= 0, "there is no region to leave");
        if (left == 0) at::autocast::clear_cache();
        return 0;
    });
}

// Switches the cache of cast weights for this thread and returns how it was.
PANOPTES_API int32_t panoptes_set_autocast_cache(int32_t enabled) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const bool before = at::autocast::is_autocast_cache_enabled();
        at::autocast::set_autocast_cache_enabled(enabled != 0);
        return before;
    });
}

// Seeds and the state of the random generators.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <cstring>
#include <mutex>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

// Seeds the default generators of every device.
PANOPTES_API int32_t panoptes_seed(int64_t seed) {
    return guarded<int32_t>(-1, [&] {
        at::manual_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

// A generator of one's own. CPU only where libtorch has no other device.
PANOPTES_API void* panoptes_generator(int64_t device, int64_t seed) {
    return guarded<void*>(nullptr, [&]() -> void* {
        const auto where = to_device(device);
        auto generator = where.is_cpu() ? at::detail::createCPUGenerator() : at::globalContext().defaultGenerator(where).clone();
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(static_cast<uint64_t>(seed));
        return c10::intrusive_ptr<c10::GeneratorImpl>(generator.getIntrusivePtr()).release();
    });
}

PANOPTES_API void panoptes_generator_release(void* handle) {
    if (handle != nullptr) c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle));
}

namespace {
at::Generator find_generator(void* handle, int64_t device) {
    return handle != nullptr ? borrow_generator(handle) : at::Generator(at::globalContext().defaultGenerator(to_device(device)));
}
}  // namespace

// The state of a generator (of the device's default one where `handle` is null) as a byte tensor.
PANOPTES_API void* panoptes_generator_state(void* handle, int64_t device) {
    return guarded<void*>(nullptr, [&] {
        auto generator = find_generator(handle, device);
        std::lock_guard<std::mutex> lock(generator.mutex());
        return give(generator.get_state());
    });
}

PANOPTES_API int32_t panoptes_set_generator_state(void* handle, int64_t device, void* state) {
    return guarded<int32_t>(-1, [&] {
        auto generator = find_generator(handle, device);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(required(state));
        return 0;
    });
}

// What stands for c10d where this libtorch came without it, or without the headers that it needs.
#include <c10/util/Exception.h>
#include <torch/library.h>

#include "../bridge.h"
#include "../failure.h"
#include "processes.h"

namespace {
[[noreturn]] void say_so() {
    TORCH_CHECK(false, "this bridge was built without c10d: libtorch's distributed headers or Gloo's (libgloo-dev) were missing");
    std::abort();
}
}  // namespace

namespace distributed {
void sum_in_place(int64_t, at::Tensor&) { say_so(); }
std::vector<at::Tensor> gather(int64_t, const at::Tensor&) { say_so(); }
at::Tensor sum(const at::Tensor&, int64_t) { say_so(); }
}  // namespace distributed

PANOPTES_API int32_t panoptes_distributed_connections() { return 0; }

PANOPTES_API void* panoptes_file_store(const char*, int32_t) {
    return guarded<void*>(nullptr, []() -> void* { say_so(); });
}

PANOPTES_API void* panoptes_tcp_store(const char*, int32_t, int32_t, int32_t, int64_t) {
    return guarded<void*>(nullptr, []() -> void* { say_so(); });
}

PANOPTES_API void panoptes_store_release(void*) {}

PANOPTES_API int64_t panoptes_processes_join(void*, const char*, int32_t, int32_t, const char*, int32_t, int64_t) {
    return guarded<int64_t>(-1, []() -> int64_t { say_so(); });
}

PANOPTES_API int32_t panoptes_processes_leave(int64_t) { return 0; }

PANOPTES_API int32_t panoptes_processes_sum(int64_t, void*) {
    return guarded<int32_t>(-1, []() -> int32_t { say_so(); });
}

PANOPTES_API int32_t panoptes_processes_gather(int64_t, void*, void**) {
    return guarded<int32_t>(-1, []() -> int32_t { say_so(); });
}

PANOPTES_API int32_t panoptes_processes_broadcast(int64_t, void*, int32_t) {
    return guarded<int32_t>(-1, []() -> int32_t { say_so(); });
}

PANOPTES_API void* panoptes_reducer(int64_t, void**, int32_t, int64_t, int64_t) {
    return guarded<void*>(nullptr, []() -> void* { say_so(); });
}

PANOPTES_API int32_t panoptes_reducer_announce(void*, void**, int32_t) {
    return guarded<int32_t>(-1, []() -> int32_t { say_so(); });
}

PANOPTES_API int32_t panoptes_reducer_release(void*) { return 0; }

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def("sum_over_processes(Tensor input, int processes) -> Tensor", &distributed::sum);
}

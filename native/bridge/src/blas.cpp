// The OpenBLAS behind libtorch's matrix products, where there is one. It is not linked: what libtorch brought is looked up by name.
#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "blas.h"
#include "bridge.h"
#include "failure.h"

namespace {

template <typename Function>
Function find(const char* name) {
    // Searched in this library and what it was loaded with, which is libtorch and all that libtorch needs.
    return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

int32_t copy_text(const char* from, char* text, int32_t size) {
    TORCH_CHECK(text != nullptr || size <= 0, "room for a text is missing: its address is null");
    const auto length = std::strlen(from);
    if (size > 0) {
        const auto taken = std::min<size_t>(length, size - 1);
        std::memcpy(text, from, taken);
        text[taken] = 0;
    }
    return static_cast<int32_t>(length);
}

const char* ask(const char* function) {
    const auto answer = find<const char* (*)()>(function);
    return answer == nullptr ? "" : answer();
}

}  // namespace

void set_blas_threads(int32_t count) {
    if (const auto set = find<void (*)(int)>("openblas_set_num_threads")) set(count);
}

// The kernels that OpenBLAS chose for this processor, such as Haswell; empty where the products are another library's. Returns the length it needs.
PANOPTES_API int32_t panoptes_blas_kernel(char* text, int32_t size) {
    return guarded<int32_t>(-1, [&] { return copy_text(ask("openblas_get_corename"), text, size); });
}

// OpenBLAS's own account of its build, with its version; empty where the products are another library's. Returns the length it needs.
PANOPTES_API int32_t panoptes_blas_configuration(char* text, int32_t size) {
    return guarded<int32_t>(-1, [&] { return copy_text(ask("openblas_get_config"), text, size); });
}

// Threads of OpenBLAS's products; 0 where they are another library's.
PANOPTES_API int32_t panoptes_blas_threads() {
    return guarded<int32_t>(-1, []() -> int32_t {
        const auto count = find<int (*)()>("openblas_get_num_threads");
        return count == nullptr ? 0 : count();
    });
}

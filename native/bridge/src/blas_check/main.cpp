// panoptes_blas_check BRIDGE: loads the bridge as the program does, with libtorch and its BLAS, and tries that BLAS's products in a process of
// its own. Prints "kernel NAME", "library PATH" for each library of linear algebra that was loaded, and "right" or "wrong WHAT".
// Exit code 0 where all is right, 1 where a product is wrong, 2 where nothing could be tried.
#include <dlfcn.h>
#include <link.h>

#include <cstdio>
#include <cstring>

#include "products.h"

namespace {

template <typename Function>
void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

int print_library(dl_phdr_info* info, size_t, void*) {
    const char* slash = std::strrchr(info->dlpi_name, '/');
    const char* name = slash == nullptr ? info->dlpi_name : slash + 1;
    for (const char* part : {"blas", "lapack", "blis", "mkl", "atlas"}) {
        if (std::strstr(name, part) != nullptr) {
            std::printf("library %s\n", info->dlpi_name);
            break;
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2 || dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        std::printf("failed %s\n", count == 2 ? dlerror() : "a bridge must be named");
        return 2;
    }
    dl_iterate_phdr(print_library, nullptr);
    const char* (*kernel)();
    void (*set_threads)(int);
    int (*processors)();
    Blas blas;
    find(kernel, "openblas_get_corename");
    find(set_threads, "openblas_set_num_threads");
    find(processors, "openblas_get_num_procs");
    find(blas.sgemm, "sgemm_");
    find(blas.dgemm, "dgemm_");
    find(blas.sgemv, "sgemv_");
    find(blas.dgemv, "dgemv_");
    if (kernel == nullptr || set_threads == nullptr || processors == nullptr || !blas.sgemm || !blas.dgemm || !blas.sgemv || !blas.dgemv) {
        std::printf("kernel\n");
        return 0;
    }
    std::printf("kernel %s\n", kernel());
    std::fflush(stdout);
    for (int threads = 1;; threads = processors()) {
        set_threads(threads);
        const auto wrong = first_wrong(blas);
        if (!wrong.empty()) {
            std::printf("wrong %s on %d thread(s)\n", wrong.c_str(), threads);
            return 1;
        }
        if (threads >= processors()) break;
    }
    std::printf("right\n");
    return 0;
}

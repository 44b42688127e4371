// Threads of the matrix products that libtorch leaves to OpenBLAS.
#pragma once
#include <cstdint>

// Does nothing where the products are another library's, which then counts libtorch's threads by itself.
void set_blas_threads(int32_t count);

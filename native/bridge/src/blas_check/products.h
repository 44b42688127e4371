// Matrix products in a BLAS of Fortran's calling convention, held against sums in a wider type.
#pragma once
#include <string>

struct Blas {
    void (*sgemm)(const char*, const char*, const int*, const int*, const int*, const float*, const float*, const int*, const float*, const int*,
                  const float*, float*, const int*);
    void (*dgemm)(const char*, const char*, const int*, const int*, const int*, const double*, const double*, const int*, const double*, const int*,
                  const double*, double*, const int*);
    void (*sgemv)(const char*, const int*, const int*, const float*, const float*, const int*, const float*, const int*, const float*, float*, const int*);
    void (*dgemv)(const char*, const int*, const int*, const double*, const double*, const int*, const double*, const int*, const double*, double*,
                  const int*);
};

// The first product that is wrong, in words, or nothing. The same products each time, seeded.
std::string first_wrong(const Blas& blas);

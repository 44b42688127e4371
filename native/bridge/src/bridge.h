// The C ABI between Panoptes.Tensors and libtorch. Every function that can fail returns a negative number (or null) and leaves
// its message for panoptes_error_*; no C++ exception ever crosses this line.
#pragma once
#include <cstdint>

#define PANOPTES_API extern "C" __attribute__((visibility("default")))

// A tagged argument or result of a dispatcher call; mirrored by Value.cs.
enum class Tag : int32_t {
    None = 0,
    Tensor = 1,          // pointer: TensorImpl, borrowed as an argument, owned as a result
    Int = 2,             // also dtype, layout and memory format, which the dispatcher passes as integers
    Double = 3,
    Bool = 4,            // integer 0 or 1
    IntList = 5,         // pointer: int64_t[count]
    TensorList = 6,      // pointer: TensorImpl*[count]; as a result a malloc'ed array
    String = 7,          // pointer: UTF-8 of count bytes
    DoubleList = 8,      // pointer: double[count]
    OptionalTensorList = 9,  // pointer: TensorImpl*[count], null for an absent tensor
    Device = 10,         // integer: type << 8 | (index & 255)
    BoolList = 11,       // pointer: uint8_t[count]
    Generator = 12,      // pointer: GeneratorImpl, borrowed
    ScalarList = 13,     // pointer: Value[count] of Int, Double or Bool
    Default = 14,        // the default that the operator's schema gives
};

struct Value {
    Tag tag;
    int32_t count;
    union {
        int64_t integer;
        double number;
        void* pointer;
    };
};
static_assert(sizeof(Value) == 16, "Value is mirrored in C#");

// Tensors and generators cross the ABI as counted pointers to their implementation.
#pragma once
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// Another reference to a tensor whose handle the caller keeps.
inline at::Tensor borrow(void* handle) {
    return handle == nullptr ? at::Tensor() : at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

// The same for an argument that must be there.
inline at::Tensor required(void* handle) {
    TORCH_CHECK(handle != nullptr, "a tensor is missing: its handle is null");
    return borrow(handle);
}

// What must be an address: of a result, of an array that is not empty.
inline void require_memory(const void* memory, const char* what) { TORCH_CHECK(memory != nullptr, what, " is missing: its address is null"); }

// An array of `count` elements: never fewer than none, and an address where there are any.
inline void require_array(const void* memory, int64_t count, const char* what) {
    TORCH_CHECK(count >= 0, "there cannot be ", count, " of ", what);
    TORCH_CHECK(memory != nullptr || count == 0, what, " are missing: ", count, " of them at address null");
}

// Hands the reference over to the caller; null for an undefined tensor.
inline void* give(at::Tensor&& tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline at::Generator borrow_generator(void* handle) {
    TORCH_CHECK(handle != nullptr, "a generator is missing: its handle is null");
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

inline c10::DeviceType to_device_type(int64_t type) {
    TORCH_CHECK(type >= 0 && type < static_cast<int64_t>(c10::COMPILE_TIME_MAX_DEVICE_TYPES), "there is no kind of device ", type);
    return static_cast<c10::DeviceType>(type);
}

inline at::ScalarType to_dtype(int64_t dtype) {
    TORCH_CHECK(dtype >= 0 && dtype < static_cast<int64_t>(at::ScalarType::NumOptions) && dtype != static_cast<int64_t>(at::ScalarType::Undefined),
                "there is no dtype ", dtype);
    return static_cast<at::ScalarType>(dtype);
}

inline c10::Device to_device(int64_t packed) {
    return c10::Device(to_device_type(packed >> 8), static_cast<c10::DeviceIndex>(static_cast<int8_t>(packed & 255)));
}

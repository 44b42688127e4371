// Tensors and generators cross the ABI as counted pointers to their implementation.
#pragma once
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

using TensorPointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// Another reference to a tensor whose handle the caller keeps.
inline at::Tensor borrow(void* handle) {
    return handle == nullptr ? at::Tensor() : at::Tensor(TensorPointer::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

// Hands the reference over to the caller; null for an undefined tensor.
inline void* give(at::Tensor&& tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline at::Generator borrow_generator(void* handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

inline c10::Device to_device(int64_t packed) {
    return c10::Device(static_cast<c10::DeviceType>(packed >> 8), static_cast<c10::DeviceIndex>(static_cast<int8_t>(packed & 255)));
}

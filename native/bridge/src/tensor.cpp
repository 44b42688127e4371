// What the dispatcher cannot do for a tensor: its handle, its memory and its description.
#include <ATen/Functions.h>

#include <cstring>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {
c10::TensorImpl* impl(void* handle) { return static_cast<c10::TensorImpl*>(handle); }
}  // namespace

PANOPTES_API void panoptes_release(void* handle) {
    if (handle != nullptr) TensorPointer::reclaim(impl(handle));
}

// Another owned handle of the same tensor.
PANOPTES_API void* panoptes_share(void* handle) { return give(borrow(handle)); }

PANOPTES_API int32_t panoptes_rank(void* handle) { return static_cast<int32_t>(impl(handle)->dim()); }

PANOPTES_API void panoptes_sizes(void* handle, int64_t* sizes) {
    const auto from = impl(handle)->sizes();
    std::memcpy(sizes, from.data(), from.size() * sizeof(int64_t));
}

PANOPTES_API void panoptes_strides(void* handle, int64_t* strides) {
    const auto from = impl(handle)->strides();
    std::memcpy(strides, from.data(), from.size() * sizeof(int64_t));
}

PANOPTES_API int64_t panoptes_count(void* handle) { return impl(handle)->numel(); }

PANOPTES_API int32_t panoptes_dtype(void* handle) { return static_cast<int32_t>(c10::typeMetaToScalarType(impl(handle)->dtype())); }

PANOPTES_API int64_t panoptes_device(void* handle) {
    const auto device = impl(handle)->device();
    return static_cast<int64_t>(device.type()) << 8 | (static_cast<int64_t>(device.index()) & 255);
}

PANOPTES_API int32_t panoptes_is_contiguous(void* handle, int32_t memory_format) {
    return impl(handle)->is_contiguous(static_cast<c10::MemoryFormat>(memory_format));
}

// Whether both are the same elements in the same order of the same storage.
PANOPTES_API int32_t panoptes_same_memory(void* left, void* right) {
    const auto& a = *impl(left);
    const auto& b = *impl(right);
    return a.storage().unsafeGetStorageImpl() == b.storage().unsafeGetStorageImpl() && a.storage_offset() == b.storage_offset() &&
           a.sizes() == b.sizes() && a.strides() == b.strides();
}

// The address of the first element, or null where the tensor has none.
PANOPTES_API int32_t panoptes_data(void* handle, void** data) {
    return guarded<int32_t>(-1, [&] {
        *data = borrow(handle).data_ptr();
        return 0;
    });
}

// A new CPU tensor holding a copy of the memory.
PANOPTES_API void* panoptes_from_memory(const void* memory, int64_t bytes, const int64_t* sizes, int32_t rank, int32_t dtype) {
    return guarded<void*>(nullptr, [&] {
        auto tensor = at::empty(at::IntArrayRef(sizes, rank), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
        TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, "the shape needs ", tensor.nbytes(), " bytes but ", bytes, " are given");
        if (bytes > 0) std::memcpy(tensor.data_ptr(), memory, bytes);
        return give(std::move(tensor));
    });
}

// The one element of a tensor of any dtype and device.
PANOPTES_API int32_t panoptes_item(void* handle, Value* value) {
    return guarded<int32_t>(-1, [&] {
        const auto scalar = borrow(handle).item();
        value->count = 0;
        if (scalar.isFloatingPoint()) {
            value->tag = Tag::Double;
            value->number = scalar.toDouble();
        } else if (scalar.isBoolean()) {
            value->tag = Tag::Bool;
            value->integer = scalar.toBool();
        } else {
            value->tag = Tag::Int;
            value->integer = scalar.toLong();
        }
        return 0;
    });
}

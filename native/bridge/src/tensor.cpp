// What the dispatcher cannot do for a tensor: its handle, its memory and its description.
#include <ATen/Functions.h>

#include <cstring>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {

c10::TensorImpl* impl(void* handle) {
    TORCH_CHECK(handle != nullptr, "a tensor is missing: its handle is null");
    return static_cast<c10::TensorImpl*>(handle);
}

int32_t copy(at::IntArrayRef from, int64_t* to, int32_t room) {
    TORCH_CHECK(room == static_cast<int64_t>(from.size()), "the tensor has ", from.size(), " dimensions, but there is room for ", room);
    require_array(to, room, "numbers");
    if (room > 0) std::memcpy(to, from.data(), from.size() * sizeof(int64_t));
    return 0;
}

constexpr int32_t most_dimensions = 64;  // As libtorch's own operators have it.

}  // namespace

PANOPTES_API void panoptes_release(void* handle) {
    if (handle != nullptr) TensorPointer::reclaim(static_cast<c10::TensorImpl*>(handle));
}

// Another owned handle of the same tensor; null for null.
PANOPTES_API void* panoptes_share(void* handle) {
    return guarded<void*>(nullptr, [&] { return give(borrow(handle)); });
}

PANOPTES_API int32_t panoptes_rank(void* handle) {
    return guarded<int32_t>(-1, [&] { return static_cast<int32_t>(impl(handle)->dim()); });
}

// The sizes of all dimensions; `room` must be their number.
PANOPTES_API int32_t panoptes_sizes(void* handle, int64_t* sizes, int32_t room) {
    return guarded<int32_t>(-1, [&] { return copy(impl(handle)->sizes(), sizes, room); });
}

PANOPTES_API int32_t panoptes_strides(void* handle, int64_t* strides, int32_t room) {
    return guarded<int32_t>(-1, [&] { return copy(impl(handle)->strides(), strides, room); });
}

PANOPTES_API int64_t panoptes_count(void* handle) {
    return guarded<int64_t>(-1, [&] { return impl(handle)->numel(); });
}

PANOPTES_API int32_t panoptes_dtype(void* handle) {
    return guarded<int32_t>(-1, [&] { return static_cast<int32_t>(c10::typeMetaToScalarType(impl(handle)->dtype())); });
}

PANOPTES_API int64_t panoptes_device(void* handle) {
    return guarded<int64_t>(-1, [&] {
        const auto device = impl(handle)->device();
        return static_cast<int64_t>(device.type()) << 8 | (static_cast<int64_t>(device.index()) & 255);
    });
}

PANOPTES_API int32_t panoptes_is_contiguous(void* handle, int32_t memory_format) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const auto format = static_cast<c10::MemoryFormat>(memory_format);
        TORCH_CHECK(memory_format >= 0 && memory_format < static_cast<int32_t>(c10::MemoryFormat::NumOptions) && format != c10::MemoryFormat::Preserve,
                    "there is no memory format ", memory_format, " that a tensor can lie in");
        return impl(handle)->is_contiguous(format);
    });
}

// Whether both are the same elements in the same order of the same storage.
PANOPTES_API int32_t panoptes_same_memory(void* left, void* right) {
    return guarded<int32_t>(-1, [&]() -> int32_t {
        const auto& a = *impl(left);
        const auto& b = *impl(right);
        return a.storage().unsafeGetStorageImpl() == b.storage().unsafeGetStorageImpl() && a.storage_offset() == b.storage_offset() &&
               a.sizes() == b.sizes() && a.strides() == b.strides();
    });
}

// The address of the first element, or null where the tensor has none.
PANOPTES_API int32_t panoptes_data(void* handle, void** data) {
    return guarded<int32_t>(-1, [&] {
        require_memory(data, "room for the address");
        *data = required(handle).data_ptr();
        return 0;
    });
}

// A new CPU tensor holding a copy of the memory.
PANOPTES_API void* panoptes_from_memory(const void* memory, int64_t bytes, const int64_t* sizes, int32_t rank, int32_t dtype) {
    return guarded<void*>(nullptr, [&] {
        TORCH_CHECK(rank <= most_dimensions, "a tensor has at most ", most_dimensions, " dimensions, not ", rank);
        require_array(sizes, rank, "sizes");
        TORCH_CHECK(bytes >= 0, "there cannot be ", bytes, " bytes");
        require_memory(bytes > 0 ? memory : &bytes, "memory");
        auto tensor = at::empty(at::IntArrayRef(sizes, rank), at::TensorOptions().dtype(to_dtype(dtype)));
        TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, "the shape needs ", tensor.nbytes(), " bytes but ", bytes, " are given");
        if (bytes > 0) std::memcpy(tensor.data_ptr(), memory, bytes);
        return give(std::move(tensor));
    });
}

// The one element of a tensor of any dtype and device.
PANOPTES_API int32_t panoptes_item(void* handle, Value* value) {
    return guarded<int32_t>(-1, [&] {
        require_memory(value, "room for the value");
        const auto scalar = required(handle).item();
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

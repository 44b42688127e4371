// How the process keeps host memory between operators.
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

#include "block_heap.h"
#include "bridge.h"
#include "failure.h"

namespace {

// Smaller tensors are malloc's: it keeps those by itself.
constexpr size_t large = size_t{256} << 10;

BlockHeap& heap() {
    static auto* const instance = new BlockHeap();  // Outlives every static tensor.
    return *instance;
}

// Bytes in tensors now and at most so far.
std::atomic<int64_t> live{0}, peak{0};

void count(int64_t bytes) {
    const auto now = live.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    auto most = peak.load(std::memory_order_relaxed);
    while (now > most && !peak.compare_exchange_weak(most, now, std::memory_order_relaxed)) {
    }
}

void release(void* block) {
    if (block == nullptr) return;
    if (heap().owns(block)) {
        count(-static_cast<int64_t>(heap().release(block)));
    } else {
        count(-static_cast<int64_t>(malloc_usable_size(block)));
        std::free(block);
    }
}

// libtorch's allocator for the processor: large tensors from the heap of kept blocks. By default glibc maps each of them anew and
// gives it back when it is freed, so that a training step spends as long in page faults as in arithmetic.
class KeepingAllocator final : public c10::Allocator {
public:
    // Later libtorchs declare one of these const and one not: one of them overrides, whichever it is.
    c10::DataPtr allocate(size_t bytes) const { return make(bytes); }
    c10::DataPtr allocate(size_t bytes) { return make(bytes); }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* to, const void* from, size_t count) const { std::memcpy(to, from, count); }

private:
    static c10::DataPtr make(size_t bytes) {
        void* block = nullptr;
        if (bytes >= large) block = heap().allocate(bytes);
        if (block == nullptr && bytes > 0 && posix_memalign(&block, 64, bytes) != 0) block = nullptr;
        if (block != nullptr) count(static_cast<int64_t>(heap().owns(block) ? BlockHeap::size_of(bytes) : malloc_usable_size(block)));
        TORCH_CHECK(block != nullptr || bytes == 0, "DefaultCPUAllocator: not enough memory: you tried to allocate ", bytes, " bytes");
        return {block, block, &release, c10::Device(c10::DeviceType::CPU)};
    }
};

}  // namespace

// Makes libtorch, and malloc for what libtorch's libraries ask of it, keep freed memory for the next operator. Returns 1 where it could.
PANOPTES_API int32_t panoptes_keep_freed_memory() {
    return guarded<int32_t>(0, []() -> int32_t {
        static KeepingAllocator allocator;
        if (!heap().is_usable()) return 0;
        c10::SetCPUAllocator(&allocator, /*priority=*/1);
        // oneDNN's scratch memory comes from malloc: one arena, no mappings of their own, no trimming.
        mallopt(M_ARENA_MAX, 1);
        mallopt(M_MMAP_MAX, 0);
        mallopt(M_TRIM_THRESHOLD, -1);
        mallopt(M_TOP_PAD, 64 << 20);
        return 1;
    });
}

// Gives kept memory that no tensor uses back to the operating system. Returns the bytes.
PANOPTES_API int64_t panoptes_release_kept_memory() {
    return guarded<int64_t>(0, [] {
        malloc_trim(0);
        return static_cast<int64_t>(heap().trim());
    });
}

// Bytes in tensors of the processor now and at most since the peak was last set back, made since panoptes_keep_freed_memory.
PANOPTES_API int32_t panoptes_host_memory(int64_t* bytes) {
    if (bytes == nullptr) return refused("room for two numbers is missing: its address is null");
    bytes[0] = live.load();
    bytes[1] = peak.load();
    return 0;
}

PANOPTES_API void panoptes_reset_host_peak() { peak.store(live.load()); }

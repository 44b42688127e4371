#include "block_heap.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>

namespace {
constexpr size_t page = 4096;
constexpr size_t huge_page = size_t{2} << 20;
constexpr size_t step = size_t{32} << 20;  // Memory is asked of the system in pieces of this size.

constexpr size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }
}  // namespace

BlockHeap::BlockHeap() {
    // Addresses cost nothing; a limit on them (ulimit -v) is met by asking for less.
    for (size_t bytes = size_t{1} << 42; bytes >= size_t{1} << 30; bytes >>= 1) {
        void* range = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (range != MAP_FAILED) {
            const auto address = reinterpret_cast<uintptr_t>(range);
            const size_t skipped = round_up(address, huge_page) - address;
            begin_ = static_cast<char*>(range) + skipped;
            reserved_ = (bytes - skipped) / step * step;
            return;
        }
    }
}

bool BlockHeap::grow(size_t bytes) {
    const size_t wanted = round_up(bytes, step);
    if (wanted < bytes || wanted > reserved_ - committed_) return false;
    char* at = begin_ + committed_;
    if (mprotect(at, wanted, PROT_READ | PROT_WRITE) != 0) return false;
    madvise(at, wanted, MADV_HUGEPAGE);
    committed_ += wanted;
    add_free(at, wanted);
    return true;
}

void BlockHeap::add_free(char* at, size_t bytes) {
    auto next = free_by_address_.lower_bound(at);
    if (next != free_by_address_.end() && next->first == at + bytes) {
        bytes += next->second;
        const auto merged = next++;
        remove_free(merged);
    }
    if (next != free_by_address_.begin()) {
        const auto before = std::prev(next);
        if (before->first + before->second == at) {
            at = before->first;
            bytes += before->second;
            remove_free(before);
        }
    }
    free_by_address_.emplace(at, bytes);
    free_by_size_.emplace(bytes, at);
}

void BlockHeap::remove_free(std::map<char*, size_t>::iterator block) {
    free_by_size_.erase({block->second, block->first});
    free_by_address_.erase(block);
}

size_t BlockHeap::size_of(size_t bytes) { return round_up(std::max<size_t>(bytes, 1), page); }

void* BlockHeap::allocate(size_t bytes) {
    const size_t wanted = size_of(bytes);
    if (wanted < bytes || wanted > reserved_) return nullptr;
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = free_by_size_.lower_bound({wanted, nullptr});
    if (found == free_by_size_.end()) {
        // What is free at the end counts towards the need.
        size_t missing = wanted;
        if (!free_by_address_.empty()) {
            const auto& last = *free_by_address_.rbegin();
            if (last.first + last.second == begin_ + committed_) missing -= last.second;
        }
        if (!grow(missing)) return nullptr;
        found = free_by_size_.lower_bound({wanted, nullptr});
    }
    const auto [size, at] = *found;
    remove_free(free_by_address_.find(at));
    if (size > wanted) add_free(at + wanted, size - wanted);
    used_.emplace(at, wanted);
    return at;
}

size_t BlockHeap::release(void* block) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto used = used_.find(static_cast<char*>(block));
    if (used == used_.end()) return 0;
    const auto [at, bytes] = *used;
    used_.erase(used);
    add_free(at, bytes);
    return bytes;
}

size_t BlockHeap::trim() {
    std::lock_guard<std::mutex> lock(mutex_);
    size_t bytes = 0;
    for (const auto& [at, size] : free_by_address_) {
        if (madvise(at, size, MADV_DONTNEED) == 0) bytes += size;
    }
    return bytes;
}

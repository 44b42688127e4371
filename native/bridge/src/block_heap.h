// A heap of large blocks over one reserved range of addresses.
#pragma once
#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <utility>

// Best fit with merging of free neighbors. Memory that was touched once stays with the process, in huge pages where the system
// has them: the next block of any size is made of it without a page fault. Safe for use by several threads.
class BlockHeap {
public:
    BlockHeap();
    BlockHeap(const BlockHeap&) = delete;
    BlockHeap& operator=(const BlockHeap&) = delete;

    // Whether a range could be reserved; without one every request is refused.
    bool is_usable() const { return begin_ != nullptr; }

    // A block aligned to 4096 bytes, or null where the range or the machine's memory is at its end.
    void* allocate(size_t bytes);

    // The bytes of address space that a request takes.
    static size_t size_of(size_t bytes);

    // Takes a block back that allocate gave; its size_of.
    size_t release(void* block);

    bool owns(const void* block) const { return block >= begin_ && block < begin_ + reserved_; }

    // Gives the pages of free blocks back to the operating system; their addresses stay usable. Returns the bytes.
    size_t trim();

private:
    bool grow(size_t bytes);
    void add_free(char* at, size_t bytes);
    void remove_free(std::map<char*, size_t>::iterator block);

    std::mutex mutex_;
    char* begin_ = nullptr;
    size_t reserved_ = 0;
    size_t committed_ = 0;
    std::map<char*, size_t> used_;
    std::map<char*, size_t> free_by_address_;
    std::set<std::pair<size_t, char*>> free_by_size_;
};

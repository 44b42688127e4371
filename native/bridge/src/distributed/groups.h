// c10d's process groups by number.
#pragma once
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>

#include <cstdint>

namespace distributed {

using Group = c10::intrusive_ptr<c10d::ProcessGroup>;

// One group for the host's memory and, where training runs on a GPU, another for the device's.
struct Processes {
    int rank = 0, size = 1;
    Group host, device;

    const Group& of(const c10::Device& where) const;
};

// Those of a number; an error where it was given back.
Processes processes_of(int64_t number);

}  // namespace distributed

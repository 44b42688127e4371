// The processes that share a training, as the rest of the bridge sees them: by number, with or without c10d in this build.
#pragma once
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace distributed {

// Adds a tensor up over all processes, in place; it must be dense. Every process calls this at the same place.
void sum_in_place(int64_t processes, at::Tensor& tensor);

// The tensors of all processes, by rank; all are of one shape and dtype.
std::vector<at::Tensor> gather(int64_t processes, const at::Tensor& tensor);

// The sum over all processes; its gradient is the sum of theirs.
at::Tensor sum(const at::Tensor& tensor, int64_t processes);

}  // namespace distributed

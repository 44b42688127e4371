// CUDA graphs: work of one stream recorded once and sent again as a whole. Needs CUDA's own headers, as the allocator's statistics do.
#ifdef PANOPTES_CUDA_ALLOCATOR
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAStream.h>
#endif
#include <torch/cuda.h>
#include <torch/version.h>

#include <memory>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

namespace {
[[maybe_unused]] const char* no_headers = "this bridge was built without CUDA's headers (cuda_runtime_api.h), which CUDA graphs need";
}

// Lets the calling thread send its work to a stream of its own from now on: nothing can be recorded on the default stream.
PANOPTES_API int32_t panoptes_cuda_own_stream(int32_t index) {
    return guarded<int32_t>(-1, [&] {
        TORCH_CHECK(torch::cuda::is_available(), "libtorch sees no CUDA device");
        const auto count = static_cast<int64_t>(torch::cuda::device_count());
        TORCH_CHECK(index >= -1 && index < count, "there is no CUDA device ", index, "; there are ", count);
#ifdef PANOPTES_CUDA_ALLOCATOR
        torch::cuda::synchronize(index);
        c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromPool(/*isHighPriority=*/false, static_cast<c10::DeviceIndex>(index)));
        return 0;
#else
        TORCH_CHECK(false, no_headers);
        return -1;
#endif
    });
}

// Starts recording what this thread sends to its stream; nothing of it runs. The graph's handle, or null.
PANOPTES_API void* panoptes_cuda_graph_begin() {
    return guarded<void*>(nullptr, []() -> void* {
        TORCH_CHECK(torch::cuda::is_available(), "libtorch sees no CUDA device");
#ifdef PANOPTES_CUDA_ALLOCATOR
        torch::cuda::synchronize();
        c10::cuda::CUDACachingAllocator::emptyCache();
        auto graph = std::make_unique<at::cuda::CUDAGraph>();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
        // Only this thread's calls are held to what can be recorded: loaders go on taking page-locked memory meanwhile.
        graph->capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
#else
        graph->capture_begin();
#endif
        return graph.release();
#else
        TORCH_CHECK(false, no_headers);
        return nullptr;
#endif
    });
}

PANOPTES_API int32_t panoptes_cuda_graph_end(void* graph) {
    return guarded<int32_t>(-1, [&] {
        require_memory(graph, "a recorded graph");
#ifdef PANOPTES_CUDA_ALLOCATOR
        static_cast<at::cuda::CUDAGraph*>(graph)->capture_end();
#endif
        return 0;
    });
}

// Sends the recorded work to this thread's stream.
PANOPTES_API int32_t panoptes_cuda_graph_replay(void* graph) {
    return guarded<int32_t>(-1, [&] {
        require_memory(graph, "a recorded graph");
#ifdef PANOPTES_CUDA_ALLOCATOR
        static_cast<at::cuda::CUDAGraph*>(graph)->replay();
#endif
        return 0;
    });
}

// Frees the graph and its memory, also where the device has failed and waiting for it fails too.
PANOPTES_API int32_t panoptes_cuda_graph_release(void* graph) {
    return guarded<int32_t>(-1, [&] {
        require_memory(graph, "a recorded graph");
#ifdef PANOPTES_CUDA_ALLOCATOR
        const std::unique_ptr<at::cuda::CUDAGraph> owned(static_cast<at::cuda::CUDAGraph*>(graph));
        torch::cuda::synchronize();
#endif
        return 0;
    });
}

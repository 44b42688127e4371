// Rendezvous and collectives: c10d's stores and process groups (Gloo on the host, NCCL between GPUs where this libtorch has it).
#include "groups.h"

#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef PANOPTES_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>
#include <torch/version.h>

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "../bridge.h"
#include "../failure.h"
#include "../handles.h"
#include "processes.h"

namespace {

using Milliseconds = std::chrono::milliseconds;
using distributed::Group;
using distributed::Processes;
using Store = c10::intrusive_ptr<c10d::Store>;

std::mutex guard;
std::map<int64_t, Processes>& known() {
    static auto* all = new std::map<int64_t, Processes>();  // Never destroyed: threads of a group may outlive static destructors.
    return *all;
}
int64_t last_number = 0;

Store& store_of(void* handle) {
    require_memory(handle, "a store");
    return *static_cast<Store*>(handle);
}

// 2.x has a group hold one backend for each kind of device; before, a group is the backend.
template <typename Backend, typename Type>
Group wrap([[maybe_unused]] const Store& store, [[maybe_unused]] int rank, [[maybe_unused]] int size, [[maybe_unused]] c10::DeviceType device,
           [[maybe_unused]] Type type, c10::intrusive_ptr<Backend> backend) {
#if TORCH_VERSION_MAJOR >= 2
    auto group = c10::make_intrusive<c10d::ProcessGroup>(store, rank, size);
    group->setBackend(device, type, backend);
    group->setDefaultBackend(type);
    return group;
#else
    return backend;
#endif
}

enum class Kind { Gloo, Nccl };

Group over_gloo(const Store& store, int rank, int size, Milliseconds timeout, const char* address) {
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->timeout = timeout;
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
    auto backend = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
#if TORCH_VERSION_MAJOR >= 2
    const auto type = c10d::ProcessGroup::BackendType::GLOO;
#else
    const auto type = Kind::Gloo;
#endif
    return wrap(store, rank, size, c10::DeviceType::CPU, type, std::move(backend));
}

#ifdef PANOPTES_NCCL
Group over_nccl(const Store& store, int rank, int size, Milliseconds timeout) {
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    auto backend = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
#if TORCH_VERSION_MAJOR >= 2
    const auto type = c10d::ProcessGroup::BackendType::NCCL;
#else
    const auto type = Kind::Nccl;
#endif
    return wrap(store, rank, size, c10::DeviceType::CUDA, type, std::move(backend));
}
#endif

void wait(const c10::intrusive_ptr<c10d::Work>& work) { work->wait(); }

class Sum : public torch::autograd::Function<Sum> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& tensor, int64_t processes) {
        context->saved_data["processes"] = processes;
        auto result = tensor.clone(at::MemoryFormat::Contiguous);
        distributed::sum_in_place(processes, result);
        return result;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients) {
        return {distributed::sum(gradients[0], context->saved_data["processes"].toInt()), at::Tensor()};
    }
};

}  // namespace

namespace distributed {

const Group& Processes::of(const c10::Device& where) const {
    const auto& group = where.is_cpu() ? host : device;
    TORCH_CHECK(group, "the processes were joined without a connection between devices such as ", where);
    return group;
}

Processes processes_of(int64_t number) {
    const std::lock_guard<std::mutex> lock(guard);
    const auto found = known().find(number);
    TORCH_CHECK(found != known().end(), "there are no processes of the number ", number, ": they were left");
    return found->second;
}

void sum_in_place(int64_t processes, at::Tensor& tensor) {
    std::vector<at::Tensor> tensors{tensor};
    wait(processes_of(processes).of(tensor.device())->allreduce(tensors));
}

std::vector<at::Tensor> gather(int64_t processes, const at::Tensor& tensor) {
    const auto all = processes_of(processes);
    std::vector<at::Tensor> mine{tensor.contiguous()};
    std::vector<std::vector<at::Tensor>> theirs(1);
    for (int k = 0; k < all.size; k++) theirs[0].push_back(at::empty_like(mine[0]));
    wait(all.of(tensor.device())->allgather(theirs, mine));
    return theirs[0];
}

at::Tensor sum(const at::Tensor& tensor, int64_t processes) { return Sum::apply(tensor, processes); }

}  // namespace distributed

// Which connections this build has: 1 Gloo, 2 NCCL.
PANOPTES_API int32_t panoptes_distributed_connections() {
#ifdef PANOPTES_NCCL
    return 3;
#else
    return 1;
#endif
}

// Where the processes of one machine find each other: a file that none of them may find from before.
PANOPTES_API void* panoptes_file_store(const char* path, int32_t size) {
    return guarded<void*>(nullptr, [&]() -> void* {
        require_memory(path, "a path");
        TORCH_CHECK(size > 0, "there cannot be ", size, " processes");
        return new Store(c10::make_intrusive<c10d::FileStore>(path, size));
    });
}

// Where the processes of several machines find each other. The server waits for nobody; the others wait for the server.
PANOPTES_API void* panoptes_tcp_store(const char* host, int32_t port, int32_t is_server, int32_t size, int64_t timeout) {
    return guarded<void*>(nullptr, [&]() -> void* {
        require_memory(host, "a host");
        TORCH_CHECK(port > 0 && port < 65536, "there is no port ", port);
        TORCH_CHECK(size > 0, "there cannot be ", size, " processes");
        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(port);
        options.isServer = is_server != 0;
        options.numWorkers = size;
        options.waitWorkers = false;
        options.timeout = Milliseconds(timeout);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
        options.useLibUV = false;  // Debian's libtorch is built without libuv, which the default asks for.
#endif
        return new Store(c10::make_intrusive<c10d::TCPStore>(host, options));
    });
}

// Frees a store, which the groups made of it go on using.
PANOPTES_API void panoptes_store_release(void* store) { delete static_cast<Store*>(store); }

// Joins processes: a number, or a negative one. `address` is this machine's, where the others reach it.
PANOPTES_API int64_t panoptes_processes_join(void* store, const char* prefix, int32_t rank, int32_t size, const char* address, int32_t over_devices,
                                             int64_t timeout) {
    return guarded<int64_t>(-1, [&] {
        TORCH_CHECK(rank >= 0 && rank < size, "there is no rank ", rank, " of ", size);
        require_memory(prefix, "a name");
        require_memory(address, "an address");
        auto& base = store_of(store);
        base->setTimeout(Milliseconds(timeout));
        const std::string name(prefix);
        const Store host = c10::make_intrusive<c10d::PrefixStore>(name + "/host", base);
        Processes joined;
        joined.rank = rank;
        joined.size = size;
        joined.host = over_gloo(host, rank, size, Milliseconds(timeout), address);
        if (over_devices != 0) {
#ifdef PANOPTES_NCCL
            const Store device = c10::make_intrusive<c10d::PrefixStore>(name + "/device", base);
            joined.device = over_nccl(device, rank, size, Milliseconds(timeout));
#else
            TORCH_CHECK(false, "this libtorch has no NCCL, or its headers were missing when the bridge was built");
#endif
        }
        const std::lock_guard<std::mutex> lock(guard);
        known().emplace(++last_number, std::move(joined));
        return last_number;
    });
}

PANOPTES_API int32_t panoptes_processes_leave(int64_t number) {
    return guarded<int32_t>(-1, [&] {
        Processes left;
        const std::lock_guard<std::mutex> lock(guard);
        const auto found = known().find(number);
        if (found != known().end()) {
            left = std::move(found->second);
            known().erase(found);
        }
        return 0;
    });
}

// Adds a tensor up over all processes, in place.
PANOPTES_API int32_t panoptes_processes_sum(int64_t number, void* tensor) {
    return guarded<int32_t>(-1, [&] {
        auto values = required(tensor).detach();
        distributed::sum_in_place(number, values);
        return 0;
    });
}

// The tensors of all processes into `results`, which has room for as many as there are.
PANOPTES_API int32_t panoptes_processes_gather(int64_t number, void* tensor, void** results) {
    return guarded<int32_t>(-1, [&] {
        require_memory(results, "results");
        auto all = distributed::gather(number, required(tensor).detach());
        for (size_t k = 0; k < all.size(); k++) results[k] = give(std::move(all[k]));
        return 0;
    });
}

// What `root` has, in the tensors of all others.
PANOPTES_API int32_t panoptes_processes_broadcast(int64_t number, void* tensor, int32_t root) {
    return guarded<int32_t>(-1, [&] {
        std::vector<at::Tensor> values{required(tensor).detach()};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        wait(distributed::processes_of(number).of(values[0].device())->broadcast(values, options));
        return 0;
    });
}

TORCH_LIBRARY_FRAGMENT(panoptes, library) {
    library.def("sum_over_processes(Tensor input, int processes) -> Tensor", &distributed::sum);
}

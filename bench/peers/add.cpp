// Nanoseconds for one add of 4 elements in C++, without gradients: the operator's function, its boxed call, and, where a bridge is named,
// the bridge's own entry. Prints one JSON line. What the layer above can come down to.
//
//     g++ -std=c++17 -O2 bench/peers/add.cpp -o artifacts/bench/add -I/usr/include/torch/csrc/api/include -ltorch_cpu -lc10 -ldl
//     artifacts/bench/add [LIBPANOPTES_BRIDGE]
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

constexpr int calls = 2'000;
constexpr int turns = 400;

// The bridge's tagged value, as far as an add needs it.
struct Value {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        void* pointer;
    };
};

// The fastest of many turns of a millisecond or two: what other programs did not disturb.
template <typename Call>
double least(Call call) {
    double found = 1e12;
    for (int turn = 0; turn < turns; turn++) {
        const auto start = std::chrono::steady_clock::now();
        for (int k = 0; k < calls; k++) call();
        const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
        found = std::min(found, taken.count() / calls);
    }
    return found;
}

}  // namespace

int main(int count, char** words) {
    at::set_num_threads(1);
    const at::NoGradGuard no_grad;
    const auto x = at::rand({4});
    const auto y = at::rand({4});
    const double function = least([&] { at::add(x, y); });
    const auto op = c10::Dispatcher::singleton().findSchemaOrThrow("aten::add", "Tensor");
    torch::jit::Stack stack;
    const double boxed = least([&] {
        stack.clear();
        stack.emplace_back(x);
        stack.emplace_back(y);
        stack.emplace_back(int64_t{1});
        op.callBoxed(&stack);
    });
    std::printf("{\"add_least_ns\": %.1f, \"boxed_least_ns\": %.1f", function, boxed);
    if (count > 1) {
        void* library = dlopen(words[1], RTLD_NOW);
        if (library == nullptr) {
            std::fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
        auto find = reinterpret_cast<void* (*)(const char*, const char*, int32_t)>(dlsym(library, "panoptes_operator"));
        auto call = reinterpret_cast<int32_t (*)(void*, const Value*, int32_t, Value*, int32_t)>(dlsym(library, "panoptes_call"));
        auto release = reinterpret_cast<void (*)(void*)>(dlsym(library, "panoptes_release"));
        void* add = find("aten::add", "Tensor", 3);
        Value arguments[3] = {{1, 0, {0}}, {1, 0, {0}}, {14, 0, {0}}};
        arguments[0].pointer = x.unsafeGetTensorImpl();
        arguments[1].pointer = y.unsafeGetTensorImpl();
        const double bridge = least([&] {
            Value result;
            call(add, arguments, 3, &result, 1);
            release(result.pointer);
        });
        std::printf(", \"bridge_least_ns\": %.1f", bridge);
    }
    std::printf("}\n");
}

// What libtorch's operators do and when: its own hook (RecordFunction) tells of every operator that this thread calls, of every node of
// a backward pass, on whatever thread libtorch runs it, and of what is exchanged with other processes, from its request to its arrival.
#include "bridge.h"
#include "failure.h"

#include <ATen/record_function.h>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

// Mirrored by OperatorRecord.cs.
struct OperatorRecord {
    const char* name;     // kept for the life of the process
    int64_t begin;        // nanoseconds of CLOCK_MONOTONIC
    int64_t end;
    int64_t sequence;     // one number for an operator and its node of the backward pass; negative where there is none
    int32_t thread;       // the system's id of the thread
    int32_t kind;         // 0 for an operator, 1 for a node of a backward pass, 2 for an exchange with other processes
};
static_assert(sizeof(OperatorRecord) == 40, "OperatorRecord is mirrored in C#");

namespace {

struct Recording {
    std::mutex gate;
    std::unordered_set<std::string> names;
    std::vector<OperatorRecord> records;
    at::CallbackHandle handle = 0;
    bool is_open = false;
};

// Never destroyed: threads of libtorch may outlive the end of main.
Recording& recording() {
    static auto* only = new Recording();
    return *only;
}

int64_t now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec;
}

int32_t thread_id() {
    thread_local const auto id = static_cast<int32_t>(syscall(SYS_gettid));
    return id;
}

struct Begun : at::ObserverContext {
    int64_t time = now();
};

std::unique_ptr<at::ObserverContext> on_begin(const at::RecordFunction&) { return std::make_unique<Begun>(); }

// c10d tells of what it exchanges as of a scope of the user's; the bridge opens none itself.
int32_t kind_of(at::RecordScope scope) {
    return scope == at::RecordScope::BACKWARD_FUNCTION ? 1 : scope == at::RecordScope::USER_SCOPE ? 2 : 0;
}

void on_end(const at::RecordFunction& function, at::ObserverContext* context) {
    const auto end = now();
    auto& all = recording();
    const std::lock_guard<std::mutex> lock(all.gate);
    if (!all.is_open || context == nullptr) {
        return;
    }

    const auto& name = *all.names.emplace(function.name()).first;
    all.records.push_back({name.c_str(), static_cast<Begun*>(context)->time, end, function.seqNr(), thread_id(), kind_of(function.scope())});
}

}  // namespace

// Begins to record what this thread does; forgets what was recorded before. Fails where a recording is open.
PANOPTES_API int32_t panoptes_profile_begin() {
    return guarded<int32_t>(-1, [] {
        auto& all = recording();
        {
            const std::lock_guard<std::mutex> lock(all.gate);
            TORCH_CHECK(!all.is_open, "operators are recorded already");
            all.records.clear();
            all.is_open = true;
        }

        all.handle = at::addThreadLocalCallback(
            at::RecordFunctionCallback(on_begin, on_end).needsInputs(false).scopes(
                {at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION, at::RecordScope::USER_SCOPE}));
        return 0;
    });
}

// Ends it, on the thread that began it; returns how many records there are, or fails where no recording is open.
PANOPTES_API int64_t panoptes_profile_end() {
    return guarded<int64_t>(-1, [] {
        auto& all = recording();
        {
            const std::lock_guard<std::mutex> lock(all.gate);
            TORCH_CHECK(all.is_open, "no recording of operators is open");
            all.is_open = false;
        }

        at::removeCallback(all.handle);
        return static_cast<int64_t>(all.records.size());
    });
}

// Copies at most `room` of the records in the order in which they ended; returns how many there are.
PANOPTES_API int64_t panoptes_profile_read(OperatorRecord* records, int64_t room) {
    return guarded<int64_t>(-1, [&] {
        TORCH_CHECK(room >= 0 && (records != nullptr || room == 0), "room for ", room, " records at a null address");
        auto& all = recording();
        const std::lock_guard<std::mutex> lock(all.gate);
        const auto count = std::min<size_t>(all.records.size(), static_cast<size_t>(room));
        if (count > 0) {
            std::memcpy(records, all.records.data(), count * sizeof(OperatorRecord));
        }

        return static_cast<int64_t>(all.records.size());
    });
}

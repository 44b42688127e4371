// Turns C++ exceptions into a status and a message kept for the calling thread.
#pragma once
#include <c10/util/Exception.h>

#include <exception>
#include <string>
#include <utility>

enum class FailureKind : int32_t { General = 0, OutOfMemory = 1, Missing = 2 };

// What went wrong in the last failed call of this thread.
struct Failure {
    std::string text;
    std::string call;
    FailureKind kind = FailureKind::General;
};
Failure& last_failure();

// Keeps a message and says that the call failed, where nothing can throw.
inline int32_t refused(const char* text) noexcept {
    try {
        last_failure() = Failure{text, {}, FailureKind::General};
    } catch (...) {
        // Not even the message could be allocated.
    }
    return -1;
}

// Runs the body and returns what it returns; on an exception keeps the message and returns `failed`.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) noexcept {
    auto keep = [](const char* text, FailureKind kind) noexcept {
        try {
            last_failure() = Failure{text, {}, kind};
        } catch (...) {
            // Not even the message could be allocated.
        }
    };
    try {
        return std::forward<Body>(body)();
    } catch (const c10::OutOfMemoryError& e) {
        keep(e.what_without_backtrace(), FailureKind::OutOfMemory);
    } catch (const c10::Error& e) {
        keep(e.what_without_backtrace(), FailureKind::General);
    } catch (const std::bad_alloc& e) {
        keep(e.what(), FailureKind::OutOfMemory);
    } catch (const std::exception& e) {
        keep(e.what(), FailureKind::General);
    } catch (...) {
        keep("an exception that is no std::exception", FailureKind::General);
    }
    return failed;
}

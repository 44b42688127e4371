// Calls any operator of libtorch's dispatcher by name with tagged values.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <c10/util/Optional.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <sstream>
#include <vector>

#include "bridge.h"
#include "failure.h"
#include "handles.h"

Failure& last_failure() {
    static thread_local Failure failure;
    return failure;
}

namespace {

// An operator found once and kept for the life of the process, with the defaults of its arguments.
struct Operator {
    explicit Operator(const c10::OperatorHandle& found) : handle(found), arity(found.schema().arguments().size()) {
        for (const auto& argument : found.schema().arguments()) {
            defaults.push_back(argument.default_value().value_or(c10::IValue()));
            has_default.push_back(argument.default_value().has_value());
        }
    }
    c10::OperatorHandle handle;
    size_t arity;
    std::vector<c10::IValue> defaults;
    std::vector<bool> has_default;
};

c10::Scalar to_scalar(const Value& value) {
    switch (value.tag) {
        case Tag::Int: return c10::Scalar(value.integer);
        case Tag::Double: return c10::Scalar(value.number);
        case Tag::Bool: return c10::Scalar(value.integer != 0);
        default: throw std::runtime_error("a scalar must be an integer, a number or a truth value");
    }
}

bool is_list(Tag tag) {
    return tag == Tag::IntList || tag == Tag::TensorList || tag == Tag::String || tag == Tag::DoubleList || tag == Tag::OptionalTensorList ||
           tag == Tag::BoolList || tag == Tag::ScalarList;
}

c10::IValue to_ivalue(const Operator& op, size_t position, const Value& value) {
    if (is_list(value.tag)) require_array(value.pointer, value.count, "elements of a list");
    switch (value.tag) {
        case Tag::None: return c10::IValue();
        case Tag::Tensor: return c10::IValue(borrow(value.pointer));
        case Tag::Int: return c10::IValue(value.integer);
        case Tag::Double: return c10::IValue(value.number);
        case Tag::Bool: return c10::IValue(value.integer != 0);
        case Tag::IntList: {
            const auto* from = static_cast<const int64_t*>(value.pointer);
            return c10::IValue(std::vector<int64_t>(from, from + value.count));
        }
        case Tag::TensorList: {
            c10::List<at::Tensor> list;
            list.reserve(value.count);
            for (int32_t k = 0; k < value.count; k++) list.push_back(borrow(static_cast<void**>(value.pointer)[k]));
            return c10::IValue(std::move(list));
        }
        case Tag::OptionalTensorList: {
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(value.count);
            for (int32_t k = 0; k < value.count; k++) {
                void* handle = static_cast<void**>(value.pointer)[k];
                list.push_back(handle != nullptr ? c10::optional<at::Tensor>(borrow(handle)) : c10::nullopt);
            }
            return c10::IValue(std::move(list));
        }
        case Tag::String: return c10::IValue(std::string(static_cast<const char*>(value.pointer), value.count));
        case Tag::DoubleList: {
            const auto* from = static_cast<const double*>(value.pointer);
            return c10::IValue(std::vector<double>(from, from + value.count));
        }
        case Tag::BoolList: {
            const auto* from = static_cast<const uint8_t*>(value.pointer);
            c10::List<bool> list;
            list.reserve(value.count);
            for (int32_t k = 0; k < value.count; k++) list.push_back(from[k] != 0);
            return c10::IValue(std::move(list));
        }
        case Tag::ScalarList: {
            c10::List<c10::Scalar> list;
            const auto* from = static_cast<const Value*>(value.pointer);
            for (int32_t k = 0; k < value.count; k++) list.push_back(to_scalar(from[k]));
            return c10::impl::toList(std::move(list));
        }
        case Tag::Device: return c10::IValue(to_device(value.integer));
        case Tag::Generator: return c10::IValue(borrow_generator(value.pointer));
        case Tag::Default:
            TORCH_CHECK(op.has_default[position], "argument ", op.handle.schema().arguments()[position].name(), " has no default");
            return op.defaults[position];
    }
    throw std::runtime_error("unknown tag of an argument");
}

bool is_carried(const c10::IValue& result) {
    return result.isTensor() || result.isInt() || result.isDouble() || result.isBool() || result.isTensorList() || result.isNone();
}

Value to_value(c10::IValue&& result) {
    Value value{Tag::None, 0, {0}};
    if (result.isTensor()) {
        value.tag = Tag::Tensor;
        value.pointer = give(std::move(result).toTensor());
    } else if (result.isInt()) {
        value.tag = Tag::Int;
        value.integer = result.toInt();
    } else if (result.isDouble()) {
        value.tag = Tag::Double;
        value.number = result.toDouble();
    } else if (result.isBool()) {
        value.tag = Tag::Bool;
        value.integer = result.toBool();
    } else if (result.isTensorList()) {
        auto tensors = std::move(result).toTensorVector();
        TORCH_CHECK(tensors.size() <= static_cast<size_t>(std::numeric_limits<int32_t>::max()), "the operator returns ", tensors.size(), " tensors");
        auto** handles = static_cast<void**>(std::malloc(sizeof(void*) * std::max<size_t>(tensors.size(), 1)));
        if (handles == nullptr) throw std::bad_alloc();
        for (size_t k = 0; k < tensors.size(); k++) handles[k] = give(std::move(tensors[k]));
        value.tag = Tag::TensorList;
        value.count = static_cast<int32_t>(tensors.size());
        value.pointer = handles;
    }
    return value;
}

// Gives back what was already handed over where a later result could not be.
void take_back(Value* results, int32_t count) noexcept {
    for (int32_t k = 0; k < count; k++) {
        if (results[k].tag == Tag::Tensor && results[k].pointer != nullptr) TensorPointer::reclaim(static_cast<c10::TensorImpl*>(results[k].pointer));
        if (results[k].tag == Tag::TensorList) {
            auto** handles = static_cast<void**>(results[k].pointer);
            for (int32_t j = 0; j < results[k].count; j++) {
                if (handles[j] != nullptr) TensorPointer::reclaim(static_cast<c10::TensorImpl*>(handles[j]));
            }
            std::free(handles);
        }
        results[k] = Value{Tag::None, 0, {0}};
    }
}

int32_t to_values(torch::jit::Stack& stack, Value* results) {
    for (const auto& result : stack) {
        if (!is_carried(result)) throw std::runtime_error("the operator returns a " + result.tagKind() + ", which the bridge does not carry");
    }
    int32_t done = 0;
    try {
        for (; done < static_cast<int32_t>(stack.size()); done++) results[done] = to_value(std::move(stack[done]));
    } catch (...) {
        take_back(results, done);
        throw;
    }
    return done;
}

void describe_tensor(std::ostream& out, void* handle) {
    if (handle == nullptr) {
        out << "none";
        return;
    }
    const auto tensor = borrow(handle);
    out << c10::toString(tensor.scalar_type()) << '[';
    const auto sizes = tensor.sizes();
    for (size_t k = 0; k < sizes.size(); k++) out << (k == 0 ? "" : ", ") << sizes[k];
    out << ']';
    if (!tensor.device().is_cpu()) out << '@' << tensor.device().str();
}

// "input=Float[2, 3, 8, 8], weight=Float[4, 5, 3, 3], stride=(1, 1)": what an error message must show.
std::string describe_arguments(const Operator& op, const Value* arguments, int32_t count) {
    std::ostringstream out;
    for (int32_t k = 0; k < count; k++) {
        const auto& value = arguments[k];
        if (value.tag == Tag::Default || value.tag == Tag::None) continue;
        if (out.tellp() > 0) out << ", ";
        if (static_cast<size_t>(k) < op.arity) out << op.handle.schema().arguments()[k].name() << '=';
        switch (value.tag) {
            case Tag::Tensor: describe_tensor(out, value.pointer); break;
            case Tag::Int: out << value.integer; break;
            case Tag::Double: out << value.number; break;
            case Tag::Bool: out << (value.integer != 0 ? "true" : "false"); break;
            case Tag::String:
                if (value.pointer == nullptr || value.count < 0) break;
                out << '"' << std::string(static_cast<const char*>(value.pointer), value.count) << '"';
                break;
            case Tag::Device: out << to_device(value.integer).str(); break;
            case Tag::IntList:
            case Tag::DoubleList:
            case Tag::TensorList:
            case Tag::OptionalTensorList:
                if (value.pointer == nullptr) {
                    out << "none";
                    break;
                }
                out << '(';
                for (int32_t j = 0; j < value.count; j++) {
                    if (j > 0) out << ", ";
                    if (j == 8) {
                        out << "… " << value.count << " in all";
                        break;
                    }
                    if (value.tag == Tag::IntList) out << static_cast<int64_t*>(value.pointer)[j];
                    else if (value.tag == Tag::DoubleList) out << static_cast<double*>(value.pointer)[j];
                    else describe_tensor(out, static_cast<void**>(value.pointer)[j]);
                }
                out << ')';
                break;
            default: out << "…"; break;
        }
    }
    return out.str();
}

// Forgets the values a failed call left behind, and keeps the stack's memory for the next call.
struct StackLease {
    StackLease() : stack(storage()) { stack.clear(); }
    ~StackLease() { stack.clear(); }
    static torch::jit::Stack& storage() {
        static thread_local torch::jit::Stack stack;
        return stack;
    }
    torch::jit::Stack& stack;
};

}  // namespace

PANOPTES_API const char* panoptes_error_text() { return last_failure().text.c_str(); }

PANOPTES_API const char* panoptes_error_call() { return last_failure().call.c_str(); }

PANOPTES_API int32_t panoptes_error_kind() { return static_cast<int32_t>(last_failure().kind); }

// Finds an operator by name and overload; null where this libtorch has none or where it takes fewer than `given` arguments.
PANOPTES_API void* panoptes_operator(const char* name, const char* overload, int32_t given) {
    return guarded<void*>(nullptr, [&]() -> void* {
        require_memory(name, "an operator's name");
        require_memory(overload, "an operator's overload");
        TORCH_CHECK(given >= 0, "there cannot be ", given, " arguments");
        const auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        if (!found.has_value()) {
            last_failure() = Failure{"this libtorch has no such operator", {}, FailureKind::Missing};
            return nullptr;
        }
        auto op = std::make_unique<Operator>(*found);
        if (static_cast<size_t>(given) > op->arity) {
            last_failure() = Failure{"this libtorch's operator takes fewer arguments: " + c10::toString(found->schema()), {}, FailureKind::Missing};
            return nullptr;
        }
        return op.release();
    });
}

// Writes the operator's schema as this libtorch states it, and returns the length it needs.
PANOPTES_API int32_t panoptes_operator_schema(void* op, char* text, int32_t size) {
    return guarded<int32_t>(-1, [&] {
        require_memory(op, "an operator");
        require_array(text, std::max(size, 0), "bytes of room");
        const auto schema = c10::toString(static_cast<Operator*>(op)->handle.schema());
        if (size > 0) {
            std::strncpy(text, schema.c_str(), size - 1);
            text[size - 1] = 0;
        }
        return static_cast<int32_t>(schema.size());
    });
}

// Calls an operator. Arguments that the schema has beyond `count` take their defaults. With room for no results they are dropped.
// Returns the number of results, or -1.
PANOPTES_API int32_t panoptes_call(void* handle, const Value* arguments, int32_t count, Value* results, int32_t room) {
    if (handle == nullptr) return refused("an operator is missing: its handle is null");
    const auto& op = *static_cast<Operator*>(handle);
    if (count < 0 || static_cast<size_t>(count) > op.arity) return refused("the operator takes another number of arguments");
    if ((count > 0 && arguments == nullptr) || room < 0 || (room > 0 && results == nullptr)) return refused("arguments or room for results are missing");
    const auto status = guarded<int32_t>(-1, [&] {
        StackLease lease;
        auto& stack = lease.stack;
        for (int32_t k = 0; k < count; k++) stack.push_back(to_ivalue(op, k, arguments[k]));
        for (size_t k = count; k < op.arity; k++) stack.push_back(to_ivalue(op, k, Value{Tag::Default, 0, {0}}));
        op.handle.callBoxed(&stack);
        if (room == 0) return 0;
        if (stack.size() > static_cast<size_t>(room)) throw std::runtime_error("the operator returns more values than expected");
        return to_values(stack, results);
    });
    if (status < 0) {
        try {
            last_failure().call = describe_arguments(op, arguments, count);
        } catch (...) {
            // What failed is known; that its arguments cannot be shown must not take its place.
        }
    }
    return status;
}

// Frees the array of a tensor-list result (not the tensors in it).
PANOPTES_API void panoptes_free(void* memory) { std::free(memory); }

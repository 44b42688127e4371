// Compiled once for every level of the processor, each time into the namespace PANOPTES_LEVEL; without fused multiply-adds, so that a box
// at the very limit falls the same way on all of them.
#include "nms.h"

#include "vector.h"

namespace {

typedef int32_t Flags __attribute__((vector_size(full * sizeof(int32_t))));

inline Vector<full> greater(const Vector<full>& a, const Vector<full>& b) { return a > b ? a : b; }

inline Vector<full> lesser(const Vector<full>& a, const Vector<full>& b) { return a < b ? a : b; }

void sweep(const NmsBoxes& boxes, int64_t chosen, int64_t first, int64_t count, float limit, int32_t* gone) {
    static_assert(full <= nms_padding, "the padding is a vector at least");
    const Vector<full> none{};
    const auto left = none + boxes.left[chosen], top = none + boxes.top[chosen], right = none + boxes.right[chosen],
               bottom = none + boxes.bottom[chosen];
    const auto area = none + boxes.area[chosen];
    for (int64_t k = first; k < count; k += full) {
        const auto width = greater(lesser(right, load<full>(boxes.right + k)) - greater(left, load<full>(boxes.left + k)), none);
        const auto height = greater(lesser(bottom, load<full>(boxes.bottom + k)) - greater(top, load<full>(boxes.top + k)), none);
        const auto both = width * height;
        const Flags over = both / (area + load<full>(boxes.area + k) - both) > limit;
        Flags flags;
        __builtin_memcpy(&flags, gone + k, sizeof(flags));
        flags |= over;
        __builtin_memcpy(gone + k, &flags, sizeof(flags));
    }
}

}  // namespace

namespace PANOPTES_LEVEL {
extern const NmsKernels nms;
const NmsKernels nms{sweep};
}  // namespace PANOPTES_LEVEL

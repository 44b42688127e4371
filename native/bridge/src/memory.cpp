// How the process keeps host memory between operators.
#include <malloc.h>

#include "bridge.h"

// Makes malloc keep freed blocks for the next operator. By default glibc maps every block above 32 MiB anew and gives it back
// when it is freed, so that a training step spends as long in page faults as in arithmetic. Returns 1 where every setting was taken.
PANOPTES_API int32_t panoptes_keep_freed_memory() {
    const int one_arena = mallopt(M_ARENA_MAX, 1);
    const int no_mappings = mallopt(M_MMAP_MAX, 0);
    const int no_trimming = mallopt(M_TRIM_THRESHOLD, -1);
    const int grow_by = mallopt(M_TOP_PAD, 64 << 20);
    return one_arena && no_mappings && no_trimming && grow_by;
}

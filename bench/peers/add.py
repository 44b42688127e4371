"""Nanoseconds for one add of 4 elements in Python's PyTorch, without gradients; prints one JSON line."""
import json
import statistics
import time

import torch

torch.set_num_threads(1)
x, y = torch.rand(4), torch.rand(4)
times, processor = [], []
with torch.no_grad():
    for _ in range(7):
        start, before = time.perf_counter(), time.process_time()
        for _ in range(200_000):
            torch.add(x, y)
        times.append((time.perf_counter() - start) / 200_000 * 1e9)
        processor.append((time.process_time() - before) / 200_000 * 1e9)
    # The fastest of many turns of a millisecond or two: what other programs did not disturb.
    least = float("inf")
    for _ in range(400):
        start = time.perf_counter()
        for _ in range(2_000):
            torch.add(x, y)
        least = min(least, (time.perf_counter() - start) / 2_000 * 1e9)
print(json.dumps({
    "add_ns": statistics.median(times), "add_processor_ns": statistics.median(processor), "add_least_ns": least,
    "torch": torch.__version__}))

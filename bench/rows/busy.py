"""Keeps a machine busy: as many processes as there are cores, in arithmetic and in memory."""
import multiprocessing
import os
import time

ARRAY = 32 << 20  # Bytes, more than a cache holds.


def work(index):
    here, there = bytearray(ARRAY), bytearray(ARRAY)
    number = 1.0 + index
    while True:
        for _ in range(200_000):
            number = number * 1.0000001 + 1e-9
        there[:] = here  # One pass over memory.


class Load:
    """A load beside the measurements while it is open; "quiet" is none of its own."""

    def __init__(self, kind):
        self.processes = []
        if kind == "busy":
            count = len(os.sched_getaffinity(0))
            self.processes = [multiprocessing.Process(target=work, args=(k,), daemon=True) for k in range(count)]

    def __enter__(self):
        for process in self.processes:
            process.start()
        if self.processes:
            time.sleep(0.5)
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
            process.join()

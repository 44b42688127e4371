#!/usr/bin/env python3
"""Measures Panoptes against plain Python (PyTorch on the same libtorch, OpenCV) in one run on one machine.

    python3 bench/compare.py [add] [step] [loader] [memory] [masks] [blas] [--networks NAME ...] [--rounds 3] [--out bench.json]

Every comparison runs both sides in turn, each time in a process of its own, and reports the median over the rounds and the
ratio (Python's time / Panoptes' time: above 1 means that Panoptes is faster). Needs: ./panoptes built, Debian's python3-torch,
python3-torchvision and python3-opencv. The Python to use is $PYTHON, else /usr/bin/python3.

Python runs as it comes, with the malloc settings that Panoptes gives itself (HostMemory.KeepFreed), and with Panoptes' limit on
spinning threads and its flushing of denormal numbers besides, so that what is due to each can be told apart.

"masks" (only where it is named) is Mask2Former on ResNet-50, forward, and forward with backward without a criterion, and deformable attention's core alone.
"blas" (only where it is named) compares Panoptes with itself: with the kernel of OpenBLAS that it chooses, and with those named by --kernels.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
BENCH = ROOT / "artifacts" / "bin" / "Panoptes.Bench" / "release" / "Panoptes.Bench.dll"
KEEP_FREED = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "1000000000000", "MALLOC_TOP_PAD_": "67108864"}

SETTINGS = {"GOMP_SPINCOUNT": "2000", "OPENBLAS_THREAD_TIMEOUT": "16"}


def last_json(command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(environment or {})}, cwd=PEERS)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def ours(*arguments, environment=None):
    return last_json(["dotnet", str(BENCH), *map(str, arguments)], environment)


def peer(script, *arguments, environment=None):
    return last_json([PYTHON, str(PEERS / script), *map(str, arguments)], environment)


def rounds(count, sides):
    """Runs every side once a round, in turn; the list of results of each side."""
    results = {name: [] for name in sides}
    for _ in range(count):
        for name, run in sides.items():
            results[name].append(run())
    return results


def median(results, key):
    return statistics.median(result[key] for result in results)


def row(rows, what, key, results, scale=1.0, unit="s", more_is_better=False):
    mine = median(results["panoptes"], key) * scale
    for name in results:
        if name == "panoptes":
            continue
        other = median(results[name], key) * scale
        ratio = mine / other if more_is_better else other / mine
        rows.append({"what": what, "peer": name, "panoptes": mine, "peer_value": other, "unit": unit, "ratio": ratio})
        print(f"{what:<52} {mine:10.4g} {other:10.4g} {unit:<10} {ratio:6.2f}x  ({name})", flush=True)


def compare_add(rows, count):
    row(rows, "add of 4 elements", "add_ns", rounds(count, {
        "panoptes": lambda: ours("dispatch"), "python": lambda: peer("add.py")}), unit="ns")


STEPS = [("deeplabv3plus_r50", 2, "256x512", 3), ("deeplabv3plus_mobilenetv2", 2, "256x512", 9),
         ("segformer_b0", 2, "256x512", 5), ("segformer_b0", 1, "512x1024", 2), ("segnext_t", 2, "256x512", 5), ("segnext_t", 1, "512x1024", 2)]


def compare_step(rows, count, threads, networks):
    for network, batch, size, repeats in STEPS:
        if networks and network not in networks:
            continue
        common = (network, "--batch", batch, "--size", size, "--threads", threads)
        results = rounds(count, {
            "panoptes": lambda: ours("step", *common, "--repeats", repeats),
            "panoptes contiguous": lambda: ours("step", *common, "--repeats", repeats, "--contiguous"),
            "python": lambda: peer("step.py", *common, "--repeats", repeats),
            "python channels-last": lambda: peer("step.py", *common, "--repeats", repeats, "--channels-last"),
            "python channels-last, malloc settings": lambda: peer(
                "step.py", *common, "--repeats", repeats, "--channels-last", environment=KEEP_FREED),
            "python channels-last, all settings": lambda: peer(
                "step.py", *common, "--repeats", repeats, "--channels-last", "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})})
        counts = {name: runs[0]["parameters"] for name, runs in results.items()}
        if len(set(counts.values())) != 1:
            sys.exit(f"{network}: the two sides are not the same network: {counts}")
        row(rows, f"{network} {batch}x3x{size} training step", "train_seconds", results)
        row(rows, f"{network} {batch}x3x{size} inference", "inference_seconds", results)
        row(rows, f"{network} {batch}x3x{size} training step", "train_processor_seconds", results, unit="cpu s")
        row(rows, f"{network} {batch}x3x{size} inference", "inference_processor_seconds", results, unit="cpu s")


def compare_loader(rows, count):
    row(rows, "loader 1024x2048 PNG pair -> 512x1024, one core", "samples_per_second", rounds(count, {
        "panoptes": lambda: ours("loader", "--workers", 1), "opencv": lambda: peer("loader.py")}),
        unit="samples/s", more_is_better=True)


def compare_blas(rows, count, threads, networks, kernels):
    # Emptied, the variable leaves the choice to Panoptes.
    sides = {"panoptes": {"OPENBLAS_CORETYPE": ""}, **{kernel: {"OPENBLAS_CORETYPE": kernel} for kernel in kernels}}
    results = rounds(count, {name: (lambda chosen=chosen: ours("products", environment=chosen)) for name, chosen in sides.items()})
    print(f"chosen: {results['panoptes'][0]['kernel']} ({results['panoptes'][0]['choice']})", flush=True)
    for key, what in (("single_gflops", "1024x1024 product, one core, 32 bits"), ("double_gflops", "1024x1024 product, one core, 64 bits")):
        row(rows, what, key, results, unit="GFLOP/s", more_is_better=True)
    for network, batch, size, repeats in STEPS:
        if batch != 2 or network not in (networks or ("segformer_b0", "segnext_t", "deeplabv3plus_r50")):
            continue
        results = rounds(count, {name: (lambda chosen=chosen: ours(
            "step", network, "--batch", batch, "--size", size, "--threads", threads, "--repeats", repeats, environment=chosen))
            for name, chosen in sides.items()})
        for part in ("train", "inference"):
            row(rows, f"{network} {batch}x3x{size} {part}", f"{part}_seconds", results)
            row(rows, f"{network} {batch}x3x{size} {part}", f"{part}_processor_seconds", results, unit="cpu s")


def compare_masks(rows, count, threads):
    common = ("--size", "512x1024", "--threads", threads, "--repeats", 2)
    core = rounds(count, {"panoptes": lambda: ours("deformable", *common), "python grid_sample": lambda: peer("mask2former.py", "deformable", *common)})
    for key, what in (("forward", "forward"), ("both", "forward and backward")):
        row(rows, f"deformable attention 512x1024 {what}", f"{key}_seconds", core)
        row(rows, f"deformable attention 512x1024 {what}", f"{key}_processor_seconds", core, unit="cpu s")
    for key, extra in (("inference", ()), ("train", ("--train",))):
        results = rounds(count, {
            "panoptes": lambda: ours("mask2former", *common, *extra),
            "python": lambda: peer("mask2former.py", "network", *common, *extra),
            "python channels-last": lambda: peer("mask2former.py", "network", *common, *extra, "--channels-last")})
        counts = {name: runs[0]["parameters"] for name, runs in results.items()}
        if len(set(counts.values())) != 1:
            sys.exit(f"mask2former: the two sides are not the same network: {counts}")
        row(rows, f"mask2former_r50 1x3x512x1024 {key}", f"{key}_seconds", results)
        row(rows, f"mask2former_r50 1x3x512x1024 {key}", f"{key}_processor_seconds", results, unit="cpu s")
        row(rows, f"mask2former_r50 1x3x512x1024 {key}, peak memory", "peak_rss_mib", results, unit="MiB")


def measure_memory(rows):
    result = ours("memory", "--steps", 500)
    rows.append({"what": "resident memory, 500 steps", **result})
    print(f"resident memory over 500 steps: peak {result['peak_rss_mib']:.0f} MiB, growth "
          f"{100 * result['growth']:.2f} % from step {result['settled_step']}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="add step loader memory (all four where none is named), masks or blas")
    parser.add_argument("--networks", nargs="*", help="of step; all where none is named: " + " ".join(dict.fromkeys(step[0] for step in STEPS)))
    parser.add_argument("--kernels", nargs="*", default=["Prescott"], help="of blas: what the chosen kernel is compared with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--out")
    options = parser.parse_args()
    if not BENCH.exists():
        sys.exit(f"{BENCH.relative_to(ROOT)} is missing: run ./panoptes --help once, or dotnet build bench/Panoptes.Bench -c Release")
    parts = options.parts or ["add", "step", "loader", "memory"]
    rows = []
    print(f"{'':<52} {'Panoptes':>10} {'peer':>10}")
    if "add" in parts:
        compare_add(rows, options.rounds)
    if "step" in parts:
        compare_step(rows, options.rounds, options.threads, options.networks)
    if "loader" in parts:
        compare_loader(rows, options.rounds)
    if "masks" in parts:
        compare_masks(rows, options.rounds, options.threads)
    if "memory" in parts:
        measure_memory(rows)
    if "blas" in parts:
        compare_blas(rows, options.rounds, options.threads, options.networks, options.kernels)
    if options.out:
        machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
        pathlib.Path(options.out).write_text(json.dumps({"machine": machine, "rounds": options.rounds, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()

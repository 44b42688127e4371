#!/usr/bin/env python3
"""Measures Panoptes against plain Python (PyTorch on the same libtorch, OpenCV) in one run on one machine.

    python3 bench/compare.py [add] [step] [loader] [memory] [masks] [eomt] [kernels] [boxes] [blas] [--networks NAME ...] [--rounds 3]
        [--out bench.json]
    python3 bench/compare.py step masks --peer-folder ../debian/sid        # as root: against that folder's PyTorch too

Every comparison runs both sides in turn, each time in a process of its own, and reports the median over the rounds and the
ratio (Python's time / Panoptes' time: above 1 means that Panoptes is faster). Needs: ./panoptes built, Debian's python3-torch,
python3-torchvision and python3-opencv. The Python to use is $PYTHON, else /usr/bin/python3.

Python runs as it comes, with the malloc settings that Panoptes gives itself (HostMemory.KeepFreed), and with Panoptes' limit on
spinning threads and its flushing of denormal numbers besides, so that what is due to each can be told apart. Both sides choose their
kernel of OpenBLAS themselves: variables that name one are not handed on.

A folder that eng/test-libtorch2.sh made holds another PyTorch: with --peer-folder the same scripts run on it in Python, and Panoptes on
its libtorch. Each Panoptes is compared with the Python beside it, and the best of Panoptes with the best of that folder's Python.

"eomt" (only where it is named) is EoMT-S, forward without masks, and forward with backward with all of them.
"boxes" (only where it is named) is RoIAlign and non-maximum suppression.

"masks" (only where it is named) is Mask2Former on ResNet-50, forward, and forward with backward without a criterion, and deformable
attention's core alone.
"kernels" (only where it is named) is modulated deformable convolution alone, against torchvision's operator, and Panoptic FCN on ResNet-50
with it, forward, and forward with backward without a criterion.
"blas" (only where it is named) compares Panoptes with itself: with the kernel of OpenBLAS that it chooses, and with those
named by --kernels.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = pathlib.Path("artifacts/bin/Panoptes.Bench/release/Panoptes.Bench.dll")
KEEP_FREED = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "1000000000000", "MALLOC_TOP_PAD_": "67108864"}
SETTINGS = {"GOMP_SPINCOUNT": "2000", "OPENBLAS_THREAD_TIMEOUT": "16"}
OURS = "panoptes"


class Place:
    """Where both sides run: this machine or, with its own PyTorch and libtorch, a Debian folder."""

    def __init__(self, folder=None):
        self.folder = folder
        self.root = pathlib.Path("/panoptes") if folder else ROOT
        self.python = "/usr/bin/python3" if folder else os.environ.get("PYTHON", "/usr/bin/python3")
        self.name = ""
        if folder:
            self.name = ", torch " + re.match(r"[0-9.]+", self.peer("add.py")["torch"]).group()

    def command(self, arguments, environment):
        """A command line, and the variables that it is to be given."""
        given = {name: value for name, value in os.environ.items() if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        if not self.folder:
            return arguments, {**given, **environment}
        variables = [f"{name}={value}" for name, value in environment.items()]
        return ["bash", str(ROOT / "eng" / "in-debian.sh"), self.folder, *variables, *arguments], given

    def last_json(self, arguments, environment=None):
        command, variables = self.command(list(map(str, arguments)), environment or {})
        done = subprocess.run(command, capture_output=True, text=True, env=variables)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def ours(self, *arguments, environment=None):
        return self.last_json(["dotnet", self.root / BENCH, *arguments], environment)

    def peer(self, script, *arguments, environment=None):
        if "--threads" in arguments:
            # torch.set_num_threads leaves OpenBLAS's threads as they are.
            environment = {**(environment or {}), "OPENBLAS_NUM_THREADS": str(arguments[arguments.index("--threads") + 1])}
        return self.last_json([self.python, self.root / "bench" / "peers" / script, *arguments], environment)


HERE = Place()


def everywhere(places, sides, wanted=None):
    """The sides of every place under one name each; `sides` makes those of one place."""
    return {(place.name, name): run for place in places for name, run in sides(place).items() if not wanted or name in wanted}


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
    """A line for each peer against the Panoptes beside it, and one for the best of Panoptes against each folder's best peer."""
    values = {side: median(runs, key) * scale for side, runs in results.items()}
    best = max if more_is_better else min
    pairs = []
    for place in dict.fromkeys(place for place, _ in values):
        peers = [side for side in values if side[0] == place and side[1] != OURS]
        pairs += [((place, OURS), side, side[1] + place) for side in peers if (place, OURS) in values]
        if place and peers:
            mine = best((side for side in values if side[1].startswith(OURS)), key=values.get)
            other = best((side for side in peers if not side[1].startswith(OURS)), key=values.get)
            pairs.append((mine, other, f"best of both: {''.join(mine[::-1])} / {''.join(other[::-1])}"))
    for mine, other, name in pairs:
        mine, other = values[mine], values[other]
        ratio = mine / other if more_is_better else other / mine
        rows.append({"what": what, "peer": name, "panoptes": mine, "peer_value": other, "unit": unit, "ratio": ratio})
        print(f"{what:<52} {mine:10.4g} {other:10.4g} {unit:<10} {ratio:6.2f}x  ({name})", flush=True)


def compare_add(rows, count, places):
    row(rows, "add of 4 elements", "add_ns", rounds(count, everywhere(places, lambda place: {
        OURS: lambda: place.ours("dispatch"), "python": lambda: place.peer("add.py")})), unit="ns")


STEPS = [("deeplabv3plus_r50", 2, "256x512", 3), ("deeplabv3plus_mobilenetv2", 2, "256x512", 9),
         ("segformer_b0", 2, "256x512", 5), ("segformer_b0", 1, "512x1024", 2),
         ("segnext_t", 2, "256x512", 5), ("segnext_t", 1, "512x1024", 2)]


def same_network(network, results):
    counts = {"".join(name[::-1]): runs[0]["parameters"] for name, runs in results.items()}
    if len(set(counts.values())) != 1:
        sys.exit(f"{network}: the sides are not the same network: {counts}")


def compare_step(rows, count, threads, networks, places, wanted):
    for network, batch, size, repeats in STEPS:
        if networks and network not in networks:
            continue
        common = (network, "--batch", batch, "--size", size, "--threads", threads, "--repeats", repeats)
        results = rounds(count, everywhere(places, lambda place, common=common: {
            OURS: lambda: place.ours("step", *common),
            "panoptes contiguous": lambda: place.ours("step", *common, "--contiguous"),
            "python": lambda: place.peer("step.py", *common),
            "python channels-last": lambda: place.peer("step.py", *common, "--channels-last"),
            "python channels-last, malloc settings": lambda: place.peer("step.py", *common, "--channels-last", environment=KEEP_FREED),
            "python channels-last, all settings": lambda: place.peer(
                "step.py", *common, "--channels-last", "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})}, wanted))
        same_network(network, results)
        for key, what in (("train", "training step"), ("inference", "inference")):
            row(rows, f"{network} {batch}x3x{size} {what}", f"{key}_seconds", results)
            row(rows, f"{network} {batch}x3x{size} {what}", f"{key}_processor_seconds", results, unit="cpu s")
        row(rows, f"{network} {batch}x3x{size}, peak memory", "peak_rss_mib", results, unit="MiB")


def compare_loader(rows, count):
    row(rows, "loader 1024x2048 PNG pair -> 512x1024, one core", "samples_per_second", rounds(count, {
        ("", OURS): lambda: HERE.ours("loader", "--workers", 1), ("", "opencv"): lambda: HERE.peer("loader.py")}),
        unit="samples/s", more_is_better=True)


def compare_blas(rows, count, threads, networks, kernels):
    # Emptied, the variable leaves the choice to Panoptes.
    sides = {("", OURS): {"OPENBLAS_CORETYPE": ""}, **{("", kernel): {"OPENBLAS_CORETYPE": kernel} for kernel in kernels}}
    results = rounds(count, {name: (lambda chosen=chosen: HERE.ours("products", environment=chosen)) for name, chosen in sides.items()})
    chosen = results["", OURS][0]
    print(f"chosen: {chosen['kernel']} ({chosen['choice']})", flush=True)
    for key, what in (("single_gflops", "1024x1024 product, one core, 32 bits"), ("double_gflops", "1024x1024 product, one core, 64 bits")):
        row(rows, what, key, results, unit="GFLOP/s", more_is_better=True)
    for network, batch, size, repeats in STEPS:
        if batch != 2 or network not in (networks or ("segformer_b0", "segnext_t", "deeplabv3plus_r50")):
            continue
        results = rounds(count, {name: (lambda chosen=chosen: HERE.ours(
            "step", network, "--batch", batch, "--size", size, "--threads", threads, "--repeats", repeats, environment=chosen))
            for name, chosen in sides.items()})
        for part in ("train", "inference"):
            row(rows, f"{network} {batch}x3x{size} {part}", f"{part}_seconds", results)
            row(rows, f"{network} {batch}x3x{size} {part}", f"{part}_processor_seconds", results, unit="cpu s")


def compare_masks(rows, count, threads, places, wanted):
    common = ("--size", "512x1024", "--threads", threads, "--repeats", 2)
    core = rounds(count, everywhere(places, lambda place: {
        OURS: lambda: place.ours("deformable", *common),
        "python grid_sample": lambda: place.peer("mask2former.py", "deformable", *common)}))
    for key, what in (("forward", "forward"), ("both", "forward and backward")):
        row(rows, f"deformable attention 512x1024 {what}", f"{key}_seconds", core)
        row(rows, f"deformable attention 512x1024 {what}", f"{key}_processor_seconds", core, unit="cpu s")
    for key, what, extra in (("inference", "forward", ()), ("train", "step", ("--train",))):
        common_of_network = ("network", *common, *extra)
        results = rounds(count, everywhere(places, lambda place, extra=extra, given=common_of_network: {
            OURS: lambda: place.ours("mask2former", *common, *extra),
            **({"panoptes, activation checkpointing": lambda: place.ours("mask2former", *common, *extra, "--checkpointing")}
               if extra else {}),
            "python": lambda: place.peer("mask2former.py", *given),
            "python channels-last": lambda: place.peer("mask2former.py", *given, "--channels-last"),
            "python channels-last, all settings": lambda: place.peer(
                "mask2former.py", *given, "--channels-last", "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})}, wanted))
        same_network("mask2former", results)
        row(rows, f"mask2former_r50 1x3x512x1024 {what}", f"{key}_seconds", results)
        row(rows, f"mask2former_r50 1x3x512x1024 {what}", f"{key}_processor_seconds", results, unit="cpu s")
        row(rows, f"mask2former_r50 1x3x512x1024 {what}, peak memory", "peak_rss_mib", results, unit="MiB")


def compare_kernels(rows, count, threads, places, wanted):
    common = ("--size", "512x1024", "--threads", threads, "--repeats", 5)
    results = rounds(count, everywhere(places, lambda place: {
        OURS: lambda: place.ours("deformable_convolution", *common),
        "torchvision": lambda: place.peer("deformable_convolution.py", *common),
        "torchvision, malloc settings": lambda: place.peer("deformable_convolution.py", *common, environment=KEEP_FREED)}))
    for key, what in (("forward", "forward"), ("both", "forward and backward")):
        row(rows, f"deformable convolution 1x256x64x128 {what}", f"{key}_seconds", results)
        row(rows, f"deformable convolution 1x256x64x128 {what}", f"{key}_processor_seconds", results, unit="cpu s")
    common = ("--size", "256x512", "--threads", threads, "--repeats", 2)
    for key, what, extra in (("inference", "forward", ()), ("train", "step", ("--train",))):
        given = (*common, *extra)
        results = rounds(count, everywhere(places, lambda place, given=given: {
            OURS: lambda: place.ours("panoptic_fcn", *given),
            "python": lambda: place.peer("panoptic_fcn.py", *given),
            "python channels-last, all settings": lambda: place.peer(
                "panoptic_fcn.py", *given, "--channels-last", "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})}, wanted))
        same_network("panoptic_fcn", results)
        row(rows, f"panoptic_fcn_r50 1x3x256x512 {what}", f"{key}_seconds", results)
        row(rows, f"panoptic_fcn_r50 1x3x256x512 {what}", f"{key}_processor_seconds", results, unit="cpu s")
        row(rows, f"panoptic_fcn_r50 1x3x256x512 {what}, peak memory", "peak_rss_mib", results, unit="MiB")


def compare_boxes(rows, count, threads, places):
    common = ("--size", "512x1024", "--boxes", 512, "--threads", threads, "--repeats", 3)
    results = rounds(count, everywhere(places, lambda place: {
        OURS: lambda: place.ours("boxes", *common),
        "panoptes contiguous": lambda: place.ours("boxes", *common, "--contiguous"),
        "torchvision": lambda: place.peer("boxes.py", *common),
        "torchvision, malloc settings": lambda: place.peer("boxes.py", *common, environment=KEEP_FREED)}))
    for boxes in (2000, 8000):
        if len({runs[0][f"nms_{boxes}_kept"] for runs in results.values()}) != 1:
            sys.exit(f"of {boxes} boxes the sides keep different ones")
    kinds = [(f"{part}_{side}", f"RoIAlign of 512 boxes, {side}x{side}x256, {what}")
             for side in (7, 14) for part, what in (("forward", "forward"), ("both", "forward and backward"))]
    for key, what in (*kinds, ("nms_2000", "suppression among 2000 boxes"), ("nms_8000", "suppression among 8000 boxes")):
        row(rows, what, f"{key}_seconds", results)
        row(rows, what, f"{key}_processor_seconds", results, unit="cpu s")


def compare_detectors(rows, count, threads, places, wanted):
    common = ("--size", "512x1024", "--batch", 2, "--threads", threads, "--repeats", 2)
    results = rounds(count, everywhere(places, lambda place: {
        OURS: lambda: place.ours("mask_rcnn", *common, "--train"),
        "python": lambda: place.peer("mask_rcnn.py", *common),
        "python channels-last, all settings": lambda: place.peer(
            "mask_rcnn.py", *common, "--channels-last", "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})}, wanted))
    same_network("mask_rcnn", results)
    what = "panoptic_cascade_mask_rcnn_r50 2x3x512x1024 step"
    row(rows, what, "train_seconds", results)
    row(rows, what, "train_processor_seconds", results, unit="cpu s")
    row(rows, f"{what}, peak memory", "peak_rss_mib", results, unit="MiB")


def compare_eomt(rows, count, threads, places, wanted):
    common = ("--size", "640x640", "--threads", threads, "--repeats", 2)
    for key, what, extra in (("inference", "forward", ()), ("train", "step", ("--train",))):
        results = rounds(count, everywhere(places, lambda place, extra=extra: {
            OURS: lambda: place.ours("eomt", *common, *extra),
            "python": lambda: place.peer("eomt.py", *common, *extra),
            "python, all settings": lambda: place.peer(
                "eomt.py", *common, *extra, "--flush-denormal", environment={**KEEP_FREED, **SETTINGS})}, wanted))
        same_network("eomt_s", results)
        row(rows, f"eomt_s 1x3x640x640 {what}", f"{key}_seconds", results)
        row(rows, f"eomt_s 1x3x640x640 {what}", f"{key}_processor_seconds", results, unit="cpu s")
        row(rows, f"eomt_s 1x3x640x640 {what}, peak memory", "peak_rss_mib", results, unit="MiB")


def measure_memory(rows):
    result = HERE.ours("memory", "--steps", 500)
    rows.append({"what": "resident memory, 500 steps", **result})
    print(f"resident memory over 500 steps: peak {result['peak_rss_mib']:.0f} MiB, growth "
          f"{100 * result['growth']:.2f} % from step {result['settled_step']}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*",
                        help="add step loader memory (all four where none is named), masks, eomt, kernels, boxes, detectors or blas")
    parser.add_argument("--networks", nargs="*",
                        help="of step; all where none is named: " + " ".join(dict.fromkeys(step[0] for step in STEPS)))
    parser.add_argument("--kernels", nargs="*", default=["Prescott"], help="of blas: what the chosen kernel is compared with")
    parser.add_argument("--peer-folder", action="append", default=[], metavar="DIR",
                        help="a folder of eng/test-libtorch2.sh, for add, step and masks")
    parser.add_argument("--sides", nargs="*", help='of step and masks, e.g. "panoptes" "python channels-last"; all where none is named')
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--out")
    options = parser.parse_args()
    if not (ROOT / BENCH).exists():
        sys.exit(f"{BENCH} is missing: run ./panoptes --help once, or dotnet build bench/Panoptes.Bench -c Release")
    parts = options.parts or ["add", "step", "loader", "memory"]
    rows = []
    places = [HERE, *map(Place, options.peer_folder)]
    print(f"{'':<52} {'Panoptes':>10} {'peer':>10}")
    if "add" in parts:
        compare_add(rows, options.rounds, places)
    if "step" in parts:
        compare_step(rows, options.rounds, options.threads, options.networks, places, options.sides)
    if "loader" in parts:
        compare_loader(rows, options.rounds)
    if "masks" in parts:
        compare_masks(rows, options.rounds, options.threads, places, options.sides)
    if "kernels" in parts:
        compare_kernels(rows, options.rounds, options.threads, places, options.sides)
    if "boxes" in parts:
        compare_boxes(rows, options.rounds, options.threads, places)
    if "detectors" in parts:
        compare_detectors(rows, options.rounds, options.threads, places, options.sides)
    if "eomt" in parts:
        compare_eomt(rows, options.rounds, options.threads, places, options.sides)
    if "memory" in parts:
        measure_memory(rows)
    if "blas" in parts:
        compare_blas(rows, options.rounds, options.threads, options.networks, options.kernels)
    if options.out:
        machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
        pathlib.Path(options.out).write_text(json.dumps({"machine": machine, "rounds": options.rounds, "rows": rows}, indent=2))


if __name__ == "__main__":
    main()

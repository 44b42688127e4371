"""The rows: what is to be reached, and how each is measured. A measurement is one round; medians and spread are the table's."""
import dataclasses
import functools
import typing

from rows import evaluators, networks, starting


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    what: str
    peer: str
    unit: str  # "x" is the peer's time over ours.
    goal: float
    limit: str
    command: str
    measure: typing.Callable  # Takes the options; returns {"value": ..., "ours": ..., "peer": ..., "limit": ...}, the last three if any.

    @property
    def more_is_better(self):
        return self.unit == "x"

    def reached(self, value):
        return value >= self.goal if self.more_is_better else value <= self.goal


def metric(name, what, peer, goal, limit):
    return Row(name, what, peer, "x", goal, limit, f"bench/metrics/compare.py DATA --peers DIR {name}",
               functools.partial(evaluators.measure, name))


def step(name, what, goal, limit, part, *words, of="step"):
    return Row(name, what, "Python torch, its best settings", "x", goal, limit, " ".join(("bench/compare.py", part, *words)),
               functools.partial(networks.least_ratio, part, of, words))


def value(name, what, unit, goal, limit, command, measure, peer="-"):
    return Row(name, what, peer, unit, goal, limit, command, measure)


ROWS = [
    metric("ap-memory", "mask AP, evaluate and accumulate, 2,000 images", "pycocotools", 60, "run lengths read once"),
    metric("ap", "the same with loading and start", "pycocotools", 25, "JSON at memory speed"),
    metric("box", "box AP with loading and start", "pycocotools", 80, "JSON at memory speed"),
    metric("box-memory", "box AP, evaluate and accumulate", "pycocotools", 80, "boxes read once"),
    metric("pq", "PQ from PNG, all pairs", "panopticapi", 25, "decoding x 1.2"),
    metric("pq-20", "PQ from PNG, 20 pairs", "panopticapi", 15, "decoding x 1.2, start"),
    metric("pq-memory", "PQ from memory", "panopticapi", 100, "memory bandwidth"),
    metric("cs-pixel", "Cityscapes pixels with iIoU", "cityscapesScripts", 20, "decoding x 1.3"),
    metric("cs-instance", "Cityscapes instances", "cityscapesScripts", 25, "decoding x 1.3"),
    metric("assignment", "linear assignment 300x300", "SciPy", 1.5, "one pass over the costs a row"),
    metric("assignment-wide", "linear assignment 100x150", "SciPy", 1.5, "one pass over the costs a row"),
    value("start-help", "start: score --help", "ms", 50, "an empty .NET program", "bench/table.py --rows start-help",
          functools.partial(starting.measure, "help")),
    value("start-pair", "start: one pair scored", "ms", 50, "an empty .NET program", "bench/table.py --rows start-pair",
          functools.partial(starting.measure, "pair")),
    value("dispatch", "dispatcher call, add of 4 elements", "ns", 350, "at::add in C++",
          "Panoptes.Bench.dll dispatch; bench/peers/add.cpp", networks.dispatch, peer="Python torch"),
    Row("loader", "loader, 1024x2048 PNG pair to 512x1024", "OpenCV pipeline", "x", 6, "inflate", "Panoptes.Bench.dll loader",
        networks.loader),
    step("steps-fp32", "training steps in fp32, the least of all networks", 1.3, "GFLOP/s of a product", "step"),
    step("mask2former", "Mask2Former-R50, a step", 1.3, "a trace (train.profile)", "masks"),
    step("eomt", "EoMT-S, a step", 1.3, "a trace (train.profile)", "eomt"),
    step("panoptic-fcn", "Panoptic FCN-R50, a step", 1.3, "a trace (train.profile)", "kernels"),
    step("cascade", "panoptic Cascade Mask R-CNN-R50, a step", 1.3, "a trace (train.profile)", "detectors"),
    Row("steps-bf16", "DeepLabV3+-R50 step, bf16 against fp32", "the same in fp32", "x", 2.2, "2x with AVX512-BF16, more with AMX",
        "Panoptes.Bench.dll step deeplabv3plus_r50 --precision bf16", networks.bfloat16),
]

"""Rows of the tensor engine and the loader: Panoptes.Bench.dll and bench/compare.py."""
import subprocess

from rows.machine import PYTHON, ROOT
from rows.programs import Missing, last_json, need, report_of

BENCH = ROOT / "artifacts" / "bin" / "Panoptes.Bench" / "release" / "Panoptes.Bench.dll"
ADD = ROOT / "artifacts" / "bench" / "add"


def ours(*words):
    need(BENCH, "dotnet build bench/Panoptes.Bench -c Release")
    return last_json(["dotnet", BENCH, *words])


def peer_has(*modules):
    for module in modules:
        if subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode != 0:
            raise Missing(f"{PYTHON} has no {module}")


def cpp_add():
    """The same operator called from C++."""
    source = ROOT / "bench" / "peers" / "add.cpp"
    if not ADD.exists() or ADD.stat().st_mtime < source.stat().st_mtime:
        ADD.parent.mkdir(parents=True, exist_ok=True)
        headers = ("-isystem", "/usr/include/torch/csrc/api/include")
        command = ["g++", "-std=c++17", "-O2", source, "-o", ADD, *headers, "-ltorch_cpu", "-lc10", "-ldl"]
        if subprocess.run(list(map(str, command)), capture_output=True).returncode != 0:
            return None
    return last_json([ADD])["add_least_ns"]


def dispatch(_):
    result = {"value": ours("dispatch")["add_least_ns"], "limit": cpp_add()}
    try:
        peer_has("torch")
        result["peer"] = last_json([PYTHON, ROOT / "bench" / "peers" / "add.py"])["add_least_ns"]
    except Missing:
        pass  # The row is an absolute figure: the peer stands beside it where it is.
    return result


def loader(_):
    peer_has("cv2")
    mine, other = ours("loader", "--workers", 1), last_json([PYTHON, ROOT / "bench" / "peers" / "loader.py"])
    pace = "samples_per_processor_second"
    return {"value": mine[pace] / other[pace], "ours": 1000 / mine[pace], "peer": 1000 / other[pace]}


def least_ratio(part, of, words, _):
    """The least ratio of processor time among the part's networks, each against the peer's best settings."""
    peer_has("torch")
    best = {}
    for row in report_of("compare.py", part, *words, "--rounds", 1)["rows"]:
        if row.get("unit") == "cpu s" and row["what"].endswith(of) and not row["peer"].startswith("panoptes"):
            best[row["what"]] = min(best.get(row["what"], float("inf")), row["ratio"])
    if not best:
        raise Missing(f"bench/compare.py {part} has no row that ends with '{of}'")
    return {"value": min(best.values()), "each": best}


def bfloat16(_):
    common = ("step", "deeplabv3plus_r50", "--batch", 2, "--size", "256x512", "--repeats", 1)
    full, half = (ours(*common, *extra)["train_processor_seconds"] for extra in ((), ("--precision", "bf16")))
    return {"value": full / half, "ours": 1000 * half, "peer": 1000 * full}

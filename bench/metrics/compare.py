#!/usr/bin/env python3
"""Times the metrics engine against the published evaluators, in turn on the same files, and measures its memory.

    python3 bench/metrics/compare.py DATA [--peers DIR] [--rounds 3] [--pairs 40] [--frames N] [--out FILE] [WHAT ...]
    python3 bench/metrics/compare.py DATA --memory

DATA holds what make_bulk.py writes (see its own help): DATA/pan (pairs of panoptic maps), DATA/inst (COCO instances) and
DATA/cs (Cityscapes frames); what is missing is left out. DIR holds checkouts of the evaluators that can be had: panopticapi,
cityscapesScripts and cocoapi (built in a temporary copy, which takes Cython: Debian's cython3); what is missing is left out
too, and the absolute figures stay. The Python for them is $PYTHON, else /usr/bin/python3, with numpy, PIL, cv2 and scipy.
Build first: ./panoptes --help && dotnet build -c Release bench/metrics

pq, pq-20 (its first 20 pairs), ap, box, cs-pixel and cs-instance are whole commands on both sides, from the start of the process to its
end; decode, pq-memory, ap-memory and box-memory (evaluate and accumulate), miou and the assignments are the work alone. A limit is what
cannot be done without: decoding the PNGs, or going over the run lengths of all masks once. Reported are medians of processor seconds, which a busy machine disturbs least.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import memory
import peers

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "artifacts" / "bin" / "MetricsBench" / "release" / "MetricsBench.dll"
PROGRAM = ROOT / "artifacts" / "program" / "panoptes.dll"
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
FOLDERS = {"decode": "pan", "pq": "pan", "pq-20": "pan", "pq-memory": "pan", "ap": "inst", "ap-memory": "inst", "box": "inst",
           "box-memory": "inst", "cs-pixel": "cs", "cs-instance": "cs", "miou": "cs", "assignment": ".", "assignment-wide": "."}
LIMITS = {"pq": "decode", "pq-20": "decode", "ap-memory": "runs"}
COMMANDS = {
    **{name: ("PQ", lambda d: [
        "panoptic", "--gt", d / "gt.json", "--gt-dir", d / "gt", "--pred", d / "pred.json", "--pred-dir", d / "pred"])
       for name in ("pq", "pq-20")},
    "ap": ("AP", lambda d: ["instances", "--gt", d / "gt.json", "--pred", d / "results_segm.json", "--segm"]),
    "box": ("AP", lambda d: ["instances", "--gt", d / "gt.json", "--pred", d / "results_segm.json", "--bbox"]),
    "cs-pixel": ("IoU classes", lambda d: ["semantic", "--cityscapes", d / "gtFine", "--pred", d / "results" / "pixel"]),
    "cs-instance": ("AP", lambda d: ["instances", "--cityscapes", d / "gtFine", "--pred", d / "results" / "instance"]),
}


def run(command):
    """Runs a process to its end: processor and wall seconds, peak memory, its last line as JSON; or None and what it said."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=errors)
        _, status, use = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        output.seek(0), errors.seek(0)
        if process.returncode != 0:
            return None, (errors.read().strip().splitlines() or ["failed"])[-1]
        lines = output.read().strip().splitlines()
    result = {"cpu_s": use.ru_utime + use.ru_stime, "wall_s": wall, "peak_mib": use.ru_maxrss >> 10}
    if lines and lines[-1].startswith("{"):
        told = json.loads(lines[-1])
        result.update({key: told[key] for key in ("number", "peak_mib") if key in told}, items=told.get("items", told.get("Items")))
        if "cpu_ms_per_item" in told:
            result["cpu_s"], result["wall_s"] = (told[key] * told["Items"] / 1000 for key in ("cpu_ms_per_item", "wall_ms_per_item"))
        elif told.get("cpu_s") is not None:
            result["cpu_s"] = told["cpu_s"]
    return result, None


def ours(what, data, temp):
    if what not in COMMANDS:
        return run(["dotnet", BENCH, what, data])
    name, arguments = COMMANDS[what]
    out = pathlib.Path(temp) / "scores.json"
    result, problem = run(["dotnet", PROGRAM, "score", *arguments(data), "--out", out])
    if result is not None:
        scores = json.loads(out.read_text())
        result.update(number=scores["scores"][name], items=scores["images"])
    return result, problem


def first_pairs(data, count, temp):
    """A folder with the first pairs of panoptic maps alone."""
    folder = pathlib.Path(temp) / f"pan-{count}"
    folder.mkdir()
    truth, prediction = (json.loads((data / name).read_text()) for name in ("gt.json", "pred.json"))
    truth["annotations"] = truth["annotations"][:count]
    kept = {annotation["image_id"] for annotation in truth["annotations"]}
    truth["images"] = [image for image in truth["images"] if image["id"] in kept]
    prediction["annotations"] = [annotation for annotation in prediction["annotations"] if annotation["image_id"] in kept]
    for name, content in (("gt", truth), ("pred", prediction)):
        (folder / f"{name}.json").write_text(json.dumps(content))
        (folder / name).mkdir()
        for annotation in content["annotations"]:
            (folder / name / annotation["file_name"]).symlink_to((data / name / annotation["file_name"]).resolve())
    return folder


def median(results, key):
    return statistics.median(r[key] for r in results)


def compare(what, data, options, temp, unbuilt):
    mine, theirs = [], []
    problem = "give --peers" if not options.peers else unbuilt if what in peers.COCO else None if what in peers.PROGRAMS else "none"
    for _ in range(options.rounds):
        result, failure = ours(what, data, temp)
        if result is None:
            sys.exit(f"{what}: {failure}")
        mine.append(result)
        if problem is None:
            result, problem = run(peers.program(what, PYTHON, data, options.peers, options.pairs, temp))
            if result is not None:
                theirs.append(result)
    items = mine[0]["items"]
    each, wall = 1000 * median(mine, "cpu_s") / items, 1000 * median(mine, "wall_s") / items
    entry = {"items": items, "cpu_ms_per_item": each, "wall_ms_per_item": wall, "peak_mib": median(mine, "peak_mib"), "number": mine[0]["number"]}
    line = f"{what:12} {each:8.3f} ms processor, {wall:8.3f} ms wall an item of {items}, peak {entry['peak_mib']:.0f} MiB"
    if theirs:
        peer = 1000 * median(theirs, "cpu_s") / theirs[0]["items"]
        entry["peer"] = {"items": theirs[0]["items"], "cpu_ms_per_item": peer, "peak_mib": median(theirs, "peak_mib"), "number": theirs[0]["number"], "ratio": peer / each}
        line += f"; peer {peer:.2f} ms processor an item of {theirs[0]['items']}: {peer / each:.1f} x; numbers {mine[0]['number']!r} and {theirs[0]['number']!r}"
    else:
        line += f"; number {mine[0]['number']!r}; peer: {problem}"
    if what in LIMITS:
        limit, failure = run(["dotnet", BENCH, LIMITS[what], data])
        if limit is None:
            sys.exit(f"{LIMITS[what]}: {failure}")
        least = 1000 * limit["cpu_s"] / limit["items"]
        entry["limit"] = {"what": LIMITS[what], "cpu_ms_per_item": least, "times": each / least}
        line += f"; {each / least:.1f} times its limit, {LIMITS[what]} at {least:.4f} ms"
    print(line, flush=True)
    return entry


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--peers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=40, help="pairs that the panoptic peers are given; ours always does all")
    parser.add_argument("--frames", type=int, help="Cityscapes frames on both sides, the same files again under other names; those of DATA where left out")
    parser.add_argument("--memory", action="store_true", help="peak memory at 200 and 2,000 images instead")
    parser.add_argument("--out")
    parser.add_argument("what", nargs="*", default=[], help=f"only these: {', '.join(FOLDERS)}")
    options = parser.parse_intermixed_args()
    for built, how in ((BENCH, "dotnet build -c Release bench/metrics"), (PROGRAM, "./panoptes --help")):
        if not built.exists():
            sys.exit(f"{built} is missing: {how}")
    report = {}
    with tempfile.TemporaryDirectory(prefix="panoptes-bench-") as temp:
        if options.memory:
            report = memory.measure(options.data, pathlib.Path(temp), lambda what, folder: run(["dotnet", BENCH, what, folder, "--threads", 2]))
        else:
            wanted = options.what or list(FOLDERS)
            unbuilt = peers.prepare(options.peers, PYTHON, temp) if options.peers and peers.COCO & set(wanted) else None
            folders = {what: options.data / folder for what, folder in FOLDERS.items()}
            if options.frames and folders["miou"].exists():
                memory.frames(options.data, pathlib.Path(temp) / "cs", options.frames)
                folders = {what: pathlib.Path(temp) / "cs" if FOLDERS[what] == "cs" else folder for what, folder in folders.items()}
            if "pq-20" in wanted and folders["pq"].exists():
                folders["pq-20"] = first_pairs(folders["pq"], 20, temp)
            for what, folder in folders.items():
                if what in wanted and folder.exists():
                    report[what] = compare(what, folder, options, temp, unbuilt)
    if options.out:
        pathlib.Path(options.out).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()

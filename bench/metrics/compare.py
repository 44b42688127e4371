#!/usr/bin/env python3
"""Times the metrics engine against the published evaluators, one after the other on the same files.

    python3 bench/metrics/compare.py DATA [--peers DIR] [--rounds 3] [--pairs 40] [--out bench-metrics.json]

DATA holds what make_bulk.py writes (see its own help): DATA/pan (pairs of panoptic maps), DATA/inst (COCO instances) and
DATA/cs (Cityscapes frames); what is missing is left out. DIR holds checkouts of the evaluators that can be had: panopticapi,
cityscapesScripts, and cocoapi with PythonAPI built; what is missing is left out too, and the absolute figures stay. The
Python for them is $PYTHON, else /usr/bin/python3; it needs numpy and PIL. Build first: dotnet build -c Release bench/metrics.
Reported are medians of processor seconds, start-up included, so that a busy machine disturbs little.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "artifacts" / "bin" / "MetricsBench" / "release" / "MetricsBench.dll"
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")

PEERS = {
    "pq": """
import sys, json, os
sys.path.insert(0, sys.argv[2] + "/panopticapi")
from panopticapi.evaluation import pq_compute_single_core
d, n = sys.argv[1], int(sys.argv[3])
gt, pred = json.load(open(d + "/gt.json")), json.load(open(d + "/pred.json"))
byid = {a["image_id"]: a for a in pred["annotations"]}
pairs = [(a, byid[a["image_id"]]) for a in gt["annotations"][:n]]
cats = {c["id"]: c for c in gt["categories"]}
sys.stdout = open(os.devnull, "w")
stat = pq_compute_single_core(0, pairs, d + "/gt", d + "/pred", cats)
result = stat.pq_average(cats, None)[0]["pq"]
""",
    "cs-pixel": """
import sys, os, glob
sys.path.insert(0, sys.argv[2] + "/cityscapesScripts")
import types
for name in ("pyquaternion", "typing_extensions", "appdirs", "coloredlogs"):  # imported beside, not used here
    try: __import__(name)
    except ImportError:
        sys.modules[name] = types.ModuleType(name); sys.modules[name].Quaternion = object
d = sys.argv[1]
os.environ["CITYSCAPES_DATASET"], os.environ["CITYSCAPES_RESULTS"] = d, d + "/results/pixel"
import cityscapesscripts.evaluation.evalPixelLevelSemanticLabeling as e
gt = sorted(glob.glob(d + "/gtFine/val/*/*_labelIds.png"))
pred = sorted(glob.glob(d + "/results/pixel/**/*.png", recursive=True))
e.args.JSONOutput, e.args.quiet = False, True
sys.stdout = open(os.devnull, "w")
result = e.evaluateImgLists(pred, gt, e.args)["averageScoreClasses"]
""",
    "cs-instance": """
import sys, os, glob
sys.path.insert(0, sys.argv[2] + "/cityscapesScripts")
import types
for name in ("pyquaternion", "typing_extensions", "appdirs", "coloredlogs"):  # imported beside, not used here
    try: __import__(name)
    except ImportError:
        sys.modules[name] = types.ModuleType(name); sys.modules[name].Quaternion = object
d = sys.argv[1]
os.environ["CITYSCAPES_DATASET"], os.environ["CITYSCAPES_RESULTS"] = d, d + "/results/instance"
import cityscapesscripts.evaluation.evalInstanceLevelSemanticLabeling as e
gt = sorted(glob.glob(d + "/gtFine/val/*/*_instanceIds.png"))
e.args.predictionPath = os.path.abspath(d + "/results/instance")
e.args.JSONOutput, e.args.quiet, e.args.gtInstancesFile = False, True, "/tmp/panoptes-bench-%d.json" % os.getpid()
pred = [e.getPrediction(g, e.args) for g in gt]
sys.stdout = open(os.devnull, "w")
result = e.evaluateImgLists(pred, gt, e.args)["averages"]["allAp"]
os.path.exists(e.args.gtInstancesFile) and os.remove(e.args.gtInstancesFile)
""",
    "ap": """
import sys, os
sys.path.insert(0, sys.argv[2] + "/cocoapi/PythonAPI")
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
d = sys.argv[1]
sys.stdout = open(os.devnull, "w")
gt = COCO(d + "/gt.json")
e = COCOeval(gt, gt.loadRes(d + "/results_segm.json"), "segm")
e.evaluate(); e.accumulate(); e.summarize()
result = e.stats[0]
""",
}
TAIL = """
import resource, json as j
use = resource.getrusage(resource.RUSAGE_SELF)
print(j.dumps({"cpu_s": use.ru_utime + use.ru_stime, "peak_mib": use.ru_maxrss >> 10, "number": float(result)}), file=sys.__stdout__)
"""
FOLDERS = {"decode": "pan", "pq": "pan", "pq-memory": "pan", "ap": "inst", "cs-pixel": "cs", "cs-instance": "cs", "miou": "cs"}


def run(command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode != 0:
        return None, done.stderr.strip().splitlines()[-1:] or ["failed"]
    for line in done.stderr.strip().splitlines():
        print(f"    {line}", file=sys.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1]), None


def median(results, key):
    return statistics.median(r[key] for r in results)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--peers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=40, help="pairs that panopticapi is given; ours always does all")
    parser.add_argument("--out")
    parser.add_argument("what", nargs="*", default=[], help="only these")
    options = parser.parse_intermixed_args()
    if not BENCH.exists():
        sys.exit(f"{BENCH} is missing: dotnet build -c Release bench/metrics")
    report = {}
    for what, folder in FOLDERS.items():
        data = pathlib.Path(options.data) / folder
        if not data.exists() or (options.what and what not in options.what):
            continue
        ours, theirs, problem = [], [], None
        for _ in range(options.rounds):
            result, problem = run(["dotnet", BENCH, what, data])
            if result is None:
                sys.exit(f"{what}: {problem}")
            ours.append(result)
            if what in PEERS and options.peers and problem is None:
                result, problem = run([PYTHON, "-c", PEERS[what] + TAIL, data, options.peers, options.pairs])
                if result is not None:
                    result["items"] = options.pairs if what == "pq" else ours[-1]["items"]
                    theirs.append(result)
        each = 1000 * median(ours, "cpu_s") / ours[0]["items"]
        entry = {"items": ours[0]["items"], "cpu_ms_per_item": each, "peak_mib": median(ours, "peak_mib"), "number": ours[0]["number"]}
        line = f"{what:12} {each:9.3f} ms of processor time an item, peak {entry['peak_mib']:.0f} MiB, number {ours[0]['number']!r}"
        if theirs:
            peer = 1000 * median(theirs, "cpu_s") / theirs[0]["items"]
            entry["peer"] = {"cpu_ms_per_item": peer, "peak_mib": median(theirs, "peak_mib"), "number": theirs[0]["number"], "ratio": peer / each}
            line += f"; peer {peer:.1f} ms, {peer / each:.1f} x, number {theirs[0]['number']!r}"
        elif what in PEERS:
            line += f"; no peer ({problem[0] if problem else 'give --peers'})"
        print(line, flush=True)
        report[what] = entry
    if options.out:
        pathlib.Path(options.out).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()

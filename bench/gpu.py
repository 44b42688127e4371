#!/usr/bin/env python3
"""Measures training throughput of Panoptes and of PyTorch (eager and compiled) on one machine in one run.

    python3 bench/gpu.py [--networks segformer_b3 deeplabv3plus_r50] [--batch 8 16] [--size 512x512] [--rounds 3] [--out gpu.json]
    python3 bench/gpu.py --device cpu --networks segformer_b0 --batch 1 --size 64x64 --precision fp32 --steps 3 --warmup 2 --rounds 1

Every side runs in a process of its own, all sides in turn, round after round; medians over the rounds and ratios to Panoptes' best are
printed as a table, and written as JSON (after every measurement, so that a run cut short leaves what it had) and as Markdown for
docs/results.md. Needs ./panoptes built and a Python with PyTorch; torch.compile needs PyTorch 2. A side that cannot run is left out
with its reason, and the exit status is 1.

The Python of the peers is $PYTHON, else the one that runs this. $PANOPTES_BENCH names another Panoptes.Bench.dll, $DOTNET another dotnet.
"""
import argparse
import json
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEER = ROOT / "bench" / "peers" / "throughput.py"
BENCH = pathlib.Path(os.environ.get("PANOPTES_BENCH", ROOT / "artifacts" / "bin" / "Panoptes.Bench" / "release" / "Panoptes.Bench.dll"))
PYTHON = os.environ.get("PYTHON", sys.executable)
DOTNET = os.environ.get("DOTNET", "dotnet")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--networks", nargs="+", default=["segformer_b3", "deeplabv3plus_r50"])
    parser.add_argument("--batch", nargs="+", type=int, default=[8, 16])
    parser.add_argument("--size", default="512x512", help="height x width")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--precision", choices=("fp32", "bf16", "fp16"), default="bf16")
    parser.add_argument("--compile", nargs="*", default=["default"], help="modes of torch.compile to measure")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--warmup", type=int, default=20)
    parser.add_argument("--log-every", type=int, default=50, help="steps between two losses that the host reads")
    parser.add_argument("--threads", type=int, default=0, help="of the CPU; 0 is one a core")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=0, help="start nothing new after this time; 0 is no limit")
    parser.add_argument("--timeout", type=int, default=600, help="seconds that one measurement may take")
    parser.add_argument("--out", default="gpu.json", help="the JSON file; the Markdown file lies beside it")
    return parser.parse_args()


def sides(options):
    """Names of the sides with their commands, less network and batch."""
    panoptes = [DOTNET, str(BENCH), "throughput"]
    pytorch = [PYTHON, str(PEER)]
    found = {"Panoptes": panoptes}
    if options.device == "cuda":
        found["Panoptes, CUDA graph"] = [*panoptes, "--graph"]
    found["PyTorch eager"] = pytorch
    for mode in options.compile:
        found["torch.compile" if mode == "default" else f"torch.compile {mode}"] = [*pytorch, "--compile", mode]
    return found


def command_of(side, network, batch, options):
    program, verb = side[:2], [] if side[1] == str(PEER) else [side[2]]
    rest = side[2 + len(verb):]
    return [*program, *verb, network, "--batch", str(batch), "--size", options.size, "--device", options.device,
            "--precision", options.precision, "--steps", str(options.steps), "--warmup", str(options.warmup),
            "--log-every", str(options.log_every), "--threads", str(options.threads or len(os.sched_getaffinity(0))), *rest]


def measure(command, options):
    """The result of a side, or the reason why there is none."""
    # Peers run outside the work tree: inductor leaves scratch files where it runs.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=tempfile.gettempdir(), env=environment, timeout=options.timeout)
    except subprocess.TimeoutExpired:
        return None, f"not done after {options.timeout} s"
    except OSError as problem:
        return None, str(problem)
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        # .NET says what went wrong first, Python last.
        said = [line for line in lines if line.startswith("Unhandled exception")] or lines[-1:]
        return None, (said[0] if said else f"exit status {done.returncode}")[:500]
    # Compilers may speak before or after.
    results = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return (json.loads(results[-1]), None) if results else (None, "no result")


def first_line(command, start=""):
    try:
        lines = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.splitlines()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return next((line.strip() for line in lines if line.startswith(start)), None)


def machine(options):
    runtime = first_line([DOTNET, "--list-runtimes"], "Microsoft.NETCore.App ")
    found = {"processor": platform.machine(), "cores": len(os.sched_getaffinity(0)), "kernel": platform.release(), "dotnet": runtime.split()[1] if runtime else None}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            found["processor"] = line.split(":", 1)[1].strip()
            break
    if options.device == "cuda":
        found["gpu"] = first_line(["nvidia-smi", "--query-gpu=name,memory.total,driver_version,power.limit,clocks.max.sm", "--format=csv,noheader"])
    return found


def summary(results):
    """A row a network and batch and side: medians, and how many times as fast Panoptes' best is."""
    rows = []
    for network, batch in dict.fromkeys((r["network"], r["batch"]) for r in results):
        case = {}
        for result in results:
            if (result["network"], result["batch"]) == (network, batch):
                case.setdefault(result["name"], []).append(result)
        speed = {name: statistics.median(r["images_per_second"] for r in runs) for name, runs in case.items()}
        best = max((value for name, value in speed.items() if name.startswith("Panoptes")), default=None)
        for name, runs in case.items():
            values = [r["images_per_second"] for r in runs]
            rows.append({
                "network": network, "batch": batch, "side": name, "rounds": len(runs), "images_per_second": speed[name],
                "lowest": min(values), "highest": max(values),
                "ratio": None if best is None or name.startswith("Panoptes") else best / speed[name],
                # The first round compiles; later ones find the compiler's cache.
                "first_step_seconds": runs[0]["first_step_seconds"],
                "peak_device_mib": runs[0]["peak_device_mib"], "peak_rss_mib": runs[0]["peak_rss_mib"], "parameters": runs[0]["parameters"]})
    return rows


def markdown(rows, report):
    options = report["options"]
    text = ["| Network | Batch | Side | Images/s | Lowest to highest | Panoptes' best is | First step s | Peak MiB |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}x"
        peak = row["peak_device_mib"] if row["peak_device_mib"] is not None else row["peak_rss_mib"]
        text.append(f"| {row['network']} | {row['batch']} | {row['side']} | {row['images_per_second']:.2f} | {row['lowest']:.2f} to {row['highest']:.2f} "
                    f"| {ratio} | {row['first_step_seconds']:.1f} | {'' if peak is None else f'{peak:.0f}'} |")
    found = report["machine"]
    versions = ", ".join(sorted({f"{'libtorch' if r['side'] == 'panoptes' else 'PyTorch'} {r['version']}" for r in report["results"]}))
    device = f"{found.get('gpu') or 'no GPU'}; {found['processor']}, {found['cores']} cores"
    text += ["", f"Training at {options['size']}, {options['precision']}, {options['steps']} timed steps after {options['warmup']}, medians of "
             f"{max((row['rounds'] for row in rows), default=0)} rounds. {device}; {versions}; .NET {found['dotnet']}.",
             "Peak memory is the device's, the process's where the device is the CPU.", "", f"    {report['command']}"]
    text += [f"\n{failure['network']} at batch {failure['batch']}, {failure['side']}: left out, {failure['reason']}" for failure in report["failures"]]
    return "\n".join(text) + "\n"


def main():
    options = arguments()
    if not BENCH.exists():
        sys.exit(f"{BENCH} is missing: dotnet build bench/Panoptes.Bench -c Release")
    begun = time.monotonic()
    target = pathlib.Path(options.out).absolute()
    report = {"command": "python3 " + shlex.join(["bench/gpu.py", *sys.argv[1:]]), "options": vars(options), "machine": machine(options), "results": [], "failures": []}
    print("  ".join(f"{key} {value}" for key, value in report["machine"].items()), flush=True)
    cases = [(network, batch) for network in options.networks for batch in options.batch]
    given_up, counts, left = set(), {}, 0
    for turn in range(options.rounds):
        for network, batch in cases:
            for name, side in sides(options).items():
                if (network, batch, name) in given_up:
                    continue
                if options.minutes and time.monotonic() - begun > 60 * options.minutes:
                    left += 1
                    continue
                command = command_of(side, network, batch, options)
                result, reason = measure(command, options)
                if result is not None and counts.setdefault(network, result["parameters"]) != result["parameters"]:
                    result, reason = None, f"{result['parameters']} parameters, not {counts[network]}: not the same network"
                if result is None:
                    given_up.add((network, batch, name))
                    report["failures"].append({"network": network, "batch": batch, "side": name, "reason": reason, "command": shlex.join(command)})
                    print(f"{network} {batch} {name}: left out, {reason}", flush=True)
                else:
                    report["results"].append({"name": name, "round": turn, **result})
                    print(f"round {turn + 1} {network:<22} batch {batch:<3} {name:<24} {result['images_per_second']:9.2f} images/s  "
                          f"first step {result['first_step_seconds']:6.1f} s  peak {result['peak_device_mib'] or result['peak_rss_mib']:8.0f} MiB", flush=True)
                report["rows"] = summary(report["results"])
                target.write_text(json.dumps(report, indent=1))
    if left:
        print(f"{left} measurements left out after {options.minutes:g} minutes", flush=True)
    table = markdown(summary(report["results"]), report)
    target.with_suffix(".md").write_text(table)
    print("\n" + table)
    sys.exit(1 if report["failures"] else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Whether two builds of Panoptes train to the same bits.

    bench/same_bits.py record ./panoptes before.json      # 20 steps of every family, and of what a step can be made of
    bench/same_bits.py compare before.json after.json     # says what differs; exit code 1 where anything does

A change that is not to alter numbers (a redesign, a rename, another place for a class) is held to this: losses of every step, the
final weights and the evaluation's numbers, byte for byte. Recordings hold only on one machine and one libtorch. Needs no package.
"""
import argparse
import hashlib
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

STEPS = 20
SMALL = ["augmentation.crop=[64,96]", f"train.steps={STEPS}", "train.batch_size=2", "train.threads=1", "train.log_every=1",
         "train.checkpoint.every=5", "train.evaluation.every=10", "report.images=0"]

# The nine families, each in its smallest member, and what a step can be made of.
CASES = {
    "pspnet": ["model.name=pspnet_r18"],
    "deeplabv3plus": ["model.name=deeplabv3plus_mobilenetv2"],
    "fcn_hrnet": ["model.name=fcn_hrnet_w18s"],
    "ocrnet": ["model.name=ocrnet_hrnet_w18s"],
    "segformer": ["model.name=segformer_b0"],
    "segnext": ["model.name=segnext_t"],
    "upernet_swin": ["model.name=upernet_swin_t"],
    "dinov2_linear": ["model.name=dinov2_linear_vits14"],
    "dinov2_ms": ["model.name=dinov2_ms_vits14"],
    "accumulation": ["model.name=deeplabv3plus_mobilenetv2", "train.accumulation=2"],
    "activation_checkpointing": ["model.name=segformer_b0", "model.activation_checkpointing=true"],
    "bf16": ["model.name=deeplabv3plus_r18", "train.precision=bf16"],
    "clipping": ["model.name=segnext_t", "train.{optimizer}.clip_norm=0.5"],
    "killed": ["model.name=deeplabv3plus_mobilenetv2"],
}


def spelled(arguments, older):
    """The arguments with the optimizer's key as the build spells it."""
    return [argument.replace("{optimizer}", "optimiser" if older else "optimizer") for argument in arguments]


def train(program, folder, name, overrides):
    """Trains in a process; where it is to be killed, kills it once behind its first checkpoint and starts it again."""
    command = program + ["train", "base.yaml", "run.folder=runs", f"run.name={name}"] + SMALL + overrides
    checkpoint = os.path.join(folder, "runs", name, "checkpoints", "step_00000005.safetensors")
    if name == "killed":
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        while process.poll() is None and not os.path.exists(checkpoint):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def weights(path):
    """SHA-256 over the names and bytes of the model's tensors, in the order of their names."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        start = file.tell()
        digest = hashlib.sha256()
        for name in sorted(name for name in header if name[0] not in "@_"):
            begin, end = header[name]["data_offsets"]
            file.seek(start + begin)
            digest.update(name.encode() + b"\0" + file.read(end - begin))
    return digest.hexdigest()


def events(path):
    """Losses of every step and numbers of every evaluation, as they are written; the last attempt's where a step was done twice."""
    losses, evaluations = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event["event"] == "train":
                losses[event["step"]] = [event["loss"], event["losses"], event["gradient_norm"], event["learning_rate"]]
            elif event["event"] == "evaluation":
                numbers = event.get("metrics", event)
                if isinstance(numbers, list):
                    numbers = {metric["name"]: metric["value"] for metric in numbers}
                evaluations[event["step"]] = [numbers.get(key) for key in ("mean_iou", "pixel_accuracy", "mean_accuracy", "loss")]
    return {"losses": losses, "evaluations": evaluations}


def record(program, output, only):
    program = [os.path.abspath(program)] if os.path.isfile(program) and not program.endswith(".dll") else ["dotnet", os.path.abspath(program)]
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(program + ["data", "synth", "--out", "scenes", "--images", "16", "--size", "96x128", "--png"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "base.yaml"), "w", encoding="utf-8") as file:
            file.write("data: {root: scenes}\n")
        older = False
        for name, overrides in CASES.items():
            if only and name not in only:
                continue
            done = train(program, folder, name, spelled(overrides, older))
            if done.returncode != 0 and "{optimizer}" in str(overrides):
                older = True
                done = train(program, folder, name, spelled(overrides, older))
            run = os.path.join(folder, "runs", name)
            if done.returncode != 0:
                sys.exit(f"{name}: exit code {done.returncode}: {done.stderr.strip()}")
            entry = events(os.path.join(run, "events.jsonl"))
            entry["weights"] = weights(os.path.join(run, "checkpoints", f"step_{STEPS:08d}.safetensors"))
            result[name] = entry
            print(f"{name:26} {entry['weights'][:16]}  loss {entry['losses'][STEPS][0]:.6f}", flush=True)
            shutil.rmtree(run)
    with open(output, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, sort_keys=True)


def compare(before, after):
    with open(before, encoding="utf-8") as first, open(after, encoding="utf-8") as second:
        left, right = json.load(first), json.load(second)
    differing = 0
    for name in sorted(left.keys() | right.keys()):
        if name not in left or name not in right:
            print(f"{name:26} only in {before if name in left else after}")
            differing += 1
            continue
        parts = [part for part in ("losses", "evaluations", "weights") if left[name][part] != right[name][part]]
        detail = ""
        if "losses" in parts:
            steps = left[name]["losses"]
            first = min((int(step) for step in steps if steps[step] != right[name]["losses"].get(step)), default=None)
            detail = f", first at step {first}"
        print(f"{name:26} {'the same bits' if not parts else 'other ' + ', '.join(parts) + detail}")
        differing += bool(parts)
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    recording = verbs.add_parser("record")
    recording.add_argument("program", help="the command ./panoptes of a clone, or a built panoptes.dll")
    recording.add_argument("output", help="where the recording goes (JSON)")
    recording.add_argument("--only", nargs="*", choices=CASES, help="these cases")
    comparing = verbs.add_parser("compare")
    comparing.add_argument("before")
    comparing.add_argument("after")
    arguments = parser.parse_args()
    if arguments.verb == "record":
        record(arguments.program, arguments.output, arguments.only)
    else:
        sys.exit(1 if compare(arguments.before, arguments.after) else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Peak memory of measuring 200 and 2,000 synthetic panoptic images with a small Mask2Former: panoptic, instance and semantic at once.

    python3 bench/evaluation_memory.py ./panoptes [--counts 200 2000]

The same few scenes stand for all images, under names of their own. Needs no package.
"""
import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile

SCENES = 20
CONFIG = """
task: panoptic
data: {format: coco_panoptic, root: scenes}
augmentation: {crop: [64, 96], resize_min: 1, resize_max: 1}
model: {name: mask2former_mobilenetv2}
train: {steps: 2, batch_size: 2, masks: {points: 256}, schedule: {warm_up: none}, evaluation: {every: 0}}
report: {tensor_board: false, images: 0, batch_samples: 0}
run: {name: memory}
"""


def repeat(folder, count):
    """A split of so many images, linked to the scenes drawn."""
    drawn = json.load(open(f"{folder}/scenes/annotations/panoptic_train.json", encoding="utf-8"))
    annotations = drawn["annotations"]
    images = {image["id"]: image for image in drawn["images"]}
    split = f"many{count}"
    source = next(path for path in ("train/images", "train") if os.path.isdir(f"{folder}/scenes/{path}"))
    os.makedirs(f"{folder}/scenes/{split}", exist_ok=True)
    os.makedirs(f"{folder}/scenes/annotations/panoptic_{split}", exist_ok=True)
    content = {**drawn, "images": [], "annotations": []}
    for i, annotation in zip(range(count), itertools.cycle(annotations)):
        image = images[annotation["image_id"]]
        ending = os.path.splitext(image["file_name"])[1]
        os.link(f"{folder}/scenes/{source}/{image['file_name']}", f"{folder}/scenes/{split}/{i:06}{ending}")
        os.link(f"{folder}/scenes/annotations/panoptic_train/{annotation['file_name']}", f"{folder}/scenes/annotations/panoptic_{split}/{i:06}.png")
        content["images"].append({**image, "id": i, "file_name": f"{i:06}{ending}"})
        content["annotations"].append({**annotation, "image_id": i, "file_name": f"{i:06}.png"})
    with open(f"{folder}/scenes/annotations/panoptic_{split}.json", "w", encoding="utf-8") as out:
        json.dump(content, out)
    return split


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the command ./panoptes of a clone")
    parser.add_argument("--counts", nargs=2, type=int, default=[200, 2000])
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    command = ["dotnet", program] if program.endswith(".dll") else [program]
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/memory.yaml", "w", encoding="utf-8") as out:
            out.write(CONFIG)
        subprocess.run(command + ["data", "synth", "--out", "scenes", "--images", str(SCENES * 2), "--size", "64x96"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run(command + ["train", "memory.yaml"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        peaks = []
        for count in arguments.counts:
            split = repeat(folder, count)
            timed = subprocess.run(["/usr/bin/env", "time", "-v"] + command + ["eval", "runs/memory", "--split", split,
                                    "train.evaluation.kinds=[panoptic,instance,semantic]"], cwd=folder, capture_output=True, text=True)
            found = re.search(r"Maximum resident set size \(kbytes\): (\d+)", timed.stderr)
            if timed.returncode or not found:
                sys.exit(timed.stdout + timed.stderr)
            peaks.append(int(found.group(1)) / 1024)
            print(f"{count:6} images  peak {peaks[-1]:8.1f} MiB")
        print(f"ratio {peaks[1] / peaks[0]:.3f}")


main()

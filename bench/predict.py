"""Images a second of `panoptes predict` on 200 images: a network in libtorch, and its export in OnnxRuntime.

    bench/predict.py --camvid CAMVID --out FOLDER [--images 200] [--rounds 3] [--run TITLE=RUN ...]

Both are whole commands, from the start to the page over all results, with the same decoding, drawing and writing; only what runs the
network and reads it differs. They take turns. Printed are the medians of wall and of processor seconds, and images a second. Without --run
networks of their recipes' sizes are trained for two steps, as only their pace matters: DeepLabV3+ MobileNetV2, SegFormer-B0 and
Mask2Former ResNet-50 (semantic), at 360x480.
"""

import argparse
import pathlib
import resource
import shutil
import statistics
import subprocess
import time

from two_processes import program_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
NETWORKS = {
    "DeepLabV3+ MobileNetV2": ["model.name=deeplabv3plus_mobilenetv2"],
    "SegFormer-B0": ["model.name=segformer_b0"],
    "Mask2Former ResNet-50": ["model.name=mask2former_r50"],
}


def run(program, *words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([*program, *map(str, words)], capture_output=True, text=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"panoptes {' '.join(map(str, words))}:\n{done.stdout}{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def trained(program, title, settings, args):
    name = "pace-" + "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    folder = args.out / "runs" / name
    if not (folder / "report.html").exists():
        run(program, "train", ROOT / "configs/camvid/deeplabv3plus-mobilenetv2-scratch.yaml", f"data.root={args.camvid}",
            f"run.folder={args.out / 'runs'}", f"run.name={name}", "model.weights=null", "train.steps=2", "train.batch_size=2",
            "augmentation.crop=[64, 96]", "train.schedule.warm_up_steps=0", "report.images=0", *settings)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--camvid", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--program", default=str(ROOT / "panoptes"), help="the panoptes command or panoptes.dll")
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", action="append", default=[], metavar="TITLE=RUN")
    args = parser.parse_args()
    args.camvid, args.out = args.camvid.resolve(), args.out.resolve()
    args.out.mkdir(parents=True, exist_ok=True)
    program = program_of(args.program)
    images = sorted((args.camvid / "train" / "images").iterdir())[: args.images]
    given = dict(word.split("=", 1) for word in args.run)
    print("| network | libtorch: images/s | OnnxRuntime: images/s | ratio | processor seconds, libtorch / OnnxRuntime |")
    print("| --- | --- | --- | --- | --- |")
    for title in given or NETWORKS:
        source = pathlib.Path(given[title]) if given else trained(program, title, NETWORKS[title], args)
        graph = args.out / f"{source.name}.onnx"
        run(program, "export", source, "--out", graph, "--force", "--size", "360x480")
        taken = {source: [], graph: []}
        for _ in range(args.rounds):
            for model, times in taken.items():
                shutil.rmtree(args.out / "predictions", ignore_errors=True)
                times.append(run(program, "predict", model, *images, "--out", args.out / "predictions"))
        wall, processor = (lambda model: statistics.median(time[0] for time in taken[model])), (
            lambda model: statistics.median(time[1] for time in taken[model]))
        pace = [len(images) / wall(model) for model in (source, graph)]
        print(f"| {title} | {pace[0]:.2f} | {pace[1]:.2f} | {pace[0] / pace[1]:.2f} | {processor(source):.1f} / {processor(graph):.1f} |",
              flush=True)


if __name__ == "__main__":
    main()

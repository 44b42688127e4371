"""Every family's ONNX against libtorch, on networks that were trained.

    /usr/bin/python3 bench/export.py --camvid CAMVID --out FOLDER [--weights WEIGHTS] [--only NAME ...] [--renew docs/results.md]

Trains a small network of each family (CamVid, or synthetic street scenes for those that make segments), or takes the published weights of
ESPNetv2; exports it in 32 and in 16 bits; holds both against libtorch on 20 images of CamVid's validation split (export --check); and
passes every file through onnx.checker with full checks. What is in FOLDER already is not trained again. The onnx package is Debian's
python3-onnx. With --renew the table is written into a page, between its marks.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

from two_processes import program_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- export: made by bench/export.py -->", "<!-- end of export -->"
CAMVID = "configs/camvid/deeplabv3plus-mobilenetv2-scratch.yaml"
COMMON = ["train.batch_size=4", "train.optimizer.learning_rate=1e-3", "train.optimizer.clip_norm=5", "train.schedule.warm_up_steps=20",
          "augmentation.crop=[128, 160]", "augmentation.resize_min=0.4", "augmentation.resize_max=1", "train.evaluation.every=100000", "train.checkpoint.every=100000", "report.images=0"]
SIZE = ["--size", "360x480"]


def camvid(name, *settings, steps=80):
    return dict(config=CAMVID, settings=[*COMMON, f"model.name={name}", f"train.steps={steps}", *settings], export=SIZE)


def scenes(config, *settings, steps=120, export=(), own=False):
    return dict(config=config, scenes=True, own=own, export=list(export), settings=[
        f"train.steps={steps}", "train.evaluation.every=100000", "train.checkpoint.every=100000", "report.images=0", *settings])


NETWORKS = {
    "DeepLabV3+ MobileNetV2": camvid("deeplabv3plus_mobilenetv2", steps=300),
    "PSPNet ResNet-18": camvid("pspnet_r18"),
    "SegFormer-B0": camvid("segformer_b0", steps=120),
    "SegNeXt-T": camvid("segnext_t", "model.nmf_seed=0"),
    "FCN HRNet-W18s": camvid("fcn_hrnet_w18s"),
    "EoMT-T": scenes("configs/street-eomt.yaml", steps=300),
    "PMT-T": scenes("configs/street-eomt.yaml", "model.name=pmt_t", "model.depth=8", steps=300),
    "Panoptic FCN MobileNetV2": scenes("configs/demo-panoptic-fcn.yaml", export=["--size", "256x320"]),
    "UPerNet Swin-T": camvid("upernet_swin_t", "model.head_channels=64", steps=40),
    "OCRNet HRNet-W18s": camvid("ocrnet_hrnet_w18s", steps=50),
    "DINOv2 linear ViT-S": camvid("dinov2_linear_vits14", steps=60),
    "Mask2Former MobileNetV2": scenes("configs/demo-panoptic.yaml", export=["--size", "256x320"], steps=300),
    "SegFormer-B0, NVlabs' form": camvid("segformer_b0", "model.segformer_variant=nvlabs"),
    "FCN ResNet-18": camvid("fcn_r18b"),
    "Mask R-CNN ResNet-18": scenes(
        "configs/demo-panoptic-cascade.yaml", "task=instance", "model.name=mask_rcnn_r18", steps=600, export=["--size", "128x256"],
        own=True),
    "Panoptic Cascade ResNet-18": scenes(
        "configs/demo-panoptic-cascade.yaml", steps=400, export=["--size", "128x256"], own=True),
    "ESPNetv2 2.0, published": dict(weights="espnetv2_s_2.0_city_1024x512.pth", model="espnetv2_200", export=SIZE),
}


def panoptes(args, *words):
    done = subprocess.run([*program_of(args.program), *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"panoptes {' '.join(map(str, words))}:\n{done.stdout}{done.stderr}")
    return " ".join((done.stdout + done.stderr).split())


def train(title, network, args):
    run = args.out / "runs" / slug(title)
    if (run / "checkpoints").is_dir() and (run / "report.html").exists():
        return run
    data = args.out / "camvid"
    if network.get("scenes"):
        data = args.out / "scenes"
        if not data.is_dir():
            panoptes(args, "data", "synth", "--out", data, "--images", 200, "--size", "128x256")
    panoptes(args, "train", ROOT / network["config"], f"data.root={data}", f"run.folder={args.out / 'runs'}", f"run.name={slug(title)}",
             "model.weights=null", *network["settings"])
    return run


def few(camvid, folder):
    """CamVid's training split, and every fifth of the first hundred images of its validation split."""
    for split, keep in (("train", slice(None)), ("val", slice(0, 100, 5)), ("test", slice(0, 100, 5))):
        for part in ("images", "labels"):
            target = folder / split / part
            target.mkdir(parents=True, exist_ok=True)
            for file in sorted((camvid / split / part).iterdir())[keep]:
                if not (target / file.name).exists():
                    (target / file.name).symlink_to(file)


def slug(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def export(title, network, precision, images, args):
    import onnx

    file = args.out / f"{slug(title)}-{precision}.onnx"
    source = [train(title, network, args)] if "config" in network else [
        "--weights", args.weights / network["weights"], "--model", network["model"]]
    checked = ["test"] if network.get("own") else images if "weights" in network or network.get("scenes") else ["val"]
    text = panoptes(
        args, "export", *source, "--out", file, "--force", "--precision", precision, *network["export"], "--check", *checked)
    onnx.checker.check_model(str(file), full_check=True)
    number = lambda pattern: (re.search(pattern, text) or [None, None])[1]
    return dict(
        error=float(number(r"largest error (\S+) of")), same=number(r"same class in (\S+) %"),
        objects=number(r"(\d+ of \d+) objects alike"), size=sum(
            part.stat().st_size for part in (file, file.with_name(f"{file.name}.data"))) / 1024 ** 2,
        difference=number(r"difference (\S+) points"), own=number(r"image: (\S+) ms by libtorch"), graph=number(r"libtorch, (\S+) ms by"))


def rows(found):
    yield "| network | fp32: error | same class | ms libtorch / OnnxRuntime | fp16: error | same class | mIoU, points |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for title, (whole, half) in found.items():
        share = lambda one: (
            f"{float(one['same']):.4f} %" if one["same"] else f"{one['objects']} objects" if one.get("objects") else "(no classes)")
        yield (f"| {title} | {whole['error']:.1e} | {share(whole)} | {whole['own']} / {whole['graph']} | {half['error']:.1e} | "
               f"{share(half)} | {half['difference'] or ''} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--camvid", type=pathlib.Path, required=True)
    parser.add_argument("--program", default=str(ROOT / "panoptes"), help="the panoptes command or panoptes.dll")
    parser.add_argument("--weights", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--train-only", action="store_true")
    parser.add_argument("--renew", type=pathlib.Path)
    args = parser.parse_args()
    args.camvid, args.out = args.camvid.resolve(), args.out.resolve()
    args.weights = args.weights and args.weights.resolve()
    args.out.mkdir(parents=True, exist_ok=True)
    few(args.camvid, args.out / "camvid")
    images = sorted((args.out / "camvid" / "val" / "images").iterdir())
    kept = args.out / "found.json"
    found = json.loads(kept.read_text()) if kept.exists() else {}
    for title, network in NETWORKS.items():
        if (args.only and not any(word.lower() in title.lower() for word in args.only)) or ("weights" in network and not args.weights):
            continue
        if args.train_only:
            _ = "config" in network and train(title, network, args)
            continue
        found[title] = [export(title, network, precision, images, args) for precision in ("fp32", "fp16")]
        kept.write_text(json.dumps(found, indent=1))
        print(list(rows({title: found[title]}))[-1], flush=True)
    if args.renew:
        page = args.renew.read_text()
        table = "\n".join(rows({title: found[title] for title in NETWORKS if title in found}))
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        args.renew.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

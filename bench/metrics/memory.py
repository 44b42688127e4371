"""Peak memory at 200 and at 2,000 images of 1024x2048: the same files again and again under names of their own."""
import itertools
import json
import os
import sys

COUNTS = (200, 2000)


def link(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        os.symlink(source.resolve(), target)


def panoptic(data, folder, count):
    for side in ("gt", "pred"):
        content = json.loads((data / "pan" / f"{side}.json").read_text())
        annotations = sorted(content["annotations"], key=lambda a: a["image_id"])
        content["annotations"], content["images"] = [], []
        for i, annotation in zip(range(count), itertools.cycle(annotations)):
            link(data / "pan" / side / annotation["file_name"], folder / side / f"{i:06}.png")
            content["annotations"].append({**annotation, "image_id": i, "file_name": f"{i:06}.png"})
            content["images"].append({"id": i, "file_name": f"{i:06}.png"})
        (folder / f"{side}.json").write_text(json.dumps(content))


def instances(data, folder, count):
    content = json.loads((data / "inst" / "gt.json").read_text())
    content["images"] = content["images"][:count]
    kept = {image["id"] for image in content["images"]}
    content["annotations"] = [a for a in content["annotations"] if a["image_id"] in kept]
    results = [r for r in json.loads((data / "inst" / "results_segm.json").read_text()) if r["image_id"] in kept]
    folder.mkdir(parents=True)
    (folder / "gt.json").write_text(json.dumps(content))
    (folder / "results_segm.json").write_text(json.dumps(results))


def label_maps(data):
    truth = sorted((data / "cs" / "gtFine").rglob("*_labelIds.png"))
    prediction = sorted((data / "cs" / "results" / "pixel").rglob("*.png"))
    return list(zip(truth, prediction))


def semantic(data, folder, count):
    for i, (truth, prediction) in zip(range(count), itertools.cycle(label_maps(data))):
        link(truth, folder / "gt" / f"{i:06}.png")
        link(prediction, folder / "pred" / f"{i:06}.png")


def clusters(data, folder, count):
    for i, (truth, prediction) in zip(range(count), itertools.cycle(label_maps(data))):
        for side, semantics in (("gt", truth), ("pred", prediction)):
            link(semantics, folder / side / f"{i:06}_semantic.png")
            link(truth.with_name(truth.name.replace("labelIds", "instanceIds")), folder / side / f"{i:06}_instance.png")


def frames(data, folder, count):
    for i, (truth, prediction) in zip(range(count), itertools.cycle(label_maps(data))):
        name = f"bulk_{i:06}_000019"
        for kind in ("labelIds", "instanceIds"):
            link(truth.with_name(truth.name.replace("labelIds", kind)), folder / "gtFine" / "val" / "bulk" / f"{name}_gtFine_{kind}.png")
        link(prediction, folder / "results" / "pixel" / f"{name}_pred.png")
        listed = data / "cs" / "results" / "instance" / prediction.name.replace(".png", ".txt")
        link(listed, folder / "results" / "instance" / f"{name}_pred.txt")
    for mask in (data / "cs" / "results" / "instance" / "masks").iterdir():
        link(mask, folder / "results" / "instance" / "masks" / mask.name)


KINDS = {"pq": ("pan", panoptic), "ap": ("inst", instances), "semantic": ("cs", semantic), "clusters": ("cs", clusters), "cs-pixel": ("cs", frames)}


def measure(data, temp, run):
    """Prints and returns the peak memory of every kind in MiB by count of images."""
    report = {}
    for what, (source, make) in KINDS.items():
        if not (data / source).exists():
            continue
        peaks = {}
        for count in COUNTS:
            folder = temp / f"{what}-{count}"
            make(data, folder, count)
            result, problem = run(what, folder)
            if result is None:
                sys.exit(f"{what}: {problem}")
            peaks[count] = result["peak_mib"]
        print(f"{what:12} " + ", ".join(f"{peak:.0f} MiB at {count} images" for count, peak in peaks.items()), flush=True)
        report[what] = peaks
    return report

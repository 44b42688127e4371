"""How processor time grows with images, pixels, classes, objects and threads: the exponent of a power, fitted to what the start leaves."""
import json
import math
import pathlib
import random
import statistics
import struct
import tempfile
import zlib

from rows.programs import Missing, panoptes


def exponent(sizes, seconds):
    """The slope of a straight line through the logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    middle_x, middle_y = statistics.fmean(x), statistics.fmean(y)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y)) / sum((a - middle_x) ** 2 for a in x)


def png(path, height, width, classes, seed):
    """A map of one gray level a class, in blocks of 16 pixels."""
    draw = random.Random(seed)
    rows = []
    for _ in range(height // 16):
        row = b"\0" + b"".join(bytes([draw.randrange(classes)]) * 16 for _ in range(width // 16))
        rows.extend([row] * 16)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    path.write_bytes(head + chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + chunk(b"IEND", b""))


def maps(folder, images=16, height=512, width=1024, table="cityscapes_19", classes=19):
    """Files once, under as many names as there are images."""
    for side, seed in (("gt", 1), ("pred", 2)):
        (folder / side).mkdir()
        png(folder / side / "0.png", height, width, classes, seed)
        for k in range(1, images):
            (folder / side / f"{k}.png").hardlink_to(folder / side / "0.png")
    return ["semantic", "--gt", folder / "gt", "--pred", folder / "pred", "--classes", table, "--train-ids"]


def boxes(folder, objects, images=20):
    """COCO boxes of one class: as many results as objects in every image."""
    draw = random.Random(1)
    truth, results = [], []
    for image in range(images):
        for _ in range(objects):
            box = [draw.uniform(0, 900), draw.uniform(0, 400), draw.uniform(20, 100), draw.uniform(20, 100)]
            truth.append({"id": len(truth) + 1, "image_id": image, "category_id": 1, "bbox": box, "area": box[2] * box[3], "iscrowd": 0})
            results.append({"image_id": image, "category_id": 1, "bbox": [v + draw.uniform(-5, 5) for v in box], "score": draw.random()})
    listed = [{"id": k, "height": 512, "width": 1024, "file_name": f"{k}.png"} for k in range(images)]
    (folder / "gt.json").write_text(json.dumps({"images": listed, "annotations": truth, "categories": [{"id": 1, "name": "a"}]}))
    (folder / "pred.json").write_text(json.dumps(results))
    return ["instances", "--gt", folder / "gt.json", "--pred", folder / "pred.json", "--bbox"]


CURVES = {
    "images": ((32, 128, 512, 2048), lambda folder, n: maps(folder, images=n), "linear"),
    "pixels": ((256, 512, 1024, 2048), lambda folder, n: maps(folder, height=n, width=2 * n), "linear in pixels: 2 of the side"),
    "classes": (("cityscapes_7", "cityscapes_19", "coco_panoptic"), lambda folder, n: maps(
        folder, images=256, table=n, classes=CLASSES[n]), "0 but for the class table and its page: every pixel is counted once"),
    "objects": ((25, 50, 100), lambda folder, n: boxes(folder, n), "up to 2: every pair of one class in an image is compared"),
}
CLASSES = {"cityscapes_7": 7, "cityscapes_19": 19, "coco_panoptic": 133}


def seconds(words, rounds):
    return statistics.median(panoptes("score", *words)[1] for _ in range(rounds))


def measure(rounds, say):
    """The curves with their exponents; the time of one command with nothing to do is taken off."""
    with tempfile.TemporaryDirectory(prefix="panoptes-growth-") as folder:
        start = seconds(maps(pathlib.Path(folder), images=1, height=16, width=16), rounds)
    found = {}
    for name, (sizes, make, expected) in CURVES.items():
        taken = []
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="panoptes-growth-") as folder:
                try:
                    taken.append(max(seconds(make(pathlib.Path(folder), size), rounds) - start, 1e-3))
                except Missing as missing:
                    say(f"growth with {name}: left out: {missing}")
                    break
        if len(taken) == len(sizes):
            numbers = [CLASSES.get(size, size) for size in sizes]
            found[name] = {"sizes": numbers, "processor_seconds": taken, "exponent": exponent(numbers, taken), "expected": expected}
            say(f"growth with {name}: exponent {found[name]['exponent']:.2f} ({expected})")
    with tempfile.TemporaryDirectory(prefix="panoptes-growth-") as folder:
        words = maps(pathlib.Path(folder), images=512)
        walls = [statistics.median(panoptes("score", *words, "--threads", n)[0] for _ in range(rounds)) for n in (1, 2)]
    found["threads"] = {"sizes": [1, 2], "wall_seconds": walls, "exponent": exponent((1, 2), walls), "expected": "-1 on idle cores"}
    say(f"growth with threads: exponent {found['threads']['exponent']:.2f} (-1 on idle cores)")
    return found

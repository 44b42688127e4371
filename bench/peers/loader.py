"""Samples a second of a straightforward OpenCV pipeline on one core: 1024x2048 PNG pairs -> 512x1024 crops; prints one JSON line.

    python3 bench/peers/loader.py [--data FOLDER] [--samples 64]

The steps are those of Panoptes' loader, in mmsegmentation's order: read both PNGs, resize by 0.5 to 2 (linear, nearest), crop
with cat_max_ratio 0.75, flip, photometric distortion in 8-bit HSV, normalize, pad, to CHW float32 and int64. The pairs are the
synthetic scenes that "Panoptes.Bench loader" leaves in artifacts/bench/loader.
"""
import argparse
import json
import pathlib
import sys
import time

import cv2
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CROP_HEIGHT, CROP_WIDTH, VOID = 512, 1024, 255
MEAN = np.array([123.675, 116.28, 103.53], dtype=np.float64).reshape(1, -1)
INVERSE_STD = 1 / np.array([58.395, 57.12, 57.375], dtype=np.float64).reshape(1, -1)


def convert(levels, factor=1.0, offset=0.0):
    return np.clip(levels.astype(np.float32) * factor + offset, 0, 255).astype(np.uint8)


def distort(image, random):
    if random.integers(2):
        image = convert(image, offset=random.uniform(-32, 32))
    contrast_first = random.integers(2)
    if contrast_first and random.integers(2):
        image = convert(image, random.uniform(0.5, 1.5))
    if random.integers(2):
        hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
        hsv[:, :, 1] = convert(hsv[:, :, 1], random.uniform(0.5, 1.5))
        image = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)
    if random.integers(2):
        hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
        hsv[:, :, 0] = (hsv[:, :, 0].astype(int) + random.integers(-18, 18)) % 180
        image = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)
    if not contrast_first and random.integers(2):
        image = convert(image, random.uniform(0.5, 1.5))
    return image


def window(shape, random):
    top = random.integers(0, max(shape[0] - CROP_HEIGHT, 0) + 1)
    left = random.integers(0, max(shape[1] - CROP_WIDTH, 0) + 1)
    return slice(top, top + CROP_HEIGHT), slice(left, left + CROP_WIDTH)


def sample(image_file, label_file, random):
    image = cv2.imread(image_file, cv2.IMREAD_COLOR)
    label = cv2.imread(label_file, cv2.IMREAD_UNCHANGED)
    factor = random.uniform(0.5, 2.0)
    size = int(image.shape[1] * factor), int(image.shape[0] * factor)
    image = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    label = cv2.resize(label, size, interpolation=cv2.INTER_NEAREST)
    place = window(label.shape, random)
    for _ in range(10):
        ids, counts = np.unique(label[place], return_counts=True)
        counts = counts[ids != VOID]
        if len(counts) > 1 and counts.max() / counts.sum() < 0.75:
            break
        place = window(label.shape, random)
    image, label = image[place], label[place]
    if random.integers(2):
        image, label = cv2.flip(image, 1), cv2.flip(label, 1)
    image = distort(image, random)
    image = image.astype(np.float32)
    cv2.cvtColor(image, cv2.COLOR_BGR2RGB, image)
    cv2.subtract(image, MEAN, image)
    cv2.multiply(image, INVERSE_STD, image)
    bottom, right = CROP_HEIGHT - image.shape[0], CROP_WIDTH - image.shape[1]
    if bottom or right:
        image = cv2.copyMakeBorder(image, 0, bottom, 0, right, cv2.BORDER_CONSTANT, value=0)
        label = cv2.copyMakeBorder(label, 0, bottom, 0, right, cv2.BORDER_CONSTANT, value=VOID)
    return np.ascontiguousarray(image.transpose(2, 0, 1)), label.astype(np.int64)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=str(ROOT / "artifacts" / "bench" / "loader"))
    parser.add_argument("--samples", type=int, default=64)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    images = sorted(pathlib.Path(options.data, "train", "images").glob("*.png"))
    if not images:
        sys.exit(f"{options.data} has no train/images/*.png: run Panoptes.Bench loader first, it makes them")
    random = np.random.default_rng(1)

    def run(count):
        for i in range(count):
            image = images[i % len(images)]
            sample(str(image), str(image.parent.parent / "labels" / image.name), random)

    run(8)
    start, processor = time.perf_counter(), time.process_time()
    run(options.samples)
    print(json.dumps({
        "samples_per_second": options.samples / (time.perf_counter() - start),
        "samples_per_processor_second": options.samples / (time.process_time() - processor),
        "samples": options.samples, "opencv": cv2.__version__}))


if __name__ == "__main__":
    main()

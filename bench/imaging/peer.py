"""The measurements of ImagingBench done by OpenCV, one thread, in processor time of that thread.

    python3 bench/imaging/peer.py FOLDER      # a folder that "ImagingBench make" filled
"""
import os
import sys
import time

import cv2
import numpy as np

CROP_WIDTH, CROP_HEIGHT = 1024, 512
MEAN = np.array([[123.675, 116.28, 103.53]])
SCALE = 1 / np.array([[58.395, 57.12, 57.375]])


def measure(what, action, repeats=21):
    for _ in range(5):
        action()
    times = []
    for _ in range(repeats):
        start = time.thread_time()
        action()
        times.append((time.thread_time() - start) * 1e3)
    print(f"{what:<45} {sorted(times)[repeats // 2]:8.2f} ms")


def convert(levels, factor=1, offset=0):
    return np.clip(levels.astype(np.float32) * factor + offset, 0, 255).astype(np.uint8)


def saturate(image, factor):
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    hsv[:, :, 1] = convert(hsv[:, :, 1], factor)
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)


def turn(image, delta):
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    hsv[:, :, 0] = (hsv[:, :, 0].astype(int) + delta) % 180
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)


def distort(image, random):
    """The four steps, each where its coin says so; without a generator, all of them."""
    coin = (lambda: random.integers(2)) if random else (lambda: 1)
    if coin():
        image = convert(image, offset=10)
    first = coin()
    if first and coin():
        image = convert(image, 1.2)
    if coin():
        image = saturate(image, 1.3)
    if coin():
        image = turn(image, 5)
    if not first and coin():
        image = convert(image, 1.2)
    return image


def normalize(image):
    image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.float32)
    cv2.subtract(image, MEAN, image)
    cv2.multiply(image, SCALE, image)
    return image


def sample(image, labels, factor, random, photometric):
    size = (int(2048 * factor), int(1024 * factor))
    image = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    height, width = min(size[1], CROP_HEIGHT), min(size[0], CROP_WIDTH)
    y = int(random.integers(size[1] - height + 1)) if random else 0
    x = int(random.integers(size[0] - width + 1)) if random else 0
    image = cv2.flip(image[y:y + height, x:x + width], 1)
    if photometric:
        image = distort(image, random)
    image = normalize(image)
    below, right = CROP_HEIGHT - height, CROP_WIDTH - width
    image = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=0)
    planar = np.ascontiguousarray(image.transpose(2, 0, 1))
    if labels is None:
        return planar, None
    labels = cv2.resize(labels, size, interpolation=cv2.INTER_NEAREST)
    labels = cv2.flip(labels[y:y + height, x:x + width], 1)
    labels = cv2.copyMakeBorder(labels, 0, below, 0, right, cv2.BORDER_CONSTANT, value=255)
    return planar, labels.astype(np.int64)


def main():
    cv2.setNumThreads(1)
    folder = sys.argv[1]
    image_path, label_path = os.path.join(folder, "image.png"), os.path.join(folder, "labels.png")
    image, labels = cv2.imread(image_path), cv2.imread(label_path, cv2.IMREAD_UNCHANGED)
    measure("decode RGB PNG", lambda: cv2.imread(image_path))
    measure("decode label PNG", lambda: cv2.imread(label_path, cv2.IMREAD_UNCHANGED))
    measure("decode JPEG", lambda: cv2.imread(os.path.join(folder, "image.jpg")))
    for factor in (0.5, 0.75, 1, 1.5, 2):
        measure(f"x{factor}: resize, crop, flip, normalize", lambda: sample(image, None, factor, None, False))
    measure("x1: the same with every photometric step", lambda: sample(image, None, 1, None, True))
    random = np.random.default_rng(1)
    measure(
        "training sample from files",
        lambda: sample(
            cv2.imread(image_path), cv2.imread(label_path, cv2.IMREAD_UNCHANGED), random.uniform(0.5, 2), random, True),
        60)


if __name__ == "__main__":
    main()

"""torchvision's RoIAlign on a pyramid of 512x1024, and its non-maximum suppression; prints one JSON line.

    boxes.py [--size 512x1024] [--boxes 512] [--repeats 3] [--threads 1]
"""
import argparse

import torch
import torchvision

import timing

CHANNELS, STRIDES = 256, (4, 8, 16, 32)


def drawn(count, height, width, seed):
    """Boxes of 8 pixels to the whole image, as many of each size on a logarithmic scale: the same numbers as the other side draws."""
    state, rows = seed, []

    def uniform():
        nonlocal state
        state = (state * 1103515245 + 12345) % 2147483648
        return state / 2147483648

    for _ in range(count):
        w, h = min(width, 8 * 128 ** uniform()), min(height, 8 * 128 ** uniform())
        x, y = uniform() * (width - w), uniform() * (height - h)
        rows.append((x, y, x + w, y + h))
    return torch.tensor(rows)


def levels(boxes):
    size = ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sqrt()
    return torch.floor(4 + torch.log2(size / 224 + 1e-8)).clamp(2, 5).long() - 2


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="512x1024")
    parser.add_argument("--boxes", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    height, width = map(int, options.size.split("x"))
    result = {}
    boxes = drawn(options.boxes, height, width, 1)
    own = levels(boxes)
    pyramid = [torch.randn(1, CHANNELS, height // stride, width // stride) for stride in STRIDES]
    if options.channels_last:
        pyramid = [level.contiguous(memory_format=torch.channels_last) for level in pyramid]
    rois = [torch.cat([torch.zeros(int((own == k).sum()), 1), boxes[own == k]], 1) for k in range(len(STRIDES))]

    def pool(side):
        return [torchvision.ops.roi_align(level, rows, side, 1 / stride, 0, True) for level, rows, stride in zip(pyramid, rois, STRIDES)]

    for side in (7, 14):
        for level in pyramid:
            level.requires_grad_(False)
        result[f"forward_{side}_seconds"], result[f"forward_{side}_processor_seconds"] = timing.median(options.repeats, lambda: pool(side))
        for level in pyramid:
            level.requires_grad_()
        result[f"both_{side}_seconds"], result[f"both_{side}_processor_seconds"] = timing.median(
            options.repeats, lambda: sum(part.sum() for part in pool(side)).backward())
    for count in (2000, 8000):
        many = drawn(count, height, width, 2)
        scores = torch.arange(count, 0, -1).float()
        result[f"nms_{count}_seconds"], result[f"nms_{count}_processor_seconds"] = timing.median(
            options.repeats, lambda: torchvision.ops.nms(many, scores, 0.7))
        result[f"nms_{count}_kept"] = len(torchvision.ops.nms(many, scores, 0.7))
    timing.report(result, torchvision=torchvision.__version__)


if __name__ == "__main__":
    main()

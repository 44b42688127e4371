"""torchvision's modulated deformable convolution on a map of Panoptic FCN's pyramid at stride 8; prints one JSON line.

    deformable_convolution.py [--size 512x1024] [--repeats 3] [--threads 2]
"""
import argparse
import json
import resource
import statistics
import time

import torch
import torchvision

CHANNELS, TAPS, STRIDE = 256, 9, 8


def median(repeats, action):
    action()
    seconds, processor = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), (time.process_time() - processor) / repeats


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="512x1024")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    height, width = (int(side) // STRIDE for side in options.size.split("x"))
    tensors = [torch.randn(1, CHANNELS, height, width), torch.randn(1, 2 * TAPS, height, width) * 2,
               torch.randn(CHANNELS, CHANNELS, 3, 3) * 0.02, torch.rand(1, TAPS, height, width)]

    def convolve():
        x, offset, weight, mask = tensors
        return torchvision.ops.deform_conv2d(x, offset, weight, padding=1, mask=mask)

    result = {}
    result["forward_seconds"], result["forward_processor_seconds"] = median(options.repeats, convolve)
    for tensor in tensors:
        tensor.requires_grad_()
    result["both_seconds"], result["both_processor_seconds"] = median(options.repeats, lambda: convolve().sum().backward())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak_rss_mib": peak, "torch": torch.__version__, "torchvision": torchvision.__version__}))


if __name__ == "__main__":
    main()

"""torchvision's modulated deformable convolution on a map of Panoptic FCN's pyramid at stride 8; prints one JSON line.

    deformable_convolution.py [--size 512x1024] [--repeats 3] [--threads 2]
"""
import argparse

import torch
import torchvision

import timing

CHANNELS, TAPS, STRIDE = 256, 9, 8


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
    result["forward_seconds"], result["forward_processor_seconds"] = timing.median(options.repeats, convolve)
    for tensor in tensors:
        tensor.requires_grad_()
    result["both_seconds"], result["both_processor_seconds"] = timing.median(options.repeats, lambda: convolve().sum().backward())
    timing.report(result, torchvision=torchvision.__version__)


if __name__ == "__main__":
    main()

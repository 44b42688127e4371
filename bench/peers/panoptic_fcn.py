"""Panoptic FCN on ResNet-50 in plain PyTorch with torchvision's deformable convolution; prints one JSON line.

    panoptic_fcn.py [--size 512x1024] [--repeats 3] [--threads 2] [--train] [--channels-last] [--flush-denormal]

Inference, or forward and backward without a criterion: the means of all outputs.
"""
import argparse

import torch
import torchvision
from torch import nn
from torch.nn import functional as F

import timing

WIDTH, EMBEDDING, THINGS, STUFF, TAPS = 256, 256, 8, 12, 9


def normed(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.GroupNorm(32, outputs))


class Pyramid(nn.Module):
    def __init__(self):
        super().__init__()
        backbone = torchvision.models.resnet50()
        self.stem = nn.Sequential(backbone.conv1, backbone.bn1, backbone.relu, backbone.maxpool)
        self.stages = nn.ModuleList([backbone.layer1, backbone.layer2, backbone.layer3, backbone.layer4])
        self.laterals = nn.ModuleList(nn.Conv2d(channels, WIDTH, 1) for channels in (256, 512, 1024, 2048))
        self.outputs = nn.ModuleList(nn.Conv2d(WIDTH, WIDTH, 3, padding=1) for _ in range(4))
        self.p6, self.p7 = (nn.Conv2d(WIDTH, WIDTH, 3, stride=2, padding=1) for _ in range(2))

    def forward(self, images):
        x, below = self.stem(images), []
        for stage in self.stages:
            x = stage(x)
            below.append(x)
        maps, coarser = [], None
        for k in range(3, -1, -1):
            lateral = self.laterals[k](below[k])
            coarser = lateral if coarser is None else lateral + F.interpolate(coarser, scale_factor=2, mode="nearest")
            maps.insert(0, self.outputs[k](coarser))
        maps.append(self.p6(maps[-1]))
        maps.append(self.p7(F.relu(maps[-1])))
        return maps


class Deformable(nn.Module):
    def __init__(self):
        super().__init__()
        self.places, self.kernel = nn.Conv2d(WIDTH, 3 * TAPS, 3, padding=1), normed(WIDTH, WIDTH)

    def forward(self, x):
        found = self.places(x)
        offsets, strengths = found[:, :2 * TAPS], found[:, 2 * TAPS:].sigmoid()
        return F.relu(self.kernel[1](torchvision.ops.deform_conv2d(x, offsets, self.kernel[0].weight, padding=1, mask=strengths)))


def with_coordinates(x):
    batch, _, height, width = x.shape
    rows = torch.linspace(-1, 1, height).view(1, 1, -1, 1).expand(batch, 1, height, width)
    columns = torch.linspace(-1, 1, width).view(1, 1, 1, -1).expand(batch, 1, height, width)
    return torch.cat((x, rows, columns), 1)


class PanopticFcn(nn.Module):
    def __init__(self):
        super().__init__()
        self.pyramid = Pyramid()
        self.semantic = nn.ModuleList(nn.ModuleList(normed(WIDTH, WIDTH) for _ in range(max(1, k))) for k in range(4))
        self.position = nn.Sequential(*(Deformable() for _ in range(3)))
        self.centers, self.regions = nn.Conv2d(WIDTH, THINGS, 3, padding=1), nn.Conv2d(WIDTH, STUFF, 3, padding=1)
        self.kernels = nn.ModuleList(normed(WIDTH + 2 if k == 0 else WIDTH, WIDTH) for k in range(3))
        self.kernel_output = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.encoder = nn.ModuleList(nn.Conv2d(WIDTH + 2 if k == 0 else EMBEDDING, EMBEDDING, 3, padding=1) for k in range(3))
        self.things, self.stuff = nn.Linear(WIDTH, EMBEDDING), nn.Linear(WIDTH, EMBEDDING)

    def forward(self, images):
        maps = self.pyramid(images)
        total = None
        for k, branch in enumerate(self.semantic):
            x = maps[k]
            for layer in branch:
                x = F.relu(layer(x))
                x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) if k > 0 else x
            total = x if total is None else total + x
        features = with_coordinates(total)
        for layer in self.encoder:
            features = F.relu(layer(features))
        outputs = [features]
        for x in maps[1:]:
            found = self.position(x)
            kernels = with_coordinates(x)
            for layer in self.kernels:
                kernels = F.relu(layer(kernels))
            outputs += [self.centers(found), self.regions(found), self.kernel_output(kernels)]
        return outputs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="512x1024")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--flush-denormal", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(options.flush_denormal)
    torch.manual_seed(0)
    height, width = map(int, options.size.split("x"))
    model, images = PanopticFcn(), torch.randn(1, 3, height, width)
    if options.channels_last:
        model, images = model.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)

    def step():
        loss = sum(output.mean() for output in model(images))
        model.zero_grad()
        loss.backward()

    def infer():
        with torch.no_grad():
            model(images)

    result = timing.network(model, options.repeats, step if options.train else None, infer)
    timing.report(result)


if __name__ == "__main__":
    main()

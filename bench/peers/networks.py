"""The networks of the benchmark, written plainly in PyTorch: the peers that bench/compare.py and bench/gpu.py measure Panoptes against.

Same layers, sizes and normalization as Panoptes' networks of the same names; parameter counts are printed by step.py and throughput.py so that a difference shows.
"""
import functools

import torch
from torch import nn
from torch.nn import functional as F

from segformer import SegFormer
from segnext import SegNeXtT


class ConvModule(nn.Sequential):
    def __init__(self, c_in, c_out, kernel=1, stride=1, padding=0, dilation=1, groups=1):
        super().__init__(
            nn.Conv2d(c_in, c_out, kernel, stride, padding, dilation, groups, bias=False),
            nn.BatchNorm2d(c_out),
            nn.ReLU(inplace=True))


class Separable(nn.Sequential):
    def __init__(self, c_in, c_out, dilation=1):
        super().__init__(
            ConvModule(c_in, c_in, 3, padding=dilation, dilation=dilation, groups=c_in),
            ConvModule(c_in, c_out))


class Bottleneck(nn.Module):
    def __init__(self, c_in, planes, stride, dilation, downsample):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(c_in, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride, dilation, dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, 4 * planes, 1, bias=False), nn.BatchNorm2d(4 * planes)
        self.downsample = downsample

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)), inplace=True)


class ResNetV1c50D8(nn.Module):
    channels = (256, 2048)

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            ConvModule(3, 32, 3, 2, 1), ConvModule(32, 32, 3, 1, 1), ConvModule(32, 64, 3, 1, 1), nn.MaxPool2d(3, 2, 1))
        self.stages = nn.ModuleList()
        c_in = 64
        for planes, blocks, stride, dilation in ((64, 3, 1, 1), (128, 4, 2, 1), (256, 6, 1, 2), (512, 3, 1, 4)):
            layers = []
            for block in range(blocks):
                first = block == 0
                down = nn.Sequential(
                    nn.Conv2d(c_in, 4 * planes, 1, stride, bias=False), nn.BatchNorm2d(4 * planes)) if first else None
                d = max(1, dilation // 2) if first else dilation
                layers.append(Bottleneck(c_in, planes, stride if first else 1, d, down))
                c_in = 4 * planes
            self.stages.append(nn.Sequential(*layers))

    def forward(self, x):
        x = self.stem(x)
        outs = []
        for stage in self.stages:
            x = stage(x)
            outs.append(x)
        return outs[0], outs[2], outs[3]


class SeparableAsppHead(nn.Module):
    def __init__(self, c_in, c_low, channels, low_channels, dilations, classes):
        super().__init__()
        self.image_pool = ConvModule(c_in, channels)
        self.aspp = nn.ModuleList(
            [ConvModule(c_in, channels)] + [Separable(c_in, channels, d) for d in dilations[1:]])
        self.bottleneck = ConvModule(channels * (len(dilations) + 1), channels, 3, padding=1)
        self.c1_bottleneck = ConvModule(c_low, low_channels)
        self.sep_bottleneck = nn.Sequential(
            Separable(channels + low_channels, channels), Separable(channels, channels))
        self.dropout, self.conv_seg = nn.Dropout2d(0.1), nn.Conv2d(channels, classes, 1)

    def forward(self, low, high):
        pooled = F.interpolate(
            self.image_pool(F.adaptive_avg_pool2d(high, 1)), high.shape[2:], mode="bilinear", align_corners=False)
        y = self.bottleneck(torch.cat([pooled] + [branch(high) for branch in self.aspp], 1))
        y = F.interpolate(y, low.shape[2:], mode="bilinear", align_corners=False)
        y = self.sep_bottleneck(torch.cat([y, self.c1_bottleneck(low)], 1))
        return self.conv_seg(self.dropout(y))


class FcnHead(nn.Module):
    def __init__(self, c_in, channels, classes):
        super().__init__()
        self.conv = ConvModule(c_in, channels, 3, padding=1)
        self.dropout, self.conv_seg = nn.Dropout2d(0.1), nn.Conv2d(channels, classes, 1)

    def forward(self, x):
        return self.conv_seg(self.dropout(self.conv(x)))


class DeepLabV3PlusR50(nn.Module):
    def __init__(self, classes=19):
        super().__init__()
        self.backbone = ResNetV1c50D8()
        self.decode_head = SeparableAsppHead(2048, 256, 512, 48, (1, 12, 24, 36), classes)
        self.auxiliary_head = FcnHead(1024, 256, classes)

    def forward(self, x):
        low, middle, high = self.backbone(x)
        y = self.decode_head(low, high)
        return (y, self.auxiliary_head(middle)) if self.training else (y,)


class MobileNetV2(nn.Module):
    """torchvision's features with the last stride turned into dilation: output stride 16."""

    def __init__(self):
        super().__init__()
        import torchvision
        self.features = torchvision.models.mobilenet_v2(weights=None).features[:18]
        for index in range(14, 18):
            for layer in self.features[index].modules():
                if isinstance(layer, nn.Conv2d) and layer.kernel_size == (3, 3):
                    if index == 14:
                        layer.stride = (1, 1)
                    else:
                        layer.dilation = layer.padding = (2, 2)

    def forward(self, x):
        low = None
        for index, block in enumerate(self.features):
            x = block(x)
            low = x if index == 3 else low
        return low, x


class DeepLabV3PlusMobileNetV2(nn.Module):
    def __init__(self, classes=19, channels=128, low_channels=24, dilations=(1, 6, 12, 18)):
        super().__init__()
        self.backbone = MobileNetV2()
        self.decode_head = SeparableAsppHead(320, 24, channels, low_channels, dilations, classes)

    def forward(self, x):
        return (self.decode_head(*self.backbone(x)),)


NETWORKS = {"deeplabv3plus_r50": DeepLabV3PlusR50, "deeplabv3plus_mobilenetv2": DeepLabV3PlusMobileNetV2,
            "segnext_t": SegNeXtT, **{f"segformer_b{size}": functools.partial(SegFormer, size) for size in range(6)}}

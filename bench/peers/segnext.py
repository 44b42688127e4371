"""SegNeXt-T, written plainly in PyTorch as the published code computes it."""
import torch
from torch import nn
from torch.nn import functional as F

from segformer import DropPath


class MultiScaleGate(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv0 = nn.Conv2d(c, c, 5, padding=2, groups=c)
        self.strips = nn.ModuleList(
            nn.Sequential(nn.Conv2d(c, c, (1, k), padding=(0, k // 2), groups=c), nn.Conv2d(c, c, (k, 1), padding=(k // 2, 0), groups=c))
            for k in (7, 11, 21))
        self.conv3 = nn.Conv2d(c, c, 1)

    def forward(self, x):
        near = self.conv0(x)
        return self.conv3(near + sum(strip(near) for strip in self.strips)) * x


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.proj_1, self.gate, self.proj_2 = nn.Conv2d(c, c, 1), MultiScaleGate(c), nn.Conv2d(c, c, 1)

    def forward(self, x):
        return self.proj_2(self.gate(F.gelu(self.proj_1(x)))) + x


class FeedForward(nn.Module):
    def __init__(self, c, hidden):
        super().__init__()
        self.fc1, self.dwconv, self.fc2 = nn.Conv2d(c, hidden, 1), nn.Conv2d(hidden, hidden, 3, 1, 1, groups=hidden), nn.Conv2d(hidden, c, 1)

    def forward(self, x):
        return self.fc2(F.gelu(self.dwconv(self.fc1(x))))


class Block(nn.Module):
    def __init__(self, c, expansion, drop):
        super().__init__()
        self.norm1, self.attn, self.norm2, self.mlp = nn.BatchNorm2d(c), Attention(c), nn.BatchNorm2d(c), FeedForward(c, expansion * c)
        self.scale1, self.scale2 = nn.Parameter(torch.full((c, 1, 1), 1e-2)), nn.Parameter(torch.full((c, 1, 1), 1e-2))
        self.drop = DropPath(drop)

    def forward(self, x):
        x = x + self.drop(self.scale1 * self.attn(self.norm1(x)))
        return x + self.drop(self.scale2 * self.mlp(self.norm2(x)))


class Mscan(nn.Module):
    def __init__(self, widths=(32, 64, 160, 256), depths=(3, 3, 5, 2), expansions=(8, 8, 4, 4), drop=0.1):
        super().__init__()
        shares = torch.linspace(0, drop, sum(depths)).tolist()
        self.embeds, self.blocks, self.norms = (nn.ModuleList() for _ in range(3))
        for stage, width in enumerate(widths):
            self.embeds.append(nn.Sequential(
                nn.Conv2d(3, width // 2, 3, 2, 1), nn.BatchNorm2d(width // 2), nn.GELU(),
                nn.Conv2d(width // 2, width, 3, 2, 1), nn.BatchNorm2d(width)) if stage == 0 else nn.Sequential(
                nn.Conv2d(widths[stage - 1], width, 3, 2, 1), nn.BatchNorm2d(width)))
            self.blocks.append(nn.Sequential(
                *(Block(width, expansions[stage], shares[sum(depths[:stage]) + b]) for b in range(depths[stage]))))
            self.norms.append(nn.LayerNorm(width))

    def forward(self, x):
        outs = []
        for embed, blocks, norm in zip(self.embeds, self.blocks, self.norms):
            x = embed(x)
            n, c, height, width = x.shape
            # The published blocks work on maps; the norm after a stage works on tokens.
            x = norm(blocks(x).flatten(2).transpose(1, 2)).reshape(n, height, width, c).permute(0, 3, 1, 2).contiguous()
            outs.append(x)
        return outs


class Nmf(nn.Module):
    def __init__(self, rank):
        super().__init__()
        self.rank = rank

    def forward(self, x):
        n, c, height, width = x.shape
        x = x.view(n, c, height * width)
        bases = F.normalize(torch.rand(n, c, self.rank, device=x.device), dim=1)
        coefficients = (x.transpose(1, 2) @ bases).softmax(-1)

        def updated(coefficients):
            return coefficients * (x.transpose(1, 2) @ bases) / (coefficients @ (bases.transpose(1, 2) @ bases) + 1e-6)

        for _ in range(6 if self.training else 7):
            coefficients = updated(coefficients)
            bases = bases * (x @ coefficients) / (bases @ (coefficients.transpose(1, 2) @ coefficients) + 1e-6)
        return (bases @ updated(coefficients).transpose(1, 2)).view(n, c, height, width)


class NormedConv(nn.Sequential):
    def __init__(self, c_in, c_out):
        super().__init__(nn.Conv2d(c_in, c_out, 1, bias=False), nn.GroupNorm(32, c_out), nn.ReLU(inplace=True))


class SegNeXtT(nn.Module):
    def __init__(self, classes=19, channels=256, rank=16):
        super().__init__()
        self.backbone = Mscan()
        self.squeeze, self.align = NormedConv(64 + 160 + 256, channels), NormedConv(channels, channels)
        self.ham_in, self.ham = nn.Conv2d(channels, channels, 1), Nmf(rank)
        self.ham_out = nn.Sequential(nn.Conv2d(channels, channels, 1, bias=False), nn.GroupNorm(32, channels))
        self.dropout, self.conv_seg = nn.Dropout2d(0.1), nn.Conv2d(channels, classes, 1)

    def forward(self, x):
        maps = self.backbone(x)[1:]
        size = maps[0].shape[2:]
        y = self.squeeze(torch.cat([F.interpolate(m, size, mode="bilinear", align_corners=False) for m in maps], 1))
        y = F.relu(y + self.ham_out(self.ham(F.relu(self.ham_in(y)).contiguous())))
        return (self.conv_seg(self.dropout(self.align(y))),)

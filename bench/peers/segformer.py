"""SegFormer-B0 to B5 with mmsegmentation's head, written plainly in PyTorch as the published code computes it: tokens (N, HW, C) between maps.

Attention is PyTorch's fused one where it has it (2.0 and later), as anybody would write it today; before, matrix products and a softmax.
"""
import torch
from torch import nn
from torch.nn import functional as F


class DropPath(nn.Module):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, x):
        if self.share == 0 or not self.training:
            return x
        mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(1 - self.share)
        return x * mask.div_(1 - self.share)


def to_tokens(x):
    return x.flatten(2).transpose(1, 2)


def to_map(x, height, width):
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], height, width)


def attend(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v)
    return ((q @ k.transpose(-2, -1)) * q.shape[-1] ** -0.5).softmax(-1) @ v


class Attention(nn.Module):
    def __init__(self, c, heads, reduction):
        super().__init__()
        self.heads = heads
        self.q, self.kv, self.proj = nn.Linear(c, c), nn.Linear(c, 2 * c), nn.Linear(c, c)
        self.sr = nn.Conv2d(c, c, reduction, reduction) if reduction > 1 else None
        self.norm = nn.LayerNorm(c, 1e-6) if reduction > 1 else None

    def forward(self, x, height, width):
        n, tokens, c = x.shape
        q = self.q(x).reshape(n, tokens, self.heads, c // self.heads).transpose(1, 2)
        source = x if self.sr is None else self.norm(to_tokens(self.sr(to_map(x, height, width))))
        k, v = self.kv(source).reshape(n, -1, 2, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        return self.proj(attend(q, k, v).transpose(1, 2).reshape(n, tokens, c))


class MixFfn(nn.Module):
    def __init__(self, c, hidden):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(c, hidden), nn.Linear(hidden, c)
        self.dwconv = nn.Conv2d(hidden, hidden, 3, 1, 1, groups=hidden)

    def forward(self, x, height, width):
        return self.fc2(F.gelu(to_tokens(self.dwconv(to_map(self.fc1(x), height, width)))))


class Block(nn.Module):
    def __init__(self, c, heads, reduction, drop):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(c, 1e-6), Attention(c, heads, reduction)
        self.norm2, self.ffn = nn.LayerNorm(c, 1e-6), MixFfn(c, 4 * c)
        self.drop = DropPath(drop)

    def forward(self, x, height, width):
        x = x + self.drop(self.attn(self.norm1(x), height, width))
        return x + self.drop(self.ffn(self.norm2(x), height, width))


class MixTransformer(nn.Module):
    def __init__(self, widths=(32, 64, 160, 256), depths=(2, 2, 2, 2), heads=(1, 2, 5, 8), reductions=(8, 4, 2, 1), drop=0.1):
        super().__init__()
        shares = torch.linspace(0, drop, sum(depths)).tolist()
        self.embeds, self.embed_norms, self.blocks, self.norms = (nn.ModuleList() for _ in range(4))
        c_in = 3
        for stage, width in enumerate(widths):
            kernel, stride = (7, 4) if stage == 0 else (3, 2)
            self.embeds.append(nn.Conv2d(c_in, width, kernel, stride, kernel // 2))
            self.embed_norms.append(nn.LayerNorm(width, 1e-6))
            self.blocks.append(nn.ModuleList(
                Block(width, heads[stage], reductions[stage], shares[sum(depths[:stage]) + b]) for b in range(depths[stage])))
            self.norms.append(nn.LayerNorm(width, 1e-6))
            c_in = width

    def forward(self, x):
        outs = []
        for embed, embed_norm, blocks, norm in zip(self.embeds, self.embed_norms, self.blocks, self.norms):
            x = embed(x)
            height, width = x.shape[2:]
            x = embed_norm(to_tokens(x))
            for block in blocks:
                x = block(x, height, width)
            x = to_map(norm(x), height, width)
            outs.append(x)
        return outs


DEPTHS = ((2, 2, 2, 2), (2, 2, 2, 2), (3, 4, 6, 3), (3, 4, 18, 3), (3, 8, 27, 3), (3, 6, 40, 3))


class SegFormer(nn.Module):
    def __init__(self, size, classes=19, channels=256):
        super().__init__()
        from networks import ConvModule
        widths = (32, 64, 160, 256) if size == 0 else (64, 128, 320, 512)
        self.backbone = MixTransformer(widths, DEPTHS[size])
        self.convs = nn.ModuleList(ConvModule(c, channels) for c in widths)
        self.fusion_conv = ConvModule(4 * channels, channels)
        self.dropout, self.conv_seg = nn.Dropout2d(0.1), nn.Conv2d(channels, classes, 1)

    def forward(self, x):
        maps = [conv(y) for conv, y in zip(self.convs, self.backbone(x))]
        size = maps[0].shape[2:]
        y = torch.cat([F.interpolate(y, size, mode="bilinear", align_corners=False) for y in maps], 1)
        return (self.conv_seg(self.dropout(self.fusion_conv(y))),)

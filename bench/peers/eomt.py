"""EoMT-S in plain PyTorch, as its repository and timm have it.

    eomt.py [--size 640x640] [--repeats 3] [--threads 2] [--train] [--flush-denormal]

Prints one JSON line. The step has every late block masked and a prediction before each, as at the start of a training; inference uses no masks, as
published. Where PyTorch has scaled_dot_product_attention it is taken; else scores, softmax and product.
"""
import argparse

import torch
from torch import nn
from torch.nn import functional as F

import timing

WIDTH, DEPTH, HEADS, LATE, QUERIES, CLASSES, PATCH = 384, 12, 6, 3, 200, 19, 16


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x, mask):
        batch, tokens, _ = x.shape
        query, key, value = self.qkv(x).reshape(batch, tokens, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        if hasattr(F, "scaled_dot_product_attention"):
            x = F.scaled_dot_product_attention(query, key, value, None if mask is None else mask[:, None])
        else:
            scores = query * (WIDTH // HEADS) ** -0.5 @ key.transpose(-2, -1)
            if mask is not None:
                scores = scores.masked_fill(~mask[:, None], float("-inf"))
            x = scores.softmax(-1) @ value
        return self.proj(x.transpose(1, 2).reshape(batch, tokens, WIDTH))


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(1e-5 * torch.ones(WIDTH))

    def forward(self, x):
        return x * self.gamma


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.attn, self.ls1 = nn.LayerNorm(WIDTH, eps=1e-6), Attention(), Scale()
        self.norm2, self.ls2 = nn.LayerNorm(WIDTH, eps=1e-6), Scale()
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x, mask):
        x = x + self.ls1(self.attn(self.norm1(x), mask))
        return x + self.ls2(self.mlp(self.norm2(x)))


class Upscale(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.ConvTranspose2d(WIDTH, WIDTH, 2, stride=2)
        self.conv2 = nn.Conv2d(WIDTH, WIDTH, 3, padding=1, groups=WIDTH, bias=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)

    def forward(self, x):
        x = self.conv2(F.gelu(self.conv1(x)))
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Eomt(nn.Module):
    def __init__(self, grid):
        super().__init__()
        self.grid = grid
        self.cls_token, self.reg_token = nn.Parameter(torch.zeros(1, 1, WIDTH)), nn.Parameter(torch.zeros(1, 4, WIDTH))
        self.pos_embed = nn.Parameter(0.02 * torch.randn(1, grid[0] * grid[1], WIDTH))
        self.patch_embed = nn.Conv2d(3, WIDTH, PATCH, stride=PATCH)
        self.blocks, self.norm = nn.ModuleList(Block() for _ in range(DEPTH)), nn.LayerNorm(WIDTH, eps=1e-6)
        self.q, self.class_head = nn.Embedding(QUERIES, WIDTH), nn.Linear(WIDTH, CLASSES + 1)
        self.mask_head = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH))
        self.upscale = nn.Sequential(Upscale(), Upscale())

    def predict(self, x):
        query, patches = x[:, :QUERIES], x[:, QUERIES + 5:].transpose(1, 2).reshape(x.shape[0], WIDTH, *self.grid)
        return self.class_head(query), torch.einsum("bqc,bchw->bqhw", self.mask_head(query), self.upscale(patches))

    def mask(self, x, masks):
        visible = torch.ones(x.shape[0], x.shape[1], x.shape[1], dtype=torch.bool)
        inside = F.interpolate(masks, self.grid, mode="bilinear").flatten(2) > 0
        visible[:, :QUERIES, QUERIES + 5:] = inside
        return visible

    def forward(self, images, masked):
        x = self.patch_embed(images).flatten(2).transpose(1, 2) + self.pos_embed
        x = torch.cat((self.cls_token.expand(x.shape[0], -1, -1), self.reg_token.expand(x.shape[0], -1, -1), x), 1)
        predictions = []
        for index, block in enumerate(self.blocks):
            if index == DEPTH - LATE:
                x = torch.cat((self.q.weight.expand(x.shape[0], -1, -1), x), 1)
            visible = None
            if masked and index >= DEPTH - LATE:
                predictions.append(self.predict(self.norm(x)))
                visible = self.mask(x, predictions[-1][1])
            x = block(x, visible)
        return [*predictions, self.predict(self.norm(x))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="640x640")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--flush-denormal", action="store_true")
    options = parser.parse_args()
    torch.set_flush_denormal(options.flush_denormal)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    height, width = map(int, options.size.split("x"))
    model, images = Eomt((height // PATCH, width // PATCH)), torch.randn(1, 3, height, width)

    def step():
        loss = sum(classes.mean() + masks.mean() for classes, masks in model(images, True))
        model.zero_grad()
        loss.backward()

    def infer():
        with torch.no_grad():
            model(images, False)

    result = timing.network(model, options.repeats, step if options.train else None, infer)
    timing.report(result)


if __name__ == "__main__":
    main()

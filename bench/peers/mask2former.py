"""Mask2Former on ResNet-50 in plain PyTorch, and deformable attention's core on grid_sample, as Mask2Former's repository has them.

    mask2former.py network [--size 512x1024] [--repeats 3] [--threads 2] [--train] [--channels-last] [--flush-denormal]
    mask2former.py deformable [--size 512x1024] [--repeats 3] [--threads 2]

Prints one JSON line. The attention mask follows from every layer's full-size mask logits, and every layer predicts, as published; attention's weights are not
asked for, so that PyTorch takes its fused kernel where it has one.
"""
import argparse
import math

import torch
import torchvision
from torch import nn
from torch.nn import functional as F

import timing

WIDTH, HEADS, POINTS, QUERIES, CLASSES = 256, 8, 4, 100, 19


def sample(value, sizes, locations, weights):
    """The composite: value (N, S, heads, D), locations (N, Q, heads, L, P, 2), weights (N, Q, heads, L, P)."""
    batch, _, heads, channels = value.shape
    queries, levels, points = locations.shape[1], locations.shape[3], locations.shape[4]
    grids = 2 * locations - 1
    sampled = []
    for level, part in enumerate(value.split([height * width for height, width in sizes], dim=1)):
        height, width = sizes[level]
        maps = part.flatten(2).transpose(1, 2).reshape(batch * heads, channels, height, width)
        grid = grids[:, :, :, level].transpose(1, 2).flatten(0, 1)
        sampled.append(F.grid_sample(maps, grid, mode="bilinear", padding_mode="zeros", align_corners=False))
    weights = weights.transpose(1, 2).reshape(batch * heads, 1, queries, levels * points)
    output = (torch.stack(sampled, dim=-2).flatten(-2) * weights).sum(-1).view(batch, heads * channels, queries)
    return output.transpose(1, 2).contiguous()


def positions(x):
    batch, _, height, width = x.shape
    ones = torch.ones(batch, height, width)
    rows, columns = ones.cumsum(1), ones.cumsum(2)
    rows, columns = rows / (rows[:, -1:] + 1e-6) * 2 * math.pi, columns / (columns[:, :, -1:] + 1e-6) * 2 * math.pi
    steps = torch.arange(WIDTH // 2, dtype=torch.float32)
    steps = 10000 ** (2 * torch.div(steps, 2, rounding_mode="floor") / (WIDTH // 2))
    codes = []
    for places in (rows, columns):
        angles = places[..., None] / steps
        codes.append(torch.stack((angles[..., 0::2].sin(), angles[..., 1::2].cos()), dim=4).flatten(3))
    return torch.cat(codes, dim=3).permute(0, 3, 1, 2)


class DeformableAttention(nn.Module):
    def __init__(self, levels):
        super().__init__()
        self.levels = levels
        self.sampling_offsets = nn.Linear(WIDTH, HEADS * levels * POINTS * 2)
        self.attention_weights = nn.Linear(WIDTH, HEADS * levels * POINTS)
        self.value_proj = nn.Linear(WIDTH, WIDTH)
        self.output_proj = nn.Linear(WIDTH, WIDTH)

    def forward(self, query, references, tokens, sizes):
        batch, count, _ = query.shape
        value = self.value_proj(tokens).view(batch, -1, HEADS, WIDTH // HEADS)
        offsets = self.sampling_offsets(query).view(batch, count, HEADS, self.levels, POINTS, 2)
        weights = self.attention_weights(query).view(batch, count, HEADS, self.levels * POINTS).softmax(-1)
        weights = weights.view(batch, count, HEADS, self.levels, POINTS)
        extents = torch.tensor([[width, height] for height, width in sizes], dtype=torch.float32)
        locations = references[:, :, None, :, None] + offsets / extents[None, None, None, :, None]
        return self.output_proj(sample(value, sizes, locations, weights))


class EncoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.norm1 = DeformableAttention(3), nn.LayerNorm(WIDTH)
        self.linear1, self.linear2, self.norm2 = nn.Linear(WIDTH, 1024), nn.Linear(1024, WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x, places, references, sizes):
        x = self.norm1(x + self.attention(x + places, references, x, sizes))
        return self.norm2(x + self.linear2(F.relu(self.linear1(x))))


class PixelDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.inputs = nn.ModuleList(nn.Sequential(nn.Conv2d(channels, WIDTH, 1), nn.GroupNorm(32, WIDTH)) for channels in (2048, 1024, 512))
        self.level_embed = nn.Parameter(torch.randn(3, WIDTH))
        self.layers = nn.ModuleList(EncoderLayer() for _ in range(6))
        self.adapter = nn.Sequential(nn.Conv2d(256, WIDTH, 1, bias=False), nn.GroupNorm(32, WIDTH))
        self.layer = nn.Sequential(nn.Conv2d(WIDTH, WIDTH, 3, padding=1, bias=False), nn.GroupNorm(32, WIDTH))
        self.mask_features = nn.Conv2d(WIDTH, WIDTH, 1)

    def forward(self, features):
        maps = [project(feature) for project, feature in zip(self.inputs, features[:0:-1])]
        sizes = [tuple(x.shape[2:]) for x in maps]
        tokens = torch.cat([x.flatten(2).transpose(1, 2) for x in maps], 1)
        places = torch.cat([positions(x).flatten(2).transpose(1, 2) + self.level_embed[k] for k, x in enumerate(maps)], 1)
        references = []
        for height, width in sizes:
            y, x = torch.meshgrid((torch.arange(height) + 0.5) / height, (torch.arange(width) + 0.5) / width, indexing="ij")
            references.append(torch.stack((x.reshape(-1), y.reshape(-1)), -1)[None])
        references = torch.cat(references, 1)[:, :, None].expand(-1, -1, 3, -1)
        for layer in self.layers:
            tokens = layer(tokens, places, references, sizes)
        outputs = [part.transpose(1, 2).view(part.shape[0], -1, *size)
                   for part, size in zip(tokens.split([height * width for height, width in sizes], dim=1), sizes)]
        lateral = self.adapter(features[0])
        smooth = F.relu(self.layer(lateral + F.interpolate(outputs[-1], size=lateral.shape[-2:], mode="bilinear", align_corners=False)))
        return self.mask_features(smooth), outputs


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.cross = nn.ModuleList(nn.MultiheadAttention(WIDTH, HEADS) for _ in range(9))
        self.own = nn.ModuleList(nn.MultiheadAttention(WIDTH, HEADS) for _ in range(9))
        self.wide = nn.ModuleList(nn.Sequential(nn.Linear(WIDTH, 2048), nn.ReLU(), nn.Linear(2048, WIDTH)) for _ in range(9))
        self.norms = nn.ModuleList(nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3)) for _ in range(9))
        self.decoder_norm = nn.LayerNorm(WIDTH)
        self.query_feat, self.query_embed, self.level_embed = nn.Embedding(QUERIES, WIDTH), nn.Embedding(QUERIES, WIDTH), nn.Embedding(3, WIDTH)
        self.class_embed = nn.Linear(WIDTH, CLASSES + 1)
        self.mask_embed = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH))

    def predict(self, queries, mask_features, size):
        normed = self.decoder_norm(queries).transpose(0, 1)
        masks = torch.einsum("bqc,bchw->bqhw", self.mask_embed(normed), mask_features)
        blocked = F.interpolate(masks, size=size, mode="bilinear", align_corners=False)
        blocked = (blocked.sigmoid().flatten(2).unsqueeze(1).repeat(1, HEADS, 1, 1).flatten(0, 1) < 0.5).detach()
        return self.class_embed(normed), masks, blocked

    def forward(self, maps, mask_features):
        pixels = [x.flatten(2).permute(2, 0, 1) + self.level_embed.weight[k] for k, x in enumerate(maps)]
        places = [positions(x).flatten(2).permute(2, 0, 1) for x in maps]
        sizes = [x.shape[-2:] for x in maps]
        batch = mask_features.shape[0]
        codes, queries = self.query_embed.weight.unsqueeze(1).repeat(1, batch, 1), self.query_feat.weight.unsqueeze(1).repeat(1, batch, 1)
        classes, masks, blocked = self.predict(queries, mask_features, sizes[0])
        predictions = [(classes, masks)]
        for k in range(9):
            blocked[torch.where(blocked.sum(-1) == blocked.shape[-1])] = False
            level = k % 3
            looked = self.cross[k](queries + codes, pixels[level] + places[level], pixels[level], attn_mask=blocked, need_weights=False)[0]
            queries = self.norms[k][0](queries + looked)
            queries = self.norms[k][1](queries + self.own[k](queries + codes, queries + codes, queries, need_weights=False)[0])
            queries = self.norms[k][2](queries + self.wide[k](queries))
            classes, masks, blocked = self.predict(queries, mask_features, sizes[(k + 1) % 3])
            predictions.append((classes, masks))
        return predictions


class Mask2Former(nn.Module):
    def __init__(self):
        super().__init__()
        backbone = torchvision.models.resnet50()
        self.stem = nn.Sequential(backbone.conv1, backbone.bn1, backbone.relu, backbone.maxpool)
        self.stages = nn.ModuleList([backbone.layer1, backbone.layer2, backbone.layer3, backbone.layer4])
        self.pixel_decoder, self.decoder = PixelDecoder(), Decoder()

    def forward(self, images):
        x, features = self.stem(images), []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        mask_features, maps = self.pixel_decoder(features)
        return self.decoder(maps, mask_features)


def network(options, height, width):
    model = Mask2Former()
    images = torch.randn(1, 3, height, width)
    if options.channels_last:
        model, images = model.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)

    def step():
        loss = sum(classes.mean() + masks.mean() for classes, masks in model(images))
        model.zero_grad()
        loss.backward()

    def infer():
        with torch.no_grad():
            model(images)

    return timing.network(model, options.repeats, step if options.train else None, infer)


def deformable(options, height, width):
    sizes = [(height // stride, width // stride) for stride in (32, 16, 8)]
    count = sum(h * w for h, w in sizes)
    value = torch.randn(1, count, HEADS, WIDTH // HEADS, requires_grad=True)
    references = torch.cat([torch.stack(torch.meshgrid((torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")[::-1], -1).view(-1, 2) for h, w in sizes])
    extents = torch.tensor([[w, h] for h, w in sizes], dtype=torch.float32)
    offsets = torch.randn(1, count, HEADS, 3, POINTS, 2) * 2
    locations = (references[None, :, None, None, None] + offsets / extents[None, None, None, :, None]).requires_grad_()
    weights = torch.rand(1, count, HEADS, 3, POINTS, requires_grad=True)

    def forward():
        with torch.no_grad():
            sample(value, sizes, locations, weights)

    def both():
        sample(value, sizes, locations, weights).sum().backward()

    result = {}
    result["forward_seconds"], result["forward_processor_seconds"] = timing.median(options.repeats, forward)
    result["both_seconds"], result["both_processor_seconds"] = timing.median(options.repeats, both)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["network", "deformable"])
    parser.add_argument("--size", default="512x1024")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--flush-denormal", action="store_true")
    options = parser.parse_args()
    torch.set_flush_denormal(options.flush_denormal)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    height, width = map(int, options.size.split("x"))
    result = (network if options.what == "network" else deformable)(options, height, width)
    timing.report(result)


if __name__ == "__main__":
    main()

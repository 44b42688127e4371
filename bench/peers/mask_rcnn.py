"""A training step of Panoptic Cascade Mask R-CNN on ResNet-50 in plain PyTorch with torchvision's operators; prints one JSON line.

    mask_rcnn.py [--size 512x1024] [--batch 2] [--repeats 2] [--threads 2] [--channels-last] [--flush-denormal]

Proposals, matching, sampling, three stages, masks, stuff, and the gradient of all losses, on eight objects an image.
"""
import argparse
import math

import torch
import torchvision
from torch import nn
from torch.nn import functional as F
from torchvision.ops import boxes as ops

import timing

WIDTH, THINGS, STUFF = 256, 8, 11
SIZES, RATIOS = (32, 64, 128, 256, 512), (0.5, 1, 2)
STAGES = ((0.5, (10, 10, 5, 5)), (0.6, (20, 20, 10, 10)), (0.7, (30, 30, 15, 15)))
MOST_GROWTH = math.log(1000 / 16)


def normed(inputs, outputs, kernel):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Pyramid(nn.Module):
    def __init__(self):
        super().__init__()
        backbone = torchvision.models.resnet50()
        self.stem = nn.Sequential(backbone.conv1, backbone.bn1, backbone.relu, backbone.maxpool)
        self.stages = nn.ModuleList([backbone.layer1, backbone.layer2, backbone.layer3, backbone.layer4])
        self.laterals = nn.ModuleList(normed(channels, WIDTH, 1) for channels in (256, 512, 1024, 2048))
        self.outputs = nn.ModuleList(normed(WIDTH, WIDTH, 3) for _ in range(4))

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
        return [*maps, F.max_pool2d(maps[-1], 1, 2)]


class ScaleGradient(torch.autograd.Function):
    @staticmethod
    def forward(context, x, factor):
        context.factor = factor
        return x

    @staticmethod
    def backward(context, gradient):
        return gradient * context.factor, None


def encode(boxes, targets, weights):
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tw, th = targets[:, 2] - targets[:, 0], targets[:, 3] - targets[:, 1]
    x = (targets[:, 0] + tw / 2 - boxes[:, 0] - w / 2) / w
    y = (targets[:, 1] + th / 2 - boxes[:, 1] - h / 2) / h
    return torch.stack((x, y, (tw / w).log(), (th / h).log()), 1) * torch.tensor(weights)


def decode(deltas, boxes, weights):
    deltas = deltas / torch.tensor(weights)
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    x, y = boxes[:, 0] + w / 2 + deltas[:, 0] * w, boxes[:, 1] + h / 2 + deltas[:, 1] * h
    w, h = w * deltas[:, 2].clamp(max=MOST_GROWTH).exp(), h * deltas[:, 3].clamp(max=MOST_GROWTH).exp()
    return torch.stack((x - w / 2, y - h / 2, x + w / 2, y + h / 2), 1)


def drawn(own, rest, most, share):
    own = own[torch.randperm(own.numel())[:int(most * share)]]
    return own, rest[torch.randperm(rest.numel())[:most - own.numel()]]


def pooled(maps, boxes, side):
    """What boxes show of the map that fits their size; images one after the other."""
    rois = torch.cat([torch.cat((torch.full((len(own), 1), float(n)), own), 1) for n, own in enumerate(boxes)])
    size = ((rois[:, 3] - rois[:, 1]) * (rois[:, 4] - rois[:, 2])).sqrt()
    level = torch.floor(4 + torch.log2(size / 224 + 1e-8)).clamp(2, 5).long() - 2
    result = torch.zeros(len(rois), WIDTH, side, side)
    for k, features in enumerate(maps[:4]):
        rows = (level == k).nonzero().flatten()
        result.index_put_((rows,), torchvision.ops.roi_align(features, rois[rows], side, 0.25 / 2 ** k, 0, True))
    return result


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.pyramid = Pyramid()
        self.rpn = nn.Conv2d(WIDTH, WIDTH, 3, padding=1)
        self.objectness, self.deltas = nn.Conv2d(WIDTH, 3, 1), nn.Conv2d(WIDTH, 12, 1)
        self.heads = nn.ModuleList(nn.Sequential(
            nn.Flatten(), nn.Linear(WIDTH * 49, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU()) for _ in STAGES)
        self.classes = nn.ModuleList(nn.Linear(1024, THINGS + 1) for _ in STAGES)
        self.places = nn.ModuleList(nn.Linear(1024, 4) for _ in STAGES)
        self.masks = nn.Sequential(
            *(layer for _ in range(4) for layer in (nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.ReLU(inplace=True))),
            nn.ConvTranspose2d(WIDTH, WIDTH, 2, 2), nn.ReLU(inplace=True), nn.Conv2d(WIDTH, THINGS, 1))
        self.semantic = nn.ModuleList(nn.ModuleList(nn.Sequential(
            nn.Conv2d(WIDTH if i == 0 else 128, 128, 3, padding=1, bias=False), nn.GroupNorm(32, 128))
            for i in range(max(1, k))) for k in range(4))
        self.stuff = nn.Conv2d(128, STUFF + 1, 1)
        for layer in (self.rpn, self.objectness, self.deltas, *self.classes):
            nn.init.normal_(layer.weight, 0, 0.01)
        for layer in self.places:
            nn.init.normal_(layer.weight, 0, 0.001)
        for layer in (self.rpn, self.objectness, self.deltas, *self.classes, *self.places):
            nn.init.zeros_(layer.bias)

    def proposals(self, maps, targets, height, width):
        anchors, logits, deltas, counts = [], [], [], []
        for k, features in enumerate(maps):
            x = F.relu(self.rpn(features))
            n, _, h, w = x.shape
            logits.append(self.objectness(x).permute(0, 2, 3, 1).flatten(1))
            deltas.append(self.deltas(x).view(n, 3, 4, h, w).permute(0, 3, 4, 1, 2).reshape(n, -1, 4))
            stride, cell = 4 << k, []
            for ratio in RATIOS:
                half = SIZES[k] / math.sqrt(ratio) / 2
                cell.append((-half, -half * ratio, half, half * ratio))
            x, y = torch.arange(w) * stride, torch.arange(h) * stride
            shift = torch.stack((x.repeat(h), y.repeat_interleave(w)), 1).repeat(1, 2).float()
            anchors.append((shift[:, None] + torch.tensor(cell)).view(-1, 4))
            counts.append(len(anchors[-1]))
        every, all_logits, all_deltas = torch.cat(anchors), torch.cat(logits, 1), torch.cat(deltas, 1)
        losses = [0, 0]
        for n, (objects, _, _) in enumerate(targets):
            overlap = ops.box_iou(objects, every)
            value, match = overlap.max(0)
            best = (overlap == overlap.max(1, keepdim=True)[0]).any(0)
            own, rest = drawn(((value >= 0.7) | best).nonzero().flatten(), ((value < 0.3) & ~best).nonzero().flatten(), 256, 0.5)
            rows = torch.cat((own, rest))
            truth = torch.zeros(len(rows))
            truth[:len(own)] = 1
            losses[0] = losses[0] + F.binary_cross_entropy_with_logits(all_logits[n, rows], truth, reduction="sum")
            losses[1] = losses[1] + (all_deltas[n, own] - encode(every[own], objects[match[own]], (1., 1, 1, 1))).abs().sum()
        found = []
        with torch.no_grad():
            for n in range(len(targets)):
                boxes, scores, levels = [], [], []
                for k in range(len(maps)):
                    score, rows = logits[k][n].topk(min(2000, counts[k]))
                    boxes.append(decode(deltas[k][n, rows], anchors[k][rows], (1., 1, 1, 1)))
                    scores.append(score)
                    levels.append(torch.full((len(rows),), k))
                boxes, scores, levels = ops.clip_boxes_to_image(torch.cat(boxes), (height, width)), torch.cat(scores), torch.cat(levels)
                whole = ops.remove_small_boxes(boxes, 1e-6)
                boxes, scores, levels = boxes[whole], scores[whole], levels[whole]
                found.append(boxes[ops.batched_nms(boxes, scores, levels, 0.65)[:4000]])
        return found, [loss / (256 * len(targets)) for loss in losses]

    def loss(self, images, targets, labels):
        height, width = images.shape[2:]
        maps = self.pyramid(images)
        total = None
        for k, branch in enumerate(self.semantic):
            x = maps[k]
            for layer in branch:
                x = F.relu(layer(x))
                x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) if k > 0 else x
            total = x if total is None else total + x
        full = F.interpolate(self.stuff(total), scale_factor=4, mode="bilinear", align_corners=False)
        losses = [0.5 * F.cross_entropy(full, labels, ignore_index=255)]
        found, rpn = self.proposals(maps, targets, height, width)
        losses += rpn
        boxes, matched, first = [], [], None
        for own, (objects, classes, _) in zip(found, targets):
            own = torch.cat((own, objects))
            value, match = ops.box_iou(objects, own).max(0)
            rows = torch.cat(drawn((value >= 0.5).nonzero().flatten(), (value < 0.5).nonzero().flatten(), 512, 0.25))
            boxes.append(own[rows])
            matched.append((match[rows], torch.where(value[rows] >= 0.5, classes[match[rows]], THINGS)))
        for stage, (overlap, weights) in enumerate(STAGES):
            if stage == 0:
                first = boxes, matched
            else:
                matched = []
                for own, (objects, classes, _) in zip(boxes, targets):
                    value, match = ops.box_iou(objects, own).max(0)
                    matched.append((match, torch.where(value >= overlap, classes[match], THINGS)))
            x = self.heads[stage](ScaleGradient.apply(pooled(maps, boxes, 7), 1 / 3))
            every, classes = torch.cat(boxes), torch.cat([each[1] for each in matched])
            deltas = self.places[stage](x)
            losses.append(F.cross_entropy(self.classes[stage](x), classes))
            own = (classes < THINGS).nonzero().flatten()
            truth = torch.cat([objects[match] for (objects, _, _), (match, _) in zip(targets, matched)])
            weights = tuple(float(weight) for weight in weights)
            losses.append((deltas[own] - encode(every[own], truth[own], weights)).abs().sum() / len(classes))
            moved = ops.clip_boxes_to_image(decode(deltas.detach(), every, weights), (height, width))
            boxes = [own[ops.remove_small_boxes(own, 1e-6)] for own in moved.split([len(own) for own in boxes])]
        own = [(boxes[classes < THINGS], match[classes < THINGS], classes[classes < THINGS]) for boxes, (match, classes) in zip(*first)]
        logits = self.masks(pooled(maps, [each[0] for each in own], 14))
        truth = torch.cat([torchvision.ops.roi_align(
            masks[:, None], torch.cat((match[:, None].float(), boxes), 1), 28, 1.0, 0, True)[:, 0] >= 0.5
            for (boxes, match, _), (_, _, masks) in zip(own, targets)]).float()
        said = logits[torch.arange(len(logits)), torch.cat([each[2] for each in own])]
        losses.append(F.binary_cross_entropy_with_logits(said, truth))
        return sum(losses)


def scene(batch, height, width):
    """Eight rectangles an image, each in a cell of its own, on bands of stuff: what the other side paints."""
    ids, labels = torch.zeros(height, width, dtype=torch.long), (torch.arange(height) * STUFF // height + 1)[:, None].repeat(1, width)
    boxes = []
    for k in range(8):
        left, top, margin = k % 4 * width // 4, k // 4 * height // 2, 16 + 8 * k
        box = (left + margin, top + margin, left + width // 4 - margin, top + height // 2 - margin)
        boxes.append([float(edge) for edge in box])
        ids[box[1]:box[3], box[0]:box[2]] = k + 1
    labels[ids > 0] = 0
    masks = torch.stack([ids == k + 1 for k in range(8)]).float()
    target = torch.tensor(boxes), torch.arange(8) % THINGS, masks
    return [target] * batch, labels[None].repeat(batch, 1, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="512x1024")
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--flush-denormal", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(options.flush_denormal)
    torch.manual_seed(0)
    height, width = map(int, options.size.split("x"))
    model, images = Detector(), torch.randn(options.batch, 3, height, width)
    targets, labels = scene(options.batch, height, width)
    if options.channels_last:
        model, images = model.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)

    def step():
        loss = model.loss(images, targets, labels)
        model.zero_grad()
        loss.backward()

    timing.report(timing.network(model, options.repeats, step, None))


if __name__ == "__main__":
    main()

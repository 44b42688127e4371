#!/usr/bin/env python3
"""Draws the loss and validation mIoU of some runs as one SVG, from their event logs.

    python3 bench/curves.py docs/images/camvid-curves.svg "ImageNet weights=runs/A" "random weights=runs/B"
"""
import json
import pathlib
import sys
from html import escape

COLORS = ("#2563eb", "#d97706", "#059669", "#dc2626")
WIDTH, HEIGHT, MARGIN = 420, 240, 42


def events(run):
    """The points of a run by step; a later attempt's point replaces an earlier one's."""
    loss, score = {}, {}
    for line in (pathlib.Path(run) / "events.jsonl").read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "train":
            loss[event["step"]] = event["loss"]
        elif event["event"].startswith("eval") and event.get("mean_iou") is not None:
            score[event["step"]] = 100 * event["mean_iou"]
    return sorted(loss.items()), sorted(score.items())


def panel(left, title, curves, low, high):
    last = max(step for _, points in curves for step, _ in points)
    x = lambda step: left + MARGIN + (WIDTH - 2 * MARGIN) * step / last
    y = lambda value: HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / (high - low)
    parts = [f'<text x="{left + WIDTH / 2}" y="20" text-anchor="middle" font-weight="bold">{title}</text>']
    for tick in range(5):
        value = low + (high - low) * tick / 4
        parts.append(f'<line x1="{x(0)}" x2="{x(last)}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#8884"/>')
        parts.append(f'<text x="{x(0) - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for step in (0, last // 2, last):
        parts.append(f'<text x="{x(step):.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{step}</text>')
    for (name, points), color in zip(curves, COLORS):
        path = " ".join(f"{x(step):.1f},{y(value):.1f}" for step, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.extend(f'<circle cx="{x(s):.1f}" cy="{y(v):.1f}" r="3" fill="{color}"/>' for s, v in points if len(points) < 20)
    return parts


def main():
    if len(sys.argv) < 3 or any("=" not in argument for argument in sys.argv[2:]):
        sys.exit(__doc__)
    runs = [(name, *events(run)) for name, run in (argument.split("=", 1) for argument in sys.argv[2:])]
    losses = [(name, loss) for name, loss, _ in runs]
    scores = [(name, score) for name, _, score in runs]
    top = max(value for _, points in losses for _, value in points)
    parts = panel(0, "training loss", losses, 0, round(top + 0.25, 1))
    parts += panel(WIDTH, "validation mIoU (%)", scores, 0, 80)
    for index, ((name, _, _), color) in enumerate(zip(runs, COLORS)):
        at = MARGIN + 220 * index
        parts.append(f'<rect x="{at}" y="{HEIGHT - 4}" width="12" height="12" fill="{color}"/>')
        parts.append(f'<text x="{at + 18}" y="{HEIGHT + 6}">{escape(name)}</text>')
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT + 18}" font-family="sans-serif" '
           f'font-size="12"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n')
    target = pathlib.Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg)


if __name__ == "__main__":
    main()

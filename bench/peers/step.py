"""Times one training step and one inference of a network in plain PyTorch; prints one JSON line.

    python3 bench/peers/step.py deeplabv3plus_r50 --batch 2 --size 256x512 [--channels-last] [--threads 2] [--repeats 5]
"""
import argparse
import json
import resource
import statistics
import time

import torch
from torch.nn import functional as F

from networks import NETWORKS


def timed(action, repeats, warmup=1):
    times = []
    for turn in range(warmup + repeats):
        if turn == warmup:
            before = time.process_time()
        start = time.perf_counter()
        action()
        if turn >= warmup:
            times.append(time.perf_counter() - start)
    return statistics.median(times), (time.process_time() - before) / repeats


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=sorted(NETWORKS))
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--size", default="256x512")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--flush-denormal", action="store_true")
    options = parser.parse_args()
    height, width = map(int, options.size.split("x"))
    layout = torch.channels_last if options.channels_last else torch.contiguous_format

    torch.set_num_threads(options.threads)
    if options.flush_denormal:
        torch.set_flush_denormal(True)
    torch.manual_seed(0)
    model = NETWORKS[options.network]().to(memory_format=layout)
    images = torch.randn(options.batch, 3, height, width).contiguous(memory_format=layout)
    labels = torch.randint(0, 19, (options.batch, height, width))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    def train():
        loss = 0
        for weight, logits in zip((1.0, 0.4), model(images)):
            logits = F.interpolate(logits, (height, width), mode="bilinear", align_corners=False)
            loss = loss + weight * F.cross_entropy(logits, labels, ignore_index=255)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    def infer():
        with torch.no_grad():
            logits = F.interpolate(model(images)[0], (height, width), mode="bilinear", align_corners=False)
            logits.argmax(1)

    model.train()
    train_seconds, train_processor_seconds = timed(train, options.repeats)
    model.eval()
    infer_seconds, infer_processor_seconds = timed(infer, options.repeats)
    print(json.dumps({
        "network": options.network, "channels_last": options.channels_last, "threads": options.threads,
        "parameters": sum(p.numel() for p in model.parameters()),
        "train_seconds": train_seconds, "inference_seconds": infer_seconds,
        "train_processor_seconds": train_processor_seconds, "inference_processor_seconds": infer_processor_seconds,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "torch": torch.__version__}))


if __name__ == "__main__":
    main()

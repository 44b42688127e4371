"""Images a second of a network's training in plain PyTorch, on a GPU or the CPU; prints one JSON line.

    python3 bench/peers/throughput.py segformer_b3 --batch 8 --size 512x512 --device cuda --precision bf16 --compile default

A step is what Panoptes' trainer does: a batch from (page-locked) main memory to the device, forward under autocast, cross-entropy of the
logits at full size in 32 bits with an ignored id and the auxiliary head's share, backward, an update of the network's published
optimizer with its parameter groups. The host reads a loss every --log-every steps and waits for the device in no other. The clock runs
over all timed steps together, with the device idle at both ends. "Panoptes.Bench throughput" takes the same options.
"""
import argparse
import json
import resource
import sys
import time

import torch
from torch.nn import functional as F

from networks import NETWORKS

CLASSES, IGNORE, AUXILIARY = 19, 255, 0.4
DTYPES = {"fp32": None, "bf16": torch.bfloat16, "fp16": torch.float16}
VERSION = tuple(int(part) for part in torch.__version__.split("+")[0].split("a")[0].split(".")[:2])


def refuse(reason):
    print(f"throughput.py: {reason}", file=sys.stderr)
    sys.exit(2)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=sorted(NETWORKS))
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--size", default="512x512", help="height x width")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cuda")
    parser.add_argument("--precision", choices=tuple(DTYPES), default="bf16")
    parser.add_argument("--compile", default="none", help="none, or a mode of torch.compile: default, reduce-overhead, max-autotune, ...")
    parser.add_argument("--contiguous", action="store_true", help="images and weights with channels outermost; innermost without it")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--warmup", type=int, default=20, help="steps before the clock starts, the first of them compiles")
    parser.add_argument("--log-every", type=int, default=50)
    parser.add_argument("--threads", type=int, default=0, help="of the CPU; 0 leaves PyTorch's choice")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        refuse("this PyTorch sees no CUDA device")
    if options.compile != "none" and VERSION < (2, 0):
        refuse(f"PyTorch {torch.__version__} has no torch.compile: it came with 2.0")
    if options.precision == "fp16" and options.device == "cpu":
        refuse("fp16 needs a CUDA device")
    if options.warmup < 1 or options.steps < 1 or options.log_every < 1:
        refuse("--warmup, --steps and --log-every are at least 1")
    return options


def optimizer_of(network, model):
    """The published recipe's optimizer, fused where this PyTorch has it; with the name of the variant."""
    if network.startswith("deeplabv3plus"):
        kind, groups, settings = torch.optim.SGD, [{"params": list(model.parameters())}], {"lr": 0.01, "momentum": 0.9, "weight_decay": 5e-4}
    else:
        named = list(model.named_parameters())
        norms = [p for name, p in named if "norm" in name]
        head = [p for name, p in named if "norm" not in name and not name.startswith("backbone.")]
        rest = [p for name, p in named if "norm" not in name and name.startswith("backbone.")]
        groups = [{"params": rest}, {"params": norms, "weight_decay": 0.0}, {"params": head, "lr": 6e-4}]
        kind, settings = torch.optim.AdamW, {"lr": 6e-5, "weight_decay": 0.01}
    for variant in ("fused", "foreach"):
        try:
            return kind(groups, **settings, **{variant: True}), f"{kind.__name__} {variant}"
        except (TypeError, RuntimeError, ValueError):
            continue
    return kind(groups, **settings), kind.__name__


def scaler_of(precision):
    if precision != "fp16":
        return None
    return torch.amp.GradScaler("cuda") if hasattr(torch.amp, "GradScaler") else torch.cuda.amp.GradScaler()


def settings(options, device):
    """What decides the speed and what it was set to: cuDNN may try its kernels; 32-bit products stay as PyTorch has them."""
    torch.backends.cudnn.benchmark = True
    is_cuda = device.type == "cuda"
    return {
        "cudnn_benchmark": True, "deterministic": False, "channels_last": not options.contiguous, "threads": torch.get_num_threads(),
        "tf32": "libtorch's defaults: convolutions may, matrix products may not" if is_cuda else None, "page_locked_batches": is_cuda}


def main():
    options = arguments()
    is_cuda = options.device == "cuda"
    device = torch.device("cuda", torch.cuda.current_device()) if is_cuda else torch.device("cpu")
    height, width = map(int, options.size.split("x"))
    layout = torch.contiguous_format if options.contiguous else torch.channels_last
    if options.threads > 0:
        torch.set_num_threads(options.threads)
    used = settings(options, device)
    torch.manual_seed(0)
    model = NETWORKS[options.network]().to(device=device, memory_format=layout).train()
    optimizer, used["optimizer"] = optimizer_of(options.network, model)
    scaler = scaler_of(options.precision)
    dtype = DTYPES[options.precision]

    def batch():
        images = torch.randn(options.batch, 3, height, width).contiguous(memory_format=layout)
        labels = torch.randint(0, CLASSES, (options.batch, height, width))
        labels[:, : max(1, height // 32)] = IGNORE
        return (images.pin_memory(), labels.pin_memory()) if is_cuda else (images, labels)

    batches = [batch() for _ in range(2)]

    def loss_of(images, labels):
        with torch.autocast(device.type, dtype=dtype or torch.bfloat16, enabled=dtype is not None):
            outputs = model(images)
        total = 0
        for weight, logits in zip((1.0, AUXILIARY), outputs):
            logits = F.interpolate(logits.float(), labels.shape[1:], mode="bilinear", align_corners=False)
            total = total + weight * F.cross_entropy(logits, labels, ignore_index=IGNORE, reduction="sum") / labels.numel()
        return total

    is_compiled = options.compile != "none"
    forward = torch.compile(loss_of, mode=options.compile) if is_compiled else loss_of
    mark_step = getattr(getattr(torch, "compiler", None), "cudagraph_mark_step_begin", None)

    def step(number):
        images, labels = (tensor.to(device, non_blocking=True) for tensor in batches[number % len(batches)])
        if is_compiled and mark_step is not None:
            mark_step()
        loss = forward(images, labels)
        optimizer.zero_grad(set_to_none=True)
        if scaler is None:
            loss.backward()
            optimizer.step()
        else:
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
        return loss.item() if (number + 1) % options.log_every == 0 or number + 1 == options.warmup + options.steps else None

    def wait():
        if is_cuda:
            torch.cuda.synchronize()

    wait()
    begun = time.perf_counter()
    step(0)
    wait()
    first = time.perf_counter() - begun
    for number in range(1, options.warmup):
        step(number)
    wait()
    warmed = time.perf_counter() - begun
    if is_cuda:
        torch.cuda.reset_peak_memory_stats()
    start = time.perf_counter()
    for number in range(options.warmup, options.warmup + options.steps):
        loss = step(number)
    wait()
    seconds = time.perf_counter() - start
    mebibyte = 1 << 20
    print(json.dumps({
        "side": "pytorch", "mode": "eager" if not is_compiled else options.compile, "version": torch.__version__,
        "network": options.network, "parameters": sum(p.numel() for p in model.parameters()),
        "device": str(device), "precision": options.precision, "batch": options.batch, "size": options.size,
        "steps": options.steps, "warmup": options.warmup, "log_every": options.log_every,
        "images_per_second": options.batch * options.steps / seconds, "step_seconds": seconds / options.steps,
        "first_step_seconds": first, "warmup_seconds": warmed,
        "peak_device_mib": torch.cuda.max_memory_allocated() / mebibyte if is_cuda else None,
        "peak_reserved_mib": torch.cuda.max_memory_reserved() / mebibyte if is_cuda else None,
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "loss": loss, "settings": used}))


if __name__ == "__main__":
    main()

"""What the peers measure with: times of an action, and the line that they print."""
import json
import resource
import statistics
import time

import torch


def median(repeats, action):
    """Median wall seconds of an action, and the mean of its processor seconds, after one turn that warms up."""
    action()
    seconds, processor = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), (time.process_time() - processor) / repeats


def network(model, repeats, step, infer):
    """Parameters, and the times of a training step, or of inference where there is none."""
    result = {"parameters": sum(p.numel() for p in model.parameters())}
    if step is not None:
        result["train_seconds"], result["train_processor_seconds"] = median(repeats, step)
    else:
        model.eval()
        result["inference_seconds"], result["inference_processor_seconds"] = median(repeats, infer)
    return result


def report(result, **more):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**result, "peak_rss_mib": peak, "torch": torch.__version__, **more}))

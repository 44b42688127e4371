"""What a measurement ran on: the processor, the libraries, the date and the commit."""
import datetime
import os
import pathlib
import platform
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
PEERS = ("torch", "torchvision", "scipy", "numpy", "cv2")
KINDS = (("amx", "amx_tile"), ("avx512_bf16", "avx512_bf16"), ("avx512", "avx512f"), ("avx2", "avx2"))


def processor():
    """The processor's name, and its kind: maker and family with the widest instructions that kernels choose by."""
    text = pathlib.Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    field = lambda name: (re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE) or [None, ""])[1]
    flags = set(field("flags").split())
    widest = next((name for name, flag in KINDS if flag in flags), "baseline")
    name = field("model name") or platform.machine()
    return name, f"{field('vendor_id') or platform.machine()} {field('cpu family')} {widest}".strip()


def versions():
    """The versions of the peers' libraries that the peers' Python has."""
    found = {}
    for module in PEERS:
        done = subprocess.run([PYTHON, "-c", f"import {module}; print({module}.__version__)"], capture_output=True, text=True)
        if done.returncode == 0:
            found[module] = done.stdout.strip()
    return {"python": platform.python_version(), **found}


def describe():
    name, kind = processor()
    git = lambda *words: subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M"),
        "commit": git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else ""),
        "processor": name, "kind": kind, "cores": len(os.sched_getaffinity(0)), "load_before": round(os.getloadavg()[0], 1),
        "versions": versions()}

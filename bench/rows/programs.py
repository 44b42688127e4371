"""Starts what is measured: the existing scripts, which write JSON, and whole commands with their processor time."""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from rows.machine import ROOT

PROGRAM = ROOT / "artifacts" / "program" / "panoptes.dll"


class Missing(Exception):
    """What a row needs is not here; says what."""


def need(path, how):
    if not pathlib.Path(path).exists():
        raise Missing(f"{path} is not there: {how}")


def environment():
    """A kernel of OpenBLAS that is named from outside is not handed on."""
    return {name: value for name, value in os.environ.items() if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}


def report_of(script, *words):
    """What a script writes with --out."""
    with tempfile.TemporaryDirectory(prefix="panoptes-table-") as folder:
        out = pathlib.Path(folder) / "out.json"
        command = [sys.executable, ROOT / "bench" / script, *words, "--out", out]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment(), cwd=ROOT)
        if done.returncode != 0 or not out.exists():
            raise Missing(f"bench/{script} {' '.join(map(str, words))}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
        return json.loads(out.read_text())


def timed(command):
    """Wall and processor seconds of a whole command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment(), cwd=ROOT)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command))}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def last_json(command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment(), cwd=ROOT)
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command))}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def panoptes(*words):
    need(PROGRAM, "run ./panoptes --help once")
    return timed(["dotnet", PROGRAM, *words])



#!/usr/bin/env python3
"""A small training of two processes, as bench/faults.py and bench/hosts.py break it: starts it, watches it, and sees to its end."""
import hashlib
import json
import os
import pathlib
import signal
import struct
import subprocess
import time

STEPS, EVERY, EVALUATED = 40, 5, 20
STEP_DEADLINE, START_DEADLINE, GRACE, WINDOW = 8, 20, 5, 2
OPTIONS = ["augmentation.crop=[64,128]", f"train.steps={STEPS}", "train.batch_size=4", "train.threads=1", "train.log_every=1",
           f"train.checkpoint.every={EVERY}", f"train.evaluation.every={EVALUATED}", "report.images=0",
           f"train.processes.step_deadline={STEP_DEADLINE}", f"train.processes.start_deadline={START_DEADLINE}"]
CONFIG = "data: {root: scenes}\nmodel: {name: deeplabv3plus_mobilenetv2, dropout: 0}\n"


def program_of(path):
    path = os.path.abspath(path)
    return ["dotnet", path] if path.endswith(".dll") else [path]


def prepare(program, folder):
    """Draws the scenes and writes the configuration that every training shares."""
    subprocess.run(program + ["data", "synth", "--out", "scenes", "--images", "60", "--size", "96x192"],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (folder / "base.yaml").write_text(CONFIG, encoding="utf-8")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_whole(path):
    """Whether a safetensors file has all bytes that its header tells of."""
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(size))
    return path.stat().st_size == 8 + size + max(entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")


def tensor_bytes(path, name):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        begin, end = json.loads(file.read(size))[name]["data_offsets"]
        file.seek(8 + size + begin)
        return file.read(end - begin)


def is_alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


class Training:
    """A launcher with its processes: all of a training, or those of one host."""

    def __init__(self, program, folder, run, restarts=0, launch=("--processes", "2"), name=None):
        self.run, self.out = run, folder / f"{name or run.name}.out"
        self.from_byte = self.out.stat().st_size if self.out.exists() else 0
        self.known = {}
        with open(self.out, "ab") as out:
            self.launcher = subprocess.Popen(
                program + ["launch", *launch, "--grace", str(GRACE), "--restarts", str(restarts), "--logs",
                           str(folder / f"{name or run.name}.logs"), "train", "base.yaml", f"run.folder={run.parent}",
                           f"run.name={run.name}"] + OPTIONS, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)

    def ranks(self):
        """The processes of this launcher by rank; those of the newest start."""
        found = {}
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and f"\0PANOPTES_LAUNCHER_PID={self.launcher.pid}\0" in (
                        environment := "\0" + (entry / "environ").read_bytes().decode(errors="replace")):
                    found[int(environment.split("\0RANK=")[1].split("\0")[0])] = int(entry.name)
            except (OSError, IndexError):
                continue
        self.known.update(dict.fromkeys(found.values()))
        return found

    def send(self, rank, number):
        """Sends a signal to a process once it is there."""
        until = time.monotonic() + 30
        while rank not in (ranks := self.ranks()) and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(ranks[rank], number)

    def events(self, rank=0):
        path = self.run / "events.jsonl" if rank == 0 else self.run / "ranks" / str(rank) / "events.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")]

    def await_event(self, kind, step):
        """Waits until an event of a step is written, or the training is over."""
        self.ranks()
        while self.launcher.poll() is None and not any(e["event"] == kind and e["step"] >= step for e in self.events()):
            time.sleep(0.005)

    def await_writing(self, count):
        """Waits until the file of the checkpoint of a step is being written."""
        self.await_event("train", count * EVERY - 1)
        ranks = self.ranks()
        while self.launcher.poll() is None and not list((self.run / "checkpoints").glob(".step_*.tmp")):
            time.sleep(0.0005)
        return ranks

    def is_over(self):
        """Whether the launcher and all of its processes are gone."""
        self.ranks()
        return self.launcher.poll() is not None and not any(is_alive(pid) for pid in self.known)

    def end(self, limit):
        """Waits for the launcher and all of its processes; None where they outlive the limit. Ends what is left."""
        begin = time.monotonic()
        while True:
            if self.is_over():
                return time.monotonic() - begin
            if time.monotonic() - begin > limit:
                for pid in [self.launcher.pid, *self.known]:
                    if is_alive(pid):
                        os.kill(pid, signal.SIGKILL)
                self.launcher.wait()
                return None
            time.sleep(0.02)

    def said(self):
        with open(self.out, "rb") as file:
            file.seek(self.from_byte)
            return file.read().decode(errors="replace").splitlines()

    def launcher_line(self):
        mark = "panoptes launch: "
        return "; ".join(line.removeprefix(mark) for line in self.said() if line.startswith(mark))

    def codes(self):
        """How each process said it ended; a dash where it could not say."""
        ends = ([e for e in self.events(rank)[-1:] if e["event"] == "attempt_end"] for rank in (0, 1))
        return [str(end[0]["exit_code"]) if end else "–" for end in ends]

    def checkpoints(self):
        return sorted((self.run / "checkpoints").glob("step_*.safetensors"))

#!/usr/bin/env python3
"""Breaks small trainings of two processes in many ways, and tells what became of them.

    bench/faults.py                                   # 30 faults, seed 0, by ./panoptes; as root, for a full disk and damaged memory
    bench/faults.py --faults 60 --seed 1 --out table.md
    bench/faults.py --kinds hang nan                  # these only

Each training is broken once, at a moment drawn from the seed. Then: how long until every process is gone, against the deadline that is set;
what each said; whether the newest checkpoint is whole and none is lost; and whether the same command, given again, ends in the bytes of the
checkpoint of a training that nothing broke. Exit code 1 where anything of that is not so. Needs no package.
"""
import argparse
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

from two_processes import (
    EVALUATED, EVERY, GRACE, START_DEADLINE, STEP_DEADLINE, STEPS, WINDOW, Training, digest, is_whole, prepare, program_of,
    tensor_bytes)

NAN_IN = "decode_head.conv_seg.weight"
SLACK = 3  # Until the others reach the exchange at which they wait, and for a busy machine to end processes.


def poison(training, count):
    """Makes one weight behind all normalization a NaN in the memory of rank 1, as a flipped bit does, while rank 0 writes them."""
    rank = training.await_writing(count)[1]
    os.kill(rank, signal.SIGSTOP)
    path = training.run / "checkpoints" / f"step_{count * EVERY:08d}.safetensors"
    while not path.exists() and training.launcher.poll() is None:
        time.sleep(0.001)
    sought, places = tensor_bytes(path, NAN_IN)[:256], 0
    with open(f"/proc/{rank}/maps", encoding="utf-8") as maps, open(f"/proc/{rank}/mem", "r+b", buffering=0) as memory:
        for line in maps:
            if " rw" not in line:
                continue
            begin, end = (int(part, 16) for part in line.split()[0].split("-"))
            memory.seek(begin)
            try:
                held = memory.read(min(end - begin, 1 << 30))
            except (OSError, OverflowError):
                continue
            at = held.find(sought)
            while at >= 0:
                memory.seek(begin + at)
                memory.write(struct.pack("<f", float("nan")))
                places, at = places + 1, held.find(sought, at + 1)
    os.kill(rank, signal.SIGCONT)
    return f"step {count * EVERY}, {places} places"


class Fault:
    """One way to break a training: when and how, and what may be expected."""

    def __init__(self, draw, work, times, rank):
        self.draw, self.work, self.times, self.rank = draw, work, times, rank
        self.restarts, self.limit, self.mend = 0, STEP_DEADLINE + WINDOW + GRACE, lambda: None

    def in_step(self, training):
        step = self.draw.randrange(2, STEPS - 5)
        training.await_event("train", step)
        time.sleep(self.draw.uniform(0, self.times["step"]))
        return f"step {step + 1}"

    def kill(self, training):
        when = self.in_step(training)
        training.send(self.rank, signal.SIGKILL)
        return when

    def kill_restarted(self, training):
        return self.kill(training)

    def term(self, training):
        when = self.in_step(training)
        training.send(self.rank, signal.SIGTERM)
        return when

    def term_launcher(self, training):
        when = self.in_step(training)
        os.kill(training.launcher.pid, signal.SIGTERM)
        return when

    def term_all(self, training):
        when = self.in_step(training)
        for pid in [training.launcher.pid, *training.ranks().values()]:
            os.kill(pid, signal.SIGTERM)
        return when

    def kill_launcher(self, training):
        when = self.in_step(training)
        os.kill(training.launcher.pid, signal.SIGKILL)
        return when

    def hang(self, training):
        when = self.in_step(training)
        training.send(self.rank, signal.SIGSTOP)
        return when

    def full_disk(self, training):
        step = self.draw.randrange(2, STEPS // 2)
        training.await_event("train", step)
        filler = training.run.parent / "filler"
        self.mend = filler.unlink
        with open(filler, "wb") as file:
            while (free := os.statvfs(filler)).f_bavail:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, free.f_bavail * free.f_frsize)
                except OSError:
                    continue  # The training took some of it in between.
        return f"step {step + 1}"

    def truncated(self, training):
        step = self.draw.randrange(2, STEPS // 2)
        training.await_event("train", step)
        path = self.draw.choice(sorted((self.work / "scenes" / "train" / "images").glob("*")))
        whole = path.read_bytes()
        self.mend = lambda: path.write_bytes(whole)
        path.write_bytes(whole[:len(whole) // 8])
        self.limit += 30  # Until its turn comes.
        return f"step {step + 1}"

    def nan(self, training):
        return poison(training, self.draw.randrange(1, STEPS // EVERY - 1))

    def at_start(self, training, number, target):
        self.limit = round(self.times["start"]) + START_DEADLINE + WINDOW + GRACE  # The others begin to wait once they have started.
        delay = self.draw.uniform(0.2, self.times["start"])
        until = time.monotonic() + delay
        while time.monotonic() < until:
            training.ranks()
            time.sleep(0.02)
        if target is None:
            os.kill(training.launcher.pid, number)
        else:
            training.send(target, number)
        return f"{delay:.1f} s"

    def kill_at_start(self, training):
        return self.at_start(training, signal.SIGKILL, self.rank)

    def term_at_start(self, training):
        return self.at_start(training, signal.SIGTERM, self.draw.choice([None, 0, 1]))

    def hang_at_start(self, training):
        return self.at_start(training, signal.SIGSTOP, self.rank)

    def evaluating(self, training, number):
        training.await_event("train", EVALUATED)
        time.sleep(self.draw.uniform(0, self.times["evaluation"]))
        training.send(self.rank, number)
        return "before its end" if not any(e["event"] == "evaluation" for e in training.events()) else "just after"

    def kill_in_evaluation(self, training):
        return self.evaluating(training, signal.SIGKILL)

    def hang_in_evaluation(self, training):
        self.limit = START_DEADLINE + WINDOW + GRACE
        return self.evaluating(training, signal.SIGSTOP)

    def term_in_evaluation(self, training):
        return self.evaluating(training, signal.SIGTERM)

    def kill_after_evaluation(self, training):
        """From validation back to training: the other one is in, or on its way to, batch normalization's exchange."""
        training.await_event("evaluation", EVALUATED)
        time.sleep(self.draw.uniform(0, 2 * self.times["step"]))
        training.send(self.rank, signal.SIGKILL)
        return f"step {EVALUATED}"

    def kill_in_checkpoint(self, training):
        count = self.draw.randrange(1, STEPS // EVERY - 1)
        ranks = training.await_writing(count)
        time.sleep(self.draw.uniform(0, 0.02))
        os.kill(ranks[self.rank], signal.SIGKILL)
        return f"step {count * EVERY}"

    def damaged(self, training):
        """Killed, and then the newest checkpoint is cut short, as by a disk that lost its last writes."""
        step = self.draw.randrange(2 * EVERY + 1, STEPS - 5)
        training.await_event("train", step)
        training.send(self.rank, signal.SIGKILL)

        def cut():
            newest = training.checkpoints()[-1]
            os.truncate(newest, newest.stat().st_size // 2)
        self.mend = cut
        return f"step {step + 1}"


KINDS = {
    "kill": "kill -9 of a rank", "kill_restarted": "the same with `--restarts 2`", "kill_at_start": "kill -9 during the start",
    "kill_in_evaluation": "kill -9 in an evaluation", "kill_in_checkpoint": "kill -9 as a checkpoint is written",
    "kill_after_evaluation": "kill -9 from validation to training", "kill_launcher": "kill -9 of the launcher",
    "term": "SIGTERM to a rank", "term_launcher": "SIGTERM to the launcher", "term_all": "SIGTERM to all",
    "term_at_start": "SIGTERM during the start", "term_in_evaluation": "SIGTERM in an evaluation", "hang": "SIGSTOP of a rank", "hang_at_start": "SIGSTOP during the start",
    "hang_in_evaluation": "SIGSTOP in an evaluation", "full_disk": "full disk", "truncated": "truncated image",
    "nan": "NaN in a weight of rank 1", "damaged": "kill -9, newest checkpoint cut short",
}


def reference(program, folder):
    """The training that nothing breaks: its last checkpoint, and how long its parts take."""
    begin = time.monotonic()
    training = Training(program, folder, folder / "runs" / "unbroken")
    training.await_event("train", 1)
    start = time.monotonic() - begin
    if training.end(300) is None or training.launcher.returncode != 0:
        sys.exit("\n".join(["the unbroken training failed:", *training.said()[-5:]]))
    events = training.events()
    at = {(event["event"], event["step"]): event["ms"] / 1000 for event in events}
    times = {"start": start, "step": (at["train", STEPS - 1] - at["train", STEPS - 11]) / 10,
             "evaluation": at["evaluation", EVALUATED] - at["train", EVALUATED]}
    return digest(training.checkpoints()[-1]), times


def try_one(program, folder, kind, rank, number, seed, expected, times):
    fault = Fault(random.Random(f"{seed} {number}"), folder, times, rank)
    fault.restarts = 2 if kind == "kill_restarted" else 0
    training = Training(program, folder, folder / ("small" if kind == "full_disk" else "runs") / f"{number:02d}-{kind}", fault.restarts)
    when = getattr(fault, kind)(training)
    before = [path.name for path in training.checkpoints()]
    row = {"kind": kind, "rank": fault.rank, "when": when, "limit": fault.limit, "faults": []}
    row["seconds"] = training.end(fault.limit + (60 if fault.restarts else 0) + 10)
    row["codes"], row["exit"], row["line"] = training.codes(), training.launcher.returncode, training.launcher_line()
    if row["seconds"] is None or not fault.restarts and row["seconds"] > fault.limit + SLACK:
        row["faults"].append("outlived its deadline")
    if training.launcher.returncode == 0 and not fault.restarts:
        row["faults"].append("the training was over before anything broke")
    elif not row["line"] and kind != "kill_launcher":
        row["faults"].append("the launcher said nothing")
    after = training.checkpoints()
    if before and (not after or after[-1].name < before[-1]):
        row["faults"].append("lost a checkpoint")
    row["faults"] += [f"{path.name} is not whole" for path in after if not is_whole(path)]
    fault.mend()
    for _ in range(2):
        if training.launcher.returncode == 0:
            break
        training = Training(program, folder, training.run)
        if training.end(180) is None:
            row["faults"].append("resuming hung")
    row["bits"] = training.launcher.returncode == 0 and digest(training.checkpoints()[-1]) == expected
    if not row["bits"]:
        row["faults"].append(f"resuming ended with {training.launcher.returncode}, or in other bits: {' / '.join(training.said()[-3:])}")
    return row


def table(rows, folder):
    """By kind: how many, the ranks, seconds to the end against the limit, exit codes, what one of them said, and how all went on."""
    yield "| fault | times | seconds to the end (limit) | exit code: rank 0, rank 1, launcher | a line of the launcher | whole | same bits |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind, words in KINDS.items():
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            seconds = sorted(row["seconds"] for row in mine if row["seconds"] is not None)
            span = f"{seconds[0]:.1f}" + (f" to {seconds[-1]:.1f}" if len(seconds) > 1 else "") if seconds else "never"
            limit = " with what came after" if kind == "kill_restarted" else f" ({mine[0]['limit']})"
            codes = "; ".join(sorted({", ".join([*row["codes"], str(row["exit"])]) for row in mine}))
            line = mine[0]["line"].replace(f"{folder}/", "").replace("|", "\\|") or "–"
            whole = sum(not any("whole" in f or "lost" in f for f in row["faults"]) for row in mine)
            yield (f"| {words} | {len(mine)} | {span}{limit} | {codes} | {line} | {whole} of {len(mine)} "
                   f"| {sum(row['bits'] for row in mine)} of {len(mine)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", default=str(root / "panoptes"), help="the command ./panoptes of a clone, or a built panoptes.dll")
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=25, help="no fault is begun after so long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--folder", help="where all is kept; a temporary folder if left out")
    parser.add_argument("--out", help="where the table goes; the terminal if left out")
    arguments = parser.parse_args()
    program = program_of(arguments.program)
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(arguments.folder or temporary).resolve()
        (folder / "small").mkdir(parents=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=250m", "small", folder / "small"], check=True)
        try:
            prepare(program, folder)
            expected, times = reference(program, folder)
            print(f"unbroken: {expected[:16]}; " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in times.items()), flush=True)
            order = random.Random(arguments.seed)
            tried = [(arguments.kinds[i % len(arguments.kinds)], i // len(arguments.kinds) % 2) for i in range(arguments.faults)]
            order.shuffle(tried)
            until = time.monotonic() + 60 * arguments.minutes
            for number, (kind, rank) in enumerate(tried):
                if time.monotonic() > until:
                    print(f"{len(tried) - number} faults left out: the time is over", flush=True)
                    break
                row = try_one(program, folder, kind, rank, number, arguments.seed, expected, times)
                rows.append(row)
                seconds = "never" if row["seconds"] is None else f"{row['seconds']:.1f} s"
                print(f"{number:02d} {kind} (rank {row['rank']}, {row['when']}): {seconds}, codes {', '.join(row['codes'])}, {row['exit']}: "
                      f"{row['line']}{''.join(f' DEFECT: {fault}' for fault in row['faults'])}", flush=True)
        finally:
            subprocess.run(["umount", folder / "small"], check=False)
    text = "\n".join(table(rows, folder)) + "\n"
    if arguments.out:
        pathlib.Path(arguments.out).write_text(text, encoding="utf-8")
    else:
        print(text)
    sys.exit(1 if any(row["faults"] for row in rows) else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Trains on two hosts, cuts the link between them in the middle, and goes on: two network namespaces and a pair of virtual interfaces.

    bench/hosts.py [--program ./panoptes] [--seed 0]        # as root; needs iproute2

Both hosts see the same folder, as those of a cluster do. Tells for each host how long it lived after the cut, against the deadline, and
what its launcher said; then whether the same commands, the link up again, end in the bytes of an unbroken training of two processes on one
host. Exit code 1 where not.
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from two_processes import GRACE, STEP_DEADLINE, STEPS, WINDOW, Training, digest, prepare, program_of

SPACES = ("panoptes-host-0", "panoptes-host-1")
ADDRESSES = ("10.231.77.1", "10.231.77.2")
LINKS = ("panoptes0", "panoptes1")
PORT = 29517
SLACK = 3  # A step until the exchange at which they wait, and a busy machine.


def ip(*words, check=True):
    subprocess.run(["ip", *words], check=check, stderr=None if check else subprocess.DEVNULL)


def connect():
    for space in SPACES:
        ip("netns", "add", space)
    ip("link", "add", LINKS[0], "netns", SPACES[0], "type", "veth", "peer", "name", LINKS[1], "netns", SPACES[1])
    for space, address, link in zip(SPACES, ADDRESSES, LINKS):
        ip("-n", space, "address", "add", f"{address}/24", "dev", link)
        ip("-n", space, "link", "set", "lo", "up")
        ip("-n", space, "link", "set", link, "up")


def disconnect():
    for space in SPACES:
        ip("netns", "delete", space, check=False)


def start(program, folder, run):
    """A launcher with one process in each namespace."""
    return [Training(["ip", "netns", "exec", space, *program], folder, run, name=f"{run.name}-host-{host}", launch=(
        "--processes", "1", "--hosts", "2", "--host", str(host), "--address", f"{ADDRESSES[0]}:{PORT}"))
        for host, space in enumerate(SPACES)]


def end(hosts, limit):
    """Seconds until each host's processes were gone; None where they outlived the limit."""
    begin, seconds = time.monotonic(), [None, None]
    while None in seconds and time.monotonic() - begin < limit:
        for host, training in enumerate(hosts):
            if seconds[host] is None and training.is_over():
                seconds[host] = time.monotonic() - begin
        time.sleep(0.02)
    for training in hosts:
        training.end(0)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", default=str(root / "panoptes"), help="the command ./panoptes of a clone, or a built panoptes.dll")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    program, draw, defects = program_of(arguments.program), random.Random(arguments.seed), []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        prepare(program, folder)
        unbroken = Training(program, folder, folder / "runs" / "unbroken")
        if unbroken.end(300) is None or unbroken.launcher.returncode != 0:
            sys.exit("\n".join(["the unbroken training failed:", *unbroken.said()[-5:]]))
        expected = digest(unbroken.checkpoints()[-1])
        try:
            connect()
            run = folder / "runs" / "two-hosts"
            hosts = start(program, folder, run)
            step = draw.randrange(STEPS // 4, STEPS * 3 // 4)
            hosts[0].await_event("train", step)
            ip("-n", SPACES[0], "link", "set", LINKS[0], "down")
            limit = STEP_DEADLINE + WINDOW + GRACE
            seconds = end(hosts, limit + SLACK)
            print(f"link cut at step {step}; deadline {STEP_DEADLINE} s, {limit} s with what launchers wait")
            for host, training in enumerate(hosts):
                took = "outlived the deadline" if seconds[host] is None else f"all ended after {seconds[host]:.1f} s"
                print(f"host {host}: {took}, exit code {training.launcher.returncode}: {training.launcher_line()}")
                if seconds[host] is None or training.launcher.returncode != 75 or not training.launcher_line():
                    defects.append(f"host {host}")
            ip("-n", SPACES[0], "link", "set", LINKS[0], "up")
            hosts = start(program, folder, run)
            seconds = end(hosts, 300)
            same = digest(hosts[0].checkpoints()[-1]) == expected
            print(f"the same commands: exit codes {', '.join(str(training.launcher.returncode) for training in hosts)}; "
                  f"{'the bytes of an unbroken training on one host' if same else 'OTHER BYTES than an unbroken training'}")
            if not same or any(training.launcher.returncode for training in hosts):
                print("\n".join(line for training in hosts for line in training.said()[-3:]))
                defects.append("resuming")
        finally:
            disconnect()
    sys.exit(f"defects: {', '.join(defects)}" if defects else 0)


if __name__ == "__main__":
    main()

"""Loads `panoptes serve` with twice what it can take, and writes down what it refuses, how long it takes and how much it grows.

    python3 bench/serving/load.py MODEL IMAGE [--seconds 60] [--queue 32] [--batch 4] [--factor 2]

What it can take is measured first, by as many clients as a batch has places twice over, each of which asks again once it is answered. Then
requests begin at fixed times, at that rate times the factor, whether earlier ones are answered or not. Last, where wrk is installed, as
many connections as wrk keeps busy ask without a pause. Memory is the process's resident memory, once a second.
"""
import argparse
import asyncio
import collections
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "artifacts/bin/Panoptes.Cli/release/panoptes.dll"


def resident(pid):
    """Resident memory in MiB."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


def start(arguments):
    """Starts the service; returns it and its port."""
    words = ["dotnet", PROGRAM, "serve", arguments.model, "--no-token", "--queue", arguments.queue, "--batch", arguments.batch]
    service = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True)
    for line in service.stdout:
        print("|", line, end="")
        if line.startswith("curl"):
            return service, int(re.search(r":(\d+)/predict", line)[1])
    raise SystemExit("the service did not start")


async def ask(port, body):
    """One request on a connection of its own; returns its status and its seconds."""
    begin = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: image/jpeg\r\n"
            + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.read()
        writer.close()
        return answer[9:12].decode() or "none", time.perf_counter() - begin
    except OSError as broken:
        return type(broken).__name__, time.perf_counter() - begin


async def capacity(port, body, clients, seconds):
    """Answers a second, by clients that ask again once they are answered."""
    end = time.perf_counter() + seconds
    done = 0

    async def client():
        nonlocal done
        while time.perf_counter() < end:
            status, _ = await ask(port, body)
            done += status == "200"

    await asyncio.gather(*(client() for _ in range(clients)))
    return done / seconds


async def overload(port, body, rate, seconds, pid):
    """Requests at fixed times; returns their results and the memory at every second."""
    begin = time.perf_counter()
    asked, memory = [], []

    async def watch():
        while True:
            memory.append(resident(pid))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    for i in range(int(rate * seconds)):
        await asyncio.sleep(max(0, begin + i / rate - time.perf_counter()))
        asked.append(asyncio.create_task(ask(port, body)))
    results = await asyncio.gather(*asked)
    watching.cancel()
    return results, memory


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] * 1000


def tell(results):
    by = collections.defaultdict(list)
    for status, seconds in results:
        by[status].append(seconds)
    for status, seconds in sorted(by.items()):
        print(f"status {status}: {len(seconds)} ({100 * len(seconds) / len(results):.1f} %), p50 {quantile(seconds, 0.5):.0f} ms, "
              f"p99 {quantile(seconds, 0.99):.0f} ms, longest {max(seconds) * 1000:.0f} ms")


def run_wrk(port, body, connections, seconds, pid):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "body").write_bytes(body)
        script = pathlib.Path(folder) / "ask.lua"
        script.write_text(
            f'local file = io.open("{folder}/body", "rb")\nwrk.method = "POST"\nwrk.body = file:read("*a")\n'
            'wrk.headers["Content-Type"] = "image/jpeg"\n')
        before = resident(pid)
        subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency", "-s", str(script),
             f"http://127.0.0.1:{port}/predict"], check=True)
        print(f"memory: {before:.0f} MiB before, {resident(pid):.0f} MiB after")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("image", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--queue", type=int, default=32)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--factor", type=float, default=2)
    arguments = parser.parse_args()
    body = arguments.image.read_bytes()
    service, port = start(arguments)
    try:
        asyncio.run(capacity(port, body, 2, 5))
        most = asyncio.run(capacity(port, body, 2 * arguments.batch, 20))
        print(f"takes {most:.1f} requests/s of {len(body) / 1024:.0f} KiB; {resident(service.pid):.0f} MiB")
        rate = arguments.factor * most
        results, memory = asyncio.run(overload(port, body, rate, arguments.seconds, service.pid))
        print(f"{rate:.1f} requests/s for {arguments.seconds} s: {len(results)} requests")
        tell(results)
        third = len(memory) // 3
        print(f"memory: {memory[0]:.0f} MiB at first, {max(memory):.0f} at most; means of thirds "
              + ", ".join(f"{sum(part) / len(part):.0f}" for part in (memory[:third], memory[third:2 * third], memory[2 * third:])))
        if shutil.which("wrk"):
            run_wrk(port, body, 4 * (arguments.queue + arguments.batch), arguments.seconds, service.pid)
        status, seconds = asyncio.run(ask(port, body))
        print(f"afterwards: status {status} in {seconds * 1000:.0f} ms, {resident(service.pid):.0f} MiB")
    finally:
        service.terminate()
        print(f"ended with code {service.wait(60)}")


if __name__ == "__main__":
    main()

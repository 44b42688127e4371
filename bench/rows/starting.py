"""How long a short command takes, from its start to its end, beside a .NET program that does nothing."""
import pathlib
import shutil
import struct
import subprocess
import tempfile
import zlib

from rows.machine import ROOT
from rows.programs import Missing, panoptes, timed

EMPTY = ROOT / "artifacts" / "bench" / "empty"
PROJECT = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>
<InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>
"""


def empty_program():
    """A program that prints one line: what the runtime's own start costs."""
    built = EMPTY / "empty.dll"
    if not built.exists():
        with tempfile.TemporaryDirectory(prefix="panoptes-empty-") as folder:
            pathlib.Path(folder, "empty.csproj").write_text(PROJECT)
            pathlib.Path(folder, "Program.cs").write_text('System.Console.WriteLine("empty");\n')
            done = subprocess.run(["dotnet", "build", folder, "-c", "Release", "-v", "q", "-nologo"], capture_output=True, text=True)
            if done.returncode != 0:
                raise Missing("the empty .NET program cannot be built")
            shutil.copytree(pathlib.Path(folder, "bin", "Release", "net10.0"), EMPTY, dirs_exist_ok=True)
    return built


def pair(folder):
    """Two label maps of one image, 1 gray level a class, as PNGs without a library."""
    for side in ("gt", "pred"):
        (folder / side).mkdir()
        rows = b"".join(b"\0" + bytes((x * 19 // 256 + y // 64) % 19 for x in range(256)) for y in range(128))
        chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 256, 128, 8, 0, 0, 0, 0))
        (folder / side / "a.png").write_bytes(png + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return ["semantic", "--gt", folder / "gt", "--pred", folder / "pred", "--classes", "cityscapes_19", "--train-ids"]


def measure(what, _):
    with tempfile.TemporaryDirectory(prefix="panoptes-start-") as folder:
        words = ["--help"] if what == "help" else pair(pathlib.Path(folder))
        wall, processor = panoptes("score", *words)
        least, least_processor = timed(["dotnet", empty_program()])
    return {"value": 1000 * wall, "limit": 1000 * least, "processor": 1000 * processor, "limit_processor": 1000 * least_processor}

#!/usr/bin/env python3
"""Measures every row of the table in docs/performance.md against its peer, on a quiet and on a busy machine.

    python3 bench/table.py --data DATA --peers DIR                    # all rows, quiet
    python3 bench/table.py --rows start-help dispatch --rounds 20 --load both --out table.json
    python3 bench/table.py --page                                     # writes the page's table from bench/history alone

DATA and DIR are those of bench/metrics/compare.py. "busy" keeps as many processes as there are cores in arithmetic and memory meanwhile.
Medians and spread of the rounds go into one JSON (--out), and with --keep into bench/history and the page; what moved against the last
entry of the same kind of processor and load is printed. A row whose peer is not here is left out, with a line that says what is missing.
Rows of networks take minutes: --rows names those that are wanted. Needs ./panoptes built, and dotnet build -c Release of
bench/Panoptes.Bench and bench/metrics.
"""
import argparse
import json
import pathlib
import statistics
import sys

from rows import growth, history, page
from rows.busy import Load
from rows.catalog import ROWS
from rows.machine import describe
from rows.programs import Missing


def summary(results):
    values = [result["value"] for result in results]
    row = {"median": statistics.median(values), "least": min(values), "most": max(values), "rounds": len(values)}
    for side in ("ours", "peer", "limit", "processor", "limit_processor"):
        found = [result[side] for result in results if result.get(side) is not None]
        if found:
            row[side] = statistics.median(found)
    if "each" in results[0]:
        row["each"] = {name: statistics.median(result["each"][name] for result in results) for name in results[0]["each"]}
    return row


def measure(rows, load, options):
    entry = {"load": load, "machine": describe(), "rows": {}, "missing": {}}
    with Load(load):
        for row in rows:
            try:
                found = entry["rows"][row.name] = summary([row.measure(options) for _ in range(options.rounds)])
            except Missing as missing:
                entry["missing"][row.name] = str(missing)
                print(f"{row.name:<16} left out: {missing}", flush=True)
                continue
            verdict = "" if row.reached(found["median"]) else "  MISSED"
            print(f"{row.name:<16} {found['median']:10.4g} {row.unit:<3} ({found['least']:.4g} to {found['most']:.4g}); "
                  f"to reach {row.goal:g}{verdict}", flush=True)
        if options.growth:
            entry["growth"] = growth.measure(options.rounds, lambda line: print(line, flush=True))
    return entry


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join(row.name for row in ROWS)
    parser.add_argument("--rows", nargs="*", metavar="NAME", help=f"only these; none where it stands alone: {names}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--load", choices=("quiet", "busy", "both"), default="quiet")
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--peers", type=pathlib.Path)
    parser.add_argument("--growth", action="store_true", help="the growth curves too")
    parser.add_argument("--out", type=pathlib.Path, help="everything as one JSON")
    parser.add_argument("--keep", action="store_true", help="append to bench/history and write the page")
    parser.add_argument("--page", action="store_true", help="only write the page")
    options = parser.parse_args()
    if options.rows and (unknown := set(options.rows) - {row.name for row in ROWS}):
        sys.exit(f"no such row: {', '.join(sorted(unknown))}")
    rows = [row for row in ROWS if options.rows is None or row.name in options.rows]
    before = history.entries()
    measured = []
    for load in () if options.page else ("quiet", "busy") if options.load == "both" else (options.load,):
        print(f"load: {load}", flush=True)
        measured.append(measure(rows, load, options))
        for line in history.moved(measured[-1], before, {row.name: row.more_is_better for row in ROWS}):
            print(f"moved: {line}", flush=True)
    if options.out:
        options.out.write_text(json.dumps(measured, indent=2) + "\n")
    if options.keep:
        for entry in measured:
            history.append(entry)
    if options.keep or options.page:
        page.write(ROWS, history.entries())


if __name__ == "__main__":
    main()

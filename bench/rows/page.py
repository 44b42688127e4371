"""Writes the table of docs/performance.md between its markers, from the newest measurement of every row."""
import textwrap

from rows.machine import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: begin (bench/table.py writes this) -->", "<!-- table: end -->"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(row, entry):
    sign = "x" if row.unit == "x" else f" {row.unit}"
    measured = entry["rows"][row.name]
    text = f"{number(measured['median'])}{sign} ({number(measured['least'])} to {number(measured['most'])})"
    return text if row.reached(measured["median"]) else f"{text}, **missed**"


def newest(entries):
    """Of every kind of processor and load, the rows' newest measurements, oldest kind first."""
    found = {}
    for entry in entries:
        one = found.setdefault((entry["machine"]["kind"], entry["load"]), {**entry, "rows": {}, "growth": {}})
        one.update(machine=entry["machine"])
        one["rows"].update(entry["rows"])
        one["growth"].update(entry.get("growth", {}))
    return found


def lines(rows, entries):
    for (_, load), entry in newest(entries).items():
        machine = entry["machine"]
        libraries = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
        yield from textwrap.wrap(
            f"{machine['processor']} ({machine['kind']}), {machine['cores']} cores, load **{load}**, {machine['date']}, commit "
            f"{machine['commit']}; {libraries}. Medians, and from the least to the most of the rounds:", 138)
        yield ""
        yield "| row | peer | to reach | reached | ours / peer / limit | the limit is | command |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for row in rows:
            if row.name not in entry["rows"]:
                continue
            measured = entry["rows"][row.name]
            sides = " / ".join(number(measured[side]) if measured.get(side) else "-" for side in ("ours", "peer", "limit"))
            goal = f"{'>=' if row.more_is_better else '<='} {row.goal:g}{'x' if row.unit == 'x' else ' ' + row.unit}"
            yield f"| {row.what} | {row.peer} | {goal} | {cell(row, entry)} | {sides} | {row.limit} | `{row.command}` |"
        left = [row.name for row in rows if row.name not in entry["rows"]]
        yield ""
        if left:
            yield f"Not measured there: {', '.join(left)}."
            yield ""
        if entry["growth"]:
            yield "| grows with | sizes | exponent | expected |"
            yield "| --- | --- | --- | --- |"
            for name, curve in entry["growth"].items():
                yield f"| {name} | {', '.join(map(str, curve['sizes']))} | {curve['exponent']:.2f} | {curve['expected']} |"
            yield ""


def write(rows, entries):
    text = PAGE.read_text()
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    PAGE.write_text(head + BEGIN + "\n" + "\n".join(lines(rows, entries)).rstrip() + "\n" + END + tail)

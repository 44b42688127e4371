"""What was measured before, one line of JSON each: bench/history/table.jsonl."""
import json

from rows.machine import ROOT

FILE = ROOT / "bench" / "history" / "table.jsonl"
NOISE = 0.1  # What a median moves by itself, at least.


def entries():
    return [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []


def append(entry):
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("a") as file:
        file.write(json.dumps(entry, sort_keys=True) + "\n")


def moved(entry, before, better):
    """Lines on what rose or fell against the last entries of the same kind of processor and load, beyond the noise and both spreads."""
    lines = []
    for name, row in entry["rows"].items():
        last = next((old["rows"][name] for old in reversed(before) if (old["machine"]["kind"], old["load"]) == (
            entry["machine"]["kind"], entry["load"]) and name in old["rows"]), None)
        if last is None:
            continue
        change = row["median"] / last["median"] - 1
        apart = row["least"] > last["most"] or row["most"] < last["least"]
        if apart and abs(change) > NOISE:
            word = "better" if (change > 0) == better[name] else "WORSE"
            lines.append(f"{name}: {last['median']:.4g} -> {row['median']:.4g} ({100 * change:+.0f} %, {word})")
    return lines

"""Rows of the metrics engine: bench/metrics/compare.py measures both sides."""
from rows.programs import Missing, need, report_of


def measure(what, options):
    if options.data is None:
        raise Missing("--data, a folder that bench/metrics/compare.py reads")
    need(options.data, "give --data")
    words = [options.data, what, "--rounds", 1] + (["--peers", options.peers] if options.peers else [])
    entry = report_of("metrics/compare.py", *words).get(what)
    if entry is None:
        raise Missing(f"bench/metrics/compare.py has no '{what}', or its part of {options.data}")
    if "peer" not in entry:
        raise Missing(f"the peer of '{what}': give --peers, a folder with checkouts of the evaluators")
    return {"value": entry["peer"]["ratio"], "ours": entry["cpu_ms_per_item"], "peer": entry["peer"]["cpu_ms_per_item"]}

"""The parts of bench/table.py: rows, load, history, page and growth curves."""

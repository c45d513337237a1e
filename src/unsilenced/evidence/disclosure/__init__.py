"""The disclosure gate: no published figure lets a small group be worked out.

What is published is hidden, audited and released here, in that order. `Released` is the only
thing that pictures, tables and downloads are made from, and only the gate makes one.
"""

THRESHOLD = 5
"""Counts below it, but not zero, are hidden, unless another threshold is given."""

LARGEST_BASE = 10**6
"""The largest number to whose multiples counts are rounded; solvers lose sight beyond it."""

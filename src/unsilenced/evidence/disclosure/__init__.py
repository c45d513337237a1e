"""The disclosure gate: nobody can work out a small group from what is published.

It hides small counts, audits the table and releases it, in that order. Pictures, tables and
downloads are made only from a `Released`, and only the gate makes one.
"""

THRESHOLD = 5
"""The default threshold: counts below it that are not zero are hidden."""

LARGEST_BASE = 10**6
"""The largest number to whose multiples counts are rounded; beyond it solvers lose precision."""

"""Invented contacts and visits: no row is of any real place."""

import numpy as np

from unsilenced.evidence.displacement.visits import Visits
from unsilenced.evidence.events.panel import Panel


def invented(seed, *, units=30, periods=24, visits=20, factor=1.0, lasts=4, mean=15.0):
    """Contacts that a visit multiplies by `factor` in its own period and `lasts` - 1 after it."""
    random = np.random.default_rng(seed)
    visited = np.zeros((units, periods), dtype=bool)
    # Each unit is visited once at most, somewhere in the middle.
    for unit in random.permutation(units)[:visits]:
        visited[unit, random.integers(4, periods - 4)] = True
    means = mean * random.uniform(0.5, 2, (units, 1)) * random.uniform(0.7, 1.4, periods)
    for unit, period in np.argwhere(visited):
        means[unit, period : period + lasts] *= factor
    names = tuple(f"area {each}" for each in range(units))
    counts = random.poisson(means).astype(float)
    return Panel("count", names, tuple(map(str, range(periods))), counts), Visits(visited, 0)

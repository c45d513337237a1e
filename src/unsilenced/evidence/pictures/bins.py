"""Counts numbers in steps of equal width, and those far beyond all others in one step."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

_ABOUT = 30
_NEAR = 0.98
"""The smallest share of the estimates that the steps of equal width must hold."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many estimates are at least `low` and below `high`; `None` means no upper end."""

    low: float
    high: float | None
    number: int


def binned(estimates: NDArray[np.float64], beyond: float = 0.0) -> tuple[Bin, ...]:
    """Return how often estimates fall into each step, from the smallest on.

    The width is 1, 2 or 5 times a power of ten, so that about thirty steps hold nearly all. A few
    estimates far beyond all others, and infinite ones, are counted together. The steps of equal
    width must include the number `beyond`. Estimates that are not a number are left out. If none
    is finite, there are no steps.

    >>> binned(np.append(np.arange(100.0), 1e9))[-2:]
    (Bin(low=95.0, high=100.0, number=5), Bin(low=100.0, high=None, number=1))
    """
    valid = estimates[~np.isnan(estimates)]
    finite = valid[np.isfinite(valid)]
    if not finite.size:
        return ()
    low, near = float(finite.min()), max(float(np.quantile(finite, _NEAR)), beyond)
    width = _round_width((near - low) / _ABOUT)
    first, after = floor(low / width), floor(near / width) + 1
    edges = np.arange(first, after + 1) * width
    numbers, _ = np.histogram(valid[valid < edges[-1]], edges)
    bins = [
        Bin(float(start), float(end), int(number))
        for start, end, number in zip(edges, edges[1:], numbers, strict=False)
    ]
    far = int(np.count_nonzero(valid >= edges[-1]))
    if far:
        bins.append(Bin(float(edges[-1]), None, far))
    return tuple(bins)


def _round_width(width: float) -> float:
    if width <= 0:
        return 1.0
    power = 10.0 ** floor(log10(width))
    return float(min((step for step in (1, 2, 5, 10) if step * power >= width), default=10) * power)

"""The exact test for a trend in shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, sqrt

import numpy as np
from scipy.stats import binom, norm

EXACT = "Cochran-Armitage, exact"
NORMAL = "Cochran-Armitage, normal approximation"

MOST_WORK = 10**9
"""With more additions than this, exact counting takes too long, and the approximation is good."""


@dataclass(frozen=True, slots=True)
class Tested:
    """How often chance alone gives such a trend; `direction` is -1, 0 or 1."""

    p_value: float
    direction: int
    method: str


def cochran_armitage(events: Sequence[int], trials: Sequence[int], at: Sequence[int]) -> Tested:
    """Test whether the share of `trials` that are `events` rises or falls with `at`.

    Given all trials and the total number of events, it counts every way to share the events out
    (Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics 11:375). The p-value is twice the
    smaller tail. For large counts it uses the normal approximation, and `method` says so.

    >>> cochran_armitage([9, 5, 1], [10, 10, 10], [2010, 2012, 2014]).p_value < 0.001
    True
    """
    scores = _scores(at)
    observed = sum(score * count for score, count in zip(scores, events, strict=True))
    total, number = sum(events), sum(trials)
    expected = sum(s * n for s, n in zip(scores, trials, strict=True)) * total / number
    direction = int(observed > expected) - int(observed < expected)
    width = (total + 1) * (total * max(scores) + 1)
    if width * sum(min(n, total) + 1 for n in trials) > MOST_WORK:
        return Tested(_approximate(observed, expected, trials, scores, total), direction, NORMAL)
    chances = _distribution(scores, trials, total)
    least = float(chances[: observed + 1].sum())
    most = float(chances[observed:].sum())
    return Tested(min(1.0, 2 * min(least, most)), direction, EXACT)


def _scores(at: Sequence[int]) -> list[int]:
    start = min(at)
    step = gcd(*(each - start for each in at)) or 1
    return [(each - start) // step for each in at]


def _distribution(scores: Sequence[int], trials: Sequence[int], total: int) -> np.ndarray:
    """Return the chances of each sum of scores, given that there are `total` events."""
    together = total / sum(trials)
    chances = np.zeros((total + 1, total * max(scores) + 1))
    chances[0, 0] = 1.0
    for score, number in zip(scores, trials, strict=True):
        before, chances = chances, np.zeros_like(chances)
        for count in range(min(number, total) + 1):
            further = score * count
            kept = before[: total + 1 - count, : before.shape[1] - further]
            chances[count:, further:] += binom.pmf(count, number, together) * kept
    return np.asarray(chances[total] / chances[total].sum())


def _approximate(
    observed: int, expected: float, trials: Sequence[int], scores: Sequence[int], total: int
) -> float:
    number = sum(trials)
    mean = sum(s * n for s, n in zip(scores, trials, strict=True)) / number
    spread = sum(n * (s - mean) ** 2 for s, n in zip(scores, trials, strict=True))
    variance = total / number * (1 - total / number) * spread * number / (number - 1)
    if not variance:
        return 1.0
    return float(2 * norm.sf(abs(observed - expected) / sqrt(variance)))

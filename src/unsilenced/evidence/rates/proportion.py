"""Shares, with the interval of Clopper and Pearson."""

from __future__ import annotations

from scipy.stats import beta

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.estimate import (
    LEVEL,
    Estimate,
    check_count,
    check_events,
    check_level,
    nothing_known,
)

METHOD = "Clopper-Pearson"


def share(events: int, trials: int, level: float = LEVEL) -> Estimate:
    """Return the share of `trials` that were `events`, from 0 to 1.

    The interval holds the true share at least as often as `level` says, however few there are
    (Clopper and Pearson 1934, Biometrika 26:404). Without trials the share is unknown. Raises
    `BadInput` for more events than trials, and for more trials than `LARGEST_COUNT`.

    >>> share(6, 357).as_text(percent=True)
    '1.7% [0.6% to 3.6%]'
    """
    check_level(level)
    check_events(events)
    check_count(trials)
    if events > trials:
        raise BadInput(f"{events} events in {trials} trials: there cannot be more")
    if not trials:
        return nothing_known("no trials", level, METHOD)
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, events, trials - events + 1)) if events else 0.0
    high = float(beta.ppf(1 - tail, events + 1, trials - events)) if events < trials else 1.0
    return Estimate(events / trials, low, high, level, METHOD)

"""Ratios of two rates, by the conditional binomial."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import binom

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.estimate import (
    LEVEL,
    Estimate,
    check_amount,
    check_events,
    nothing_known,
)
from unsilenced.evidence.rates.proportion import share

METHOD = "conditional binomial"


@dataclass(frozen=True, slots=True)
class Compared:
    """A rate as a multiple of another, and how often chance alone gives such a difference.

    `p_value` is twice the smaller tail, so that it agrees with the interval: it is below 1 - level
    exactly where the interval leaves 1 out. `None` if there is nothing to compare.
    """

    ratio: Estimate
    p_value: float | None

    def as_json(self) -> dict[str, object]:
        """Return the comparison for `--json` (docs/evidence.md)."""
        return {**self.ratio.as_json(), "p_value": self.p_value}


def rate_ratio(
    events: int,
    time: float,
    other_events: int,
    other_time: float,
    level: float = LEVEL,
) -> Compared:
    """Return the ratio of the rate of `events` in `time` to that of others in their time.

    Given the total number of events, the number on one side is binomial, whatever the rates
    (Przyborowski and Wilenski 1940, Biometrika 31:313). The interval is Clopper and Pearson's for
    that share. Raises `BadInput` unless both times are above 0, and for times and counts that are
    refused for one rate.

    >>> rate_ratio(11, 800, 21, 3011).ratio.as_text()
    '1.971 [0.8584 to 4.277]'
    """
    if not (time > 0 and other_time > 0):
        raise BadInput("rates are compared where both have a time at risk above 0")
    check_events(events)
    check_events(other_events)
    check_amount(time, "time at risk")
    check_amount(other_time, "time at risk")
    of_all = share(events, events + other_events, level)
    if of_all.low is None or of_all.high is None:
        return Compared(nothing_known("no events on either side", level, METHOD), None)
    times = other_time / time
    high = None if of_all.high == 1 else of_all.high / (1 - of_all.high) * times
    low = of_all.low / (1 - of_all.low) * times
    value = events / other_events * times if other_events else None
    unknown = None if other_events else "no events to compare with"
    here = time / (time + other_time)
    least = float(binom.cdf(events, events + other_events, here))
    most = float(binom.sf(events - 1, events + other_events, here))
    ratio = Estimate(value, low, high, level, METHOD, unknown)
    return Compared(ratio, min(1.0, 2 * min(least, most)))

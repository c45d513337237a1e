"""Rates and standardised ratios of counted events, with Garwood's interval."""

from __future__ import annotations

from scipy.stats import chi2

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.estimate import (
    LEVEL,
    Estimate,
    check_amount,
    check_events,
    check_level,
    nothing_known,
)

METHOD = "Garwood"
SMR_METHOD = "exact SMR"


def expected_events(events: int, level: float = LEVEL) -> Estimate:
    """Return the expected number of events, given that `events` were counted.

    Garwood 1936, Biometrika 28:437.

    >>> expected_events(0).as_text()
    '0 [0 to 3.689]'
    """
    check_level(level)
    check_events(events)
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0
    high = float(chi2.ppf(1 - tail, 2 * events + 2)) / 2
    return Estimate(float(events), low, high, level, METHOD)


def rate(events: int, time: float, per: float = 1.0, level: float = LEVEL) -> Estimate:
    """Return the rate of `events` in `time`, such as person-years, for each `per` of it.

    Without time the rate is unknown. Raises `BadInput` for events in no time, and for a `time` or
    `per` that `check_amount` refuses.

    >>> rate(4, 675, per=1000).as_text()
    '5.926 [1.615 to 15.17]'
    """
    check_amount(time, "time at risk")
    check_amount(per, "time that rates are given for")
    check_level(level)
    if time:
        return _divided(expected_events(events, level), time / per, METHOD)
    if events:
        raise BadInput(f"{events} events in no time")
    return nothing_known("no time at risk", level, METHOD)


def smr(observed: int, expected: float, level: float = LEVEL) -> Estimate:
    """Return the standardised ratio: events `observed` to events `expected`.

    `expected` comes from a reference, and we take its rates as known. By indirect standardisation
    it is the sum over strata of the time at risk times the reference's rate (Ulm 1990, American
    Journal of Epidemiology 131:373). If no events are expected, the ratio is unknown.

    >>> smr(4, 4 / 12).as_text()
    '12 [3.27 to 30.72]'
    """
    check_amount(expected, "number of events to expect")
    check_level(level)
    check_events(observed)
    if not expected:
        return nothing_known("no events are expected", level, SMR_METHOD)
    return _divided(expected_events(observed, level), expected, SMR_METHOD)


def _divided(events: Estimate, by: float, method: str) -> Estimate:
    value, low, high = (
        None if x is None else x / by for x in (events.value, events.low, events.high)
    )
    return Estimate(value, low, high, events.level, method)

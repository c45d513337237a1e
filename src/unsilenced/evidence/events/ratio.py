"""A ratio from its logarithm and the logarithm's error: interval, answer, detectable ratios."""

from __future__ import annotations

from math import exp, inf

from scipy.stats import norm

from unsilenced.evidence.rates.estimate import Estimate

POWER = 0.8

HIGHER, LOWER, NO_DIFFERENCE, UNKNOWN = "higher", "lower", "no difference", "unknown"


_LEAST = 1e-9
"""A smaller error is what rounding leaves of 0: the units of a side did not differ at all."""

_FEW = 2


def usable(error: float, fewest: int) -> float | None:
    """Return the error, or `None` if it is unusable: 0, infinite or not a number.

    It is unusable too if the smaller side has fewer than 2 units, which is `fewest`: one unit
    cannot show how units vary.
    """
    return error if fewest >= _FEW and _LEAST < error < inf else None


def ratio_of(log_ratio: float, error: float | None, level: float, method: str) -> Estimate:
    """Return the ratio, times and divided by exp(z SE) for its interval."""
    value = exp(log_ratio)
    if error is None:
        unknown = "one unit on a side, or too few counts: errors clustered by unit cannot be had"
        return Estimate(value, None, None, level, method, unknown)
    reach = exp(norm.ppf((1 + level) / 2) * error)
    return Estimate(value, value / reach, value * reach, level, method)


def answer_of(ratio: Estimate) -> str:
    """Return what a ratio's interval says.

    >>> answer_of(Estimate(1.263, 1.013, 1.574, 0.95, "clustered"))
    'higher'
    """
    if ratio.low is None or ratio.high is None:
        return UNKNOWN
    return HIGHER if ratio.low > 1 else LOWER if ratio.high < 1 else NO_DIFFERENCE


def answer_by(p_value: float, log_ratio: float, level: float) -> str:
    """Return what a p-value says, with the side on which the ratio is."""
    if p_value >= 1 - level:
        return NO_DIFFERENCE
    return HIGHER if log_ratio > 0 else LOWER


def detectable(
    error: float | None, level: float, power: float = POWER
) -> tuple[float, float] | None:
    """Return the ratios below and above 1 that would be found with probability `power`.

    A ratio is found if its interval leaves 1 out. `None` without an error.
    """
    if error is None:
        return None
    reach = float((norm.ppf((1 + level) / 2) + norm.ppf(power)) * error)
    return exp(-reach), exp(reach)

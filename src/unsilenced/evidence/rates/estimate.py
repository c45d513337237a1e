"""An estimate: never a number without its interval, and marked as unknown if it is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import LARGEST_COUNT

LEVEL = 0.95
HIGHEST_LEVEL = 0.999999999
"""Above this level the ends of intervals soon become infinite."""

LEAST, MOST = 1e-12, 1e18
"""Times and rates are 0 or between these, so that nothing computed from them is infinite."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its two-sided interval of confidence `level`, and how the interval was made.

    `value` is `None` if it is unknown; then `unknown` says why. `high` is `None` if nothing bounds
    the interval above. `low` is `None` too if nothing at all is known.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    unknown: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the estimate for `--json` (docs/evidence.md)."""
        return {
            "estimate": self.value,
            "interval": None if self.low is None else [self.low, self.high],
            "level": self.level,
            "method": self.method,
            "unknown": self.unknown,
        }

    def as_text(self, *, percent: bool = False) -> str:
        """Return the estimate for people to read.

        >>> Estimate(0.5, 0.25, 0.75, 0.95, "exact").as_text(percent=True)
        '50.0% [25.0% to 75.0%]'
        """
        if self.low is None:
            return f"unknown: {self.unknown}"
        ends = f"[{_said(self.low, percent)} to {_said(self.high, percent)}]"
        if self.value is None:
            return f"unknown: {self.unknown} {ends}"
        return f"{_said(self.value, percent)} {ends}"


def nothing_known(reason: str, level: float, method: str) -> Estimate:
    """Return the estimate of something about which nothing is known."""
    return Estimate(None, None, None, level, method, reason)


def check_level(level: float) -> None:
    """Raise `BadInput` unless `level` is above 0 and at most `HIGHEST_LEVEL`."""
    if not 0 < level <= HIGHEST_LEVEL:
        reason = f"it is between 0 and 1, such as {LEVEL}, and at most {HIGHEST_LEVEL}"
        raise BadInput(f"a level of {level} is none: {reason}")


def check_events(events: int) -> None:
    """Raise `BadInput` if the number of events is negative or too large to count."""
    if events < 0:
        raise BadInput(f"{events} events: there cannot be fewer than none")
    check_count(events)


def check_count(number: int) -> None:
    """Raise `BadInput` for a number above the largest count."""
    if number > LARGEST_COUNT:
        raise BadInput(f"there are more than {LARGEST_COUNT:,}, the most that are counted")


def check_amount(amount: float, what: str) -> None:
    """Raise `BadInput` unless `amount`, called `what`, is 0 or between `LEAST` and `MOST`."""
    if amount and not LEAST <= amount <= MOST:
        raise BadInput(f"{amount} is no {what}: that is 0, or between {LEAST:g} and {MOST:g}")


def _said(value: float | None, percent: bool) -> str:  # noqa: FBT001 - a private function
    if value is None:
        return "no upper end"
    return f"{value:.1%}" if percent else f"{value:.4g}"

"""Periods of whole months: when they are, and whether they overlap."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unsilenced.evidence.periods import YEAR, NoPeriod, months_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = {"two": 2, "three": 3}
_NAMED = rf"({'|'.join(_MONTHS)}) ([0-9]{{4}})"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months from `first` to `last`, both counted from the year 0.

    If a source does not say when its period begins, `exact` is false and the span is the widest
    possible one.
    """

    first: int
    last: int
    exact: bool = True

    @property
    def months(self) -> int:
        """The number of months."""
        return self.last - self.first + 1

    def overlaps(self, other: Span) -> bool:
        """Return whether a month is, or may be, in both spans."""
        return self.first <= other.last and other.first <= self.last

    def moved_to(self, year: int) -> Span:
        """Return the same months, beginning in another year."""
        by = year * YEAR - self.first // YEAR * YEAR
        return Span(self.first + by, self.last + by, self.exact)

    def as_json(self) -> dict[str, str]:
        """Return its first and last month for `--json` (docs/evidence.md)."""
        return {"from": _month(self.first), "to": _month(self.last)}


def span_of(text: str) -> Span | None:
    """Return the months of a period as `periods.months_of` reads it; none if it reads none.

    >>> span_of("2012"), span_of("2012-07/2013-03").months, span_of("2012/2013").months
    (Span(first=24144, last=24155, exact=True), 9, 24)
    """
    try:
        return Span(*months_of([text])[text])
    except NoPeriod:
        return None


def told_span(text: str) -> Span | None:
    """Return the months of a period as the shipped sources write it; none if it has no dates.

    >>> told_span("Jul 2012-Mar 2013").months, told_span("two years to 2014").as_json()
    (9, {'from': '2012-01', 'to': '2014-12'})
    >>> told_span("5 months after Mar 2017").as_json(), told_span("per year")
    ({'from': '2017-04', 'to': '2017-08'}, None)
    """
    if found := re.fullmatch(rf"{_NAMED}-{_NAMED}", text):
        month, year, last_month, last_year = found.groups()
        return Span(_named(month, year), _named(last_month, last_year))
    if found := re.fullmatch(r"(two|three) years to ([0-9]{4})", text):
        last = (int(found[2]) + 1) * YEAR - 1
        return Span(last - (_NUMBERS[found[1]] + 1) * YEAR + 1, last, exact=False)
    if found := re.fullmatch(rf"([0-9]+) months after {_NAMED}", text):
        before = _named(found[2], found[3])
        return Span(before + 1, before + int(found[1]))
    return span_of(re.sub(r"^([0-9]{4})-([0-9]{4})$", r"\1/\2", text))


def _named(month: str, year: str) -> int:
    return int(year) * YEAR + _MONTHS.index(month)


def _month(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"

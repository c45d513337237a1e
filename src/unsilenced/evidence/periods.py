"""Periods as tables write them: how they are read, their order, and their months.

A text may be read in several ways: 01/02/2013 with the day or the month first. So the texts of a
file are read together, in the way that reads all of them. We refuse a file that no way reads, one
that several read differently, and one that is only read in a way that people do not agree on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import pairwise
from typing import Final

YEAR: Final = 12
"""How many months a year has. Months are counted from the year 0."""

WRITE: Final = (
    "write 2012-07 for a month, 2012-07-31 for a day, 2012 for a year, 2012-Q3 for a quarter, or a "
    "whole number"
)
ALIKE: Final = "write all alike, as in 2012-07 and 2012-10"

Place = tuple[int, ...]
"""What periods are put in order by. Two texts of one form with the same place are one period."""


class Form(Enum):
    """A way to write periods. Where several read all texts alike, we follow the first of them."""

    NUMBER = auto()
    MONTH = auto()
    SHORT_MONTH = auto()
    MONTH_AFTER_SLASH = auto()
    MONTH_FIRST_YEAR = auto()
    NAMED_MONTH = auto()
    NAMED_MONTH_LAST = auto()
    QUARTER = auto()
    HALF_YEAR = auto()
    WEEK = auto()
    DAY = auto()
    DAY_AFTER_SLASH = auto()
    NAMED_DAY = auto()
    TIME = auto()
    RANGE = auto()
    FINANCIAL_YEAR = auto()
    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    NAMED_SHORT_YEAR = auto()
    SHORT_YEAR = auto()
    DIGITS = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one way: its place, and its first and last month if it is whole months."""

    place: Place
    months: tuple[int, int] | None = None


class NoPeriod(ValueError):  # noqa: N818 - the text is bad; nothing in the program failed
    """A text is no period, or it cannot be told which. The message says what to write."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        super().__init__(reason)


_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_WHOLE_NAMES: Final = (
    "january february march april may june july august september october november december sept"
)
_NAME: Final = "({})".format("|".join((*_WHOLE_NAMES.split(), *_MONTHS)))
_Y: Final = "([0-9]{4})"
_M: Final = "(0[1-9]|1[0-2])"
_M_OR_SHORT: Final = "(0?[1-9]|1[0-2])"
_D: Final = "(0[1-9]|[12][0-9]|3[01])"
_D_OR_SHORT: Final = "(0?[1-9]|[12][0-9]|3[01])"
_BETWEEN: Final = "[ ./-]"
_ISO: Final = f"{_Y}(?:-{_M})?"


def _month_of(year: str, month: str) -> int:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return int(year) * YEAR + number - 1


def _months(first: int, count: int = 1) -> Reading:
    return Reading((first, first + count - 1), (first, first + count - 1))


def _number(text: str) -> Reading | None:
    number = int(text)
    whole_year = len(text) == len("2012") and text[0] != "0"
    return Reading((number,), (number * YEAR, number * YEAR + YEAR - 1) if whole_year else None)


def _part(year: str, part: str, length: int) -> Reading:
    return _months(int(year) * YEAR + (int(part) - 1) * length, length)


def _day(year: str, month: str, day: str, *time: str) -> Reading | None:
    at = _month_of(year, month)
    try:
        found = date(at // YEAR, at % YEAR + 1, int(day))
    except ValueError:
        return None
    return Reading((found.toordinal(), *(int(each or 0) for each in time)))


def _week(year: str, week: str) -> Reading | None:
    try:
        return Reading((date.fromisocalendar(int(year), int(week), 1).toordinal(),))
    except ValueError:
        return None


def _range(year: str, month: str | None, last_year: str, last_month: str | None) -> Reading | None:
    first = _month_of(year, month or "1")
    last = _month_of(last_year, last_month or "12")
    return Reading((first, last), (first, last)) if first <= last else None


def _financial(year: str, next_year: str) -> Reading | None:
    follows = (int(year) + 1) % 100 == int(next_year)
    return Reading((int(year),)) if follows else None


_WAYS: Final[tuple[tuple[Form, str, Callable[..., Reading | None]], ...]] = (
    (Form.NUMBER, "([0-9]{1,3}|[1-9][0-9]{3,17})", _number),
    (Form.MONTH, f"{_Y}-{_M}", lambda y, m: _months(_month_of(y, m))),
    (Form.SHORT_MONTH, f"{_Y}-([1-9])", lambda y, m: _months(_month_of(y, m))),
    (Form.MONTH_AFTER_SLASH, f"{_Y}[/.]{_M_OR_SHORT}", lambda y, m: _months(_month_of(y, m))),
    (Form.MONTH_FIRST_YEAR, f"{_M_OR_SHORT}[/.-]{_Y}", lambda m, y: _months(_month_of(y, m))),
    (Form.NAMED_MONTH, rf"{_NAME}\.?{_BETWEEN}?{_Y}", lambda m, y: _months(_month_of(y, m))),
    (Form.NAMED_MONTH_LAST, rf"{_Y}{_BETWEEN}?{_NAME}\.?", lambda y, m: _months(_month_of(y, m))),
    (Form.QUARTER, f"Q([1-4]){_BETWEEN}?{_Y}", lambda q, y: _part(y, q, 3)),
    (Form.QUARTER, f"{_Y}{_BETWEEN}?Q([1-4])", lambda y, q: _part(y, q, 3)),
    (Form.HALF_YEAR, f"H([12]){_BETWEEN}?{_Y}", lambda h, y: _part(y, h, 6)),
    (Form.HALF_YEAR, f"{_Y}{_BETWEEN}?H([12])", lambda y, h: _part(y, h, 6)),
    (Form.WEEK, f"{_Y}-?W(0[1-9]|[1-4][0-9]|5[0-3])", _week),
    (Form.DAY, f"{_Y}-{_M}-{_D}", _day),
    (Form.DAY_AFTER_SLASH, f"{_Y}[/.]{_M_OR_SHORT}[/.]{_D_OR_SHORT}", _day),
    (
        Form.NAMED_DAY,
        rf"{_D_OR_SHORT}{_BETWEEN}{_NAME}\.?{_BETWEEN}{_Y}",
        lambda d, m, y: _day(y, m, d),
    ),
    (Form.NAMED_DAY, rf"{_NAME}\.? {_D_OR_SHORT},? {_Y}", lambda m, d, y: _day(y, m, d)),
    (
        Form.TIME,
        rf"{_Y}-{_M}-{_D}[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.0+)?)?",
        _day,
    ),
    (Form.RANGE, f"{_ISO}/{_ISO}", _range),
    (Form.FINANCIAL_YEAR, f"{_Y}[/-]([0-9]{{2}})", _financial),
    (Form.DAY_FIRST, f"{_D_OR_SHORT}[/.-]{_M_OR_SHORT}[/.-]{_Y}", lambda d, m, y: _day(y, m, d)),
    (Form.MONTH_FIRST, f"{_M_OR_SHORT}[/.-]{_D_OR_SHORT}[/.-]{_Y}", lambda m, d, y: _day(y, m, d)),
    (
        Form.NAMED_SHORT_YEAR,
        f"{_NAME}{_BETWEEN}?([0-9]{{2}})",
        lambda m, y: _months(_month_of(f"20{y}", m)),
    ),
    (
        Form.NAMED_SHORT_YEAR,
        f"([0-9]{{2}}){_BETWEEN}?{_NAME}",
        lambda y, m: _months(_month_of(f"20{y}", m)),
    ),
    (
        Form.SHORT_YEAR,
        f"{_M_OR_SHORT}[/.-]([0-9]{{2}})",
        lambda m, y: _months(_month_of(f"20{y}", m)),
    ),
    (Form.DIGITS, f"{_M_OR_SHORT}((?:19|20)[0-9]{{2}})", lambda m, y: _months(_month_of(y, m))),
    (Form.DIGITS, f"{_M}([0-9]{{2}})", lambda m, y: _months(_month_of(f"20{y}", m))),
    (
        Form.DIGITS,
        f"{_D}{_M}((?:19|20)[0-9]{{2}})",
        lambda d, m, y: _day(y, m, d),
    ),
)
_READ: Final = tuple(
    (form, re.compile(way, re.IGNORECASE | re.ASCII), read) for form, way, read in _WAYS
)

_DAY_OR_MONTH_FIRST: Final = (
    "may have the day or the month first: write the year first, as in 2013-02-28 (in a "
    "spreadsheet, format the cells as yyyy-mm-dd)"
)
_UNCERTAIN: Final[Mapping[Form, str]] = {
    Form.NAMED_SHORT_YEAR: "may be a month of a year or a day of a month: write 2013-01 for a "
    "month (in a spreadsheet, format the cells as yyyy-mm)",
    Form.SHORT_YEAR: "may be a month of a year or a day of a month: write 2013-01 for a month (in "
    "a spreadsheet, format the cells as yyyy-mm)",
    Form.DIGITS: "may be a month and a year, a day, or a number: write 2013-01 for a month, "
    "2013-01-31 for a day",
}
"""Ways that we know and do not follow: people do not agree on what is meant."""

_IN_MONTHS: Final = frozenset({Form.NUMBER, Form.MONTH, Form.RANGE})
"""The forms of ISO 8601 for years, months and ranges of them, which say how long they are."""


def readings(text: str) -> dict[Form, Reading]:
    """Return how a text can be read.

    >>> sorted(form.name for form in readings("01/02/2013"))
    ['DAY_FIRST', 'MONTH_FIRST']
    """
    found = {}
    for form, way, read in _READ:
        if (match := way.fullmatch(text)) and (reading := read(*match.groups())) is not None:
            found[form] = reading
    return found


def in_order(texts: Iterable[str]) -> dict[str, Place]:
    """Return periods in their order, each with its place. Raises `NoPeriod`.

    >>> list(in_order(["Jan 2013", "Dec 2012"])), list(in_order(["10", "9"]))
    (['Dec 2012', 'Jan 2013'], ['9', '10'])
    """
    read = {text: _known(text) for text in sorted(set(texts))}
    if not read:
        return {}
    form, *others = _shared(read, lambda found: found.keys())
    places = {text: found[form].place for text, found in read.items()}
    ordered = sorted(places, key=places.__getitem__)
    for other in others:
        if ordered != sorted(read, key=lambda text: read[text][other].place):
            raise NoPeriod(ordered[0], _why_uncertain(ordered[0], form, other))
    _check_once(ordered, places)
    return {text: places[text] for text in ordered}


def months_of(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the first and the last month of each period. Raises `NoPeriod`.

    Years, months and two of them with a slash between count as one form.

    >>> months_of(["2012", "2012-07/2013-03"])["2012"]
    (24144, 24155)
    """
    read = {text: _known(text) for text in sorted(set(texts))}
    if not read:
        return {}
    forms = _shared(read, lambda found: {_family(form) for form in found})
    form = forms[0]
    if Form.FINANCIAL_YEAR in forms:
        text = next(iter(read))
        reason = (
            f"“{text}” may be a financial year: write its months, as in 2012-04/2013-03; or Dec "
            "2012 for a month"
        )
        raise NoPeriod(text, reason)
    found = {}
    for text, each in read.items():
        months = next((one.months for way, one in each.items() if _family(way) is form), None)
        if months is None:
            reason = f"“{text[:40]}” is no period like 2012, 2012-07 or 2012/2013"
            raise NoPeriod(text, reason)
        found[text] = months
    return found


def _family(form: Form) -> Form:
    return Form.MONTH if form in _IN_MONTHS else form


def _known(text: str) -> dict[Form, Reading]:
    found = readings(text)
    if not found:
        raise NoPeriod(text, f"“{text[:40]}” is no period that is read: {WRITE}")
    return found


def _shared(
    read: Mapping[str, dict[Form, Reading]], ways: Callable[[dict[Form, Reading]], Iterable[Form]]
) -> list[Form]:
    """Return the ways in which all texts can be read, those that we follow."""
    shared = set(Form)
    before = ""
    for text, found in read.items():
        left = shared.intersection(ways(found))
        if not left:
            raise NoPeriod(text, f"{before} and {text} cannot be put in order; {ALIKE}")
        shared, before = left, text
    forms = sorted(shared, key=lambda form: form.value)
    if forms[0] in _UNCERTAIN or forms[:2] == [Form.DAY_FIRST, Form.MONTH_FIRST]:
        text = next(iter(read))
        raise NoPeriod(text, _why_uncertain(text, *forms[:2]))
    return forms


def _why_uncertain(text: str, *forms: Form) -> str:
    reason = next((_UNCERTAIN[form] for form in forms if form in _UNCERTAIN), None)
    if reason is None and Form.DAY_FIRST in forms:
        reason = _DAY_OR_MONTH_FIRST
    if reason is None:
        reason = (
            "may be a month or a financial year: write Dec 2012 for a month, 2012/2013 for a year"
        )
    return f"“{text}” {reason}"


def _check_once(ordered: list[str], places: Mapping[str, Place]) -> None:
    for one, other in pairwise(ordered):
        if places[one] == places[other]:
            raise NoPeriod(other, f"{one} and {other} are one period, written in two ways")

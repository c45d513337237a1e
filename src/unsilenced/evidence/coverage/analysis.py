"""Whether some first responders refer a group of nationalities less often than others do.

It counts for each kind of responder how many of the people it referred are in the group. It
compares each kind with one of them by an exact test, given the total number in the group. Whether
somebody with two nationalities is in the group is a choice, so it does everything for both
choices and counts the tests of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan
from typing import Literal

from scipy.stats import hypergeom
from scipy.stats.contingency import odds_ratio

from unsilenced.evidence.coverage.nationality import UNKNOWN, Group
from unsilenced.evidence.coverage.referrals import KINDS, NO_KIND, RESPONDERS, Referral
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.multiplicity import holm
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, check_level, nothing_known
from unsilenced.evidence.rates.proportion import share

COUNTED = ("only", "either")
"""Whether the only nationality must be in the group, or either of two may be."""

METHOD = "conditional odds ratio"
Chosen = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which referrals to look at; `None` means all."""

    gender: str | None = None
    age: str | None = None
    exploitation: str | None = None

    def of(self, referrals: Iterable[Referral]) -> tuple[Referral, ...]:
        """Return the referrals that are selected."""
        return tuple(
            each
            for each in referrals
            if self.gender in {None, each.gender}
            and self.age in {None, each.age}
            and (self.exploitation is None or self.exploitation in each.kinds)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Of `trials` people that a responder referred, `events` are in the group."""

    responder: str
    counted: str
    events: int
    trials: int
    exploitation: str | None = None

    def as_json(self, level: float) -> dict[str, object]:
        """Return the cell for `--json` (docs/evidence.md)."""
        exploitation = {} if self.exploitation is None else {"exploitation": self.exploitation}
        counts = {"events": self.events, "trials": self.trials}
        estimate = share(self.events, self.trials, level)
        labels = {"responder": self.responder, "nationality": self.counted}
        return {**exploitation, **labels, **counts, **estimate.as_json()}


@dataclass(frozen=True, slots=True)
class Test:
    """A responder compared with another: the odds that a person it refers is in the group.

    `p_value` is twice the smaller tail of Fisher's exact test. So it agrees with the interval of
    `odds_ratio`: it is below 1 - level exactly where the interval leaves 1 out. Both are for this
    test alone. `adjusted` is the p-value adjusted for all tests by Holm's method.
    """

    responder: str
    against: str
    counted: str
    odds_ratio: Estimate
    p_value: float
    adjusted: float

    def as_json(self) -> dict[str, object]:
        """Return the test for `--json` (docs/evidence.md)."""
        return {
            "responder": self.responder,
            "against": self.against,
            "nationality": self.counted,
            "odds_ratio": self.odds_ratio.as_json(),
            "p_value": self.p_value,
            "p_adjusted": self.adjusted,
        }


@dataclass(frozen=True)
class Coverage:
    """The counts and tests, and what we chose when."""

    group: Group
    selection: Selection
    cells: tuple[Cell, ...]
    kinds: tuple[Cell, ...]
    unknown: dict[str, int]
    """How many people of unknown nationality each responder referred; they are in `trials`."""

    tests: tuple[Test, ...]
    chosen: Chosen
    level: float

    @property
    def differ(self) -> tuple[str, ...]:
        """The responders for which the two choices of nationality lead to different answers."""
        return self._differ([test.adjusted for test in self.tests])

    @property
    def differ_unadjusted(self) -> tuple[str, ...]:
        """The responders for which they would, if each test were the only one."""
        return self._differ([test.p_value for test in self.tests])

    def _differ(self, p_values: Sequence[float]) -> tuple[str, ...]:
        answers: dict[str, set[bool]] = {}
        for test, p_value in zip(self.tests, p_values, strict=True):
            answers.setdefault(test.responder, set()).add(p_value < 1 - self.level)
        return tuple(responder for responder, seen in answers.items() if len(seen) > 1)

    @property
    def statement(self) -> str:
        """What we tried, and what we chose before and after we looked at the figures."""
        tests = (
            f"{len(self.tests)} tests were done, and the adjusted p-values are for all of them "
            "(Holm); each interval is of its test alone."
        )
        if self.chosen == "before":
            return f"{tests} What to compare was chosen before looking at the figures."
        return (
            f"{tests} What to compare was chosen after looking at the figures, so these p-values "
            "describe them and confirm nothing: other data would have to."
        )


def cover(  # noqa: PLR0913 - each is a choice that the reader must know
    referrals: Sequence[Referral],
    group: Group,
    selection: Selection,
    *,
    against: str = RESPONDERS["police"],
    chosen: Chosen = "after",
    level: float = LEVEL,
) -> Coverage:
    """Count who refers people of `group`, and compare each responder with the one `against`.

    Raises `BadInput` if nobody is selected.
    """
    check_level(level)
    selected = selection.of(referrals)
    if not selected:
        raise BadInput("nobody is selected")
    cells = tuple(
        _cell(selected, group, responder, counted)
        for counted in COUNTED
        for responder in RESPONDERS.values()
    )
    whoever = Selection(selection.gender, selection.age).of(referrals)
    kinds = tuple(
        _cell([each for each in whoever if _is_of(each, kind)], group, responder, counted, kind)
        for kind in (*KINDS, NO_KIND)
        for counted in COUNTED
        for responder in RESPONDERS.values()
    )
    unknown = {
        responder: sum(
            each.people
            for each in selected
            if each.responder == responder and UNKNOWN in each.nationalities
        )
        for responder in RESPONDERS.values()
    }
    tests = _tests(cells, against, level)
    return Coverage(group, selection, cells, kinds, unknown, tests, chosen, level)


def _is_of(referral: Referral, exploitation: str) -> bool:
    return exploitation in referral.kinds if exploitation != NO_KIND else not referral.kinds


def _cell(
    referrals: Sequence[Referral],
    group: Group,
    responder: str,
    counted: str,
    exploitation: str | None = None,
) -> Cell:
    theirs = [each for each in referrals if each.responder == responder]
    events = sum(each.people for each in theirs if group.has(each.nationalities, counted))
    return Cell(responder, counted, events, sum(each.people for each in theirs), exploitation)


def _tests(cells: Sequence[Cell], against: str, level: float) -> tuple[Test, ...]:
    reference = {cell.counted: cell for cell in cells if cell.responder == against}
    compared = [(cell, reference[cell.counted]) for cell in cells if cell.responder != against]
    p_values = [_chance(*pair) for pair in compared]
    return tuple(
        Test(cell.responder, against, cell.counted, _odds(cell, other, level), p, adjusted)
        for (cell, other), p, adjusted in zip(compared, p_values, holm(p_values), strict=True)
    )


def _table(cell: Cell, other: Cell) -> list[list[int]]:
    return [
        [cell.events, cell.trials - cell.events],
        [other.events, other.trials - other.events],
    ]


def _chance(cell: Cell, other: Cell) -> float:
    given = cell.trials + other.trials, cell.events + other.events, cell.trials
    least = float(hypergeom.cdf(cell.events, *given))
    most = float(hypergeom.sf(cell.events - 1, *given))
    return min(1.0, 2 * min(least, most))


def _odds(cell: Cell, other: Cell, level: float) -> Estimate:
    found = odds_ratio(_table(cell, other), kind="conditional")
    if isnan(found.statistic):
        return nothing_known("nobody to compare", level, METHOD)
    ends = found.confidence_interval(confidence_level=level)
    value, high = float(found.statistic), float(ends.high)
    unknown = None if isfinite(value) else "none outside the group, or none in it, to compare with"
    return Estimate(
        value if isfinite(value) else None,
        float(ends.low),
        high if isfinite(high) else None,
        level,
        METHOD,
        unknown,
    )

"""Risk: rates of events in people's time at risk, also as multiples of a reference's rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.labels import check_labels
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, check_amount
from unsilenced.evidence.rates.poisson import rate, smr
from unsilenced.evidence.schema.sheet import Line, Sheet, read_sheet

EVENTS = "events"
PERSON_YEARS = "person_years"
REFERENCE_RATE = "reference_rate"
PER = 1000.0
"""The default number of person-years for which rates are given."""

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Risk:
    """Events among people in their time at risk; `expected` by the reference's rate.

    `expected` is `None` without a reference.
    """

    labels: dict[str, str]
    events: int
    person_years: float
    expected: float | None = None

    def rate(self, per: float = PER, level: float = LEVEL) -> Estimate:
        """Return the rate for each `per` person-years."""
        return rate(self.events, self.person_years, per, level)

    def smr(self, level: float = LEVEL) -> Estimate | None:
        """Return the risk as a multiple of the reference's; nothing without a reference."""
        return None if self.expected is None else smr(self.events, self.expected, level)

    def as_json(self, per: float = PER, level: float = LEVEL) -> dict[str, object]:
        """Return the risk for `--json` (docs/evidence.md)."""
        ratio = self.smr(level)
        return {
            **self.labels,
            EVENTS: self.events,
            PERSON_YEARS: self.person_years,
            "per": per,
            "rate": self.rate(per, level).as_json(),
            "expected": self.expected,
            "smr": None if ratio is None else ratio.as_json(),
        }


ANSWERED = frozenset(Risk({}, 0, 0.0).as_json())
"""The keys of a risk's answer, which no label may have as its name."""


def risk_of(
    events: int,
    person_years: float,
    reference_rate: float | None = None,
    per: float = PER,
    labels: dict[str, str] | None = None,
) -> Risk:
    """Return the risk of `events` in `person_years`.

    `reference_rate` is for each `per` person-years, and is taken as known.
    """
    if not per > 0:
        raise BadInput(f"rates for {per} person-years: it must be above 0")
    check_amount(per, "time that rates are given for")
    check_amount(person_years, "time at risk")
    if reference_rate is not None:
        check_amount(reference_rate, "rate of a reference")
    expected = None if reference_rate is None else person_years * reference_rate / per
    return Risk(labels or {}, events, person_years, expected)


def read_risks(path: Path, per: float = PER) -> tuple[Risk, ...]:
    """Read risks from a CSV file: `events`, `person_years`, perhaps `reference_rate`, and labels.

    Raises `BadInput` for what is no number, for events in no time, if the same labels occur twice,
    and for labels that are in `ANSWERED`.
    """
    sheet = read_sheet(path)
    events, years = sheet.index(EVENTS), sheet.index(PERSON_YEARS)
    reference = sheet.index(REFERENCE_RATE) if REFERENCE_RATE in sheet.header else None
    named = {
        at: name for at, name in enumerate(sheet.header) if at not in {events, years, reference}
    }
    check_labels(named.values(), ANSWERED, file=sheet.file, row=1)
    found: dict[tuple[str, ...], Risk] = {}
    for line in sheet.lines:
        labels = {name: line.values[at] for at, name in named.items()}
        time = _number(sheet, line, years)
        against = None if reference is None else _number(sheet, line, reference)
        each = risk_of(sheet.count(line, events), time, against, per, labels)
        if each.events and not time:
            raise sheet.bad(line, years, f"{each.events} events in no time")
        key = tuple(labels.values())
        if key in found:
            of = ", ".join(key) or "the same"
            raise BadInput(f"{of} stands there twice", file=sheet.file, row=line.number)
        found[key] = each
    if not found:
        raise BadInput("there are no rows below the header", file=sheet.file)
    return tuple(found.values())


def standardised(risks: Sequence[Risk]) -> Risk:
    """Return all strata as one, by indirect standardisation: only if the user asks for it.

    The expected number is the sum of the expected numbers of all strata.
    """
    expected = [each.expected for each in risks if each.expected is not None]
    return Risk(
        {},
        sum(each.events for each in risks),
        sum(each.person_years for each in risks),
        sum(expected) if len(expected) == len(risks) else None,
    )


def _number(sheet: Sheet, line: Line, column: int) -> float:
    text = line.values[column]
    if not _NUMBER.fullmatch(text):
        raise sheet.bad(line, column, f"“{text[:40]}” is no number like 675 or 675.5")
    return float(text)

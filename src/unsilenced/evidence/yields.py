"""Yields: how many of the visits, raids or reports of each unit and period had a result.

We never combine units and periods unless the user asks for it. Even then the parts stay beside the
sum, because a yield over different units describes none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.labels import check_labels
from unsilenced.evidence.rates.estimate import LEVEL, Estimate
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.schema.sheet import read_sheet

EVENTS = "events"
TRIALS = "trials"


@dataclass(frozen=True, slots=True)
class Yield:
    """The result of one unit in one period. `labels` says which, by column."""

    labels: dict[str, str]
    events: int
    trials: int

    def estimate(self, level: float = LEVEL) -> Estimate:
        """Return the share of trials that were events."""
        return share(self.events, self.trials, level)

    def as_json(self, level: float = LEVEL) -> dict[str, object]:
        """Return the yield for `--json` (docs/evidence.md)."""
        counted = {EVENTS: self.events, TRIALS: self.trials}
        return {**self.labels, **counted, **self.estimate(level).as_json()}


ANSWERED = frozenset(Yield({}, 0, 0).as_json())
"""The keys of a yield's answer, which no label may have as its name."""


def read_yields(path: Path) -> tuple[Yield, ...]:
    """Read yields from a CSV file: columns `events` and `trials`; the others are labels.

    Raises `BadInput` for more events than trials, if the same labels occur twice (adding them up
    would be pooling), and for labels that are in `ANSWERED`.
    """
    sheet = read_sheet(path)
    events, trials = sheet.index(EVENTS), sheet.index(TRIALS)
    named = [(at, name) for at, name in enumerate(sheet.header) if name not in {EVENTS, TRIALS}]
    check_labels((name for _, name in named), ANSWERED, file=sheet.file, row=1)
    found: dict[tuple[str, ...], Yield] = {}
    for line in sheet.lines:
        labels = {name: line.values[at] for at, name in named}
        each = Yield(labels, sheet.count(line, events), sheet.count(line, trials))
        if each.events > each.trials:
            reason = f"{each.events} events in {each.trials} trials: there cannot be more"
            raise sheet.bad(line, events, reason)
        key = tuple(labels.values())
        if key in found:
            of = ", ".join(key) or "the same"
            raise BadInput(f"{of} stands there twice", file=sheet.file, row=line.number)
        found[key] = each
    if not found:
        raise BadInput("there are no rows below the header", file=sheet.file)
    return tuple(found.values())


def pooled(yields: Sequence[Yield]) -> Yield:
    """Return all of `yields` as one: only if the user has asked for that."""
    return Yield({}, sum(each.events for each in yields), sum(each.trials for each in yields))

"""Random chains of honest releases: a register that grows, and what its keeper publishes of it.

The keeper runs the real command with one ledger and asks for random crossings. The keeper publishes
what the command prints, and says which people it is about. Refused tables are not published.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from click.testing import CliRunner
from evidence.attack.attacker import Known, Public

from unsilenced.evidence.commands import evidence

GAZETTEER = [
    {"ward": "w1", "borough": "b1"},
    {"ward": "w2", "borough": "b1"},
    {"ward": "w3", "borough": "b2"},
    {"ward": "w4", "borough": "b2"},
]
CALENDAR = [
    {"month": "2026-02", "quarter": "2026-Q1", "year": "2026"},
    {"month": "2026-03", "quarter": "2026-Q1", "year": "2026"},
    {"month": "2026-04", "quarter": "2026-Q2", "year": "2026"},
    {"month": "2026-05", "quarter": "2026-Q2", "year": "2026"},
]
OUTCOMES = ("arrest", "none", "warning")
AGES = ("18-24", "25+")
COLUMNS = ("borough", "ward", "quarter", "month", "outcome", "age")

PEOPLE = "the register"
OTHERS = "calls"
NAMING = ("never", "always", "later", "at times", "beside others")
"""When --population is said: of the people of one register at all times, from the second table on,
now and then, or always and with tables of other people between them."""

Row = tuple[str, ...]
Command = Callable[[Sequence[str]], str | None]
"""What runs the command with these words and returns what it printed; `None` if it refused."""


@dataclass(frozen=True)
class Chain:
    """What was published of one register, and what readers know of it."""

    seed: int
    known: Known
    releases: tuple[Public, ...]
    of_others: tuple[Public, ...]
    """What was published with the same ledger about other people, who share nothing with these."""
    asked: tuple[str, ...]
    """Every command that was run, including refused ones."""
    named: str
    """How the people were named (`NAMING`)."""


def in_process(words: Sequence[str]) -> str | None:
    """Run the command here."""
    ended = CliRunner().invoke(evidence, list(words))
    if ended.exit_code not in {0, 1, 2}:
        raise AssertionError(f"{words}: {ended.output}") from ended.exception
    return None if ended.exit_code else ended.stdout


def chain(seed: int, folder: Path, run: Command = in_process) -> Chain:
    """Make a register and publish tables of it."""
    lots = Random(seed)
    threshold = lots.choice((3, 5, 5, 5, 10))
    width = lots.choice((threshold, threshold, threshold, max(threshold // 2, 1)))
    # A register has some of its columns, so that chains meet often in a few small tables.
    columns = _columns(lots)
    weights = Counter[Row]()
    people = list(_joined(lots, columns, weights, lots.randint(25, 140)))
    released, asked = [], []
    ledger = folder / "ledger"
    # Names use their own random numbers, so that all else in the chain is as it is without names.
    naming = Random(f"names of {seed}")
    named = naming.choice((*["never"] * 4, *NAMING[1:]))
    others = _Others(folder, ledger, threshold, width, naming)
    day = 0
    for number in range(lots.choice((2, 2, 3, 3, 4))):
        if number and lots.random() < 0.5:
            day += 1
            people += _joined(lots, columns, weights, _more(lots))
        file = folder / f"{number}.csv"
        rows, across = _crossed(lots, columns)
        base = lots.choice((1, 1, 1, 1, 3, 5, 10))
        words = ["disclose", str(file), "--rows", rows, "--columns", across]
        words += ["--threshold", str(threshold), "--width", str(width), "--ledger", str(ledger)]
        words += ["--round", str(base)] if base > 1 else []
        some = _population(lots, columns, {rows, across}, people)
        words += [f"--where={name}={label}" for name, labels in some.items() for label in labels]
        words += ["--no-complementary"] if lots.random() < 0.05 else []
        if named in {"always", "beside others"} or (
            (named == "later" and number) or (named == "at times" and naming.random() < 0.5)
        ):
            words += ["--population", PEOPLE]
        # A file often has no more columns than its keeper thinks it needs.
        bare = lots.random() < 0.2
        _write(file, columns, people, {rows, across, *some} if bare else {*columns})
        asked.append(" ".join(words))
        text = run(words)
        if text is not None:
            released.append(Public(text, base, some, day))
        if named == "beside others":
            asked.append(others.publish(run))
    known = Known(threshold, width, (GAZETTEER, CALENDAR))
    return Chain(seed, known, tuple(released), tuple(others.released), tuple(asked), named)


@dataclass
class _Others:
    """Other people, and what is published of them: they share no column with the register."""

    folder: Path
    ledger: Path
    threshold: int
    width: int
    lots: Random
    people: list[Row] = field(default_factory=list)
    released: list[Public] = field(default_factory=list)

    def publish(self, run: Command) -> str:
        """Ask for a table of them, some more than before; return the command."""
        more = self.lots.randint(20, 60) if not self.people else _more(self.lots)
        self.people += [
            (self.lots.choice(("abuse", "advice", "other")), self.lots.choice(("day", "night")))
            for _each in range(more)
        ]
        file = self.folder / f"calls-{len(self.people)}.csv"
        columns = ("kind", "shift")
        _write(file, columns, self.people, {*columns})
        words = ["disclose", str(file), "--rows", "kind", "--columns", "shift"]
        words += ["--threshold", str(self.threshold), "--width", str(self.width)]
        words += ["--ledger", str(self.ledger), "--population", OTHERS]
        text = run(words)
        if text is not None:
            self.released.append(Public(text, 1, {}, len(self.people)))
        return " ".join(words)


def _columns(lots: Random) -> tuple[str, ...]:
    kinds = lots.sample(("place", "time", "outcome", "age"), lots.choice((2, 2, 3)))
    if not {"place", "time"} & {*kinds}:
        kinds[0] = lots.choice(("place", "time"))
    levels = {"place": ("borough", "ward"), "time": ("quarter", "month")}
    return tuple(column for kind in kinds for column in levels.get(kind, (kind,)))


def _crossed(lots: Random, columns: Sequence[str]) -> tuple[str, str]:
    rows, across = lots.sample(columns, 2)
    return rows, across


def _population(
    lots: Random, columns: Sequence[str], crossed: set[str], people: Sequence[Row]
) -> dict[str, tuple[str, ...]]:
    """The people of a table: mostly everybody, sometimes those with one label, or one of two."""
    others = [at for at, name in enumerate(columns) if name not in crossed]
    if not others or lots.random() < 0.7:
        return {}
    at = lots.choice(others)
    labels = sorted({each[at] for each in people})
    return {columns[at]: tuple(lots.sample(labels, min(lots.choice((1, 1, 1, 2)), len(labels))))}


def _more(lots: Random) -> int:
    return lots.choice((1, 2, 3, 5, 8, 13, 21, 40))


def _joined(lots: Random, columns: Sequence[str], weights: Counter[Row], more: int) -> list[Row]:
    """More people, most of them where others are, a few where there is hardly anybody."""
    if not weights:
        for place in GAZETTEER:
            for time in CALENDAR:
                for outcome in OUTCOMES:
                    for age in AGES:
                        one = {**place, **time, "outcome": outcome, "age": age}
                        key = tuple(one[name] for name in columns)
                        weights[key] = lots.choice((0, 1, 2, 5, 20, 60))
        # Every label has somebody, because tables with other categories are refused.
        keys = sorted(weights)
        seen = [
            lots.choice([key for key in keys if key[at] == label])
            for at in range(len(columns))
            for label in sorted({key[at] for key in keys})
        ]
        more = max(more - len(seen), 1)
    else:
        seen = []
    keys = sorted(weights)
    return seen + lots.choices(keys, [weights[key] + 0.02 for key in keys], k=more)


def _write(file: Path, columns: Sequence[str], people: Sequence[Row], kept: set[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(
            [part for part, name in zip(each, columns, strict=True) if name in kept]
            for each in (columns, *people)
        )

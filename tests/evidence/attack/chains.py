"""Random chains of honest releases: a register that grows, and what its keeper publishes of it.

The keeper runs the real command with one ledger, asks for whatever crossing comes to mind, and
publishes what the command prints, with what it is of. What is refused is not published.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

Row = tuple[str, ...]
Command = Callable[[Sequence[str]], str | None]
"""What runs the command with these words and returns what it printed; `None` if it refused."""


@dataclass(frozen=True)
class Chain:
    """What was published of one register, and what readers know of it."""

    seed: int
    known: Known
    releases: tuple[Public, ...]
    asked: tuple[str, ...]
    """Every command that was run, those too that were refused."""


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
        # A file often has no more columns than its keeper thinks it needs.
        bare = lots.random() < 0.2
        _write(file, columns, people, {rows, across, *some} if bare else {*columns})
        asked.append(" ".join(words))
        text = run(words)
        if text is not None:
            released.append(Public(text, base, some, day))
    known = Known(threshold, width, (GAZETTEER, CALENDAR))
    return Chain(seed, known, tuple(released), tuple(asked))


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
    """Whom a table is of: mostly everybody, sometimes those with a label, or with one of two."""
    others = [at for at, name in enumerate(columns) if name not in crossed]
    if not others or lots.random() < 0.7:
        return {}
    at = lots.choice(others)
    labels = sorted({each[at] for each in people})
    return {columns[at]: tuple(lots.sample(labels, min(lots.choice((1, 1, 1, 2)), len(labels))))}


def _more(lots: Random) -> int:
    return lots.choice((1, 2, 3, 5, 8, 13, 21, 40))


def _joined(lots: Random, columns: Sequence[str], weights: Counter[Row], more: int) -> list[Row]:
    """More people, most of them where others are, a few where hardly anybody is."""
    if not weights:
        for place in GAZETTEER:
            for time in CALENDAR:
                for outcome in OUTCOMES:
                    for age in AGES:
                        one = {**place, **time, "outcome": outcome, "age": age}
                        key = tuple(one[name] for name in columns)
                        weights[key] = lots.choice((0, 1, 2, 5, 20, 60))
        # Every label has somebody, as tables of other categories are refused.
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

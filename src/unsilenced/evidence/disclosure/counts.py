"""Counts before anything is hidden: two columns of a file, crossed. Not for publishing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from unsilenced.evidence.disclosure.about import About, Asked, of_whom
from unsilenced.evidence.disclosure.published import (
    BETWEEN,
    NAMES_BETWEEN,
    TOTAL,
    PublishedTable,
    check_no_formula,
)
from unsilenced.evidence.disclosure.system import Place
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import LARGEST_COUNT, Line, Sheet, read_sheet
from unsilenced.evidence.spelling import alike

COUNT_COLUMNS = ("n", "count")
"""The default names of the column of counts."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Every true count of a table. `cells` also has the totals, last in each row and column."""

    name: str
    dimensions: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...] = field(repr=False)

    def at(self, place: Place) -> int:
        """Return the count of one cell."""
        return self.cells[place[0]][place[1]]

    def places(self) -> tuple[Place, ...]:
        """Return the place of every cell, totals included, row by row."""
        return tuple((i, j) for i, row in enumerate(self.cells) for j in range(len(row)))

    def small(self, threshold: int) -> frozenset[Place]:
        """Return the cells, totals included, with some people but fewer than `threshold`."""
        return frozenset(place for place in self.places() if 0 < self.at(place) < threshold)

    def published(self, hidden: Collection[Place], rounded_to: int = 1) -> PublishedTable:
        """Return the table, not yet audited, with some cells hidden and the others rounded."""
        return PublishedTable(
            self.name,
            self.dimensions,
            self.rows,
            self.columns,
            tuple(
                tuple(
                    None if (i, j) in hidden else rounded(count, rounded_to)
                    for j, count in enumerate(row)
                )
                for i, row in enumerate(self.cells)
            ),
            rounded_to,
        )


def rounded(count: int, base: int) -> int:
    """Return the multiple of `base` nearest to `count`; if two are equally near, the upper one.

    >>> [rounded(count, 5) for count in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    return (count + base // 2) // base * base


def counts_of(cells: dict[tuple[str, str], int], dimensions: tuple[str, str], name: str) -> Counts:
    """Return a table of counts by label; rows and columns are in the order of their labels."""
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    inner = [[cells.get((row, column), 0) for column in columns] for row in rows]
    lines = [(*line, sum(line)) for line in inner]
    totals = tuple(map(sum, zip(*lines, strict=True)))
    return Counts(name, dimensions, tuple(rows), tuple(columns), (*lines, totals))


def read_counts(path: Path, rows: str, columns: str, count: str | None = None) -> Counts:
    """Cross two columns of a CSV file.

    Each line is one person, or as many as its column `count` says (`n` or `count`, if there is
    one of that name). Raises `BadInput` for lines without a category, and for totals among them.
    """
    return read_input(path, Asked(rows, columns, count))[0]


def read_input(path: Path, asked: Asked) -> tuple[Counts, About]:
    """Cross two columns of a CSV file, for the people asked for, and look at the other columns.

    Raises `BadInput` like `read_counts`, and if nobody is one of the people asked for.
    """
    sheet = read_sheet(path)
    rows, columns = asked.rows, asked.columns
    at = sheet.index(rows), sheet.index(columns)
    named = count_column(sheet.file, sheet.header, rows, columns, asked.count)
    counted = None if named is None else sheet.index(named)
    chosen = {sheet.index(name): set(labels) for name, labels in asked.where.items()}
    cells: Counter[tuple[str, str]] = Counter()
    lines: set[tuple[str, ...]] = set()
    everybody = 0
    for line in sheet.lines:
        people = 1 if counted is None else sheet.count(line, counted)
        labels = _category(sheet, line, at[0]), _category(sheet, line, at[1])
        if all(line.values[place] in some for place, some in chosen.items()):
            cells[labels] += people
        everybody += people
        if people:
            lines.add(line.values)
    about = replace(_about(sheet, lines, counted), population=asked.population)
    if everybody:
        about = of_whom(about, asked, sheet.file)
    counts = crossed(dict(cells), (rows, columns), sheet.file)
    return counts, replace(about, people=everybody)


def _about(sheet: Sheet, lines: Collection[tuple[str, ...]], counted: int | None) -> About:
    """Return what lines say about all columns that have no empty field and do not count people."""
    kept = [
        at for at in range(len(sheet.header)) if at != counted and all(line[at] for line in lines)
    ]
    return About(
        0,
        tuple(sheet.header[at] for at in kept),
        frozenset(tuple(line[at] for at in kept) for line in lines),
    )


def crossed(cells: dict[tuple[str, str], int], dimensions: tuple[str, str], name: str) -> Counts:
    """Return a table of counts by label.

    Raises `BadInput` if there is nobody, if there are too many people, and if one category is
    written in two ways: neither reader nor ledger would see that the two are the same.
    """
    for dimension, labels in zip(dimensions, zip(*sorted(cells), strict=True), strict=False):
        known: dict[str, str] = {}
        for label in labels:
            first = known.setdefault(alike(label), label)
            if first != label:
                reason = f"“{label}” is “{first}” in another row: write one category in one way"
                raise BadInput(reason, file=name, column=dimension)
    people = sum(cells.values())
    if not people:
        raise BadInput("there is nobody in it", file=name)
    if people > LARGEST_COUNT:
        reason = f"there are {people:,} in it; at most {LARGEST_COUNT:,} are audited"
        raise BadInput(reason, file=name)
    return counts_of(cells, dimensions, name)


def count_column(
    file: str, header: Sequence[str], rows: str, columns: str, named: str | None
) -> str | None:
    """Return the column that counts people, if there is one; the header is line 1 of the file.

    Raises `BadInput` if it is not clear which one, or if rows and columns cannot be crossed.
    """
    if rows == columns:
        raise BadInput(f"rows and columns are both “{rows}”", file=file)
    for name in (rows, columns):
        if NAMES_BETWEEN in name:
            reason = f"the name has {NAMES_BETWEEN} in it"
            raise BadInput(reason, file=file, row=1, column=name)
        try:
            check_no_formula(name)
        except ValueError as error:
            raise BadInput(str(error), file=file, row=1, column=name) from error
    if named is not None:
        return named
    found = [name for name in COUNT_COLUMNS if name in header and name not in {rows, columns}]
    if len(found) > 1:
        raise BadInput(f"which column counts: {' or '.join(found)}?", file=file, row=1)
    return found[0] if found else None


def check_category(label: str) -> None:
    """Raise `ValueError` with the reason why `label` is no category."""
    if not label:
        raise ValueError("is empty; write what is not known as a category")
    if BETWEEN in label:
        raise ValueError(f"“{label}” has {BETWEEN} in it")
    if label.casefold() == TOTAL.casefold():
        raise ValueError("is a total among the counts; leave totals out")
    check_no_formula(label)


def _category(sheet: Sheet, line: Line, column: int) -> str:
    label = line.values[column]
    try:
        check_category(label)
    except ValueError as error:
        raise sheet.bad(line, column, str(error)) from error
    return label

"""Selecting rows of a claim's data by what they say, and reading figures written as text.

We guess nothing. If a row is missing or there twice, or a field is not written as expected, an
error names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.reading import read_checked

SAME = "same"
SOURCE = "source_url"
ON_TOP = "# source: "
_AMOUNT = re.compile(
    r"(?P<before>almost|about|at least|less than|more than|[<>])? ?"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<plus>\+)?(?P<unit>%|x)?"
)
_BOUNDS = {">": "more than", "<": "less than"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and how exactly its source gives it: `how` is empty, or such as “at least”."""

    value: float
    how: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a claim's data."""

    dataset: Dataset
    line: int
    values: dict[str, str]
    source: str

    def text(self, column: str) -> str:
        """Return a field that must not be empty."""
        if not self.values[column]:
            raise self.bad(column, "is empty")
        return self.values[column]

    def amount(self, column: str) -> Amount:
        """Return a field that is one number, perhaps with how exactly it is meant."""
        try:
            return amount(self.text(column))
        except ValueError as error:
            raise self.bad(column, str(error)) from error

    def whole(self, column: str) -> int:
        """Return a field that is one whole number and nothing else."""
        (number,) = self.wholes(column, r"([0-9]+)")
        return number

    def wholes(self, column: str, form: str) -> tuple[int, ...]:
        """Return the whole numbers at the groups of `form`, which the whole field must match."""
        return tuple(int(each) for each in self._groups(column, form))

    def numbers(self, column: str, form: str) -> tuple[float, ...]:
        """Return the numbers at the groups of `form`, which the whole field must match."""
        return tuple(float(each) for each in self._groups(column, form))

    def bad(self, column: str, reason: str) -> BadInput:
        """Return the error for a field of this row."""
        return BadInput(reason, file=self.dataset.name, row=self.line, column=column)

    def _groups(self, column: str, form: str) -> tuple[str, ...]:
        found = re.fullmatch(form, self.text(column))
        if found is None:
            raise self.bad(column, f"“{self.text(column)[:60]}” is not of the form {form}")
        return found.groups()


def amount(text: str) -> Amount:
    """Return the number that `text` writes; raise `ValueError` unless it is exactly one.

    >>> amount("almost 1800"), amount("1800+").how, amount(">75").how, amount("at least 75%").value
    (Amount(value=1800.0, how='almost'), 'at least', 'more than', 75.0)
    """
    found = _AMOUNT.fullmatch(text)
    if found is None or (found["before"] and found["plus"]):
        raise ValueError(f"“{text[:60]}” is not one number")
    before = found["before"] or ""
    how = "at least" if found["plus"] else _BOUNDS.get(before, before)
    return Amount(float(found["number"]), how)


def rows(dataset: Dataset, **keys: str) -> tuple[Row, ...]:
    """Return the rows whose fields are `keys`, in the file's order.

    A field with the text “same” repeats the row above. A row's source is its `source_url`, or the
    one named at the top of the file or in its provenance. Raises `BadInput` for an unknown column.
    """
    found = []
    table = read_checked(dataset.path, comments=True)
    for column in keys:
        if column not in table.columns:
            raise BadInput(f"there is no column “{column}”", file=dataset.name)
    above: dict[str, str] = {}
    named = ""
    for line, fields in table.rows():
        written = {name: "" if field is None else str(field) for name, field in fields.items()}
        told = written.get(SOURCE) or _on_top(dataset)
        is_same = told.split(" ")[0] == SAME
        named = named if is_same else told
        source = named + told.removeprefix(SAME) if is_same else told
        values = {
            name: above.get(name, text) if text == SAME else text for name, text in written.items()
        }
        above = values
        if all(values[column] == wanted for column, wanted in keys.items()):
            found.append(Row(dataset, line, values, source))
    return tuple(found)


def row(dataset: Dataset, **keys: str) -> Row:
    """Return the one row whose fields are `keys`; raise `BadInput` for none or several."""
    found = rows(dataset, **keys)
    if len(found) != 1:
        wanted = ", ".join(f"{column} “{text}”" for column, text in keys.items())
        raise BadInput(f"{len(found)} rows have {wanted}; one must", file=dataset.name)
    return found[0]


def _on_top(dataset: Dataset) -> str:
    first, _, _ = dataset.path.read_text(encoding="utf-8").partition("\n")
    return first.removeprefix(ON_TOP).strip() if first.startswith(ON_TOP) else dataset.source

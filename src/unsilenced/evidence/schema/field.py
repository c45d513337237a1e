"""What a column of a table must hold: a field of a Frictionless Table Schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

Type = Literal["string", "integer", "number", "boolean", "date", "list"]
Bound: TypeAlias = int | Decimal | date
Scalar: TypeAlias = str | int | Decimal | bool | date
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None
"""The value of a field in a row. `None` is missing."""

TRUE: Final = ("true", "True", "TRUE", "1")
FALSE: Final = ("false", "False", "FALSE", "0")


@dataclass(frozen=True, slots=True)
class Code:
    """A text that a field may hold, and the days on which it may, including both ends."""

    text: str
    label: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_dated(self) -> bool:
        """Whether there are days on which it may not be used."""
        return self.valid_from is not None or self.valid_to is not None

    def holds_on(self, day: date) -> bool:
        """Return whether it may be used on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Field:
    """A column and what it must hold.

    Numbers are exact to six decimals. `missing` are the texts that mark a value as missing.
    `codes` are the texts that the field, or each item of a list, may have. `valid_on` is the column
    of dates on which they must be valid.
    """

    name: str
    type: Type = "string"
    required: bool = True
    unique: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    min_length: int | None = None
    max_length: int | None = None
    missing: frozenset[str] = frozenset({""})
    true_values: tuple[str, ...] = TRUE
    false_values: tuple[str, ...] = FALSE
    item_type: Type = "string"
    delimiter: str = ","
    codes: tuple[Code, ...] = ()
    valid_on: Field | None = None

"""What a column must hold, as rules that run where the table is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.types as ir

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.sheet import LARGEST_COUNT

INTEGER = "^-?[0-9]{1,18}$"
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
EXACT = "decimal(24, 6)"
"""What numbers are added up as: sums of floating point differ with the order of the rows."""

Broken = Callable[[ir.Table], ir.BooleanValue]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of a column: `broken` says of each row whether it does not, never null."""

    column: str
    reason: str
    broken: Broken


@dataclass(frozen=True, slots=True)
class Field:
    """A column and what it must hold: a field of a Frictionless Table Schema.

    Numbers are exact to six decimals. `missing` are the texts that say that a value is missing.
    """

    name: str
    type: Literal["string", "integer", "number"] = "string"
    required: bool = True
    pattern: str | None = None
    enum: tuple[str, ...] | None = None
    minimum: int | None = None
    maximum: int | None = None
    missing: frozenset[str] = frozenset({""})

    def text(self, table: ir.Table) -> ir.StringValue:
        """Return the column as text without white space around it."""
        column = table[self.name]
        return (column if column.type().is_string() else column.cast("string")).strip()

    def absent(self, table: ir.Table) -> ir.BooleanValue:
        """Return where the column is missing."""
        column = table[self.name]
        if not column.type().is_string():
            return column.isnull()
        return column.isnull() | self.text(table).isin(sorted(self.missing))

    def value(self, table: ir.Table) -> ir.NumericValue:
        """Return the column's numbers, null where there is none or it is too large."""
        column = table[self.name]
        kind = "int64" if self.type == "integer" else EXACT
        if column.type().is_string():
            text = self.text(table)
            form = INTEGER if self.type == "integer" else NUMBER
            return ibis.ifelse(text.re_search(form), text, ibis.null("string")).cast(kind)
        within = column.between(-LARGEST_COUNT, LARGEST_COUNT)
        return ibis.ifelse(within, column, ibis.null(column.type())).cast(kind)

    def rules(self) -> tuple[Rule, ...]:
        """Return all that must hold, in the order in which it is looked at."""
        found = [Rule(self.name, "is empty", self.absent)] if self.required else []
        if self.type != "string":
            found += self._number_rules()
        if self.pattern is not None:
            form = f"^(?:{self.pattern})$"
            found.append(self._rule(f"is not of the form {self.pattern}", self._unlike(form)))
        if self.enum is not None:
            known = sorted(self.enum)
            found.append(
                self._rule(
                    f"is none of: {', '.join(known)}", lambda table: ~self.text(table).isin(known)
                )
            )
        return tuple(found)

    def check_type(self, table: ir.Table, name: str) -> None:
        """Raise `BadInput` where the table has no such column, or one of another kind."""
        if self.name not in table.columns:
            has = ", ".join(table.columns)
            raise BadInput(f"there is no column “{self.name}”; there are: {has}", file=name)
        kind = table[self.name].type()
        labels = kind.is_string() or kind.is_integer() or kind.is_date() or kind.is_boolean()
        fits = {
            "string": labels,
            "integer": kind.is_string() or kind.is_integer(),
            "number": kind.is_string() or kind.is_numeric(),
        }
        if not fits[self.type]:
            reason = f"holds {kind}, which is not read as {self.type}"
            raise BadInput(reason, file=name, column=self.name)

    def _number_rules(self) -> list[Rule]:
        called = "whole number" if self.type == "integer" else "number like 675 or 675.5, and"
        least, most = self.minimum, self.maximum

        def unread(table: ir.Table) -> ir.BooleanValue:
            value = self.value(table)
            return value.isnull() | (value.abs() > LARGEST_COUNT)

        found = [self._rule(f"is no {called} of at most {LARGEST_COUNT:,}", unread)]
        if least is not None:
            found.append(self._rule(f"is below {least}", lambda table: self.value(table) < least))
        if most is not None:
            found.append(self._rule(f"is above {most}", lambda table: self.value(table) > most))
        return found

    def _unlike(self, form: str) -> Broken:
        return lambda table: ~self.text(table).re_search(form)

    def _rule(self, reason: str, broken: Broken) -> Rule:
        """Return the rule for values that are there."""
        return Rule(
            self.name,
            reason,
            lambda table: ~self.absent(table) & broken(table).fill_null(False),  # noqa: FBT003
        )

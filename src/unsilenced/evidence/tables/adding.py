"""Adds up one column in each cell, so that the cell shows whether all its rows are good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis.expr.types as ir

from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.schema.sheet import LARGEST_COUNT
from unsilenced.evidence.tables.check import any_broken, times
from unsilenced.evidence.tables.rules import rules_of, value_of

ROWS = "unsilenced_rows"
"""How many rows a cell has."""


@dataclass(frozen=True, slots=True)
class Added:
    """A column to add up, and its place among such columns.

    For whole numbers it is enough to know the smallest, the largest and how many there are. That
    costs almost nothing. Other columns are checked row by row.
    """

    field: Field
    place: int

    def measures(self, table: ir.Table) -> dict[str, ir.Scalar]:
        """Return the measures of each cell."""
        column = table[self.field.name]
        if self.field.type == "integer" and column.type().is_integer():
            return {
                self._named("sum"): column.sum(),
                self._named("least"): column.min(),
                self._named("most"): column.max(),
                self._named("there"): column.count(),
            }
        return {
            self._named("sum"): value_of(self.field, table).sum(),
            self._named("bad"): times(any_broken(table, rules_of(self.field))),
        }

    def total(self, cell: Mapping[str, Any]) -> Decimal:
        """Return the sum in a cell, 0 where there was nothing to add."""
        return Decimal(cell[self._named("sum")] or 0)

    def is_good(self, cell: Mapping[str, Any]) -> bool:
        """Return whether all rows of a cell match the field."""
        if self._named("bad") in cell:
            return not cell[self._named("bad")]
        there, least, most = (cell[self._named(name)] for name in ("there", "least", "most"))
        if there < cell[ROWS] and self.field.required:
            return False
        return not there or (self._lowest() <= least and most <= self._highest())

    def _lowest(self) -> int:
        least = self.field.minimum
        return max(least, -LARGEST_COUNT) if isinstance(least, int) else -LARGEST_COUNT

    def _highest(self) -> int:
        most = self.field.maximum
        return min(most, LARGEST_COUNT) if isinstance(most, int) else LARGEST_COUNT

    def _named(self, measure: str) -> str:
        return f"unsilenced_{measure}_{self.place}"

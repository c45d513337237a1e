"""Finds a table's faults without moving it: the first bad row, and the number of bad rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.tables import csv_file
from unsilenced.evidence.tables.rules import Rule, check_type, rules_of
from unsilenced.evidence.tables.source import Source

_ROW = "unsilenced_row"
_BAD = "unsilenced_bad"
_VALUE = "unsilenced_value"


def check(source: Source, fields: Sequence[Field]) -> None:
    """Raise `BadInput` unless every row matches `fields`.

    For files it names the first bad row. Tables in databases have no first row, so it names the
    smallest of the bad values.
    """
    for field in fields:
        check_type(field, source.table, source.name)
    rules = [rule for field in fields for rule in rules_of(field)]
    if not rules:
        return
    counts = {f"{_BAD}_{i}": times(rule.broken(source.table)) for i, rule in enumerate(rules)}
    counts[_BAD] = times(any_broken(source.table, rules))
    (found,) = source.fetch(source.table.aggregate(**counts))
    if found[_BAD]:
        broken = [rule for i, rule in enumerate(rules) if found[f"{_BAD}_{i}"]]
        raise first_bad(source, broken, found[_BAD])


def any_broken(table: ir.Table, rules: Sequence[Rule]) -> ir.BooleanValue:
    """Return for each row whether it breaks one of `rules`; there must be at least one rule."""
    return reduce(or_, (rule.broken(table) for rule in rules))


def times(broken: ir.BooleanValue) -> ir.IntegerScalar:
    """Return for how many rows something is true."""
    return ibis.ifelse(broken, 1, 0).sum().fill_null(0)


def first_bad(source: Source, rules: Sequence[Rule], bad_rows: int = 1) -> BadInput:
    """Return the error for the first row that breaks one of `rules`; there must be such a row."""
    row, rule, value = None, rules[0], ""
    if source.path is None:
        value = _least(source, rule)
    elif first := _first(source, rules):
        record, rule, value = first
        row = csv_file.line_of(source.path, record) if source.place == "csv" else record + 1
    reason = rule.reason
    if value and value not in reason:
        reason = f"“{value[:40]}” {reason}"
    if bad_rows > 1:
        reason += f" (and {bad_rows - 1:,} more rows are not as they must be)"
    return BadInput(reason, file=source.name, row=row, column=rule.column)


def _first(source: Source, rules: Sequence[Rule]) -> tuple[int, Rule, str] | None:
    """Return the number of the first bad row, from 0, the rule that it breaks, and its value.

    None if the engine finds no row by a value that it gave itself, such as one with a NUL in it.
    """
    numbered = source.table.mutate(**{_ROW: ibis.row_number()})
    first = numbered.filter(any_broken(numbered, rules)).order_by(_ROW).limit(1)
    columns: dict[str, ir.Value] = {}
    for i, rule in enumerate(rules):
        columns[f"{_BAD}_{i}"] = rule.broken(first)
        columns[f"{_VALUE}_{i}"] = first[rule.column].cast("string")
    for found in source.fetch(first.select(_ROW, **columns)):
        return _told(found, rules)
    return None


def _told(found: dict[str, Any], rules: Sequence[Rule]) -> tuple[int, Rule, str]:
    i = next(i for i in range(len(rules)) if found[f"{_BAD}_{i}"])
    return found[_ROW], rules[i], _shown(found[f"{_VALUE}_{i}"])


def _least(source: Source, rule: Rule) -> str:
    column = source.table.filter(rule.broken(source.table))[rule.column]
    least = column.min() if column.type().is_numeric() else column.cast("string").min()
    (found,) = source.fetch(least.cast("string").name(_VALUE).as_table())
    return _shown(found[_VALUE])


def _shown(value: str | None) -> str:
    return "".join(each if each.isprintable() else "�" for each in (value or "").strip())

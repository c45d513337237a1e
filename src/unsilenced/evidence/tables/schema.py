"""Checks a whole schema where the table is: its columns, its rows and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import read_schema
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.schema.sheet import listed
from unsilenced.evidence.tables.check import check
from unsilenced.evidence.tables.rules import VALUED, absent_in, text_of, value_of, whole
from unsilenced.evidence.tables.source import Source


def check_schema(source: Source, path: Path) -> None:
    """Raise `BadInput` unless the table has the schema's columns, and its rows match."""
    schema = read_schema(path)
    if schema.references:
        reason = "the schema has foreign keys, and there is no other table to look at"
        raise BadInput(reason, file=path.name)
    if set(source.table.columns) != set(schema.names):
        has = listed(source.table.columns)
        reason = f"the columns are {has}; they must be {', '.join(sorted(schema.names))}"
        raise BadInput(reason, file=source.name)
    for field in schema.fields:
        _check_pattern(source, field, path.name)
    check(source, schema.fields)
    fields = {field.name: field for field in schema.fields}
    for key in schema.keys:
        _check_key(source, [fields[name] for name in key])


def _check_pattern(source: Source, field: Field, file: str) -> None:
    """Raise `BadInput` if the engine's own regular expressions have no such pattern."""
    if field.pattern is None:
        return
    tried = ibis.literal("").re_search(whole(field.pattern)).name("unsilenced_tried")
    column = source.table.limit(1).select(tried)
    try:
        source.fetch(column)
    except BadInput as error:
        reason = f"the schema says pattern: {field.pattern[:40]}, which the engine does not know"
        raise BadInput(f"{reason} ({error.reason})", file=file, column=field.name) from error


def _check_key(source: Source, key: Sequence[Field]) -> None:
    table = source.table
    named = {f"unsilenced_key_{at}": _value(field, table) for at, field in enumerate(key)}
    there = table.select(**named).drop_null()
    rows = there.aggregate(by=list(named), unsilenced_rows=there.count())
    twice = rows.filter(rows["unsilenced_rows"] > 1).count().name("unsilenced_twice")
    (found,) = source.fetch(twice.as_table())
    if found["unsilenced_twice"]:
        reason = f"{found['unsilenced_twice']:,} of its values stand in more than one row"
        columns = ", ".join(field.name for field in key)
        raise BadInput(reason, file=source.name, column=columns)


def _value(field: Field, table: ir.Table) -> ir.Value:
    """Return what two rows are compared by; what is missing is the same as nothing else."""
    value: ir.Value = text_of(field, table)
    if field.type in VALUED:
        value = value_of(field, table)
    elif field.type == "boolean" and table[field.name].type().is_string():
        value = value.isin(field.true_values)
    return ibis.ifelse(absent_in(field, table), ibis.null(value.type()), value)

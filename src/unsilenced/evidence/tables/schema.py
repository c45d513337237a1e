"""The fields of a Frictionless Table Schema, for tables that are checked where they are."""

from __future__ import annotations

from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.table_schema import described
from unsilenced.evidence.tables.check import check
from unsilenced.evidence.tables.field import Field
from unsilenced.evidence.tables.source import Source


def fields_of(schema: Path) -> tuple[Field, ...]:
    """Read the fields of a schema. Raises `BadInput` for what is not understood."""
    told = described(schema)
    missing = frozenset(told.get("missingValues", [""]))
    return tuple(
        Field(
            field["name"],
            field["type"],
            required=field.get("constraints", {}).get("required", False),
            pattern=field.get("constraints", {}).get("pattern"),
            enum=_texts(field.get("constraints", {}).get("enum")),
            minimum=field.get("constraints", {}).get("minimum"),
            maximum=field.get("constraints", {}).get("maximum"),
            missing=missing,
        )
        for field in told["fields"]
    )


def check_schema(source: Source, schema: Path) -> None:
    """Raise `BadInput` unless the table has the schema's columns, and rows as it says."""
    fields = fields_of(schema)
    names = {field.name for field in fields}
    if set(source.table.columns) != names:
        has = ", ".join(source.table.columns)
        reason = f"the columns are {has}; they must be {', '.join(sorted(names))}"
        raise BadInput(reason, file=source.name)
    check(source, fields)


def _texts(enum: list[object] | None) -> tuple[str, ...] | None:
    return None if enum is None else tuple(map(str, enum))

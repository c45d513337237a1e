"""Tables that belong together, as a Frictionless Data Package.

Either all tables match their schemas, or none is read. A table of children names rows of another
table by a foreign key. Each table is a CSV file in the folder of `datapackage.json`. Its schema is
in that file or in one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema import properties
from unsilenced.evidence.schema.descriptor import read_json, schema_from
from unsilenced.evidence.schema.reading import Table, check_reference, read_table

MOST_TABLES: Final = 100


def read_package(descriptor: Path) -> dict[str, Table]:
    """Read all tables of a package, by their names.

    Raises `BadInput`, with file, row, column and reason, for the first that does not match.
    """
    told = read_json(descriptor)
    resources = told.get("resources") if isinstance(told, dict) else None
    if not isinstance(resources, list) or not all(map(_is_resource, resources)):
        reason = "is no Data Package: its resources are a list, each with a name, a path, a schema"
        raise BadInput(reason, file=descriptor.name)
    if len(resources) > MOST_TABLES:
        raise BadInput(f"has more than {MOST_TABLES} resources", file=descriptor.name)
    if len({each["name"] for each in resources}) < len(resources):
        raise BadInput("two resources have one name", file=descriptor.name)
    properties.OF_A_PACKAGE.check(told, descriptor.name)
    tables = {each["name"]: _table(descriptor, each) for each in resources}
    for name, table in tables.items():
        for reference in table.schema.references:
            check_reference(table, reference, tables.get(reference.resource or name))
    return tables


def _is_resource(told: object) -> bool:
    return (
        isinstance(told, dict)
        and all(isinstance(told.get(name), str) for name in ("name", "path"))
        and isinstance(told.get("schema"), dict | str)
        and isinstance(told.get("dialect", {}), dict)
    )


def _table(descriptor: Path, told: Mapping[str, Any]) -> Table:
    name = f"{descriptor.name}, {told['name'][:40]}"
    properties.OF_A_RESOURCE.check(told, name)
    dialect = told.get("dialect", {})
    properties.OF_A_DIALECT.check(dialect, name)
    schema = told["schema"]
    if isinstance(schema, str):
        at = _inside(descriptor, schema)
        schema, name = read_json(at), at.name
    table = _inside(descriptor, told["path"])
    return read_table(table, schema_from(schema, name), comments=bool(dialect.get("commentChar")))


def _inside(descriptor: Path, path: str) -> Path:
    """Return where a file of a package is: in its folder, and nowhere else."""
    parts = PurePosixPath(path)
    folder = descriptor.parent.resolve()
    # A link that points out of the folder is no file of the package either.
    found = folder / parts
    try:
        outside = parts.is_absolute() or not found.resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError):  # a NUL, or links that go round
        outside = True
    if outside or "\\" in path:
        raise BadInput(f"“{path[:40]}” is no path in its folder", file=descriptor.name)
    return found

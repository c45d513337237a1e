"""Running one statement prepared, with its values beside it in binary."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection

from unsilenced.process.roles.routines import Routine


def run(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run `statement` on Django's connection and return its rows.

    Django's own cursor writes the values into the statement: sealed bytes would be copied five
    times over in hexadecimal, and the database would plan the statement each time, which
    takes it three times as long as running it. Raises Django's database errors.
    """
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        psycopg.Cursor(cursor.connection) as prepared,
    ):
        return prepared.execute(statement, values, prepare=True).fetchall()


def call(routine: Routine) -> str:
    """Return the statement that calls a function, with the names of what it takes."""
    names = (taken.split()[0] for taken in routine.takes.split(","))
    taken = ", ".join(f"{name} => %({name})s" for name in names)
    return f"SELECT * FROM {routine.name}({taken})"  # noqa: S608 - our own names

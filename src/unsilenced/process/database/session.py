"""A session with PostgreSQL with the program's settings, not those of server and role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

OURS = "public"
"""The schema of all our tables and functions."""

NONE_BUT_SYSTEM = ""
"""In place of a schema: names never find what others have put into the database."""

_ALWAYS: Mapping[LiteralString, str] = {
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
}
_SINCE_17: Mapping[LiteralString, str] = {"transaction_timeout": "0"}
_17 = 170000


def connect(
    address: Mapping[str, str] | str, *, autocommit: bool = False, schema: str = OURS
) -> psycopg.Connection:
    """Connect to `address`, libpq's words or a connection string. Raises psycopg's errors."""
    words = address if isinstance(address, str) else make_conninfo(**dict(address))
    connection = psycopg.connect(words, autocommit=True)
    try:
        connection.execute(settings(connection, schema))
        connection.autocommit = autocommit
    except BaseException:
        connection.close()
        raise
    return connection


async def set_up_session(connection: psycopg.AsyncConnection) -> None:
    """Set a new connection of a pool."""
    await connection.execute(settings(connection))
    await connection.commit()


def settings(connection: psycopg.Connection | psycopg.AsyncConnection, schema: str = OURS) -> bytes:
    """Return a session's first statement, because poolers do not pass on `options`."""
    return "; ".join(_statements(connection.info.server_version, schema)).encode()


def _statements(version: int, schema: str) -> Iterator[str]:
    wanted = {**_ALWAYS, **(_SINCE_17 if version >= _17 else {}), "search_path": schema}
    for name, value in wanted.items():
        values = sql.SQL(", ").join(sql.Literal(each) for each in value.split(", "))
        yield sql.SQL("SET {} = {}").format(sql.SQL(name), values).as_string()

"""Settling: writing a database's rows so that where and when they were written tells nothing.

PostgreSQL keeps with each row the number of the transaction that wrote it, and numbers count up:
with the database and one known moment, one can date the rest. The place of a row in its table, and
the number of a long value stored beside it, count up as well. So each night every row is written
again, in one transaction and in random order, and then the old versions are removed.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from unsilenced.process.database.session import connect
from unsilenced.process.roles.addresses import address_of
from unsilenced.process.roles.names import Role

WAIT = "10s"
"""How long it waits to remove old versions from a table that somebody is using."""

TRY = "500ms"
"""How long one try to get all tables may take.

A call may hold one of them and wait for another. After a second (deadlock_timeout) PostgreSQL would
end that call or settling: before that, settling releases all and tries again.
"""

PATIENCE = dt.timedelta(minutes=10)
"""How long it keeps trying."""

PAUSE = 1.0
"""Seconds between two tries, in which calls go on."""

_TABLES = """
SELECT relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relname = ANY(%s)
ORDER BY relname
"""
# The foreign keys of these tables. If kept, each row would be checked several times.
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
    AND conrelid::regclass::text = ANY(%s)
ORDER BY conrelid::regclass::text, conname
"""
_MAY_FORGET = """
SELECT has_function_privilege('pg_stat_reset()', 'EXECUTE')
    AND has_function_privilege('pg_stat_reset_single_table_counters(oid)', 'EXECUTE')
"""
# Every session uses these. They belong to no database, so they are not among its own.
_FORGET_SHARED = """
SELECT pg_stat_reset_single_table_counters(oid) FROM pg_class
WHERE relisshared AND relkind IN ('r', 't', 'i')
"""
_COLUMNS = """
SELECT attname::text FROM pg_attribute
WHERE attrelid = %s::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""


class SettlingError(Exception):
    """The rows were not settled, or their old versions are still there; the message says why."""


class _BusyError(Exception):
    """A session uses one of the tables."""


@dataclass(frozen=True)
class _Table:
    """A table: its name, and its columns."""

    name: str
    columns: Sequence[str]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier("public", self.name)

    def listed(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


def settle(leave: Collection[str]) -> None:
    """Rewrite all rows except those of the tables `leave`, under the nightly role: all or none.

    Then remove the old versions, a table at a time. All other sessions wait meanwhile. Raises
    SettlingError, PostgresError, and psycopg's errors where the database went away.
    """
    with connect(address_of(Role.NIGHTLY), autocommit=True) as nightly:
        _settle(nightly, leave)


def _settle(connection: psycopg.Connection, leave: Collection[str]) -> None:
    tables = _tables(connection, leave)
    # While it waits for a table, all other sessions wait for it.
    connection.execute(sql.SQL("SET lock_timeout = {}").format(WAIT))
    try:
        _write_all_again(connection, tables)
        for table in tables:
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(table.identifier))
        _forget_last_uses(connection)
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, _BusyError):
        raise SettlingError(
            "The rows of the database were not settled, or not wholly: it was busy."
        ) from None
    except psycopg.errors.DiskFull:
        raise SettlingError(
            "The rows of the database were not settled, or not wholly: the disk is full. Make room."
        ) from None


def _write_all_again(connection: psycopg.Connection, tables: list[_Table]) -> None:
    """Rewrite all tables in one transaction, as soon as no session uses any. Raises _BusyError."""
    last = time.monotonic() + PATIENCE.total_seconds()
    while True:
        try:
            with connection.transaction():
                _hold(connection, tables)
                with _without_foreign_keys(connection, tables):
                    for table in tables:
                        _write_again(connection, table)
        except _BusyError:
            if time.monotonic() > last:
                raise
            time.sleep(PAUSE)
        else:
            return


def _hold(connection: psycopg.Connection, tables: list[_Table]) -> None:
    """Keep other sessions out of all tables until the transaction ends. Raises _BusyError."""
    names = sql.SQL(", ").join(table.identifier for table in tables)
    connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(TRY))
    try:
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
    except psycopg.errors.QueryCanceled:
        raise _BusyError from None
    connection.execute("SET LOCAL statement_timeout = 0")


def _forget_last_uses(connection: psycopg.Connection) -> None:
    """Make PostgreSQL forget when each table and index was last used, if this role may."""
    (may,) = connection.execute(_MAY_FORGET).fetchone() or (False,)
    if may:
        # PostgreSQL notes later what this session did, unless we ask for it now.
        connection.execute("SELECT pg_stat_force_next_flush()")
        connection.execute("SELECT pg_stat_reset()")
        connection.execute(_FORGET_SHARED)


@contextmanager
def _without_foreign_keys(connection: psycopg.Connection, tables: list[_Table]) -> Iterator[None]:
    """Take foreign keys away and put them back, which checks all rows at once."""
    names = [table.name for table in tables]
    keys = connection.execute(_FOREIGN_KEYS, [names]).fetchall()
    for table, name, _ in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier("public", table), sql.Identifier(name)
            )
        )
    yield
    for table, name, definition in keys:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.Identifier("public", table), sql.Identifier(name), sql.SQL(definition)
            )
        )


def _tables(connection: psycopg.Connection, leave: Collection[str]) -> list[_Table]:
    names = connection.execute(_TABLES, [list(leave)]).fetchall()
    return [
        _Table(
            name,
            [column for (column,) in connection.execute(_COLUMNS, [f'public."{name}"']).fetchall()],
        )
        for (name,) in names
    ]


_WRITE_AGAIN = """
WITH before AS (DELETE FROM {table} RETURNING {columns})
INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE
SELECT {columns} FROM before ORDER BY random()
"""
# Adds up each row's hash, of 64 bits over every byte of it: the order does not matter, the rows do.
# It finds faults, not forgers: a cryptographic hash takes twenty times as long for photos.
_SUM = """
SELECT count(*), coalesce(sum(hash_record_extended(ROW({columns}), 0)::numeric), 0) FROM {table}
"""


def _write_again(connection: psycopg.Connection, table: _Table) -> None:
    words = {
        "table": table.identifier,
        "columns": table.listed(),
    }
    rows = sql.SQL(_SUM).format(**words)
    before = connection.execute(rows).fetchone()
    connection.execute(sql.SQL(_WRITE_AGAIN).format(**words))
    if connection.execute(rows).fetchone() != before:
        raise SettlingError(f"The rows of {table.name} would not have stayed the same.")

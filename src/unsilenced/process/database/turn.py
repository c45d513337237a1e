"""Taking turns: one process at a time changes a database's roles and tables."""

from __future__ import annotations

import sys

import psycopg

from unsilenced.process.postgres.embedded import PostgresError

WAIT = "10min"
"""How long a process waits for its turn: migrating a large database takes a while."""

_LOCK = 0x756E7369
"""The number of the PostgreSQL advisory lock under which one process at a time migrates."""

_HOLDERS = """
SELECT pid, usename::text FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objid = %s AND classid = 0
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def take_turn(present: psycopg.Connection) -> None:
    """Let only this session change the database, until it ends.

    Prints on standard error which process it waits for. Raises PostgresError after `WAIT`.
    """
    if present.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() == (True,):
        return
    sys.stderr.write(
        f"Waiting for another process that migrates this database: {_holder(present)}\n"
    )
    present.execute("SELECT set_config('lock_timeout', %s, false)", [WAIT])
    try:
        present.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    except psycopg.errors.LockNotAvailable:
        raise PostgresError(
            f"Another process migrates this database, and did not end in {WAIT}: "
            f"{_holder(present)} Wait for it, or end it: SELECT pg_terminate_backend(NUMBER)"
        ) from None
    present.execute("SET lock_timeout = 0")


def _holder(present: psycopg.Connection) -> str:
    """Print which of PostgreSQL's processes has the turn; it may have ended meanwhile."""
    found = present.execute(_HOLDERS, [_LOCK]).fetchall()
    return " ".join(f"number {pid} in PostgreSQL, as {name}." for pid, name in found)

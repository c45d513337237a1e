"""Refusing a pooler in transaction mode, which gives each transaction another session.

The program sets roles and takes locks for a session. Behind such a pooler these would stay on a
connection that the next client gets.
"""

from __future__ import annotations

import psycopg

from unsilenced.process.database.session import connect
from unsilenced.process.postgres.embedded import PostgresError

ROUNDS = 3
"""How often to look: a busy pooler may by chance give the same session twice."""

_SESSION = "SELECT pg_backend_pid()"


def refuse_transaction_mode(address: str) -> None:
    """Raise PostgresError if a connection to `address` has no session of its own.

    Raises psycopg.OperationalError if the server refuses the connection.
    """
    with (
        connect(address, autocommit=True) as first,
        connect(address) as second,
    ):
        for _ in range(ROUNDS):
            if _is_shared(first, second):
                raise PostgresError(
                    "The database's address leads to a pooler in transaction mode: what one "
                    "transaction sets is not there in the next. Give the address of PostgreSQL's "
                    "own port, or of a pooler in session mode (PgBouncer: pool_mode = session)."
                )


def _is_shared(first: psycopg.Connection, second: psycopg.Connection) -> bool:
    """Whether the second gets the session that the first had, or the first gets another one."""
    before = _session(first)
    with second.transaction():
        if _session(second) == before:
            return True
        return _session(first) != before


def _session(connection: psycopg.Connection) -> object:
    return connection.execute(_SESSION).fetchone()

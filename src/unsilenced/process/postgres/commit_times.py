"""Forgetting the moments of commits, which PostgreSQL's write-ahead log keeps."""

from __future__ import annotations

from django.db import connection, transaction

_MAY = """
SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE')
    AND pg_has_role('pg_checkpoint', 'USAGE')
"""


def forget_commit_times() -> bool:
    """Make PostgreSQL start a new write-ahead log and remove the old one; return whether it could.

    The log holds the moment of every commit. A provider's PostgreSQL may not allow this, and keeps
    the log for as long as its settings say (docs/deployment/time.md).
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        if cursor.fetchone() != (True,) or transaction.get_connection().in_atomic_block:
            return False
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    return True

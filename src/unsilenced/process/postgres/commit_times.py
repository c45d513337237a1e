"""Forgetting when things were committed: PostgreSQL's write-ahead log knows the moments."""

from __future__ import annotations

from django.db import connection, transaction

_MAY = """
SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE')
    AND pg_has_role('pg_checkpoint', 'USAGE')
"""


def forget_commit_times() -> bool:
    """Have PostgreSQL start a new write-ahead log and remove the old one; say whether it could.

    The log knows the moment of every commit. Another's PostgreSQL may not allow this, and keeps
    the log as long as it is set to (docs/deployment/time.md).
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        if cursor.fetchone() != (True,) or transaction.get_connection().in_atomic_block:
            return False
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    return True

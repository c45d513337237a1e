"""Empties the tests' database: only tables with rows, whereas Django truncates all tables."""

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

# The migrations filled these, and no test empties them.
KEPT = {"django_content_type", "auth_permission", "site_jobsdone"}


MOST_DEADLOCKS = 10


def empty() -> None:
    """Delete every row that a test left behind.

    A request that is still running may hold one table and wait for another. Then PostgreSQL stops
    one of the two. If it stops this function, the request ends first, and this begins again.
    """
    for _ in range(MOST_DEADLOCKS):
        try:
            _empty()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
        else:
            return
    raise RuntimeError(f"The database was in use {MOST_DEADLOCKS} times.")


def _empty() -> None:
    names = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    tables = [connection.ops.quote_name(name) for name in names]
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # We wait for a request that is still running, so that it leaves nothing behind either.
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(filled)
        left = [table for (table,) in cursor.fetchall()]
        # Only a superuser can do this: delete rows in any order, also from the append-only ledger.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in left:
            cursor.execute(f"DELETE FROM {table}")
        # Restore what a migration leaves: a test may have done the jobs of another day.
        cursor.execute("UPDATE site_jobsdone SET day = (now() AT TIME ZONE 'UTC')::date")

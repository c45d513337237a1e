"""Empties the tests' database: only the tables that hold something, where Django truncates all."""

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

# What the migrations filled, and no test empties.
KEPT = {"django_content_type", "auth_permission", "site_jobsdone"}


MOST_DEADLOCKS = 10


def empty() -> None:
    """Delete every row that a test left behind.

    A request that is still being answered may hold one table and wait for another. PostgreSQL
    then ends one of the two: where it is this, the request ends first, and this begins again.
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
        # A request that is still being answered is waited for, so that it leaves nothing either.
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(filled)
        left = [table for (table,) in cursor.fetchall()]
        # A superuser's trick: rows go in any order, and from the ledger that can only grow.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in left:
            cursor.execute(f"DELETE FROM {table}")
        # As a migration leaves it: a test may have done the jobs of another day.
        cursor.execute("UPDATE site_jobsdone SET day = (now() AT TIME ZONE 'UTC')::date")

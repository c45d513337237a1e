"""All that the database holds, so that a test can say what changed and what did not."""

from django.db import connection

# Its content is no secret and changes with every look-up: the tests of guessing read it.
COUNTER = "reports_failedlookups"


def tables() -> list[str]:
    """The tables of this site's own apps."""
    own = ("people_", "records_", "reports_", "cases_", "warnings_", "evaluating_")
    names = connection.introspection.django_table_names()
    return sorted(name for name in names if name.startswith(own))


def everything() -> dict[str, list[str]]:
    """Each table's rows as text, in a steady order."""
    stored = {}
    with connection.cursor() as cursor:
        for table in tables():
            if table != COUNTER:
                cursor.execute(f'SELECT t::text FROM "{table}" AS t ORDER BY 1')
                stored[table] = [row for (row,) in cursor.fetchall()]
    return stored


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(rows) for table, rows in everything().items()}

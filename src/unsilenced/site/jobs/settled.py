"""The nightly settling of the site's rows: which tables it skips, and why."""

from __future__ import annotations

from django.db import connection

from unsilenced.process.database.settling import SettlingError, settle
from unsilenced.reports.intake import storage

LEFT = {
    "django_migrations": "says which version of the program was installed when",
    "django_content_type": "is filled by migrations, never by what a person does",
    "auth_permission": "is filled by migrations, never by what a person does",
    "auth_group": "stays empty",
    "auth_group_permissions": "stays empty",
    "procrastinate_events": "holds the site's own hours: no job is made by what a person does",
    "procrastinate_jobs": "as above",
    "procrastinate_periodic_defers": "as above",
    "site_jobsdone": "holds the last day of the jobs, as above",
    "procrastinate_workers": "holds the process that does the jobs",
}


LOG = 1024
"""Mebibytes that PostgreSQL's log may take meanwhile."""


def settle_rows() -> None:
    """Settle every table but those of `LEFT`. Raises what `settling.settle` raises.

    It does not begin if the disk could fill: PostgreSQL stops when it cannot write its log.
    """
    room, needed = storage.room(), space_needed()
    if room is not None and room < needed:
        raise SettlingError(
            f"The rows of the database were not settled: {room:,} MiB are free, and {needed:,} are "
            "needed. Make room."
        )
    settle(LEFT.keys())


def space_needed() -> int:
    """Return how many mebibytes of disk the settling needs while it runs."""
    return 2 * _size() + LOG


def _size() -> int:
    """Return the size of the database in mebibytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return int(size) // storage.MEBIBYTE

"""Which version of the program a database is of: an older program leaves a newer one's alone.

A database tells which migrations it has had. One that this program does not bring is a newer
program's. So what removes an app from the program also removes its lines from that table.
"""

from __future__ import annotations

from collections.abc import Iterable

from unsilenced.process.postgres.embedded import PostgresError

Migration = tuple[str, str]
"""An app of Django's, and the name of one of its migrations."""

_MOST_NAMED = 3


class NewerVersionError(PostgresError):
    """What a newer version of the program made; the message says by what, and what to do."""


def brought() -> set[Migration]:
    """Return the migrations that this program brings, and those that others of it stand for."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - needs Django set up

    on_disk = MigrationLoader(None).disk_migrations
    return set(on_disk) | {each for one in on_disk.values() for each in one.replaces}


def unknown(found: Iterable[Migration]) -> list[Migration]:
    """Return what of `found` this program does not bring."""
    return sorted(set(found) - brought())


def refuse_unknown(found: Iterable[Migration], what: str) -> None:
    """Raise NewerVersionError if `what` had migrations that this program does not bring."""
    newer = unknown(found)
    if not newer:
        return
    named = ", ".join(f"{app} {name}" for app, name in newer[:_MOST_NAMED])
    more = f" and {len(newer) - _MOST_NAMED} more" if len(newer) > _MOST_NAMED else ""
    raise NewerVersionError(
        f"{what} was made by a newer version of this program: it knows {named}{more}, which this "
        "one does not. Nothing was changed. Install that version, or a later one."
    )


def applied() -> set[Migration]:
    """Return which migrations the present database has had."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    return set(MigrationRecorder(connection).applied_migrations())


def refuse_newer_database() -> None:
    """Raise NewerVersionError if a newer program brought the present database up to date."""
    found = applied()
    try:
        refuse_unknown(found, "The database")
    except NewerVersionError as error:
        raise NewerVersionError(
            f"{error} To go back to this version, put back a backup that it made: "
            "`restore --replace FILE`."
        ) from None

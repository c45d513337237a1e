"""Which version of the program made a database: an older program does not touch a newer one's.

A database lists the migrations that it has had. A migration that this program does not have is a
newer program's. So a change that removes an app must also remove its lines from that table.
"""

from __future__ import annotations

from collections.abc import Iterable

from unsilenced.process.postgres.embedded import PostgresError

Migration = tuple[str, str]
"""An app of Django's, and the name of one of its migrations."""

_MOST_NAMED = 3


class NewerVersionError(PostgresError):
    """A newer version of the program made it; the message says how we know, and what to do."""


def brought() -> set[Migration]:
    """Return the migrations that this program has, and those that others of them replace."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - needs Django set up

    on_disk = MigrationLoader(None).disk_migrations
    return set(on_disk) | {each for one in on_disk.values() for each in one.replaces}


def unknown(found: Iterable[Migration]) -> list[Migration]:
    """Return those of `found` that this program does not have."""
    return sorted(set(found) - brought())


def refuse_unknown(found: Iterable[Migration], what: str) -> None:
    """Raise NewerVersionError if `what` had migrations that this program does not have."""
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
    """Return the migrations that the present database has had."""
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

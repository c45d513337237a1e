"""What the commands of both sites do to back up and restore, and what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from unsilenced.running import backup_files, backup_note, versions
from unsilenced.running.backups.archive import BackupError
from unsilenced.running.backups.kinds import Belonging, Kind
from unsilenced.running.backups.restoring import restore
from unsilenced.running.backups.writing import backup
from unsilenced.running.django_site import is_ready, make_roles, migrate
from unsilenced.running.roles.addresses import address_of
from unsilenced.running.roles.names import Role

MOST_DAYS = 3650

FILE = click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
INTO = click.option(
    "--into",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Write backup-YEAR-MONTH-DAY.dump into this folder.",
)
KEEP = click.option(
    "--keep",
    "days",
    type=click.IntRange(1, MOST_DAYS),
    help="With --into: then remove its daily backups that are older than this many days.",
)
FROM = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
REPLACE = click.option("--replace", is_flag=True, help="Throw away what the database holds now.")


def refuse_wrong_options(file: Path | None, folder: Path | None, days: int | None) -> None:
    """Raise click's exception unless a file or a folder is given, and days only with the latter."""
    if (file is None) is (folder is None) or (days is not None and folder is None):
        raise click.UsageError("Give either FILE, or --into FOLDER, perhaps with --keep DAYS.")


def write(kind: Kind, file: Path | None, folder: Path | None, data_dir: Path) -> Path:
    """Write a backup of the present database, to the day's file where a folder is given; note it.

    Also of a newer program's database, which it says: to read it changes nothing.
    """
    from unsilenced.utc_day import utc_today  # noqa: PLC0415 - needs Django set up

    day = utc_today()
    written = file or backup_files.of_day(folder or Path(), day)
    newer = bool(versions.unknown(versions.applied()))
    # Before the first migration of this version there may be no role for it.
    role = Role.BACKUP if not newer and is_ready() else Role.OWNER
    backup(kind, address_of(role), written)
    if newer:
        click.echo(
            "The database was made by a newer version of this program. Only that version, or a "
            "later one, can restore this backup.",
            err=True,
        )
    _note(data_dir, written, day)
    return written


def _note(data_dir: Path, written: Path, day: dt.date) -> None:
    try:
        backup_note.note(data_dir, written, day)
    except OSError as error:
        raise BackupError(
            f"{written} is written and whole, but that could not be noted in {data_dir}: "
            f"{error.strerror}."
        ) from error


def tell(written: Path, belongings: Sequence[Belonging]) -> None:
    """Say what was written, and what belongs to it and is not in it."""
    click.echo(
        f"Written: {written} ({written.stat().st_size:,} bytes). What is sealed in it stays so."
    )
    click.echo("Not in it, and of use with it. Keep copies in another place than the backups:")
    for each in belongings:
        click.echo(f"  {each}")


def remove_old(folder: Path | None, days: int | None) -> None:
    """Remove the daily backups of the folder that are older than so many days, and say which."""
    from unsilenced.utc_day import utc_today  # noqa: PLC0415 - Django takes its time

    if folder is None or days is None:
        return
    try:
        removed = backup_files.remove_old(folder, days, utc_today())
    except OSError as error:
        raise BackupError(
            f"Backups older than {days} days could not be removed from {folder}: {error.strerror}."
        ) from error
    for each in removed:
        click.echo(f"Removed: {each}")


def put_back(kind: Kind, file: Path, *, replace: bool) -> None:
    """Put back what a file holds, and bring the present database up to date."""
    restore(kind, address_of(Role.OWNER), file, replace=replace, prepare=make_roles)
    migrate()


def tell_restored(belongings: Sequence[Belonging]) -> None:
    """Say that it is restored, and what of its files is not there."""
    click.echo("Restored.")
    missing = [each for each in belongings if not each.file.exists()]
    if missing:
        click.echo("Not there. Put your copies back where these were in use, before the start:")
    for each in missing:
        click.echo(f"  {each}")

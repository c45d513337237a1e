"""What the commands of both sites do to back up and restore, and what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from unsilenced.running import versions
from unsilenced.running.backups import daily_files, last_note
from unsilenced.running.backups.archive import BackupError
from unsilenced.running.backups.kinds import Belonging, Kind
from unsilenced.running.backups.moving import move, under_owner
from unsilenced.running.backups.restoring import restore
from unsilenced.running.backups.writing import backup
from unsilenced.running.database import url
from unsilenced.running.django_site import is_ready, migrate
from unsilenced.running.postgres import PostgresError, embedded_postgres, moved_mark
from unsilenced.running.roles.addresses import address_of, reading, reading_address
from unsilenced.running.roles.names import Role
from unsilenced.running.standard_input import secret_line

MOST_DAYS = 3650


@dataclass(frozen=True)
class MoveWords:
    """What of one of the two sites a move says: its setting, its unit, its embedded database."""

    variable: str
    unit: str
    folder: Path


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
EMBEDDED = click.option(
    "--to-embedded", is_flag=True, help="Move it to the embedded PostgreSQL instead."
)
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
    written = file or daily_files.of_day(folder or Path(), day)
    with reading():
        newer = bool(versions.unknown(versions.applied()))
    # Before the first migration of this version there may be no role for it.
    has_role = not newer and is_ready()
    backup(kind, address_of(Role.BACKUP) if has_role else reading_address(), written)
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
        last_note.note(data_dir, written, day)
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
        removed = daily_files.remove_old(folder, days, utc_today())
    except OSError as error:
        raise BackupError(
            f"Backups older than {days} days could not be removed from {folder}: {error.strerror}."
        ) from error
    for each in removed:
        click.echo(f"Removed: {each}")


def move_database(kind: Kind, words: MoveWords, *, to_embedded: bool, is_embedded: bool) -> None:
    """Move the present database to where standard input says, or to the embedded PostgreSQL."""
    if to_embedded and is_embedded:
        raise click.UsageError(f"{words.variable} is not set: it is in the embedded one already.")
    with ExitStack() as running:
        if to_embedded:
            target = running.enter_context(embedded_postgres(words.folder))
        else:
            target = secret_line("The address of the new PostgreSQL, postgresql://…")
        if not target:
            raise click.UsageError("Give the address of the new PostgreSQL on standard input.")
        move(kind, url.read("The address", target), words.folder.parent)
    if is_embedded:
        moved_mark(words.folder).write_text("Moved to another PostgreSQL.\n", encoding="ascii")
    click.echo("\n".join(_after_move(words, to_embedded=to_embedded, is_embedded=is_embedded)))


def _after_move(words: MoveWords, *, to_embedded: bool, is_embedded: bool) -> Iterator[str]:
    if to_embedded:
        yield f"Moved. Take {words.variable} out of the settings, then start the service."
        return
    yield f"Moved. Set {words.variable} to the address that you gave, then start the service."
    if is_embedded:
        yield (
            f"No command uses {words.folder} any more: {moved_mark(words.folder)} says so. Delete "
            "the folder once all works."
        )
        yield f"Its service is needed no more: systemctl disable --now {words.unit}"


def put_back(kind: Kind, file: Path, *, replace: bool) -> None:
    """Put back what a file holds, and bring the present database up to date."""
    restore(kind, reading_address(), file, replace=replace, prepare=under_owner)
    try:
        migrate()
    except PostgresError as error:
        raise BackupError(
            f"The database now holds what {file} holds, in place of what it held, but that was "
            f"not brought up to this version, and the site does not start. {error} Mend that, or "
            "take another backup, and run this command again with --replace."
        ) from error


def tell_restored(belongings: Sequence[Belonging]) -> None:
    """Say that it is restored, and what of its files is not there."""
    click.echo("Restored.")
    missing = [each for each in belongings if not each.file.exists()]
    if missing:
        click.echo("Not there. Put your copies back where these were in use, before the start:")
    for each in missing:
        click.echo(f"  {each}")

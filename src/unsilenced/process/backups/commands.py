"""The commands of both sites that back up the database, and restore it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

import click

from unsilenced.process.backups import daily_files, last_note, moving, restoring, writing
from unsilenced.process.backups.archive import BackupError
from unsilenced.process.backups.kinds import BackupKind, Belonging
from unsilenced.process.backups.moving import under_owner
from unsilenced.process.database import url, versions
from unsilenced.process.django_site import C, DjangoSite, is_ready, migrate
from unsilenced.process.postgres.embedded import PostgresError, embedded_postgres, moved_mark
from unsilenced.process.roles.addresses import address_of, reading, reading_address
from unsilenced.process.roles.names import Role
from unsilenced.process.standard_input import secret_line

MOST_DAYS = 3650


@dataclass(frozen=True)
class BackupSource(Generic[C]):
    """One of the two sites, what a backup keeps of its database, and which files belong with it."""

    site: DjangoSite
    kind: BackupKind
    configured: Callable[[], C]
    belongings: Callable[[C], Sequence[Belonging]]


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


def add_to(group: click.Group, source: BackupSource[C]) -> None:
    """Give a site's group of commands `backup`, `restore` and `move`."""
    site = source.site

    @group.command()
    @FILE
    @INTO
    @KEEP
    def backup(file: Path | None, folder: Path | None, days: int | None) -> None:
        """Write the database to FILE, and check it.

        The keys are not in it.
        """
        _refuse_wrong_options(file, folder, days)
        set_up = source.configured()
        with site.database(set_up, also_newer=True):
            written = _write(source.kind, file, folder, set_up.data_dir)
        _tell(written, source.belongings(set_up))
        _remove_old(folder, days)

    @group.command()
    @FROM
    @REPLACE
    def restore(file: Path, *, replace: bool) -> None:
        """Put back what `backup` wrote to FILE.

        All of it or nothing. Stop `serve` first.
        """
        set_up = source.configured()
        # With --replace it discards also what a newer version made.
        with site.used_once(set_up), site.database(set_up, makes=True, also_newer=True):
            _put_back(source.kind, file, replace=replace)
        _tell_restored(source.belongings(set_up))

    @group.command()
    @EMBEDDED
    def move(*, to_embedded: bool) -> None:
        """Bring the database to another PostgreSQL.

        Its address is read from standard input, since it holds a password. All of it or nothing.
        Stop `serve` first.
        """
        set_up = source.configured()
        site.refuse_no_database(set_up)
        with site.used_once(set_up), site.database(set_up):
            site.require_migrated()
            _move(source, set_up, to_embedded=to_embedded)


def _refuse_wrong_options(file: Path | None, folder: Path | None, days: int | None) -> None:
    """Raise click's exception unless a file or a folder is given, and days only with the latter."""
    if (file is None) is (folder is None) or (days is not None and folder is None):
        raise click.UsageError("Give either FILE, or --into FOLDER, perhaps with --keep DAYS.")


def _write(kind: BackupKind, file: Path | None, folder: Path | None, data_dir: Path) -> Path:
    """Write a backup of the present database, to the day's file where a folder is given; note it.

    It also backs up a newer program's database, and says so: reading changes nothing.
    """
    from unsilenced.process.utc_day import utc_today  # noqa: PLC0415 - needs Django set up

    day = utc_today()
    written = file or daily_files.of_day(folder or Path(), day)
    with reading():
        newer = bool(versions.unknown(versions.applied()))
    # Before this version's first migration its role may be missing.
    has_role = not newer and is_ready()
    writing.backup(kind, address_of(Role.BACKUP) if has_role else reading_address(), written)
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


def _tell(written: Path, belongings: Sequence[Belonging]) -> None:
    """Say what was written, and which files belong with it."""
    click.echo(
        f"Written: {written} ({written.stat().st_size:,} bytes). What is sealed in it stays so."
    )
    click.echo("Not in it, and of use with it. Keep copies in another place than the backups:")
    for each in belongings:
        click.echo(f"  {each}")


def _remove_old(folder: Path | None, days: int | None) -> None:
    """Remove the folder's daily backups that are older than `keep` days, and say which."""
    from unsilenced.process.utc_day import utc_today  # noqa: PLC0415 - Django takes its time

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


def _move(source: BackupSource[C], set_up: C, *, to_embedded: bool) -> None:
    """Move the present database to the address on standard input, or to the embedded PostgreSQL."""
    site, folder, is_embedded = source.site, set_up.postgres_folder, not set_up.database
    if to_embedded and is_embedded:
        raise click.UsageError(
            f"{site.database_variable} is not set: it is in the embedded one already."
        )
    with ExitStack() as running:
        if to_embedded:
            target = running.enter_context(embedded_postgres(folder))
        else:
            target = secret_line("The address of the new PostgreSQL, postgresql://…")
        if not target:
            raise click.UsageError("Give the address of the new PostgreSQL on standard input.")
        moving.move(source.kind, url.read("The address", target), set_up.data_dir)
    if to_embedded:
        click.echo(
            f"Moved. Take {site.database_variable} out of the settings, then start the service."
        )
        return
    mark = moved_mark(folder)
    if is_embedded:
        mark.write_text("Moved to another PostgreSQL.\n", encoding="ascii")
    click.echo(
        f"Moved. Set {site.database_variable} to the address that you gave, then start the service."
    )
    if is_embedded:
        click.echo(
            f"No command uses {folder} any more: {mark} says so. Delete the folder once all works."
        )
        click.echo(f"Its service is needed no more: systemctl disable --now {site.unit}")


def _put_back(kind: BackupKind, file: Path, *, replace: bool) -> None:
    """Restore a file, and bring the present database up to date."""
    restoring.restore(kind, reading_address(), file, replace=replace, prepare=under_owner)
    try:
        migrate()
    except PostgresError as error:
        raise BackupError(
            f"The database now holds what {file} holds, in place of what it held, but that was "
            f"not brought up to this version, and the site does not start. {error} Mend that, or "
            "take another backup, and run this command again with --replace."
        ) from error


def _tell_restored(belongings: Sequence[Belonging]) -> None:
    """Say that it is restored, and which of its files are missing."""
    click.echo("Restored.")
    missing = [each for each in belongings if not each.file.exists()]
    if missing:
        click.echo("Not there. Put your copies back where these were in use, before the start:")
    for each in missing:
        click.echo(f"  {each}")

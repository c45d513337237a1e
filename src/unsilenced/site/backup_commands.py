"""The commands that keep copies of the site's database and put one back."""

from __future__ import annotations

from pathlib import Path

import click

from unsilenced.running import backup_files, backup_note
from unsilenced.running.django_site import is_ready, make_roles
from unsilenced.running.django_site import migrate as bring_up_to_date
from unsilenced.running.roles.addresses import address_of
from unsilenced.running.roles.names import Role
from unsilenced.site import backup
from unsilenced.site.configuration import Configuration, configuration
from unsilenced.site.prepared import database

MOST_DAYS = 3650


def add_to(unsilenced: click.Group) -> None:
    """Give the group `unsilenced` these commands."""
    for each in (backup_command, restore):
        unsilenced.add_command(each)


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Write backup-YEAR-MONTH-DAY.dump into this folder.",
)
@click.option(
    "--keep",
    "days",
    type=click.IntRange(1, MOST_DAYS),
    help="With --into: then remove its daily backups that are older than this many days.",
)
def backup_command(file: Path | None, folder: Path | None, days: int | None) -> None:
    """Write the database to FILE, and check it."""
    if (file is None) is (folder is None) or (days is not None and folder is None):
        raise click.UsageError("Give either FILE, or --into FOLDER, perhaps with --keep DAYS.")
    set_up = configuration()
    written = _write(set_up, file, folder)
    click.echo(
        f"Written: {written} ({written.stat().st_size:,} bytes). What is sealed in it stays so."
    )
    if folder is not None and days is not None:
        _remove_old(folder, days)


def _write(set_up: Configuration, file: Path | None, folder: Path | None) -> Path:
    """Write the backup, to the day's file where only a folder is given, and note it."""
    with database(set_up):
        from unsilenced.utc_day import utc_today  # noqa: PLC0415 - needs Django set up

        day = utc_today()
        written = file or backup_files.of_day(folder or Path(), day)
        # Before the first migration of this version there may be no role for it.
        role = Role.BACKUP if is_ready() else Role.OWNER
        backup.backup(address_of(role), written)
    try:
        backup_note.note(set_up.data_dir, written, day)
    except OSError as error:
        raise backup.BackupError(
            f"{written} is written and whole, but that could not be noted in {set_up.data_dir}: "
            f"{error.strerror}."
        ) from error
    return written


def _remove_old(folder: Path, days: int) -> None:
    from unsilenced.utc_day import utc_today  # noqa: PLC0415 - Django takes its time

    try:
        removed = backup_files.remove_old(folder, days, utc_today())
    except OSError as error:
        raise backup.BackupError(
            f"Backups older than {days} days could not be removed from {folder}: {error.strerror}."
        ) from error
    for each in removed:
        click.echo(f"Removed: {each}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what the database holds now.")
def restore(file: Path, *, replace: bool) -> None:
    """Put back what `backup` wrote to FILE.

    All of it or nothing. Stop `serve` first.
    """
    with database(configuration()):
        backup.restore(address_of(Role.OWNER), file, replace=replace, prepare=make_roles)
        bring_up_to_date()
    click.echo("Restored.")

"""The commands that keep copies of the site's database and put one back."""

from __future__ import annotations

from pathlib import Path

import click

from unsilenced.running.backups import commands
from unsilenced.running.data_folder import served_once
from unsilenced.site import prepared
from unsilenced.site.backup import SITE, belongings
from unsilenced.site.prepared import configured, database, refuse_no_database, require_migrated


def add_to(unsilenced: click.Group) -> None:
    """Give the group `unsilenced` these commands."""
    for each in (backup_command, restore, move):
        unsilenced.add_command(each)


@click.command("backup")
@commands.FILE
@commands.INTO
@commands.KEEP
def backup_command(file: Path | None, folder: Path | None, days: int | None) -> None:
    """Write the database to FILE, and check it."""
    commands.refuse_wrong_options(file, folder, days)
    set_up = configured()
    with database(set_up, also_newer=True):
        written = commands.write(SITE, file, folder, set_up.data_dir)
    commands.tell(written, belongings(set_up))
    commands.remove_old(folder, days)


@click.command()
@commands.FROM
@commands.REPLACE
def restore(file: Path, *, replace: bool) -> None:
    """Put back what `backup` wrote to FILE.

    All of it or nothing. Stop `serve` first.
    """
    set_up = configured()
    # What a newer version made is thrown away, if that is asked for.
    once = served_once(set_up.data_dir, prepared.SITE.folder_variable)
    with once, database(set_up, makes=True, also_newer=True):
        commands.put_back(SITE, file, replace=replace)
    commands.tell_restored(belongings(set_up))


@click.command()
@commands.EMBEDDED
def move(*, to_embedded: bool) -> None:
    """Bring the database to another PostgreSQL.

    Its address is read from standard input, since it holds a password. All of it or nothing. Stop
    `serve` first.
    """
    set_up = configured()
    refuse_no_database(set_up)
    words = commands.MoveWords("DATABASE_URL", "site-postgresql", set_up.postgres_folder)
    with served_once(set_up.data_dir, prepared.SITE.folder_variable), database(set_up) as postgres:
        require_migrated()
        commands.move_database(
            SITE, words, to_embedded=to_embedded, is_embedded=postgres is not None
        )

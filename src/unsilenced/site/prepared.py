"""The site's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from unsilenced.evaluating.held import Held
from unsilenced.running.data_folder import refuse_root
from unsilenced.running.django_site import DjangoSite, is_ready
from unsilenced.running.roles.addresses import connected_as, environment_of
from unsilenced.running.roles.names import Role
from unsilenced.running.serving import Program
from unsilenced.site import static_files
from unsilenced.site.configuration import Configuration, configuration

SITE = DjangoSite("unsilenced.site.settings", "DATABASE_URL", "DATA_DIR", "unsilenced migrate")


def configured() -> Configuration:
    """Return the settings, for a command that may write where they say.

    Raises ConfigurationError, and DataFolderError for root in another account's folder.
    """
    set_up = configuration()
    refuse_root(set_up.data_dir, SITE.folder_variable)
    return set_up


def refuse_no_database(set_up: Configuration) -> None:
    """Raise PostgresError where a database of ours is missing, before anything is made."""
    if not set_up.database:
        SITE.refuse_none(set_up.postgres_folder)


@contextmanager
def database(
    set_up: Configuration, *, makes: bool = False, also_newer: bool = False
) -> Iterator[Path | None]:
    """Have a database and Django; give the embedded PostgreSQL's folder, where that is used.

    Raises PostgresError, also where there is none, unless `makes`, and for a database of a newer
    program, unless `also_newer`.
    """
    folder = None if set_up.database else set_up.postgres_folder
    with SITE.ready(folder, makes=makes, also_newer=also_newer):
        yield folder


@contextmanager
def working(set_up: Configuration) -> Iterator[None]:
    """Have a database that is up to date, and work under the role that the jobs have.

    Raises click's exception where it is not up to date.
    """
    with database(set_up):
        require_migrated()
        with connected_as(Role.JOBS):
            yield


def have_keys(set_up: Configuration) -> Held:
    """Return the check's keys, made where nothing was ever done with any.

    Raises KeysError where they are missing beside releases, or others than those of the releases.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from unsilenced.warnings.releases import own_keys  # noqa: PLC0415

    return own_keys.have(settings.CHECK_KEYS_FILE, are_made=set_up.check_keys_file is None)


def parts(set_up: Configuration) -> dict[str, Program]:
    """Return the processes of the site, each told of its own role's address alone.

    Raises ServingError where the static files are missing or could not be copied.
    """
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    static = static_files.variable(static_files.hold(set_up.data_dir / "static"))
    made = {
        "pages": Program(
            "unsilenced.site.serve_pages", _environment(Role.SERVE) | static, listens=True
        ),
        "jobs": Program("unsilenced.site.serve_jobs", _environment(Role.JOBS)),
    }
    # What stays here only waits, and needs no connection.
    connection.close()
    return made


def _environment(role: Role) -> dict[str, str]:
    return environment_of(role, SITE.database_variable)


def require_migrated() -> None:
    """Raise click's exception unless the database is as this version needs it."""
    if not is_ready():
        raise click.ClickException("The database is not up to date. Run: unsilenced migrate")

"""The key holder's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unsilenced.keyholder.configuration import Configuration, configuration
from unsilenced.running.data_folder import refuse_root
from unsilenced.running.django_site import DjangoSite, migrate
from unsilenced.running.roles.addresses import connected_as
from unsilenced.running.roles.names import Role

SITE = DjangoSite(
    "unsilenced.keyholder.settings",
    "KEYHOLDER_DATABASE_URL",
    "KEYHOLDER_DATA_DIR",
    "unsilenced keyholder serve",
)


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
def working(set_up: Configuration, *, makes: bool = False) -> Iterator[Path | None]:
    """Have an up-to-date database and Django; give the embedded PostgreSQL's folder, if used.

    What is done in this process is done under the role that the jobs have.
    """
    with database(set_up, makes=makes) as postgres:
        migrate()
        with connected_as(Role.JOBS):
            yield postgres

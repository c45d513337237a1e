"""The key holder's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unsilenced.keyholder.configuration import Configuration
from unsilenced.running.django_site import DjangoSite, migrate
from unsilenced.running.roles.addresses import connected_as
from unsilenced.running.roles.names import Role

SITE = DjangoSite("unsilenced.keyholder.settings", "KEYHOLDER_DATABASE_URL", "KEYHOLDER_DATA_DIR")


@contextmanager
def database(set_up: Configuration, *, also_newer: bool = False) -> Iterator[Path | None]:
    """Have a database and Django; give the embedded PostgreSQL's folder, where that is used.

    Raises PostgresError, also for a database of a newer program, unless `also_newer`.
    """
    folder = None if set_up.database else set_up.postgres_folder
    with SITE.ready(folder, also_newer=also_newer):
        yield folder


@contextmanager
def working(set_up: Configuration) -> Iterator[Path | None]:
    """Have an up-to-date database and Django; give the embedded PostgreSQL's folder, if used.

    What is done in this process is done under the role that the jobs have.
    """
    with database(set_up) as postgres:
        migrate()
        with connected_as(Role.JOBS):
            yield postgres

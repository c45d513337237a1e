"""The key holder's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unsilenced.keyholder.configuration import Configuration, configuration
from unsilenced.process.django_site import DjangoSite, migrate
from unsilenced.process.roles.addresses import connected_as
from unsilenced.process.roles.names import Role

SITE = DjangoSite(
    "unsilenced.keyholder.settings",
    "KEYHOLDER_DATABASE_URL",
    "KEYHOLDER_DATA_DIR",
    unit="keyholder-postgresql",
    begins="unsilenced keyholder serve",
    migrates="unsilenced keyholder migrate",
)


def configured() -> Configuration:
    """Return the settings, for a command. Raises ConfigurationError and DataFolderError."""
    return SITE.for_a_command(configuration())


@contextmanager
def working(set_up: Configuration, *, makes: bool = False) -> Iterator[Path | None]:
    """Set up Django and an up-to-date database; give the embedded PostgreSQL's folder, if used.

    This process works under the role of the jobs.
    """
    with SITE.database(set_up, makes=makes) as postgres:
        migrate()
        with connected_as(Role.JOBS):
            yield postgres

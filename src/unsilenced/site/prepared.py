"""The site's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from unsilenced.evaluator.keyring import Keyring
from unsilenced.process.django_site import DjangoSite
from unsilenced.process.roles.addresses import connected_as, environment_of
from unsilenced.process.roles.names import Role
from unsilenced.process.serving.processes import Program
from unsilenced.site import static_files
from unsilenced.site.configuration import Configuration, configuration

SITE = DjangoSite(
    "unsilenced.site.settings",
    "DATABASE_URL",
    "DATA_DIR",
    unit="site-postgresql",
    begins="unsilenced migrate",
    migrates="unsilenced migrate",
)


def configured() -> Configuration:
    """Return the settings, for a command. Raises ConfigurationError and DataFolderError."""
    return SITE.for_a_command(configuration())


@contextmanager
def working(set_up: Configuration) -> Iterator[None]:
    """Set up a database that is up to date, and work under the role of the jobs.

    Raises PostgresError if it is not up to date.
    """
    with SITE.database(set_up):
        SITE.require_migrated()
        with connected_as(Role.JOBS):
            yield


def have_keys(set_up: Configuration) -> Keyring:
    """Return the check's keys; make them if keys were never used.

    Raises KeysError if there are releases and the keys are missing, or are not theirs.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from unsilenced.warnings.releases import own_keys  # noqa: PLC0415

    return own_keys.have(settings.CHECK_KEYS_FILE, are_made=set_up.check_keys_file is None)


def parts(set_up: Configuration) -> dict[str, Program]:
    """Return the processes of the site; each gets only the address of its own role.

    Raises ServingError if the static files are missing or could not be copied.
    """
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    static = static_files.variable(static_files.keep_copy(set_up.data_dir / "static"))
    made = {
        "pages": Program(
            "unsilenced.site.serve_pages", _environment(Role.SERVE) | static, listens=True
        ),
        "jobs": Program("unsilenced.site.jobs.serving", _environment(Role.JOBS)),
    }
    # This process only waits, and needs no connection.
    connection.close()
    return made


def _environment(role: Role) -> dict[str, str]:
    return environment_of(role, SITE.database_variable)

"""A site's Django and its database, made ready for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from unsilenced.running.postgres import PostgresError, embedded_postgres


@dataclass(frozen=True)
class DjangoSite:
    """One of the two sites: where its settings are, and the variable that names its database."""

    settings_module: str
    database_variable: str

    @contextmanager
    def ready(self, *, has_database: bool, folder: Path) -> Iterator[Path | None]:
        """Have a database and Django; give the embedded PostgreSQL's folder, where that is used.

        Raises PostgresError.
        """
        os.environ["DJANGO_SETTINGS_MODULE"] = self.settings_module
        if has_database:
            _set_up_django()
            yield None
            return
        with embedded_postgres(folder) as address:
            os.environ[self.database_variable] = address
            _set_up_django()
            yield folder


def is_up_to_date() -> bool:
    """Whether the database has all tables as this version needs them."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return not pending


def migrate() -> None:
    """Bring the database up to date."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    if not is_up_to_date():
        call_command("migrate", verbosity=0, interactive=False)


def _set_up_django() -> None:
    import django  # noqa: PLC0415 - reads the settings
    from django.db import OperationalError, connection  # noqa: PLC0415

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise PostgresError(f"PostgreSQL does not answer. {error}") from error
    connection.close()

"""A site's Django and its database, made ready for a command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import psycopg
from psycopg.conninfo import make_conninfo

from unsilenced.process.database import versions
from unsilenced.process.database.encoding import wrong_encoding
from unsilenced.process.database.session import NONE_BUT_SYSTEM, connect
from unsilenced.process.database.turn import take_turn
from unsilenced.process.postgres.embedded import (
    PostgresError,
    embedded_postgres,
    is_made,
    refuse_moved,
)
from unsilenced.process.postgres.pooler import refuse_transaction_mode
from unsilenced.process.roles.addresses import connected_as, given_address, reading
from unsilenced.process.roles.giving import give, is_given
from unsilenced.process.roles.making import are_made, make
from unsilenced.process.roles.names import Role
from unsilenced.process.roles.policies import remove_policies
from unsilenced.process.roles.rights import give_to_owner
from unsilenced.process.settings import data_folder


class Configuration(Protocol):
    """The settings of data and database that both sites have."""

    @property
    def database(self) -> Mapping[str, str]:
        """A PostgreSQL elsewhere, in libpq's words; empty for the embedded one."""

    @property
    def data_dir(self) -> Path:
        """The data folder."""

    @property
    def postgres_folder(self) -> Path:
        """Where the embedded PostgreSQL keeps its database."""


C = TypeVar("C", bound=Configuration)


@dataclass(frozen=True)
class DjangoSite:
    """One of the two sites: its settings and variables, the unit of its PostgreSQL, its commands.

    `begins` is the command that makes its database, `migrates` the one that brings it up to date.
    """

    settings_module: str
    database_variable: str
    folder_variable: str
    unit: str
    begins: str
    migrates: str

    def for_a_command(self, set_up: C) -> C:
        """Return the settings, for a command that may write where they say.

        Raises DataFolderError for root in another account's folder.
        """
        data_folder.refuse_root(set_up.data_dir, self.folder_variable)
        return set_up

    def used_once(self, set_up: Configuration) -> AbstractContextManager[None]:
        """Be the only process of this machine that serves this site, or replaces its database.

        Raises ServingError if there is another one, and DataFolderError.
        """
        return data_folder.used_once(set_up.data_dir, self.folder_variable)

    @contextmanager
    def database(
        self, set_up: Configuration, *, makes: bool = False, also_newer: bool = False
    ) -> Iterator[Path | None]:
        """Set up the database and Django; give the embedded PostgreSQL's folder, if it is used.

        Raises DataFolderError and PostgresError. Without a database it raises that unless `makes`,
        and for a newer program's database unless `also_newer`.
        """
        os.environ["DJANGO_SETTINGS_MODULE"] = self.settings_module
        folder = None if set_up.database else set_up.postgres_folder
        with ExitStack() as running:
            if folder is None:
                _set_up_django(f" Look at {self.database_variable}.")
            else:
                if not makes:
                    self.refuse_no_database(set_up)
                data_folder.require(folder.parent, self.folder_variable)
                address = running.enter_context(embedded_postgres(folder))
                os.environ[self.database_variable] = address
                _set_up_django()
            if not also_newer:
                with reading():
                    versions.refuse_newer_database()
            yield folder

    def refuse_no_database(self, set_up: Configuration) -> None:
        """Raise PostgresError if the embedded database is missing; make none.

        A second, empty site beside the real one would mislead its administrator.
        """
        if set_up.database:
            return
        folder = set_up.postgres_folder
        refuse_moved(folder)
        with data_folder.telling(folder.parent, self.folder_variable):
            if folder.parent.exists():
                data_folder.require(folder.parent, self.folder_variable)
            if is_made(folder):
                return
        raise PostgresError(
            f"There is no database in {folder}. Is {self.folder_variable} set, as the service has "
            "it? The short command, /usr/local/bin/unsilenced (docs/deployment.md), sets it. "
            f"Only a new site begins with: {self.begins}"
        )

    def require_migrated(self) -> None:
        """Raise PostgresError unless the database is as this version needs it."""
        if not is_ready():
            raise PostgresError(f"The database is not up to date. Run: {self.migrates}")


def is_up_to_date() -> bool:
    """Whether the database has all tables as this version needs them."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return not pending


def is_ready() -> bool:
    """Whether the database is up to date: its roles, its tables, and what each role may do."""
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    with _administering() as present:
        made = are_made(present, settings.CONFIGURATION.data_dir)
        ready = made and is_given(present)
    with reading():
        return is_up_to_date() and ready


def migrate(*, new_passwords: bool = False) -> None:
    """Bring the database up to date: its roles, its tables, and what each role may do with them.

    One process at a time does this. Raises PostgresError.
    """
    from django.db import Error  # noqa: PLC0415 - needs Django set up

    try:
        _bring_up_to_date(new_passwords=new_passwords)
    except (Error, psycopg.Error) as error:
        raise PostgresError(f"The database was not brought up to date. {error}") from error


def _bring_up_to_date(*, new_passwords: bool) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django set up
    from django.core.management import call_command  # noqa: PLC0415

    if is_ready() and not new_passwords:
        return
    with _alone() as present:
        make(present, settings.CONFIGURATION.data_dir, new_passwords=new_passwords)
        give_to_owner(present, [*settings.TABLE_RIGHTS, *settings.FORMER_TABLES])
        with connected_as(Role.OWNER):
            if not is_up_to_date():
                remove_policies(present)
                call_command("migrate", verbosity=0, interactive=False)
        give(present)


def make_roles() -> None:
    """Make the database's roles, and let the owner own all our tables.

    Raises PostgresError.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    with _alone() as present:
        make(present, settings.CONFIGURATION.data_dir)
        give_to_owner(present, [*settings.TABLE_RIGHTS, *settings.FORMER_TABLES])


@contextmanager
def _alone() -> Iterator[psycopg.Connection]:
    """Give a connection of the user of DATABASE_URL, when it is this process's turn."""
    with _administering() as present:
        take_turn(present)
        yield present


@contextmanager
def _administering() -> Iterator[psycopg.Connection]:
    """Give a connection of the user of DATABASE_URL that finds nothing that others put there."""
    with connect(given_address(), autocommit=True, schema=NONE_BUT_SYSTEM) as present:
        yield present


def _refuse_encoding() -> None:
    """Raise PostgresError for a database that cannot hold every letter."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    connection.ensure_connection()
    if wrong := wrong_encoding(connection.connection):
        raise PostgresError(wrong)


def _set_up_django(advice: str = "") -> None:
    import django  # noqa: PLC0415 - reads the settings
    from django.db import OperationalError, connection  # noqa: PLC0415

    django.setup()
    try:
        _refuse_encoding()
        refuse_transaction_mode(make_conninfo(**given_address()))
    except (OperationalError, psycopg.OperationalError) as error:
        raise PostgresError(f"PostgreSQL does not answer. {error}{advice}") from error
    finally:
        connection.close()

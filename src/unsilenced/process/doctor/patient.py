"""The site that is examined: its Django, set up without making or changing anything."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unsilenced.process.database import url
from unsilenced.process.django_site import Configuration, DjangoSite
from unsilenced.process.doctor.database import PATIENCE, of_server
from unsilenced.process.doctor.finding import Code, Finding, mend
from unsilenced.process.postgres import embedded

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST = "10s"
"""How long PostgreSQL may take to answer one question of the doctor's."""


@dataclass(frozen=True)
class Patient:
    """One of the two sites, and its settings."""

    site: DjangoSite
    set_up: Configuration

    @property
    def address(self) -> dict[str, str] | None:
        """The address of PostgreSQL; None for an embedded one that does not run."""
        if self.set_up.database:
            return dict(self.set_up.database)
        if not embedded.answers(self.set_up.postgres_folder):
            return None
        return url.read(self.site.database_variable, embedded.address(self.set_up.postgres_folder))

    def server(self) -> Iterator[Finding]:
        """Look at its PostgreSQL. This starts none, because that would change something."""
        if not self.set_up.database:
            try:
                embedded.refuse_moved(self.set_up.postgres_folder)
            except embedded.PostgresError as error:
                yield mend(Code.DATABASE_MOVED, str(error), f"Set {self.site.database_variable}.")
        address = self.address
        if address is not None:
            yield from of_server(address, self.site.database_variable)
        elif embedded.is_made(self.set_up.postgres_folder):
            yield mend(
                Code.DATABASE_DOWN,
                f"The embedded PostgreSQL in {self.set_up.postgres_folder} does not run.",
                f"Start its unit, {self.site.unit}, and read in its journal why it ended.",
            )
        else:
            yield mend(
                Code.DATABASE_NONE,
                f"There is no database in {self.set_up.postgres_folder}.",
                f"Is {self.site.folder_variable} right? A new site makes one with "
                f"`{self.site.begins}`.",
            )

    def set_up_django(self) -> None:
        """Set Django up so that it makes nothing, and cannot write to the database."""
        self.read_settings()
        from django.db.backends.signals import connection_created  # noqa: PLC0415 - takes its time

        from unsilenced.process.roles.addresses import lead_to, reading_address  # noqa: PLC0415

        connection_created.connect(_only_look)
        lead_to(reading_address())

    def read_settings(self) -> None:
        """Set Django up without a query to its database."""
        import django  # noqa: PLC0415 - reads the settings

        os.environ["DJANGO_SETTINGS_MODULE"] = self.site.settings_module
        os.environ.setdefault("PGCONNECT_TIMEOUT", str(PATIENCE))
        if not self.set_up.database:
            os.environ[self.site.database_variable] = embedded.address(self.set_up.postgres_folder)
        if not os.environ.get("SECRET_KEY", "").strip():
            # Otherwise Django's settings would make and keep one.
            os.environ["SECRET_KEY"] = secrets.token_urlsafe(48)
        django.setup()


def _only_look(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Make each connection of Django read-only, and its queries short."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('default_transaction_read_only', 'on', false)")
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [LONGEST])

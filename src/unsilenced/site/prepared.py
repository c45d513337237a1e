"""The site's Django and database, made ready for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from unsilenced.running.django_site import DjangoSite, is_up_to_date
from unsilenced.site.configuration import Configuration

SITE = DjangoSite("unsilenced.site.settings", "DATABASE_URL")


@contextmanager
def database(set_up: Configuration) -> Iterator[Path | None]:
    """Have a database and Django; give the embedded PostgreSQL's folder, where that is used."""
    folder = set_up.data_dir / "postgres"
    with SITE.ready(has_database=bool(set_up.database), folder=folder) as postgres:
        yield postgres


def require_migrated() -> None:
    """Raise click's exception unless the database has all tables as this version needs them."""
    if not is_up_to_date():
        raise click.ClickException("The database is not up to date. Run: unsilenced migrate")

"""The command that runs the embedded PostgreSQL of one of the two sites as a service."""

from __future__ import annotations

from collections.abc import Callable

import click

from unsilenced.process.django_site import Configuration, DjangoSite
from unsilenced.process.postgres import service
from unsilenced.process.settings.data_folder import require
from unsilenced.process.settings.environment import ConfigurationError


def group(site: DjangoSite, configured: Callable[[], Configuration]) -> click.Group:
    """Return the group `database` of a site's commands."""

    @click.group("database")
    def database() -> None:
        """The embedded PostgreSQL."""

    @database.command()
    def serve() -> None:
        """Run it as a service, until Ctrl-C or SIGTERM.

        Other commands use it while it runs, and none of them stops it. A unit of systemd may be of
        Type=notify.
        """
        set_up = configured()
        if set_up.database:
            raise ConfigurationError(
                f"{site.database_variable} names a PostgreSQL that runs elsewhere, so there is "
                f"none to run here. Disable its unit: systemctl disable --now {site.unit}"
            )
        require(set_up.data_dir, site.folder_variable)
        service.serve(set_up.postgres_folder)
        click.echo("Stopped.")

    return database

"""The command line: `unsilenced`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack

import click
import psycopg

from unsilenced.demo import demonstration, keyholder_beside
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.evidence.commands import evidence
from unsilenced.keyholder.commands import keyholder
from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.keyholder.configuration import configuration as keyholder_configuration
from unsilenced.process import faults
from unsilenced.process.backups import commands as backup_commands
from unsilenced.process.backups.archive import BackupError
from unsilenced.process.backups.commands import BackupSource
from unsilenced.process.database import commands as database_commands
from unsilenced.process.django_site import is_up_to_date
from unsilenced.process.django_site import migrate as bring_up_to_date
from unsilenced.process.doctor.examination import examine, report
from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.roles.addresses import connected_as, reading
from unsilenced.process.roles.names import Role
from unsilenced.process.serving.processes import Served, ServingError, refuse_port_in_use
from unsilenced.process.serving.processes import serve as serve_parts
from unsilenced.process.settings.data_folder import DataFolderError
from unsilenced.process.settings.environment import ConfigurationError
from unsilenced.process.version import version
from unsilenced.site import catalogues, language_folders, proxy_pages
from unsilenced.site.backup import SITE as BACKED_UP
from unsilenced.site.backup import belongings
from unsilenced.site.commands.check import check
from unsilenced.site.commands.releases import add_to
from unsilenced.site.configuration import SETTINGS, Configuration, configuration
from unsilenced.site.doctor.checks import checks, configuration_despite
from unsilenced.site.prepared import (
    SITE,
    configured,
    have_keys,
    parts,
    working,
)

COULD_NOT = (
    DataFolderError,
    PostgresError,
    ServingError,
    KeysError,
    BackupError,
    catalogues.CatalogueError,
    demonstration.DemonstrationError,
)


class Group(click.Group):
    """A group that lists its commands in the order in which they are written here."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the commands."""
        return list(self.commands)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="unsilenced %(version)s")
def unsilenced() -> None:
    """Sealed reports to a project that people trust.

    To look around:  unsilenced demo

    \b
    To run it for real:
      unsilenced migrate
      unsilenced organisation add "Name of the project" --kind project --slug name
      unsilenced invite name
      unsilenced serve

    Settings are environment variables: `unsilenced settings` lists them. Without DATABASE_URL the
    program runs a PostgreSQL of its own in the folder DATA_DIR.
    """  # noqa: D301 - click reads the backslash as “leave these lines as they are”


add_to(check)
unsilenced.add_command(check)
unsilenced.add_command(evidence)
unsilenced.add_command(keyholder)


def main() -> None:
    """Run the command line: 0 done, 1 could not be done, 2 asked for wrongly."""
    for each in (signal.SIGTERM, signal.SIGHUP):
        # As an exception it lets the embedded PostgreSQL be stopped.
        signal.signal(each, lambda number, _: sys.exit(128 + number))
    try:
        unsilenced(prog_name="unsilenced")
    except ConfigurationError as error:
        _fail(str(error), code=2)
    except COULD_NOT as error:
        _fail(str(error), code=1)
    except _database_errors() as error:
        full = f" {faults.NO_SPACE}" if faults.is_for_want_of_space(error) else ""
        _fail(f"PostgreSQL could not do it. {error}{full}", code=1)
    except Exception as error:  # noqa: BLE001 - whatever it is, an administrator can read it
        _fail(faults.told(error), code=1)


def _database_errors() -> tuple[type[Exception], ...]:
    from django.db import Error  # noqa: PLC0415 - Django takes its time

    return psycopg.Error, Error


def _fail(message: str, code: int) -> None:
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


@unsilenced.command()
@click.option("--reset", is_flag=True, help="Throw the invented data away and begin again.")
def demo(*, reset: bool) -> None:
    """Serve an invented project to look around.

    Prints how to log in as its caseworkers. What you change is kept for the next time. Ctrl-C
    stops everything.
    """
    refuse_port_in_use(configured().listens_on)
    key_holder = keyholder_beside.beside(configured())
    if key_holder is not None:
        key_holder.tell_the_site()
    demonstration.introduce()
    set_up = configured()
    click.echo("Starting PostgreSQL …")
    with ExitStack() as running:
        running.enter_context(SITE.used_once(set_up))
        if reset:
            _clear(set_up, key_holder)
        # Both start at the same time, each with a PostgreSQL of its own.
        beside = running.enter_context(keyholder_beside.started(key_holder))
        postgres = running.enter_context(SITE.database(set_up, makes=True))
        click.echo("Preparing the invented project …")
        bring_up_to_date()
        keyholder_beside.wait_for(key_holder, beside)
        have_keys(set_up)
        shown = demonstration.prepare(set_up)
        demonstration.publish(set_up)
        sheet = demonstration.sheet(set_up, shown)
        serve_parts(Served(parts(set_up), set_up.listens_on, postgres, beside), sheet)
    click.echo("Stopped.")


def _clear(set_up: Configuration, key_holder: keyholder_beside.Beside | None) -> None:
    with SITE.database(set_up, makes=True):
        demonstration.clear()
    if key_holder is not None:
        key_holder.forget()


@unsilenced.command("demo-code")
@click.argument("name")
def demo_code(name: str) -> None:
    """Print the demo's log-in code.

    It is the one that the invented caseworker NAME needs now.
    """
    with SITE.database(configured()), reading():
        code = demonstration.code(name) if is_up_to_date() else None
    if code is None:
        raise click.UsageError(
            f"The demo has no caseworker called {name}. "
            "Set DATA_DIR and DATABASE_URL here as the demo has them."
        )
    click.echo(code)


@unsilenced.command()
@click.option(
    "--migrate", "also_migrate", is_flag=True, help="Bring the database up to date first."
)
def serve(*, also_migrate: bool) -> None:
    """Serve the site until Ctrl-C or SIGTERM."""
    set_up = configured()
    refuse_port_in_use(set_up.listens_on)
    if not also_migrate:
        SITE.refuse_no_database(set_up)
    with SITE.used_once(set_up), SITE.database(set_up, makes=also_migrate) as postgres:
        if also_migrate:
            bring_up_to_date()
        SITE.require_migrated()
        with connected_as(Role.JOBS):
            have_keys(set_up)
        ready = f"Serving on {set_up.listens_on.url} (Ctrl-C stops it)"
        serve_parts(Served(parts(set_up), set_up.listens_on, postgres), ready)
    click.echo("Stopped.")


@unsilenced.command()
@click.option("--new-passwords", is_flag=True, help="Give the database's roles new passwords.")
@click.option("--check", "only_look", is_flag=True, help="Change nothing: 1 if it is not.")
def migrate(*, new_passwords: bool, only_look: bool) -> None:
    """Bring the database up to date.

    Before the first start, and after each upgrade.
    """
    with SITE.database(configured(), makes=not only_look):
        if only_look:
            SITE.require_migrated()
        else:
            bring_up_to_date(new_passwords=new_passwords)
    click.echo("The database is up to date.")


@unsilenced.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program that watches.")
@click.option("--mail", is_flag=True, help="Send one message, to an address that is asked for.")
def doctor(*, as_json: bool, mail: bool) -> None:
    """Look the site over, and say what has to be done.

    Nothing is changed, and nothing is started. Ends with 1 where something has to be mended.
    """
    recipient = click.prompt("Send a message to", err=True).strip() if mail else None
    found = examine(checks(configuration_despite(), recipient))
    report(found, site="platform", as_json=as_json)


unsilenced.add_command(database_commands.group(SITE, configured))


KINDS = ("project", "unit", "oversight")
_SLUG = click.option(
    "--slug", required=True, help="Short name for addresses: small letters and hyphens."
)


@unsilenced.group(cls=Group)
def organisation() -> None:
    """Projects, police units, and oversight bodies."""


@organisation.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What it is.")
@_SLUG
def organisation_add(name: str, kind: str, slug: str) -> None:
    """Add an organisation. Then invite its first person, who sets it up."""
    _add(name, slug, kind)


@organisation.command("list")
def organisation_list() -> None:
    """List the organisations: short name, kind, whether its people have set it up, name."""
    with working(configured()):
        from unsilenced.people.models import Organisation  # noqa: PLC0415

        for each in Organisation.objects.order_by("slug"):
            state = "set up" if each.is_set_up else "not set up"
            click.echo(f"{each.slug}\t{each.kind}\t{state}\t{each.name}")


@unsilenced.group(cls=Group, hidden=True)
def project() -> None:
    """The projects that receive reports: what versions before called organisations."""


@project.command("add")
@click.argument("name")
@_SLUG
def project_add(name: str, slug: str) -> None:
    """Add a project, as `organisation add --kind project` does."""
    _add(name, slug, "project")


@project.command("list")
def project_list() -> None:
    """List the projects: short name, whether it can receive reports, name."""
    with working(configured()):
        from unsilenced.people.models import Organisation, OrganisationKind  # noqa: PLC0415

        for each in Organisation.objects.filter(kind=OrganisationKind.PROJECT).order_by("slug"):
            state = "receiving" if each.is_set_up else "not set up"
            click.echo(f"{each.slug}\t{state}\t{each.name}")


def _add(name: str, slug: str, kind: str) -> None:
    with working(configured()):
        from unsilenced.people.models import OrganisationKind  # noqa: PLC0415
        from unsilenced.people.organisations import adding  # noqa: PLC0415

        try:
            adding.add(name, slug, OrganisationKind(kind))
        except adding.OrganisationError as error:
            raise click.UsageError(str(error)) from error
    click.echo(f"Added. Next: unsilenced invite {slug}")


@unsilenced.command()
@click.argument("slug")
def invite(slug: str) -> None:
    """Print a link to join the organisation SLUG.

    It lets one person in, within 14 days.
    """
    set_up = configured()
    with working(set_up):
        from unsilenced.people.models import Organisation  # noqa: PLC0415
        from unsilenced.people.organisations import enrolment  # noqa: PLC0415
        from unsilenced.sealing.b64u import to_b64u  # noqa: PLC0415

        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            raise click.UsageError(
                f"There is no organisation {slug!r}. See: unsilenced organisation list"
            )
        token, invitation = enrolment.invite(found)
    place = f"/desk/invitation/#{to_b64u(token)}"
    click.echo(f"{set_up.address}{place}")
    if set_up.onion_address:
        click.echo(f"The same through Tor: {set_up.onion_address}{place}", err=True)
    click.echo(f"For one person, until {invitation.expires_on}. Hand it over safely.", err=True)


backup_commands.add_to(unsilenced, BackupSource(SITE, BACKED_UP, configured, belongings))


@unsilenced.command()
def digest() -> None:
    """Send the e-mail digest now.

    It goes to every caseworker who has an address, and says nothing.
    """
    with working(configured()):
        from unsilenced.cases.digest import send_digest  # noqa: PLC0415

        delivery = send_digest()
    if delivery.unsent:
        reasons = " ".join(fault.line for fault in delivery.faults)
        raise click.ClickException(f"It could not be sent to {delivery.unsent} people. {reasons}")
    click.echo("Sent.")


@unsilenced.group(cls=Group)
def messages() -> None:
    """Translations of the program."""


@messages.command("extract")
def messages_extract() -> None:
    """Bring every language's .po files up to date with the program's messages."""
    for line in catalogues.extract():
        click.echo(line)


@messages.command("compile")
def messages_compile() -> None:
    """Make the .mo files that the program reads, and the pages that a proxy shows."""
    for line in (*catalogues.compile_all(), *proxy_pages.write()):
        click.echo(line)


@messages.command("check")
def messages_check() -> None:
    """Fail if anything of a language is missing, outdated or wrong: messages, words, guides."""
    faults = [*catalogues.check(), *language_folders.check()]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} things to mend. See CONTRIBUTING.md, Languages.")
    click.echo("Every language is whole.")


@unsilenced.command("settings")
def settings_command() -> None:
    """Print every setting and what it is for."""
    configuration()
    keyholder_configuration()
    for setting in (*SETTINGS, *KEYHOLDER_SETTINGS):
        value = os.environ.get(setting.name, "").strip() or setting.default
        shown = "(set, not shown)" if setting.secret and value else value
        click.echo(f"{setting.name}={shown}\n    {setting.purpose}")

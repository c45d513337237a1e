"""The key holder's part of the command line: `unsilenced keyholder`."""

from __future__ import annotations

from pathlib import Path

import click

from unsilenced.evaluator import keys_file, rotation
from unsilenced.evaluator.keyring import Keyring
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.keyholder.backup import KEY_HOLDER, belongings
from unsilenced.keyholder.configuration import Configuration
from unsilenced.keyholder.doctor.checks import checks, configuration_despite
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.keyholder.prepared import SITE, configured, working
from unsilenced.process.backups import commands as backup_commands
from unsilenced.process.backups.commands import BackupSource
from unsilenced.process.database import commands as database_commands
from unsilenced.process.django_site import migrate as bring_up_to_date
from unsilenced.process.doctor.examination import examine, report
from unsilenced.process.roles.addresses import environment_of
from unsilenced.process.roles.names import Role
from unsilenced.process.serving.processes import Program, Served, refuse_port_in_use, serve
from unsilenced.sealing.b64u import to_b64u


@click.group()
def keyholder() -> None:
    """Be the key holder of another organisation's site."""


backup_commands.add_to(keyholder, BackupSource(SITE, KEY_HOLDER, configured, belongings))


@keyholder.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def init(file: Path) -> None:
    """Make the key holder's keys.

    FILE is what the platform wrote with `unsilenced check hand-over`.
    """
    set_up = configured()
    handed_over = HandOver.read(file)
    if keys_file.is_missing(set_up.keys_file):
        _refuse_beside_a_log(set_up)
    keys = handed_over.initialise(set_up.keys_file)
    click.echo(f"Made: {set_up.keys_file}. Keep a copy of it in a safe place, and delete {file}.")
    click.echo("The platform sets this, beside KEYHOLDER_URL:")
    click.echo(f"KEYHOLDER_LOG_KEY={to_b64u(keys.signing_key)}")


@keyholder.command("renew-tokens")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def renew_tokens(file: Path) -> None:
    """Take the platform's new secret for tokens.

    FILE is what the platform wrote with `unsilenced check renew-tokens`.
    """
    set_up = configured()
    _keys(set_up)
    HandOver.read(file).renew_token(set_up.keys_file)
    click.echo(f"Taken. Members can check again. Delete {file}, and keep a new copy of your keys.")


@keyholder.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program that watches.")
def doctor(*, as_json: bool) -> None:
    """Look the key holder over, and say what has to be done.

    Nothing is changed, and nothing is started. Ends with 1 where something has to be mended.
    """
    found = examine(checks(configuration_despite()))
    report(found, site="keyholder", as_json=as_json)


@keyholder.command("serve")
def serve_command() -> None:
    """Serve the key holder until Ctrl-C or SIGTERM."""
    serve_key_holder(configured())
    click.echo("Stopped.")


def serve_key_holder(set_up: Configuration) -> None:
    """Serve until told to stop. Raises KeysError without keys, or with others than the log's."""
    own = _keys(set_up)
    refuse_port_in_use(set_up.listens_on)
    with SITE.used_once(set_up), working(set_up, makes=True) as postgres:
        from unsilenced.keyholder import own_keys  # noqa: PLC0415 - needs Django set up
        from unsilenced.keyholder.purging import purging  # noqa: PLC0415 - needs Django set up

        own_keys.refuse_others(own, set_up.keys_file)
        address = set_up.listens_on
        ready = f"Key holder on {address.url} (Ctrl-C stops it)"
        environment = environment_of(Role.SERVE, SITE.database_variable)
        calls = Program("unsilenced.keyholder.serve_calls", environment, listens=True)
        with purging():
            serve(Served({"calls": calls}, address, postgres), ready)


@keyholder.command()
@click.option("--check", "only_look", is_flag=True, help="Change nothing: 1 if it is not.")
def migrate(*, only_look: bool) -> None:
    """Bring the database up to date.

    `serve` does so by itself.
    """
    with SITE.database(configured(), makes=not only_look):
        if only_look:
            SITE.require_migrated()
        else:
            bring_up_to_date()
    click.echo("The database is up to date.")


keyholder.add_command(database_commands.group(SITE, configured))


@keyholder.command()
def keys() -> None:
    """Print the public keys.

    The platform pins the log key.
    """
    own = _keys(configured())
    click.echo(f"KEYHOLDER_LOG_KEY={to_b64u(own.signing_key)}")
    for state, each in zip(("current", "next"), own.evaluators, strict=False):
        click.echo(f"evaluation key, {state}\t{each.key_id}\t{to_b64u(each.public_key)}")


@keyholder.group()
def rotate() -> None:
    """Change the evaluation key."""


@rotate.command()
def begin() -> None:
    """Make a next key.

    Then caseworkers put every warning's identifiers in under it.
    """
    set_up = configured()
    _keys(set_up)
    after = rotation.begin(set_up.keys_file).evaluators[-1]
    click.echo(f"The next key is {after.key_id}. Tell the platform that it has to move.")


@rotate.command()
def finish() -> None:
    """Drop the old key.

    Not before a release with the next one is logged.
    """
    set_up = configured()
    _keys(set_up)
    with working(set_up):
        from unsilenced.keyholder.log import read  # noqa: PLC0415 - needs Django set up
        from unsilenced.keyholder.models import LogEntry  # noqa: PLC0415

        last = LogEntry.objects.last_logged()
        if last is None:
            # The log may be lost, and every warning still be under the old key.
            raise KeysError("No release is logged here. Wait for one with the next key.")
        kept = rotation.finish(set_up.keys_file, in_use=read(last).public_key).current
    click.echo(f"The key is now {kept.key_id}; the old one is gone.")


@keyholder.command()
def log() -> None:
    """List the releases that were logged.

    Number, day, SHA-256 of the manifest, evaluation key.
    """
    set_up = configured()
    _keys(set_up)
    with working(set_up):
        from unsilenced.keyholder.log import read  # noqa: PLC0415 - needs Django set up
        from unsilenced.keyholder.models import LogEntry  # noqa: PLC0415
        from unsilenced.oblivious.evaluator import key_id  # noqa: PLC0415

        for line in LogEntry.objects.order_by("number").iterator():
            entry = read(line)
            name = key_id(entry.public_key)
            click.echo(f"{entry.number}\t{entry.day}\t{to_b64u(entry.release)}\t{name}")


def _keys(set_up: Configuration) -> Keyring:
    if keys_file.is_missing(set_up.keys_file):
        _refuse_beside_a_log(set_up)
        raise KeysError(
            f"There are no keys in {set_up.data_dir}. Ask the platform for its hand-over file, "
            "then run: unsilenced keyholder init FILE"
        )
    return Keyring.of(keys_file.read_own(set_up.keys_file, is_key_holder=True))


def _refuse_beside_a_log(set_up: Configuration) -> None:
    """Raise KeysError where the log holds a release: the keys that signed it must come back."""
    if not set_up.database and keys_file.is_missing(set_up.postgres_folder):
        return
    with working(set_up):
        from unsilenced.keyholder import own_keys  # noqa: PLC0415 - needs Django set up

        own_keys.refuse_new_ones(set_up.keys_file)

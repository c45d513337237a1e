"""The commands of the private check: `unsilenced check`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.conf import settings

from unsilenced.evaluator.keyring import Keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise import normalise
from unsilenced.process.standard_input import lines, never_an_argument
from unsilenced.sealing.b64u import to_b64u
from unsilenced.site.configuration import configuration
from unsilenced.site.prepared import configured, have_keys, working

ASKED_FOR_WRONGLY = 2


@click.group()
def check() -> None:
    """The private check."""


# What somebody typed by mistake may begin with a hyphen, and is not to be repeated as an option.
@check.command("normalise", context_settings={"ignore_unknown_options": True})
@click.argument("kind")
@click.argument(
    "value",
    nargs=-1,
    metavar="",
    expose_value=False,
    callback=never_an_argument("unsilenced check normalise KIND"),
)
@click.option(
    "--region",
    help="Where a phone number without a country belongs: two letters. Usual: that of PLACES.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, also of what is refused.")
def normalise_command(kind: str, region: str | None, *, as_json: bool) -> None:
    """Print the one spelling of each line of standard input.

    KIND is tel, email, plate or handle. Nothing is stored and nothing is sent. What is looked up
    is read from standard input or the terminal: the history of the shell, the log of sudo and
    other programs of this machine keep what stands on a command line.
    """
    region = region or configuration().places.telephone_region
    refused = False
    for each in lines("What is to be normalised"):
        try:
            found = normalise(kind, each, region=region)
        except CheckError as error:
            refused = True
            _say_refusal(error, as_json=as_json)
        else:
            fields = {"canonical": found.canonical, "kind": found.kind}
            click.echo(json.dumps(fields) if as_json else found.canonical)
    if refused:
        raise click.exceptions.Exit(ASKED_FOR_WRONGLY)


def _say_refusal(error: CheckError, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": error.code, "message": str(error)}))
    else:
        click.echo(f"Error: {error} ({error.code})", err=True)


@check.command()
def keys() -> None:
    """Print the platform's public keys.

    Makes the keys if there are none yet.
    """
    platform = _keys()
    click.echo(f"release key\t{to_b64u(platform.signing_key)}")
    for state, each in zip(("current", "next"), platform.evaluators, strict=False):
        click.echo(f"evaluation key, {state}\t{each.key_id}\t{to_b64u(each.public_key)}")


@check.command("hand-over")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def hand_over(file: Path) -> None:
    """Write what the key holder needs to FILE.

    Hand it over by a safe way, then delete it: whoever has it can check without a limit.
    """
    HandOver.of(_keys()).write(file)
    click.echo(f"Written: {file}. Hand it over by a safe way, then delete it.")


@check.command("renew-tokens")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def renew_tokens(file: Path) -> None:
    """Make a new secret for tokens, and write it to FILE.

    For when the old one was stolen. The key holder takes it with `unsilenced keyholder
    renew-tokens`; until then nobody can check.
    """
    renewed = HandOver.of(_keys()).with_new_token()
    renewed.write(file)
    renewed.renew_token(settings.CHECK_KEYS_FILE)
    click.echo(f"Written: {file}. Hand it over by a safe way, then delete it.")
    click.echo("Nobody can check until the key holder ran: unsilenced keyholder renew-tokens FILE")


@check.command("start-over")
@click.option("--yes", is_flag=True, help="Do not ask.")
def start_over(*, yes: bool) -> None:
    """Begin with release 1 again, where a keys file is lost for good.

    That is: nobody has a copy of the site's own, or of the key holder's, or another organisation
    becomes the key holder. The warnings stay, but every identifier has to be entered again, and
    each member needs a new invitation. Look for a copy first.
    """
    set_up = configured()
    if not yes:
        click.confirm(
            "Every release goes, and every identifier of the warnings. Is there really no copy of "
            "the keys?",
            abort=True,
        )
    with working(set_up):
        from unsilenced.warnings.releases import own_keys  # noqa: PLC0415 - needs Django

        own_keys.start_over()
        own_keys.have(settings.CHECK_KEYS_FILE, are_made=True)
    click.echo("Done. Now write what the key holder needs: unsilenced check hand-over FILE")


def _keys() -> Keyring:
    set_up = configured()
    with working(set_up):
        return have_keys(set_up)

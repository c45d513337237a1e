"""The commands of releases: `unsilenced check release` and what goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from unsilenced.site.prepared import configured, have_keys, working


def add_to(check: click.Group) -> None:
    """Give the group `check` these commands."""
    for each in (release, releases, rollback, diff, rotate):
        check.add_command(each)


@contextmanager
def _publishing() -> Iterator[None]:
    """Have the database, and tell what keeps a release from being made."""
    set_up = configured()
    with working(set_up):
        from unsilenced.warnings.releases.key_holder_site import (  # noqa: PLC0415 - needs Django
            KeyHolderError,
        )
        from unsilenced.warnings.releases.publishing import ReleaseError  # noqa: PLC0415

        have_keys(set_up)
        try:
            yield
        except (KeyHolderError, ReleaseError) as error:
            raise click.ClickException(str(error)) from error


@click.command()
@click.option(
    "--after-restore",
    is_flag=True,
    help="Go on from the key holder's log, which knows releases that a backup does not.",
)
def release(*, after_restore: bool) -> None:
    """Publish what members check against, now.

    The jobs do it daily. Nothing changes for members until the key holder has logged it.
    """
    with _publishing():
        from unsilenced.warnings.releases import publishing  # noqa: PLC0415

        publish = publishing.publish_after_restore if after_restore else publishing.publish
        click.echo(f"Release {publish().number} is published and logged.")


@click.command()
def releases() -> None:
    """List the releases that are kept.

    Number, day, epoch, and whether the key holder has logged it or what it goes back to.
    """
    with _publishing():
        from unsilenced.warnings.models import Release  # noqa: PLC0415

        for each in Release.objects.order_by("number"):
            state = "logged" if each.entry else "not logged"
            back = f", goes back to {each.rolled_back_to}" if each.rolled_back_to else ""
            click.echo(f"{each.number}\t{each.day}\t{each.epoch}\t{state}{back}")


@click.command()
@click.option("--to", "number", type=int, help="Number of the release. Else the one before.")
def rollback(number: int | None) -> None:
    """Publish an earlier release once more.

    What ended or was withdrawn since is not in it. The next daily release holds again all that
    may be shared: take down what must stay away.
    """
    with _publishing():
        from unsilenced.warnings.releases.rolling_back import roll_back  # noqa: PLC0415

        made = roll_back(number)
        click.echo(f"Release {made.number} is published: what release {made.rolled_back_to} held.")


@click.command()
@click.argument("earlier", type=int)
@click.argument("later", type=int)
def diff(earlier: int, later: int) -> None:
    """Count what changed between two releases.

    As anybody could who fetched both: padding hides how many of the records are real.
    """
    with _publishing():
        from unsilenced.warnings.models import Release  # noqa: PLC0415
        from unsilenced.warnings.releases.comparing import compare  # noqa: PLC0415

        kept = set(Release.objects.values_list("number", flat=True))
        for number in (earlier, later):
            if number not in kept:
                raise click.UsageError(
                    f"Release {number} is not kept. See: unsilenced check releases"
                )
        found = compare(earlier, later)
    click.echo(f"gone\t{found.gone}\ncome\t{found.come}\nstayed\t{found.stayed}")


@click.group()
def rotate() -> None:
    """Change the platform's evaluation key.

    In steps, while everything runs.
    """


@rotate.command()
def begin() -> None:
    """Make a next key beside the current one.

    Then the caseworkers put every warning's identifiers in under it: their page tells them.
    """
    with _publishing():
        from unsilenced.evaluator import rotation  # noqa: PLC0415

        after = rotation.begin(configured().keys_file).next
    click.echo(f"The next key is {after and after.key_id}.")


@rotate.command()
def status() -> None:
    """Tell how many warnings are not yet under the next pair of keys.

    It asks the key holder for its keys, which may be changing too.
    """
    with _publishing():
        from unsilenced.evaluator.keyring import keyring  # noqa: PLC0415 - needs Django
        from unsilenced.warnings.check.epochs import open_epochs  # noqa: PLC0415
        from unsilenced.warnings.releases import known_keys  # noqa: PLC0415
        from unsilenced.warnings.releases.publishing import behind  # noqa: PLC0415

        known_keys.refresh()
        epochs = open_epochs()
        waiting = behind(epochs[-1])
        is_changing = keyring().next is not None
    if len(epochs) == 1 and is_changing:
        click.echo("Members check with the next key. Now run: unsilenced check rotate finish")
    elif len(epochs) == 1:
        click.echo("No key is being changed.")
    else:
        click.echo(f"Warnings that are not yet under the next keys: {waiting}")


@rotate.command()
def finish() -> None:
    """Drop the old key, for good.

    It refuses until members check with the next one.
    """
    with _publishing():
        from unsilenced.evaluator import rotation  # noqa: PLC0415
        from unsilenced.warnings.models import Release  # noqa: PLC0415
        from unsilenced.warnings.releases.building import manifest_of  # noqa: PLC0415

        present = Release.objects.current()
        in_use = None if present is None else manifest_of(present).platform_key
        rotation.finish(configured().keys_file, in_use=in_use)
    click.echo("The old key is gone.")

"""The group of all evidence commands: bad input ends with 2 and a message, not a traceback."""

from __future__ import annotations

import errno
from typing import Any

import click

from unsilenced.evidence.errors import BadInput

REFUSED = 1
"""The exit code of a command whose answer is no, such as an audit of an unsafe table."""

BAD_INPUT = 2

INSTALL = (
    "The evidence needs packages of its own: run script/setup --whole, "
    'or pip install "unsilenced[evidence]".'
)


def check_once(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Refuse an option that is given twice, unless it is meant to repeat (`multiple`).

    Click would take the last and say nothing. An option's `twice` is what its message adds.
    """
    _, _, given = command.make_parser(ctx).parse_args(args=list(args))
    for each in command.params:
        if isinstance(each, click.Option) and not each.multiple and given.count(each) > 1:
            more = getattr(each, "twice", "")
            reason = f"is given {given.count(each)} times, and can be given once.{more}"
            raise click.BadOptionUsage(each.opts[-1], f"{each.opts[-1]} {reason}", ctx)


class Command(click.Command):
    """A command that refuses an option that is given twice."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what was given."""
        check_once(self, ctx, args)
        return super().parse_args(ctx, args)


class Once(click.Option):
    """An option whose message says what to do instead where it is given twice."""

    def __init__(self, *names: Any, twice: str, **more: Any) -> None:
        super().__init__(*names, **more)
        self.twice = f" {twice}"


class Group(click.Group):
    """A group that lists its commands in the order in which we added them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what was given, each option once."""
        check_once(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the commands."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say what was wrong with its input, or with where it writes."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "unsilenced":
                raise
            click.echo(f"Error: {error.name} is not installed. {INSTALL}", err=True)
            ctx.exit(BAD_INPUT)
        except BadInput as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(BAD_INPUT)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has seen enough; click ends quietly
                raise
            # With a traceback it would end with 1, which says that the answer is no.
            what = error.filename or "what was to be printed"
            click.echo(f"Error: {what}: {error.strerror}", err=True)
            ctx.exit(BAD_INPUT)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def evidence() -> None:
    """What the data say, with intervals; what may be published.

    Every command ends with 0 if it did what was asked, with 1 if the answer is no, and with 2 if
    it was given something that cannot be used.
    """

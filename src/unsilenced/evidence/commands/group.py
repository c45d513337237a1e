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


class Group(click.Group):
    """A group that lists its commands in the order in which we added them."""

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

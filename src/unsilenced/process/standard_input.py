"""Personal data for a command: from standard input or a terminal, never an argument.

Arguments stay in the shell's history and in the log of `sudo`, and every program of the machine can
read them in the list of processes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click


def lines(asked: str) -> Iterator[str]:
    """Read each line; at a terminal, say first what is `asked`. What is no UTF-8 comes escaped."""
    if sys.stdin.isatty():
        click.echo(f"{asked}, one in each line. Ctrl-D ends.", err=True)
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def secret_line(asked: str) -> str:
    """Read one line; at a terminal, say first what is `asked`, and show nothing of it."""
    if sys.stdin.isatty():
        return str(click.prompt(asked, hide_input=True, err=True)).strip()
    return next(lines(asked), "").strip()


def never_an_argument(command: str) -> Callable[..., None]:
    """Return the refusal of a value on the command line, without repeating it."""

    def refuse(
        _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
    ) -> None:
        if value:
            raise click.UsageError(
                "Not on the command line, where the shell's history and other programs keep it. "
                f"Run: {command}\nThen type it, or give it on standard input, one in each line."
            )

    return refuse

"""Bars for long work, on standard error where people look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click


@contextmanager
def stages() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Yield what begins a stage: told its name, it returns what is told how far the stage is."""
    if not sys.stderr.isatty():
        yield lambda _: _silent
        return
    with ExitStack() as current:

        def stage(what: str) -> Callable[[int, int], None]:
            current.close()
            return current.enter_context(_bar(what))

        yield stage


def _silent(done: int, number: int) -> None:
    """Show nothing."""


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=what, file=sys.stderr) as bar:

        def progress(done: int, number: int) -> None:
            bar.length = number
            bar.update(done - bar.pos)

        yield progress

"""Progress bars for long work, on standard error if it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from unsilenced.evidence.progress import Progress, Stage, unseen


@contextmanager
def stages() -> Iterator[Stage]:
    """Yield a function that begins a stage: it takes a name and returns the stage's callback."""
    if not sys.stderr.isatty():
        yield unseen
        return
    with ExitStack() as current:

        def stage(what: str) -> Progress:
            current.close()
            return current.enter_context(_bar(what))

        yield stage


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    with click.progressbar(length=1, label=what, file=sys.stderr) as bar:

        def progress(done: int, number: int) -> None:
            bar.length = number
            bar.update(done - bar.pos)

        yield progress

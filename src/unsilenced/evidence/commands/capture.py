"""`unsilenced evidence capture`: how many people no list holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Literal

import click

from unsilenced.evidence.capture.threads import Workers
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.options import SEED, TABLE
from unsilenced.evidence.commands.pictures import Drawing
from unsilenced.evidence.commands.progress import stages

if TYPE_CHECKING:
    from unsilenced.evidence.capture.analysis import Analysis
    from unsilenced.evidence.disclosure.gate import Released

_COMPILING_AFTER = 4.0


@command(draws="TABLE")
@click.argument("table", type=TABLE)
@click.option(
    "--max-order",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="The most lists in one term of a model.",
)
@click.option(
    "--criterion",
    type=click.Choice(["bic", "aic"]),
    default="bic",
    show_default=True,
    help="What the best model has least of.",
)
@click.option(
    "--method",
    type=click.Choice(["exhaustive", "stepwise"]),
    help="Compare all models, or add pairs of lists step by step. Usual: exhaustive for up to 6.",
)
@click.option(
    "--replicates",
    type=click.IntRange(0, 1_000_000),
    default=1000,
    show_default=True,
    help="How often the choice is bootstrapped for the interval.",
)
@SEED
@click.option(
    "--threads",
    type=click.IntRange(1, 1024),
    default=lambda: os.cpu_count() or 1,
    help="How many threads work; the result is the same. Usual: one for each processor.",
)
def capture(  # noqa: PLR0913 - one argument an option
    *,
    table: Path,
    max_order: int,
    criterion: Literal["bic", "aic"],
    method: Literal["exhaustive", "stepwise"] | None,
    replicates: int,
    seed: int,
    threads: int,
    drawing: Drawing,
) -> Answer:
    """Estimate how many people no list holds.

    TABLE is a CSV file: a column of 0 and 1 for each of 3 to 8 lists, then how many cases have
    that pattern. A pattern without a row counts 0. Ends with 1 if no model has an estimate.
    """
    # The compiler takes a second to start. Other commands need not wait for it.
    from unsilenced.evidence.capture import analysis, printed  # noqa: PLC0415
    from unsilenced.evidence.capture.overlaps import release_overlaps  # noqa: PLC0415
    from unsilenced.evidence.capture.table import read_table  # noqa: PLC0415

    counts = read_table(table)
    drawing.ask(partial(release_overlaps, counts))
    chosen = method or analysis.usual_method(len(counts.lists))
    question = analysis.Question(max_order, criterion, chosen, replicates, seed)
    with ExitStack() as shown:
        found = analysis.analyse(counts, question, _bars(shown, threads))
    drawing.draw(partial(_write, found, table))
    return Answer(printed.document(found), printed.lines(found), is_no=found.fit is None)


def _write(found: Analysis, table: Path, released: Released, folder: Path) -> tuple[str, ...]:
    from unsilenced.evidence.capture.publish import write_figures  # noqa: PLC0415

    return write_figures(released, found, folder, table)


def _bars(shown: ExitStack, threads: int) -> Callable[[str], Workers]:
    """Return what gives each stage its workers, and a bar on standard error if it is a terminal."""
    stage = shown.enter_context(stages())
    if not sys.stderr.isatty():
        return lambda what: Workers(threads, stage(what))
    compiling = Timer(
        _COMPILING_AFTER, click.echo, ("Compiling, which is kept for next time …",), {"err": True}
    )
    compiling.daemon = True
    compiling.start()
    shown.callback(compiling.cancel)

    def begun(what: str) -> Workers:
        progress = stage(what)

        def told(done: int, number: int) -> None:
            compiling.cancel()
            progress(done, number)

        return Workers(threads, told)

    return begun

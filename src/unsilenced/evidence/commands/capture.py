"""`unsilenced evidence capture`: how many people no list holds."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import click

from unsilenced.evidence.capture.analysis import (
    Analysis,
    Method,
    Question,
    Ranked,
    Stage,
    analyse,
    usual_method,
)
from unsilenced.evidence.capture.exhaustive import Criterion
from unsilenced.evidence.capture.table import OverlapTable, read_table
from unsilenced.evidence.capture.threads import Workers
from unsilenced.evidence.commands.group import REFUSED

_LARGEST_SEED = 2**63 - 1
_COMPILING_AFTER = 4.0
_SHOWN = 10


@click.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
@click.option(
    "--seed",
    type=click.IntRange(0, _LARGEST_SEED),
    default=1,
    show_default=True,
    help="Where the random numbers start.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 1024),
    default=lambda: os.cpu_count() or 1,
    help="How many threads work; the result is the same. Usual: one for each processor.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def capture(table: Path, **options: Any) -> None:
    """Estimate how many people no list holds.

    TABLE is a CSV file: a column of 0 and 1 for each of 3 to 8 lists, then how many cases have
    that pattern. A pattern without a row counts 0.
    """
    _estimate(table, **options)


def _estimate(  # noqa: PLR0913 - one for each option
    path: Path,
    *,
    max_order: int,
    criterion: Criterion,
    method: Method | None,
    replicates: int,
    seed: int,
    threads: int,
    as_json: bool,
) -> None:
    table = read_table(path)
    chosen = method or usual_method(len(table.lists))
    question = Question(max_order, criterion, chosen, replicates, seed)
    with ExitStack() as shown:
        found = analyse(table, question, _bars(shown, threads))
    if as_json:
        click.echo(json.dumps(document(found), allow_nan=False))
    else:
        click.echo("\n".join(_lines(found)))
    if found.fit is None:
        raise click.exceptions.Exit(REFUSED)


def _bars(shown: ExitStack, threads: int) -> Stage:
    """Return what shows a bar for each stage, on standard error where people look at it."""
    if not sys.stderr.isatty():
        return lambda _: Workers(threads)
    compiling = Timer(
        _COMPILING_AFTER, click.echo, ("Compiling, which is kept for next time …",), {"err": True}
    )
    compiling.daemon = True
    compiling.start()
    shown.callback(compiling.cancel)
    current = shown.enter_context(ExitStack())

    def stage(what: str) -> Workers:
        current.close()
        return Workers(threads, current.enter_context(_bar(what, compiling)))

    return stage


@contextmanager
def _bar(what: str, compiling: Timer) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=what, file=sys.stderr) as bar:

        def progress(done: int, number: int) -> None:
            compiling.cancel()
            bar.length = number
            bar.update(done - bar.pos)

        yield progress


def document(found: Analysis) -> dict[str, Any]:
    """Return what `--json` prints; docs/evidence.md tells its keys."""
    question, fit = found.question, found.fit
    return {
        "lists": list(found.table.lists),
        "cases": found.table.cases,
        "method": question.method,
        "max_order": question.max_order,
        "criterion": question.criterion,
        "estimate": fit and fit.estimate,
        "interval": _ends(found.interval()),
        "interval_80": _ends(found.interval(0.8)),
        "interval_method": fit and ("bca" if question.replicates else "given the model"),
        "interval_given_model": _ends(fit.interval()) if fit else None,
        "best_model": found.model,
        "best_model_terms": _terms(found.table, found.model),
        "criterion_value": found.criterion_value,
        "bic": fit and fit.bic,
        "aic": fit and fit.aic,
        "deviance": fit and fit.deviance,
        "models": sum(found.codes.values()),
        "admissible": found.codes.get(0, 0),
        "codes": {str(code): found.codes.get(code, 0) for code in range(4)},
        "ranked": [_ranked(one) for one in found.ranked],
        "replicates": question.replicates,
        "seed": question.seed,
        "bootstrap": _bootstrap(found),
    }


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return interval and list(interval)


def _terms(table: OverlapTable, model: str | None) -> list[str]:
    words = model.strip("[]").split(",") if model else []
    return [":".join(table.lists[int(digit) - 1] for digit in word) for word in words]


def _ranked(one: Ranked) -> dict[str, Any]:
    return {
        "model": one.model,
        "estimate": one.estimate,
        "criterion_value": one.criterion_value,
        "difference": one.difference,
        "weight": one.weight,
        "chosen": one.chosen,
    }


def _bootstrap(found: Analysis) -> dict[str, Any] | None:
    drawn = found.bootstrap
    if drawn is None:
        return None
    shift = drawn.bias_correction
    return {
        "failed": drawn.failed,
        "bias_correction": shift if abs(shift) < float("inf") else None,
        "acceleration": drawn.acceleration,
        "ranks": found.ranks and {str(first): number for first, number in found.ranks.items()},
        "models": [{"model": model, "chosen": number} for model, number in found.often],
        "estimates": [one if one == one else None for one in drawn.estimates.tolist()],  # noqa: PLR0124 - not a number
    }


def _lines(found: Analysis) -> Iterator[str]:
    question, fit = found.question, found.fit
    yield f"{found.table.cases:,} cases on {len(found.table.lists)} lists"
    if fit is None:
        yield "Unknown: no model has an estimate that exists and is unique."
        return
    yield f"Estimate    {fit.estimate:,.0f}, of whom {fit.estimate - fit.cases:,.0f} on no list"
    if question.replicates:
        yield f"Interval    {_shown(found.interval())} 95%, the choice of the model counted"
        yield f"            {_shown(found.interval(0.8))} 80%"
        yield f"            {_shown(fit.interval())} 95%, were this model known to be right"
    else:
        yield f"Interval    {_shown(fit.interval())} 95%, were this model known to be right;"
        yield "            too narrow: --replicates counts the choice of the model"
    yield f"Model       {found.model}: {', '.join(_terms(found.table, found.model))}"
    yield (
        f"Chosen      {question.method}, {question.criterion.upper()} {found.criterion_value:.3f}; "
        f"{found.codes.get(0, 0):,} of {sum(found.codes.values()):,} models admissible"
    )
    if found.bootstrap and found.bootstrap.failed:
        yield f"Failed      {found.bootstrap.failed:,} of {question.replicates:,} replicates"
    yield ""
    yield f"{'estimate':>12}  {question.criterion.upper():>12}  {'weight':>6}  {'chosen':>6}  model"
    for one in found.ranked[:_SHOWN]:
        weight = "" if one.weight is None else f"{one.weight:.3f}"
        chosen = "" if one.chosen is None else f"{one.chosen:,}"
        yield (
            f"{one.estimate:>12,.0f}  {one.criterion_value:>12.3f}  {weight:>6}  {chosen:>6}  "
            f"{one.model}"
        )


def _shown(interval: tuple[float, float] | None) -> str:
    return f"[{interval[0]:,.0f}, {interval[1]:,.0f}]" if interval else "unknown"
